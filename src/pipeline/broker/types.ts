import type { ApiRows, WidgetData } from '#sdk';
import type { SegmentFrame } from '../../frame/segment-frame.ts';
import type { Outcome } from '../query/types.ts';

/** API answers by owner and need name (`apiKey`). */
export type ApiAnswers = ReadonlyMap<string, Outcome<ApiRows>>;

/** Rows `from … to-1` of a frame, counted from the newest: what a rows need is answered with. */
export type NewestRows = { readonly frame: SegmentFrame; readonly from: number; readonly to: number };

/** Widget data that can also say where rows come from, so that many of them need not be copied to be handed on. */
export type CardData = WidgetData & { readonly newest?: (name: string) => NewestRows };

/** Everything one card receives. */
export type ScopedData = {
  readonly data: CardData;
  /** Exactly the columns handed over: of rows their columns, of aggregates what they are made from, `api:<name>`. */
  readonly columns: readonly string[];
  /** Ids of the filters that its datasets cannot honour. */
  readonly without: readonly string[];
};
