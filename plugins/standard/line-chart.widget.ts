import {
  BaseWidget,
  type ChartModel,
  type EmptyModel,
  type Need,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { chartOverTime, needsOverTime } from './charts/chart-over-time.ts';
import { type ChartSettings, chartProperties } from './charts/chart-settings.ts';

/** A value over time as lines: one with the period before dotted, or one per member of a column. */
export class LineChartWidget extends BaseWidget<ChartSettings, ChartModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: chartProperties,
    required: ['dataset', 'value'],
    additionalProperties: false,
  };

  needs(context: WidgetContext): Record<string, Need> {
    return needsOverTime(this.settings, context);
  }

  processData(data: WidgetData, context: WidgetContext): ChartModel | EmptyModel {
    return chartOverTime({ ...this.settings, type: 'line' }, data, context);
  }
}
