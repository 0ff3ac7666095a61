import type { ApiRows, WidgetData } from '#sdk';
import type { Outcome } from '../query/types.ts';

/** API answers by owner and need name (`apiKey`). */
export type ApiAnswers = ReadonlyMap<string, Outcome<ApiRows>>;

/** Everything one card receives. */
export type ScopedData = {
  readonly data: WidgetData;
  /** Exactly the columns handed over: of rows their columns, of aggregates what they are made from, `api:<name>`. */
  readonly columns: readonly string[];
  /** Ids of the filters that its datasets cannot honour. */
  readonly without: readonly string[];
};
