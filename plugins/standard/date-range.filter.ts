import {
  BaseFilter,
  type Clause,
  type FilterContext,
  type FilterControl,
  formatInstant,
  type Option,
  plantDate,
  type Range,
  say,
  toPlantClock,
} from '#sdk';
import { customRange } from './time/custom-range.ts';
import { dateLocale } from './time/date-locale.ts';
import { type Preset, presetRange, presets, presetsOf } from './time/presets.ts';
import { type Period, readPeriod } from './time/read-period.ts';

type Settings = {
  readonly default?: Preset;
  readonly presets?: readonly Preset[];
  readonly featured?: readonly Preset[];
};

const presetList = { type: 'array', items: { enum: [...presets] }, minItems: 1, uniqueItems: true };

/**
 * Chooses the period: a preset or two moments. `default` is `today`; `presets` are those offered, `featured` those
 * offered beside the title as well.
 */
export class DateRangeFilter extends BaseFilter<Settings, Period> {
  static override readonly settingsSchema = {
    type: 'object',
    properties: { default: { enum: [...presets] }, presets: presetList, featured: presetList },
    additionalProperties: false,
  };

  override options({ calendar, words }: FilterContext): Option[] {
    return presetsOf(calendar, this.settings.presets ?? presets).map((preset) => ({
      value: preset,
      label: say(words, `period.${preset}`),
    }));
  }

  parse(form: unknown, context: FilterContext): Period {
    return readPeriod(form, context, this.id) ?? { preset: this.#default(context) };
  }

  clauses(): Clause[] {
    return [];
  }

  override range(value: Period, context: FilterContext): Range {
    return 'preset' in value ? presetRange(value.preset, context) : customRange(value, context);
  }

  describe(value: Period, context: FilterContext): string {
    if ('preset' in value) return say(context.words, `period.${value.preset}`);
    const writing = { zone: context.zone, locale: dateLocale(context) };
    const isThisYear = (instant: number): boolean =>
      plantDate(instant, context.zone).slice(0, 4) === plantDate(context.now, context.zone).slice(0, 4);
    const text = (instant: number): string =>
      isThisYear(instant)
        ? formatInstant(instant, { ...writing, style: 'dateTime' })
        : `${formatInstant(instant, { ...writing, style: 'date' })} ${formatInstant(instant, { ...writing, style: 'time' })}`;
    return `${text(value.from)} – ${text(value.to)}`;
  }

  control(value: Period, context: FilterContext): FilterControl {
    const { selected, whole } = this.range(value, context);
    const isPreset = 'preset' in value;
    return {
      kind: 'period',
      options: this.options(context),
      featured: presetsOf(
        context.calendar,
        this.settings.featured ?? ['thisShift', 'today', 'yesterday', '7d'],
      ),
      selected: isPreset ? value.preset : 'custom',
      from: toPlantClock(whole.from, context.zone),
      to: toPlantClock(isPreset ? selected.to : whole.to, context.zone),
    };
  }

  serialize(value: Period): unknown {
    if ('preset' in value) return value.preset;
    return { from: new Date(value.from).toISOString(), to: new Date(value.to).toISOString() };
  }

  #default({ calendar }: FilterContext): Preset {
    return presetsOf(calendar, [this.settings.default ?? 'today'])[0] ?? 'today';
  }
}
