import {
  BaseWidget,
  type ChartModel,
  type EmptyModel,
  type Need,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { type BarSettings, chartByMember, needsByMember } from './charts/chart-by-member.ts';
import { chartOverTime, needsOverTime } from './charts/chart-over-time.ts';
import { chartProperties } from './charts/chart-settings.ts';
import { name } from './setting-schemas.ts';

type Settings = Omit<BarSettings, 'by'> & {
  /** Bars per member of this column instead of over time. */
  readonly by?: string;
};

/** A value as bars over time or per member, split (`layout` stacked, the default, or grouped) or beside the period before. */
export class BarChartWidget extends BaseWidget<Settings, ChartModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      ...chartProperties,
      by: name,
      layout: { enum: ['stacked', 'grouped'] },
      top: { type: 'integer', minimum: 1, maximum: 30 },
    },
    required: ['dataset', 'value'],
    additionalProperties: false,
  };

  needs(context: WidgetContext): Record<string, Need> {
    const { by } = this.settings;
    return by ? needsByMember({ ...this.settings, by }) : needsOverTime(this.settings, context);
  }

  processData(data: WidgetData, context: WidgetContext): ChartModel | EmptyModel {
    const { by, split, layout } = this.settings;
    if (by) return chartByMember({ ...this.settings, by }, data, context);
    const stacked = split !== undefined && layout !== 'grouped';
    return chartOverTime({ ...this.settings, type: 'bars', stacked }, data, context);
  }
}
