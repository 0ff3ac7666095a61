import type { ApiRows, CardModel, FilterContext, Need, WidgetContext } from '#sdk';
import type { PluginTask, PluginUse, TemplateNames } from '../pipeline/plugins/types.ts';
import type { ErrorDescription } from './describe-error.ts';
import type { FrameDescription } from './describe-frame.ts';
import type { SharedValue } from './shared-values.ts';

/** Where a plugin's class is found: its module, imported when the class is first asked for. */
export type ClassPlace = { readonly kind: 'filter' | 'widget'; readonly name: string; readonly url: string };

/** A task as it crosses to a worker. */
export type WireTask = {
  readonly kind: PluginTask['kind'];
  readonly use: PluginUse;
  readonly context: Omit<FilterContext & Partial<WidgetContext>, 'words' | 'metadata' | 'calendar'>;
  readonly words: SharedValue;
  readonly metadata: SharedValue;
  readonly input?: unknown;
  readonly templates?: TemplateNames;
  readonly model?: CardModel;
  readonly needs?: Readonly<Record<string, Need>>;
  readonly answers?: ReadonlyMap<string, WireAnswer>;
};

/** What a need is answered with, or why it has no answer. */
export type WireAnswer =
  | { readonly kind: 'frame'; readonly dataset: string; readonly frame: FrameDescription }
  | {
      readonly kind: 'rows';
      readonly dataset: string;
      readonly frame: FrameDescription;
      /** The rows wanted, counted from the newest; null where the frame is just these. */
      readonly newest: { readonly from: number; readonly to: number } | null;
      readonly totalRows: number;
    }
  | { readonly kind: 'api'; readonly rows: ApiRows }
  | { readonly kind: 'failed'; readonly error: ErrorDescription };

/** Tasks done one after another by one worker. `progress` is over shared memory, see `progress.ts`. */
export type WireJob = { readonly tasks: readonly WireTask[]; readonly progress: Int32Array };

/** `text` is the answer's JSON; `overMemory`: it took more outside the heap than it may. */
export type WireOutcome =
  | { readonly text: string; readonly ms: number }
  | { readonly error: ErrorDescription; readonly fault: string | null }
  | { readonly overMemory: true };

/** `outsideBytes`: what the worker holds outside its heap after the job. */
export type WireReport = { readonly outcomes: readonly WireOutcome[]; readonly outsideBytes: number };

export type WorkerSetup = {
  readonly places: readonly ClassPlace[];
  /** Packs' own and what they may include, by name. */
  readonly templates: ReadonlyMap<string, string>;
  readonly maxOutsideBytes: number;
};
