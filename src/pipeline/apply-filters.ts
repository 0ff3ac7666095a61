import { answerResult, refusedResult } from './apply/answer-result.ts';
import { askAll, cardOwner } from './apply/ask-all.ts';
import { openDashboard } from './apply/open-dashboard.ts';
import type { ApplyPorts } from './apply/ports.ts';
import { callApis } from './broker/call-apis.ts';
import { groupMasters } from './broker/group-masters.ts';
import { scopeData } from './broker/scope-data.ts';
import { readFilters } from './filters/read-filters.ts';
import { buildMasters } from './master/build-masters.ts';
import { groupInSql } from './query/group-in-sql.ts';
import { planQueries } from './query/plan-queries.ts';
import type { ApplyRequest, ApplyResult, FilterOutcome } from './types.ts';
import { instantiateWidgets } from './widgets/instantiate-widgets.ts';
import { runWidget } from './widgets/run-widget.ts';

/**
 * "Apply filters", from form to cards: one pass of data down the stages. Throws `unknown_tenant`, `unknown_dashboard`
 * (404), `unknown_filter` (422) and what the databases throw (503); anything else costs its own filter or card.
 */
export async function applyFilters(request: ApplyRequest, ports: ApplyPorts): Promise<ApplyResult> {
  const began = performance.now();
  const trace = { queries: 0 };
  const { tenant, now, signal } = request;

  const opened = await openDashboard(request, ports, trace);
  const reading = readFilters(opened.filters, request.form, {
    context: opened.context,
    log: opened.logFilter,
  });
  if (reading.refused) return refusedResult(opened, reading, { trace, began });

  const context = { ...opened.context, range: reading.range };
  const given = { context, ...(request.pages && { pages: request.pages }) };
  const widgets = instantiateWidgets(opened.widgets, ports.registry, given);
  const asked = askAll({ widgets, filters: request.onlyCard ? [] : opened.filters, log: opened.logCard });

  const { clauses, range } = reading;
  const plan = planQueries({
    scope: opened.scope,
    asked: asked.needs,
    clauses,
    range,
    maxRows: ports.maxWindowRows,
  });
  const [apis, masters, pushed] = await Promise.all([
    callApis(asked.needs, ports.api, { tenant, now, signal }),
    buildMasters(plan, { months: ports.months, trace, signal }),
    groupInSql(plan, { databases: ports.databases, trace, signal }),
  ]);
  const fromMemory = await groupMasters(plan, masters, signal);
  const sources = { plan, masters, apis, grouped: new Map([...fromMemory, ...pushed]) };

  const cards = await Promise.all(
    asked.cards.map(({ instance, failed, needs }) => {
      if (failed) return failed;
      const scoped = scopeData(sources, cardOwner(instance.card.key));
      const handed = { ...scoped, needs, without: scoped.without.map(opened.labelOfFilter) };
      return runWidget(instance, handed, { run: ports.runWidget, log: opened.logCard });
    }),
  );
  return answerResult({ opened, reading, asked, sources, cards }, { trace, began });
}

/** The first two stages alone: the filters of a dashboard with their controls, as the form says. Reads no facts. */
export async function readDashboardFilters(
  request: ApplyRequest,
  ports: ApplyPorts,
): Promise<readonly FilterOutcome[]> {
  const opened = await openDashboard(request, ports, { queries: 0 });
  return readFilters(opened.filters, request.form, { context: opened.context, log: opened.logFilter })
    .outcomes;
}
