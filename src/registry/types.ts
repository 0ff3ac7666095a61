import type {
  BaseFilter,
  BaseJob,
  BaseSource,
  BaseWidget,
  JsonSchema,
  Language,
  PackDefinition,
  Words,
} from '#sdk';

export type PluginKind = 'filter' | 'widget' | 'job' | 'source';

type ClassOf<T> = {
  new (settings: never, id: string): T;
  readonly settingsSchema: JsonSchema;
  readonly name: string;
};
export type FilterClass = ClassOf<BaseFilter>;
export type WidgetClass = ClassOf<BaseWidget> & { readonly sourceType: 'internal' | 'external' | 'mixed' };
export type JobClass = ClassOf<BaseJob>;
export type SourceClass = ClassOf<BaseSource>;

/** A plugin class found at boot, with where it came from. */
export type PluginEntry<Class> = {
  readonly name: string;
  readonly pack: string;
  /** Path relative to the project, for messages. */
  readonly file: string;
  /** Where its module is, absolute. */
  readonly path: string;
  readonly pluginClass: Class;
  /** Returns the problems of a settings value against the class's schema, worded with their path; none when valid. */
  readonly checkSettings: (settings: unknown) => readonly string[];
};

/** A file that could not be taken, and why. */
export type PluginProblem = { readonly file: string; readonly name: string | null; readonly reason: string };

/** What is wrong in a `pack.yml`, and where, as a JSON pointer. */
export type PackProblem = { readonly pointer: string; readonly reason: string };

/** Name → class, built once at boot and passed. */
export type Registry = {
  readonly filters: ReadonlyMap<string, PluginEntry<FilterClass>>;
  readonly widgets: ReadonlyMap<string, PluginEntry<WidgetClass>>;
  readonly jobs: ReadonlyMap<string, PluginEntry<JobClass>>;
  readonly sources: ReadonlyMap<string, PluginEntry<SourceClass>>;
  readonly problems: readonly PluginProblem[];
  /** Pack → its messages, per language. */
  readonly messages: ReadonlyMap<string, Readonly<Record<Language, Words>>>;
  /** Pack → its checked `pack.yml`. */
  readonly packs: ReadonlyMap<string, PackDefinition>;
  /** Template name (`@pack/kind`) → text of `<kind>.widget.html`. */
  readonly templates: ReadonlyMap<string, string>;
};
