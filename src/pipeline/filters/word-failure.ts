import { AppError, failureId, say } from '#sdk';
import type { FieldError } from '../types.ts';
import type { PlacedFilter } from './place-filters.ts';

export type FilterLog = (failure: {
  readonly id: string;
  readonly filter: string;
  readonly cause: unknown;
}) => void;

/** Nothing was sent: the filter answers with its default. */
export const isEmptyInput = (input: unknown): boolean =>
  input === undefined || input === null || input === '';

/** The sentence for what a filter threw: its refusal in its own words; for a fault, a code that the log carries too. */
export function wordFailure(
  filter: PlacedFilter,
  failed: { readonly error: unknown; readonly fault: string | null },
  log: FilterLog,
): FieldError {
  const { id, context } = filter;
  const { error: cause, fault } = failed;
  if (cause instanceof AppError && fault === null) {
    const message = say(context.words, `errors.${cause.code}`, { field: filter.label, ...cause.params });
    return { field: cause.field ?? id, rule: cause.code, message };
  }
  const failure = failureId();
  log({ id: failure, filter: id, cause });
  return {
    field: id,
    rule: 'filter_failed',
    message: say(context.words, 'errors.filter_failed', { id: failure }),
  };
}
