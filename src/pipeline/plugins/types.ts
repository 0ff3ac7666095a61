import type {
  CardModel,
  Clause,
  FilterContext,
  FilterControl,
  Need,
  OptionCounts,
  Range,
  TenantId,
  WidgetContext,
} from '#sdk';
import type { CardData } from '../broker/types.ts';

/** The filter or widget of a placement, as data: its class is looked up where it runs. */
export type PluginUse = {
  readonly className: string;
  /** The placement's key: the filter's field, or the card. */
  readonly key: string;
  readonly settings: unknown;
};

/** What plugins are asked to do. Each task makes its plugin anew; nothing is kept from one to the next. */
export type PluginTask = FilterTask | ControlTask | NeedsTask | CardTask | TemplateTask;

export type FilterTask = {
  readonly kind: 'filter';
  readonly use: PluginUse;
  readonly context: FilterContext;
  readonly input: unknown;
};
/** The control as it is when nothing was sent. */
export type ControlTask = {
  readonly kind: 'control';
  readonly use: PluginUse;
  readonly context: FilterContext;
};
export type NeedsTask = { readonly kind: 'needs'; readonly use: PluginUse; readonly context: WidgetContext };
export type CardTask = {
  readonly kind: 'card';
  readonly use: PluginUse;
  readonly context: WidgetContext;
  readonly needs: Readonly<Record<string, Need>>;
  readonly data: CardData;
};

/** A model drawn by its pack's own templates, which see it and the page's helpers, and nothing of the person. */
export type TemplateTask = {
  readonly kind: 'template';
  readonly use: PluginUse;
  readonly context: FilterContext;
  readonly templates: TemplateNames;
  readonly model: CardModel;
};

/** Of the card's body, and of what stands at the right of its title. */
export type TemplateNames = { readonly body: string; readonly head: string | null };

/** The HTML of a card that a pack's own templates draw. */
export type DrawnCard = { readonly body: string; readonly head: string | null };

/** What a filter makes of its input. */
export type FilterRead = {
  /** As it is sent back in links and JSON. */
  readonly value?: unknown;
  readonly clauses: readonly Clause[];
  readonly control: FilterControl;
  readonly text: string;
  readonly isDefault: boolean;
  readonly range?: Range;
  readonly counts?: OptionCounts;
};

/** Kind of task → its answer. All of them are plain JSON. */
export type PluginAnswers = {
  readonly filter: FilterRead;
  readonly control: FilterControl;
  readonly needs: Readonly<Record<string, Need>>;
  readonly card: CardModel;
  readonly template: DrawnCard;
};

export type PluginOutcome<Answer> =
  /** `ms`: how long the plugin's own code took. */
  | { readonly value: Answer; readonly ms: number }
  /** `fault` is the code of what the plugin did wrong; null for its refusal, and where data it was handed had failed. */
  | { readonly error: unknown; readonly fault: string | null };

/** Runs plugin code, somewhere. Never rejects for what a plugin does: outcomes come in the order of the tasks. */
export type PluginHost = {
  run<Task extends PluginTask>(
    tenant: TenantId,
    tasks: readonly Task[],
    /** Aborts when nobody waits for the outcomes any more: what has not begun need not begin. */
    signal?: AbortSignal,
  ): Promise<PluginOutcome<PluginAnswers[Task['kind']]>[]>;
  /** Whether the plugin's last try there failed: it runs after the others. Absent where nobody keeps count. */
  hasFailed?(tenant: TenantId, use: PluginUse): boolean;
};
