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
  say,
} from '#sdk';
import { type MemberSettings, memberProperties, optionCounts } from './member-settings.ts';
import { membersOf } from './members.ts';
import { readMembers } from './read-members.ts';
import { labels } from './setting-schemas.ts';

type Settings = MemberSettings & { readonly all?: Labels };

/** One member of a column, or all. `all` is what choosing none is called. */
export class DropdownFilter extends BaseFilter<Settings, number | null> {
  static override readonly settingsSchema = {
    type: 'object',
    properties: { ...memberProperties, all: labels },
    required: ['dataset', 'column'],
    additionalProperties: false,
  };

  override options(context: FilterContext): Option[] {
    return membersOf(context, this.settings.dataset, this.settings.column).map(({ id, label }) => ({
      value: id,
      label,
    }));
  }

  parse(form: unknown, context: FilterContext): number | null {
    if (Array.isArray(form)) throw refuse('one_value_only', this.id);
    const members = membersOf(context, this.settings.dataset, this.settings.column);
    return readMembers(form, members, this.id)[0] ?? null;
  }

  clauses(value: number | null): Clause[] {
    return value === null ? [] : [{ op: 'in', column: this.settings.column, values: [value] }];
  }

  describe(value: number | null, context: FilterContext): string {
    return this.options(context).find((option) => option.value === value)?.label ?? '';
  }

  control(value: number | null, context: FilterContext): FilterControl {
    const { all } = this.settings;
    return {
      kind: 'select',
      all: all ? labelIn(all, context.language) : say(context.words, 'filter.all'),
      options: this.options(context),
      selected: value,
    };
  }

  override counts(): OptionCounts {
    return optionCounts(this.settings);
  }

  serialize(value: number | null): unknown {
    return value;
  }
}
