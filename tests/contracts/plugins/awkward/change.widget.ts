import {
  BaseWidget,
  type Frame,
  type KpiModel,
  type Need,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';

type Settings = { readonly dataset: string; readonly measure: string };

/** A total against the period before. */
export class ChangeWidget extends BaseWidget<Settings, KpiModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: { dataset: { type: 'string' }, measure: { type: 'string' } },
    required: ['dataset', 'measure'],
    additionalProperties: false,
  };

  needs(): Record<string, Need> {
    const { dataset, measure } = this.settings;
    const aggregate = { keys: [], measures: { total: { fn: 'sum', column: measure } } } as const;
    return { now: { dataset, aggregate }, before: { dataset, aggregate, window: 'previous' } };
  }

  processData(data: WidgetData, { range, words }: WidgetContext): KpiModel {
    const total = (frame: Frame): number | null => frame.column('total').at(0);
    const [now, before] = [total(data.frame('now')), total(data.frame('before'))];
    return {
      kind: 'kpi',
      value: now,
      format: {},
      change: now !== null && before ? { value: now / before - 1, points: false } : null,
      comparedWith: say(words, 'versus', { period: range.comparedWith }),
      ...{ spark: [], previousSpark: [], limit: null },
    };
  }
}
