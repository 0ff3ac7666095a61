import type { ApplyResult, FieldError } from '../../pipeline/types.ts';

/** The answer (422) to input that a filter refused: the first refusal, in the filter's own words. */
export function shapeRefusal({ filters }: Pick<ApplyResult, 'filters'>) {
  const { rule, field, message } = filters.map(({ error }) => error).find(isError)!;
  return { error: { code: rule, message, field, rule, id: null } };
}

const isError = (error: FieldError | null): error is FieldError => error !== null;
