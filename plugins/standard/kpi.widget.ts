import {
  BaseWidget,
  type EmptyModel,
  formatNumber,
  type KpiModel,
  type Labels,
  labelIn,
  type Need,
  type NumberFormat,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { sparkGrain, sparkline } from './charts/sparkline.ts';
import { grain, labels, limit, name, numberFormat, value } from './setting-schemas.ts';
import type { GrainSetting } from './time/fit-grain.ts';
import { exceeds, formatOf, type Limit } from './values/limits.ts';
import { addUpAll, finishTally, groupingOf, type Tally, type ValueSettings } from './values/value.ts';

type Settings = {
  readonly dataset: string;
  readonly value: ValueSettings;
  readonly format?: NumberFormat;
  readonly limit?: Limit;
  /** Grain of the sparkline. Default `auto`. */
  readonly grain?: GrainSetting;
  /** One more fact, with `{part}` and `{whole}` in its place; `noteOfOne` where the part is 1. */
  readonly note?: Labels;
  readonly noteOfOne?: Labels;
};

/** One number over the period, its change against the same elapsed time of the period before, and its course. */
export class KpiWidget extends BaseWidget<Settings, KpiModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: { dataset: name, value, format: numberFormat, limit, grain, note: labels, noteOfOne: labels },
    required: ['dataset', 'value'],
    additionalProperties: false,
  };

  needs(context: WidgetContext): Record<string, Need> {
    const { dataset, value: measured } = this.settings;
    const spark = sparkGrain(this.settings.grain, context);
    return {
      now: { dataset, aggregate: groupingOf(measured, []) },
      before: { dataset, window: 'previous', aggregate: groupingOf(measured, []) },
      spark: { dataset, aggregate: groupingOf(measured, [], spark) },
      sparkBefore: { dataset, window: 'previous', aggregate: groupingOf(measured, [], spark) },
    };
  }

  processData(data: WidgetData, context: WidgetContext): KpiModel | EmptyModel {
    const { value: measured, limit: bound } = this.settings;
    const { selected, previous, comparedWith } = context.range;
    const now = addUpAll(data.frame('now'), measured);
    const before = addUpAll(data.frame('before'), measured);
    if (now.rows === 0) return { kind: 'empty' };
    const current = finishTally(now, measured, selected.to - selected.from);
    const earlier = before.rows === 0 ? null : finishTally(before, measured, previous.to - previous.from);
    const on = { value: measured, grain: this.settings.grain, context };
    return {
      kind: 'kpi',
      value: current,
      format: formatOf(measured, this.settings.format),
      change: changeOf(current, earlier, measured),
      comparedWith: say(context.words, earlier === null ? 'kpi.nothingBefore' : 'kpi.versus', {
        period: comparedWith,
      }),
      ...this.#note(now, context),
      spark: sparkline(data.frame('spark'), selected, on),
      previousSpark: before.rows === 0 ? [] : sparkline(data.frame('sparkBefore'), previous, on),
      limit: bound ? { value: bound.value, exceeded: exceeds(current, bound) } : null,
    };
  }

  #note({ part, whole }: Tally, { language, numberLocale }: WidgetContext): { note?: string } {
    const { noteOfOne } = this.settings;
    const note = (part === 1 && noteOfOne) || this.settings.note;
    if (!note) return {};
    const write = (amount: number | null): string => formatNumber(amount, numberLocale);
    return {
      note: say({ note: labelIn(note, language) }, 'note', { part: write(part), whole: write(whole) }),
    };
  }
}

/** Rates differ by percentage points, amounts by a share of what they were. */
function changeOf(now: number | null, before: number | null, { fn }: ValueSettings): KpiModel['change'] {
  if (now === null || before === null) return null;
  if (fn === 'ratio') return { value: (now - before) * 100, points: true };
  return before === 0 ? null : { value: (now - before) / Math.abs(before), points: false };
}
