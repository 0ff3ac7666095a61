import { isDeepStrictEqual } from 'node:util';
import { type BaseFilter, type Clause, type FilterContext, type Range, refuse, say } from '#sdk';
import type { FilterOutcome } from '../types.ts';
import { defaultRange } from './default-range.ts';
import type { FilterInstance } from './instantiate-filters.ts';
import { keepTyped } from './keep-typed.ts';
import { type FilterLog, isEmptyInput, wordFailure } from './word-failure.ts';

export type FilterReading = {
  readonly outcomes: readonly FilterOutcome[];
  /** Filter id → what it narrows by; filters that do not narrow are absent. */
  readonly clauses: ReadonlyMap<string, readonly Clause[]>;
  readonly range: Range;
  /** True when some input was refused: nothing may be read. */
  readonly refused: boolean;
};

type One = {
  readonly outcome: FilterOutcome;
  readonly clauses: readonly Clause[];
  readonly range?: Range | undefined;
};

/**
 * From what was sent to clauses, words and a period. Input a filter refuses stays in its control as typed, with the
 * sentence beside it. Throws `unknown_filter` (422) for a field that no filter of the dashboard owns.
 */
export function readFilters(
  filters: readonly FilterInstance[],
  form: Readonly<Record<string, unknown>>,
  tools: { readonly context: FilterContext; readonly log: FilterLog },
): FilterReading {
  const unknown = Object.keys(form).find((field) => !filters.some(({ id }) => id === field));
  if (unknown !== undefined) throw refuse('unknown_filter', unknown, { field: unknown });
  const read = filters.map((instance) => readOne(instance, sent(form, instance.id), tools.log));
  return {
    outcomes: read.map(({ outcome }) => outcome),
    clauses: new Map(
      read.filter(({ clauses }) => clauses.length > 0).map(({ outcome, clauses }) => [outcome.id, clauses]),
    ),
    range: read.find(({ range }) => range)?.range ?? defaultRange(tools.context),
    refused: read.some(({ outcome }) => outcome.error && !isEmptyInput(sent(form, outcome.id))),
  };
}

const sent = (form: Readonly<Record<string, unknown>>, id: string): unknown =>
  Object.hasOwn(form, id) ? form[id] : undefined;

function readOne(instance: FilterInstance, input: unknown, log: FilterLog): One {
  const { filter, error } = instance;
  if (!filter) return { outcome: { ...blank(instance, input), error }, clauses: [] };
  try {
    return answer(instance, filter, input);
  } catch (cause) {
    return {
      outcome: { ...typed(instance, filter, input), error: wordFailure(instance, cause, log) },
      clauses: [],
    };
  }
}

function answer(instance: FilterInstance, filter: BaseFilter, input: unknown): One {
  const { id, className, label, context } = instance;
  const value = filter.parse(input, context);
  const clauses = filter.clauses(value, context);
  const serialized = filter.serialize(value);
  const outcome = {
    id,
    className,
    label,
    control: filter.control(value, context),
    value: serialized,
    text: filter.describe(value, context),
    narrows: clauses.length > 0,
    isDefault: isDeepStrictEqual(serialized, filter.serialize(filter.parse(undefined, context))),
    error: null,
  };
  return { outcome, clauses, range: worded(filter.range(value, context), context) };
}

const worded = (range: Range | undefined, { words }: FilterContext): Range | undefined =>
  range && { ...range, name: say(words, range.name), comparedWith: say(words, range.comparedWith) };

function typed(instance: FilterInstance, filter: BaseFilter, input: unknown): FilterOutcome {
  const outcome = blank(instance, input);
  try {
    const control = filter.control(filter.parse(undefined, instance.context), instance.context);
    return { ...outcome, control: keepTyped(control, input) };
  } catch {
    return outcome;
  }
}

const blank = ({ id, className, label }: FilterInstance, input: unknown): FilterOutcome => ({
  ...{ id, className, label, text: '', narrows: false, error: null },
  control: { kind: 'select', all: '', options: [], selected: null },
  value: input ?? null,
  isDefault: isEmptyInput(input),
});
