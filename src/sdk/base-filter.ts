import type { Clause } from './clause.ts';
import type { FilterContext } from './context.ts';
import type { FilterControl, Option } from './control.ts';
import type { JsonSchema } from './json.ts';
import type { Range } from './range.ts';

/** Where a filter's options are counted, and by which member column. */
export type OptionCounts = { readonly dataset: string; readonly column: string; readonly measure?: string };

/**
 * A filter: it owns its clause, its words and its control together, so that they cannot differ. Made anew for each
 * Apply with its placement's settings; what its methods return is plain JSON. It may import no network, file, process or database module.
 */
export abstract class BaseFilter<Settings = unknown, Value = unknown> {
  /** JSON Schema of `Settings`: validates the database row and draws the admin form. */
  static readonly settingsSchema: JsonSchema;

  readonly settings: Settings;
  /** The placement's key, such as `product`: the name of its field. */
  readonly id: string;

  constructor(settings: Settings, id: string) {
    this.settings = settings;
    this.id = id;
  }

  /** From the metadata: no SQL, microseconds. Default: none. */
  options(_context: FilterContext): readonly Option[] {
    return [];
  }

  /**
   * The typed value of what was sent: JSON from the API, or strings from a form (a repeated field is an array, dotted
   * fields an object). Absent or empty means the default. Throws `refuse(rule, field)` for anything else.
   */
  abstract parse(form: unknown, context: FilterContext): Value;

  /** What the value adds to the question; none when it does not narrow. */
  abstract clauses(value: Value, context: FilterContext): readonly Clause[];

  /** The period this filter chooses, for filters over time. */
  range(_value: Value, _context: FilterContext): Range | undefined {
    return undefined;
  }

  /** What the person reads on the chip, without the filter's own name; empty when it does not narrow. */
  abstract describe(value: Value, context: FilterContext): string;

  abstract control(value: Value, context: FilterContext): FilterControl;

  /** Where to count rows per option. Default: nowhere. */
  counts(_context: FilterContext): OptionCounts | undefined {
    return undefined;
  }

  /** The value as it is sent back in a link or the JSON answer: `parse(serialize(value))` is `value`. */
  abstract serialize(value: Value): unknown;
}
