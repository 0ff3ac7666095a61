import {
  BaseFilter,
  type Clause,
  type FilterContext,
  type FilterControl,
  labelIn,
  refuse,
  say,
  shiftAt,
} from '#sdk';

/** On: only what happened in the shift that is running. */
export class ThisShiftFilter extends BaseFilter<unknown, boolean> {
  static override readonly settingsSchema = { type: 'object', additionalProperties: false };

  parse(form: unknown): boolean {
    if (form === undefined || form === '' || form === false) return false;
    if (form === true || form === 'true') return true;
    throw refuse('not_this_shift', this.id);
  }

  clauses(value: boolean, { now, calendar }: FilterContext): Clause[] {
    if (!value) return [];
    const { from, to } = shiftAt(now, calendar);
    return [{ op: 'between', column: 'time', from, to }];
  }

  describe(value: boolean, { now, calendar, words, language }: FilterContext): string {
    if (!value) return '';
    const { shiftId } = shiftAt(now, calendar);
    const shift = calendar.shifts.find(({ id }) => id === shiftId);
    return shift ? labelIn(shift.labels, language) : say(words, 'between');
  }

  control(value: boolean): FilterControl {
    return { kind: 'toggle', options: [], selected: value };
  }

  serialize(value: boolean): boolean {
    return value;
  }
}
