import type { Grouping } from './frame.ts';
import type { Window } from './range.ts';

/**
 * What a widget asks for, before anything is read. `window` defaults to `selected`, `filters` to `all`.
 * - rows: exactly these columns, newest first, one page of them; `page` is 1-based. Without `page`: all of them.
 * - aggregate: a grouped frame; its columns are `time` (with a grain), the keys and the measures' names.
 * - api: an external API declared in `config/external_apis.yml`, with its parameters.
 */
export type Need = RowsNeed | AggregateNeed | ApiNeed;

type Internal = {
  readonly dataset: string;
  readonly window?: Window;
  /** `none` answers for the whole dataset, whatever the panel says; `except` leaves one filter out. */
  readonly filters?: 'all' | 'none' | { readonly except: string };
};

export type RowsNeed = Internal & {
  readonly columns: readonly string[];
  readonly page?: { readonly number: number; readonly size: number };
};
export type AggregateNeed = Internal & { readonly aggregate: Grouping };
export type ApiNeed = { readonly api: string; readonly params: Readonly<Record<string, string | number>> };

export type InternalNeed = RowsNeed | AggregateNeed;

export const isApiNeed = (need: Need): need is ApiNeed => 'api' in need;
export const isAggregateNeed = (need: Need): need is AggregateNeed => 'aggregate' in need;
