/** How long pages wait for cards. */
export type Patience = {
  /** Milliseconds into computing after which a page is drawn without the cards that are not ready. */
  readonly pageMs: number;
  /** Milliseconds that a single card is waited for before it says that it took too long. */
  readonly cardMs: number;
  /** Milliseconds that a card's computation goes on for a page that has not asked for it. */
  readonly holdMs: number;
  /** Cards held at once in this process. */
  readonly maxHeld: number;
};

export const usualPatience: Patience = { pageMs: 250, cardMs: 10_000, holdMs: 20_000, maxHeld: 500 };
