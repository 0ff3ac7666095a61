import type { CardModel, ChunkOrigin, FilterControl, Language, Range, TenantId, User, Words } from '#sdk';

/** One press of "Apply filters", from a page, a link or the API. */
export type ApplyRequest = {
  readonly tenant: TenantId;
  /** Slug; an unknown one throws `unknown_dashboard` (404). */
  readonly dashboard: string;
  /** Filter key → what was sent. Absent means the filter's default; an unknown key is refused. */
  readonly form: Readonly<Record<string, unknown>>;
  readonly user: User;
  readonly language: Language;
  /** Core messages in that language. */
  readonly words: Words;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Compute just this card (a retry, a pending card, another page of a table). */
  readonly onlyCard?: string;
  /** Card key → page of its rows, 1-based. */
  readonly pages?: Readonly<Record<string, number>>;
  /** Milliseconds to wait for cards from when they begin to be computed; the others are `pending`. Default: for all. */
  readonly patienceMs?: number;
};

export type FilterOutcome = {
  readonly id: string;
  readonly className: string;
  readonly label: string;
  readonly control: FilterControl;
  /** As sent back in links and JSON. */
  readonly value: unknown;
  /** Chip text; empty when the filter does not narrow. */
  readonly text: string;
  /** Whether it narrows the rows (a period always chooses, but is no chip). */
  readonly narrows: boolean;
  /** Whether the value is the filter's own default: a link leaves it out. */
  readonly isDefault: boolean;
  readonly error: FieldError | null;
};

/** A refused input: which field, which rule (message code), and the sentence for the person. */
export type FieldError = { readonly field: string; readonly rule: string; readonly message: string };

export type CardStatus = 'ok' | 'empty' | 'stale' | 'pending' | 'error';

export type Card = {
  readonly key: string;
  readonly className: string;
  readonly pack: string | null;
  readonly title: string;
  readonly subtitle: string;
  /** Labels of the filters on which this card's datasets have no column ("without shift filter"). */
  readonly without: readonly string[];
  readonly grid: { readonly w: number; readonly h: number; readonly region: 'grid' | 'strip' };
  readonly status: CardStatus;
  readonly sourceType: 'internal' | 'external' | 'mixed' | null;
  /** Exactly the columns handed over, across its needs. */
  readonly columns: readonly string[];
  /** Moment of the data, epoch milliseconds. */
  readonly asOf: number;
  readonly data: CardModel | null;
  readonly error: CardError | null;
  /** How it was computed, as this very run recorded it; null for a card that was not. */
  readonly computed: Computed | null;
};

/** The run's own record of one card: nothing in it is asked or counted a second time. */
export type Computed = {
  /** One per dataset that the card asked for. */
  readonly data: readonly ComputedData[];
  readonly apis: readonly ComputedApi[];
  readonly stages: readonly { readonly stage: Stage; readonly ms: number }[];
  /** SQL statements of the whole Apply. */
  readonly queries: number;
  /** The catalogue's and the data's version that it was answered from. */
  readonly version: string;
};

/** In the order of an Apply. `read` waits for months, APIs and groupings of the database; the rest is computing. */
export type Stage = 'filters' | 'plan' | 'read' | 'master' | 'group' | 'calculate';

export type ComputedData = {
  readonly dataset: string;
  readonly label: string;
  /** The line-months touched. `grouped`: the database grouped them, since they are too many rows to read. */
  readonly months: readonly (ReadMonth & { readonly member: string | null; readonly grouped: boolean })[];
  /** Rows of those line-months. */
  readonly rowsRead: number;
  /** Per span asked for, how many rows matched the filters; null where the database grouped them. */
  readonly kept: readonly { readonly from: number; readonly to: number; readonly rows: number | null }[];
  /** Labels of the columns handed over, and of those that stayed behind. */
  readonly received: readonly string[];
  readonly left: readonly string[];
};

export type ComputedApi = {
  readonly api: string;
  readonly status: 'ok' | 'stale' | 'error';
  /** Moment of its rows, epoch milliseconds. */
  readonly asOf: number | null;
};

export type ReadMonth = {
  readonly table: string;
  readonly month: string;
  readonly from: ChunkOrigin;
  readonly rows: number;
  /** Time that reading it took, waiting with it; 0 where nothing had to be read. */
  readonly ms: number;
};

/** A card's own failure: code, sentence, an id that the log carries too. `id` is null where a log line adds nothing. */
export type CardError = { readonly code: string; readonly message: string; readonly id: string | null };

export type ApplyStats = {
  /** Rows inside the window that match the filters, over the datasets asked for. */
  readonly rows: number;
  /**
   * For the sentence "19,340 of 48,216 detections": label of the dataset most cards ask for and of one row of it, its
   * rows that match, and its rows of the period before filters. Null when no card reads a dataset.
   */
  readonly counted: {
    readonly label: string;
    readonly one: string;
    readonly rows: number;
    readonly total: number;
  } | null;
  readonly months: readonly ReadMonth[];
  /** SQL statements sent for this Apply, counted where they are sent. */
  readonly queries: number;
  readonly ms: number;
};

export type ApplyResult = {
  readonly dashboard: { readonly slug: string; readonly title: string };
  readonly filters: readonly FilterOutcome[];
  /** True when a filter refused its input: nothing was read and `cards` is empty. */
  readonly refused: boolean;
  readonly range: Range;
  readonly cards: readonly Card[];
  /** One for each card that is `pending`: whoever asked takes it or leaves it. Absent where all are there. */
  readonly pending?: readonly PendingCard[];
  readonly stats: ApplyStats;
  /** Equal tags mean an equal answer. */
  readonly version: string;
};

/** A card that is still being computed after its Apply was answered. */
export type PendingCard = {
  readonly key: string;
  /** The card, failed or not, in the end. */
  readonly card: Promise<Card>;
  /** Gives it up: nothing goes on for it that can be stopped. */
  readonly leave: () => void;
};

/** What an Apply would read, without reading it. */
export type PlanResult = {
  readonly dashboard: { readonly slug: string; readonly title: string };
  readonly filters: readonly FilterOutcome[];
  /** True when a filter refused its input: nothing is planned. */
  readonly refused: boolean;
  /** The line-months to read, where each would come from now, and about the bytes it takes in memory. */
  readonly chunks: readonly {
    readonly table: string;
    readonly month: string;
    readonly from: ChunkOrigin;
    readonly rows: number;
    readonly bytes: number;
  }[];
  /** Of those line-months, each once. */
  readonly rows: number;
  readonly bytes: number;
  /** Rows one Apply may read. */
  readonly maxRows: number;
  /** An order of magnitude. */
  readonly estimatedMs: number;
  /** Cards' needs over that budget: `grouped` in the database, or `refused`. */
  readonly overBudget: readonly {
    readonly card: string;
    readonly need: string;
    readonly rows: number;
    readonly answer: 'grouped' | 'refused';
  }[];
};
