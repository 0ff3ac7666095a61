import {
  BaseWidget,
  type EmptyModel,
  type Labels,
  labelIn,
  type Need,
  type NumberFormat,
  type RankingModel,
  type RankingRow,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { namesIn } from './charts/category-series.ts';
import { columnLabel } from './members.ts';
import { labels, limit, name, numberFormat, value } from './setting-schemas.ts';
import { exceeds, formatOf, type Limit, limitInside } from './values/limits.ts';
import { rankRows } from './values/rank-rows.ts';
import { groupingOf, type ValueSettings } from './values/value.ts';

type Settings = {
  readonly dataset: string;
  /** The column whose members are ranked. */
  readonly by: string;
  readonly value: ValueSettings;
  readonly head: Labels;
  readonly format?: NumberFormat;
  /** A second number per row. */
  readonly extra?: { readonly value: ValueSettings; readonly head: Labels; readonly format?: NumberFormat };
  readonly limit?: Limit;
  /** Rows before the others. Default 8. */
  readonly top?: number;
};

const defaultTop = 8;
const roomBeyondLimit = 1.2;

/** Members by a value, largest first, with a bar each and the others as one. */
export class RankingWidget extends BaseWidget<Settings, RankingModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      ...{ dataset: name, by: name, value, head: labels, format: numberFormat, limit },
      top: { type: 'integer', minimum: 1, maximum: 50 },
      extra: {
        type: 'object',
        properties: { value, head: labels, format: numberFormat },
        required: ['value', 'head'],
        additionalProperties: false,
      },
    },
    required: ['dataset', 'by', 'value', 'head'],
    additionalProperties: false,
  };

  needs(): Record<string, Need> {
    const { dataset, by, value: measured, extra } = this.settings;
    return {
      members: { dataset, aggregate: groupingOf(measured, [by]) },
      ...(extra && { extra: { dataset, aggregate: groupingOf(extra.value, [by]) } }),
    };
  }

  processData(data: WidgetData, context: WidgetContext): RankingModel | EmptyModel {
    const { value: measured, extra, limit: bound } = this.settings;
    const frame = data.frame('members');
    if (frame.length === 0) return { kind: 'empty' };
    const format = formatOf(measured, this.settings.format);
    const rows = this.#rows(data, context);
    const largest = Math.max(0, (bound?.value ?? 0) * roomBeyondLimit, ...rows.map((row) => row.value ?? 0));
    return {
      kind: 'ranking',
      heads: this.#heads(context),
      format,
      ...(extra && { extraFormat: formatOf(extra.value, extra.format) }),
      rows,
      max: largest || 1,
      ...(bound && { limit: { value: bound.value, text: limitInside(bound, format, context) } }),
    };
  }

  #heads(context: WidgetContext): RankingModel['heads'] {
    const { dataset, by, head, extra } = this.settings;
    const heads = { name: columnLabel(context, dataset, by), value: labelIn(head, context.language) };
    return extra ? { ...heads, extra: labelIn(extra.head, context.language) } : heads;
  }

  #rows(data: WidgetData, context: WidgetContext): RankingRow[] {
    const { by, extra, limit: bound } = this.settings;
    const frame = data.frame('members');
    const names = namesIn(frame, by);
    const { selected } = context.range;
    const ranked = rankRows(
      { frame, by, value: this.settings.value },
      extra && { frame: data.frame('extra'), by, value: extra.value },
      { top: this.settings.top ?? defaultTop, elapsedMs: selected.to - selected.from },
    );
    const label = (id: number | null | 'others'): string => {
      if (id === 'others') return say(context.words, 'member.others');
      return id === null ? say(context.words, 'member.none') : names.get(id)!;
    };
    return ranked.map(({ id, value: amount, extra: more }) => ({
      label: label(id),
      value: amount,
      ...(extra && { extra: more }),
      exceeded: exceeds(amount, bound),
    }));
  }
}
