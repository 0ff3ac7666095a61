import {
  BaseFilter,
  type Clause,
  type FilterContext,
  type FilterControl,
  type Option,
  type OptionCounts,
  say,
} from '#sdk';
import { type MemberSettings, memberProperties, optionCounts } from './member-settings.ts';
import { membersOf } from './members.ts';
import { readMembers } from './read-members.ts';

const namedAtMost = 2;

/** Any number of members of a column; none means all. */
export class MultiSelectFilter extends BaseFilter<MemberSettings, readonly number[]> {
  static override readonly settingsSchema = {
    type: 'object',
    properties: memberProperties,
    required: ['dataset', 'column'],
    additionalProperties: false,
  };

  override options(context: FilterContext): Option[] {
    return membersOf(context, this.settings.dataset, this.settings.column).map(({ id, label }) => ({
      value: id,
      label,
    }));
  }

  parse(form: unknown, context: FilterContext): readonly number[] {
    return readMembers(form, membersOf(context, this.settings.dataset, this.settings.column), this.id);
  }

  clauses(value: readonly number[]): Clause[] {
    return value.length === 0 ? [] : [{ op: 'in', column: this.settings.column, values: value }];
  }

  describe(value: readonly number[], context: FilterContext): string {
    const options = this.options(context);
    if (value.length > namedAtMost)
      return say(context.words, 'filter.some', { chosen: value.length, total: options.length });
    return value.map((id) => options.find((option) => option.value === id)?.label).join(', ');
  }

  control(value: readonly number[], context: FilterContext): FilterControl {
    return { kind: 'multi-select', options: this.options(context), selected: value };
  }

  override counts(): OptionCounts {
    return optionCounts(this.settings);
  }

  serialize(value: readonly number[]): unknown {
    return value;
  }
}
