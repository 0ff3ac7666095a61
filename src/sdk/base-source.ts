import type { FactRow } from './fact-row.ts';
import type { JsonSchema } from './json.ts';

/** Rows in the source's own order, with the mark from which the next read goes on. */
export type Batch = { readonly rows: readonly FactRow[]; readonly next: string };
export type SourceContext = { readonly now: number; readonly signal: AbortSignal };

/** Feeds a dataset by the source's own ids. */
export abstract class BaseSource<Settings = unknown> {
  static readonly settingsSchema: JsonSchema;
  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Batches after the mark `since`; null reads from the beginning. */
  abstract read(since: string | null, context: SourceContext): AsyncIterable<Batch>;
}
