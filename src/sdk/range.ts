/** Instants in epoch milliseconds, half-open. */
export type Span = { readonly from: number; readonly to: number };

/**
 * The period a dashboard answers for. `selected.to` is never in the future: it is the moment up to which there can be
 * data; `whole` runs to the period's own end (midnight for "today"). `previous` and `previousWhole` are the period
 * compared with: `previous` as long as what has elapsed, so that a comparison is fair.
 */
export type Range = {
  readonly selected: Span;
  readonly whole: Span;
  readonly previous: Span;
  readonly previousWhole: Span;
  /**
   * The period's short name ("Today") and what it is compared with ("yesterday"). A filter gives message keys of its
   * pack; everyone after the filters reads the texts.
   */
  readonly name: string;
  readonly comparedWith: string;
};

/** Which span of the range a need asks for. */
export type Window = 'selected' | 'previous' | 'previousWhole';
