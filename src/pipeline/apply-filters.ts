import { answerResult, refusedResult } from './apply/answer-result.ts';
import { askDashboard } from './apply/ask-dashboard.ts';
import { describePlan } from './apply/describe-plan.ts';
import { handCard } from './apply/hand-card.ts';
import { openDashboard } from './apply/open-dashboard.ts';
import type { ApplyPorts } from './apply/ports.ts';
import { startClock } from './apply/stage-clock.ts';
import { waitForCards } from './apply/wait-for-cards.ts';
import { callApis } from './broker/call-apis.ts';
import { groupMasters } from './broker/group-masters.ts';
import { readFilters } from './filters/read-filters.ts';
import { buildMasters } from './master/build-masters.ts';
import { groupInSql } from './query/group-in-sql.ts';
import type { ApplyRequest, ApplyResult, FilterOutcome, PlanResult } from './types.ts';

/**
 * "Apply filters", from form to cards: one pass of data down the stages. Throws `unknown_tenant`, `unknown_dashboard`
 * (404), `unknown_filter` (422) and what the databases throw (503); anything else costs its own filter or card.
 */
export async function applyFilters(request: ApplyRequest, ports: ApplyPorts): Promise<ApplyResult> {
  const began = performance.now();
  const trace = { queries: 0 };
  const clock = startClock();
  const { tenant, now, signal } = request;

  const question = await askDashboard(request, ports, { trace, lap: clock.lap });
  const { opened, reading, asked, plan } = question;
  if (!asked) return refusedResult(opened, reading, { trace, began });

  const [apis, masters, pushed] = await Promise.all([
    callApis(asked.needs, ports.api, { tenant, now, signal }),
    buildMasters(plan, { months: ports.months, trace, signal }),
    groupInSql(plan, { databases: ports.databases, trace, signal }),
  ]);
  clock.lap('read', [['master', masters.joinMs]]);
  const fromMemory = await groupMasters(plan, masters, signal);
  const sources = { plan, masters, apis, grouped: new Map([...fromMemory, ...pushed]) };
  clock.lap('group');
  const run = { opened, sources, stages: clock.stages, queries: trace.queries };

  const cards = asked.cards.map((card) => handCard(card, run, ports));
  const waited = await waitForCards(cards, request);
  return answerResult({ opened, reading, asked, sources, waited }, { trace, began });
}

/** What an Apply would read, without reading it. Throws what `applyFilters` throws. */
export async function planDashboard(request: ApplyRequest, ports: ApplyPorts): Promise<PlanResult> {
  const question = await askDashboard(request, ports, { trace: { queries: 0 }, lap: () => {} });
  return describePlan(question, ports.months);
}

/** The first two stages alone: the filters of a dashboard with their controls, as the form says. Reads no facts. */
export async function readDashboardFilters(
  request: ApplyRequest,
  ports: ApplyPorts,
): Promise<readonly FilterOutcome[]> {
  const opened = await openDashboard(request, ports, { queries: 0 });
  const { context, logFilter: log, filters } = opened;
  const tools = { tenant: request.tenant, host: ports.host, context, log };
  return (await readFilters(filters, request.form, tools)).outcomes;
}
