import {
  BaseFilter,
  type Clause,
  type FilterContext,
  type FilterControl,
  type Labels,
  labelIn,
  type Option,
  type OptionCounts,
  refuse,
} from '#sdk';
import { type MemberSettings, memberProperties, optionCounts } from './member-settings.ts';
import { membersOf } from './members.ts';
import { labels, memberIds } from './setting-schemas.ts';

type Settings = MemberSettings & { readonly values: readonly number[]; readonly label?: Labels };

const on = new Set<unknown>([true, 'true', 'on', '1', 1]);
const off = new Set<unknown>([undefined, null, '', false, 'false', 'off', '0', 0]);

/** Narrows a column to fixed `values` when on. `label` says so in words; by default the values' own labels do. */
export class ToggleFilter extends BaseFilter<Settings, boolean> {
  static override readonly settingsSchema = {
    type: 'object',
    properties: { ...memberProperties, values: memberIds, label: labels },
    required: ['dataset', 'column', 'values'],
    additionalProperties: false,
  };

  override options(context: FilterContext): Option[] {
    const { dataset, column, values } = this.settings;
    return membersOf(context, dataset, column)
      .filter(({ id }) => values.includes(id))
      .map(({ id, label }) => ({ value: id, label }));
  }

  /** A form sends an empty value and, when on, a second one: the last counts. */
  parse(form: unknown): boolean {
    const sent = Array.isArray(form) && form.length <= 2 ? form.at(-1) : form;
    if (on.has(sent)) return true;
    if (off.has(sent)) return false;
    throw refuse('not_a_switch', this.id);
  }

  clauses(value: boolean): Clause[] {
    return value ? [{ op: 'in', column: this.settings.column, values: this.settings.values }] : [];
  }

  describe(value: boolean, context: FilterContext): string {
    if (!value) return '';
    const { label } = this.settings;
    return label
      ? labelIn(label, context.language)
      : this.options(context)
          .map((option) => option.label)
          .join(', ');
  }

  control(value: boolean, context: FilterContext): FilterControl {
    const { label } = this.settings;
    const options = this.options(context);
    const named =
      label && options.length === 1 ? [{ ...options[0]!, label: labelIn(label, context.language) }] : options;
    return { kind: 'toggle', options: named, selected: value };
  }

  override counts(): OptionCounts {
    return optionCounts(this.settings);
  }

  serialize(value: boolean): unknown {
    return value;
  }
}
