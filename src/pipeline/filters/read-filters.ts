import {
  type Clause,
  type FilterContext,
  type FilterControl,
  type OptionCounts,
  type Range,
  refuse,
  say,
  type TenantId,
} from '#sdk';
import type { FilterRead, PluginHost, PluginOutcome, PluginUse } from '../plugins/types.ts';
import type { FilterOutcome } from '../types.ts';
import { defaultRange } from './default-range.ts';
import { keepTyped } from './keep-typed.ts';
import type { PlacedFilter } from './place-filters.ts';
import { type FilterLog, isEmptyInput, wordFailure } from './word-failure.ts';

export type FilterReading = {
  readonly outcomes: readonly FilterOutcome[];
  /** Filter id → what it narrows by; filters that do not narrow are absent. */
  readonly clauses: ReadonlyMap<string, readonly Clause[]>;
  readonly range: Range;
  /** Filter id → where its options are counted. */
  readonly counts: ReadonlyMap<string, OptionCounts>;
  /** True when some input was refused: nothing may be read. */
  readonly refused: boolean;
};

export type FilterTools = {
  readonly tenant: TenantId;
  readonly host: PluginHost;
  readonly context: FilterContext;
  readonly log: FilterLog;
};

type Form = Readonly<Record<string, unknown>>;
type Usable = PlacedFilter & { readonly use: PluginUse };
type Outcome = PluginOutcome<FilterRead>;

/**
 * From what was sent to clauses, words and a period. Input a filter refuses stays in its control as typed, with the
 * sentence beside it. Throws `unknown_filter` (422) for a field that no filter of the dashboard owns.
 */
export async function readFilters(
  filters: readonly PlacedFilter[],
  form: Form,
  tools: FilterTools,
): Promise<FilterReading> {
  const unknown = Object.keys(form).find((field) => !filters.some(({ id }) => id === field));
  if (unknown !== undefined) throw refuse('unknown_filter', unknown, { field: unknown });
  const usable = filters.filter((filter): filter is Usable => filter.use !== null);
  const outcomes = await readAll(usable, form, tools);
  const controls = await typedControls(usable, outcomes, tools);
  const read = new Map(usable.map(({ id }, index) => [id, outcomes[index]!]));
  const answered = filters.map((filter) => {
    const input = sent(form, filter.id);
    const outcome = read.get(filter.id);
    if (!outcome) return { ...blank(filter, input), error: filter.error };
    if ('value' in outcome) return answerOf(filter, outcome.value);
    const typed = { ...blank(filter, input), ...controlOf(controls.get(filter.id), input) };
    return { ...typed, error: wordFailure(filter, outcome, tools.log) };
  });
  return {
    ...gather(usable, outcomes, tools.context),
    outcomes: answered,
    refused: anyRefused(answered, form),
  };
}

const sent = (form: Form, id: string): unknown => (Object.hasOwn(form, id) ? form[id] : undefined);

const readAll = (usable: readonly Usable[], form: Form, { host, tenant }: FilterTools): Promise<Outcome[]> =>
  host.run(
    tenant,
    usable.map(({ id, use, context }) => ({ kind: 'filter' as const, use, context, input: sent(form, id) })),
  );

/** The controls of those that refused their input, for what was typed to stand in. */
async function typedControls(
  usable: readonly Usable[],
  outcomes: readonly Outcome[],
  { host, tenant }: FilterTools,
): Promise<ReadonlyMap<string, FilterControl>> {
  const refused = usable.filter((_, index) => {
    const outcome = outcomes[index]!;
    return 'error' in outcome && outcome.fault === null;
  });
  const tasks = refused.map(({ use, context }) => ({ kind: 'control' as const, use, context }));
  const controls = tasks.length > 0 ? await host.run(tenant, tasks) : [];
  return new Map(
    controls.flatMap((outcome, index) =>
      'value' in outcome ? [[refused[index]!.id, outcome.value] as const] : [],
    ),
  );
}

const controlOf = (control: FilterControl | undefined, input: unknown): Partial<FilterOutcome> =>
  control ? { control: keepTyped(control, input) } : {};

function gather(
  usable: readonly Usable[],
  outcomes: readonly Outcome[],
  context: FilterContext,
): Pick<FilterReading, 'clauses' | 'range' | 'counts'> {
  const reads = usable.flatMap((filter, index) => {
    const outcome = outcomes[index]!;
    return 'value' in outcome ? [{ ...filter, read: outcome.value }] : [];
  });
  const chosen = reads.find(({ read }) => read.range);
  return {
    clauses: new Map(
      reads.filter(({ read }) => read.clauses.length > 0).map(({ id, read }) => [id, read.clauses]),
    ),
    counts: new Map(reads.flatMap(({ id, read }) => (read.counts ? [[id, read.counts]] : []))),
    range: chosen ? worded(chosen.read.range!, chosen.context) : defaultRange(context),
  };
}

const worded = (range: Range, { words }: FilterContext): Range => ({
  ...range,
  name: say(words, range.name),
  comparedWith: say(words, range.comparedWith),
});

const anyRefused = (outcomes: readonly FilterOutcome[], form: Form): boolean =>
  outcomes.some(({ id, error }) => error && !isEmptyInput(sent(form, id)));

const answerOf = ({ id, className, label }: PlacedFilter, read: FilterRead): FilterOutcome => ({
  ...{ id, className, label, control: read.control, value: read.value, text: read.text },
  ...{ narrows: read.clauses.length > 0, isDefault: read.isDefault, error: null },
});

const blank = ({ id, className, label }: PlacedFilter, input: unknown): FilterOutcome => ({
  ...{ id, className, label, text: '', narrows: false, error: null },
  control: { kind: 'select', all: '', options: [], selected: null },
  value: input ?? null,
  isDefault: isEmptyInput(input),
});
