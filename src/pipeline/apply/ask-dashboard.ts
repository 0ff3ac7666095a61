import type { QueryTrace } from '#sdk';
import { countNeeds } from '../filters/count-needs.ts';
import { type FilterReading, readFilters } from '../filters/read-filters.ts';
import { planQueries } from '../query/plan-queries.ts';
import type { QueryPlan } from '../query/types.ts';
import type { ApplyRequest, Stage } from '../types.ts';
import { askNeeds } from '../widgets/ask-needs.ts';
import { placeWidgets } from '../widgets/place-widgets.ts';
import { type Asked, askAll } from './ask-all.ts';
import { type OpenedDashboard, openDashboard } from './open-dashboard.ts';
import type { ApplyPorts } from './ports.ts';

/** A dashboard with its input read and what must be read planned; nothing is asked when a filter refused its input. */
export type Question = { readonly opened: OpenedDashboard; readonly reading: FilterReading } & (
  | { readonly asked: Asked; readonly plan: QueryPlan }
  | { readonly asked: null; readonly plan: null }
);

/** The stages before any fact is read. Throws what `openDashboard` and `readFilters` throw. */
export async function askDashboard(
  request: ApplyRequest,
  ports: ApplyPorts,
  record: { readonly trace: QueryTrace; readonly lap: (stage: Stage) => void },
): Promise<Question> {
  const opened = await openDashboard(request, ports, record.trace);
  const { context, logCard, logFilter, scope, switchedOff } = opened;
  const { tenant } = request;
  const { host, registry } = ports;
  const reading = await readFilters(opened.filters, request.form, { tenant, host, context, log: logFilter });
  record.lap('filters');
  if (reading.refused) return { opened, reading, asked: null, plan: null };

  const { clauses, range } = reading;
  const given = {
    context: { ...context, range },
    switchedOff,
    ...(request.pages && { pages: request.pages }),
  };
  const widgets = placeWidgets(opened.widgets, registry, given);
  const cards = await askNeeds(widgets, { tenant, host, log: logCard });
  const counts = request.onlyCard ? {} : countNeeds(reading.counts, scope.metadata);
  const asked = askAll({ cards, counts, counted: !request.onlyCard && opened.filters.length > 0 });
  const plan = planQueries({ scope, asked: asked.needs, clauses, range, maxRows: ports.maxWindowRows });
  record.lap('plan');
  return { opened, reading, asked, plan };
}
