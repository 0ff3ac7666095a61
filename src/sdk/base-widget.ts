import type { CardModel } from './cards.ts';
import type { WidgetContext } from './context.ts';
import type { Frame } from './frame.ts';
import type { JsonSchema } from './json.ts';
import type { Need } from './need.ts';

/** Rows of an external API with their age. `stale` rows are the last good ones. */
export type ApiRows = {
  readonly status: 'ok' | 'stale';
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** When the rows were fetched, epoch milliseconds. */
  readonly asOf: number;
};

/** What arrives for each need, under the need's own name. */
export type WidgetData = {
  /** The grouped or row frame of an internal need. Throws `unknown_need` for a name not asked for. */
  frame(name: string): Frame;
  /** Rows matching a rows need before paging. */
  totalRows(name: string): number;
  api(name: string): ApiRows;
};

/**
 * A widget: it declares what it needs and turns it into a plain model; it never fetches. Made with its placement's
 * settings for `needs` and again for `processData`, so it keeps nothing in between. It may import no network, file,
 * process or database module.
 */
export abstract class BaseWidget<Settings = unknown, Model extends CardModel = CardModel> {
  static readonly settingsSchema: JsonSchema;
  /** Where its data comes from: the datasets, external APIs, or both. */
  static readonly sourceType: 'internal' | 'external' | 'mixed';

  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Asked once, before anything is read: name → need. */
  abstract needs(context: WidgetContext): Readonly<Record<string, Need>>;

  /**
   * Pure. The model is plain JSON; its `kind` names the template that draws it: `<kind>.widget.html` beside the
   * widget, else the standard card of that kind. Return `{ kind: 'empty' }` when there is nothing to show.
   */
  abstract processData(data: WidgetData, context: WidgetContext): Model;
}
