import { type ChartPanel, type Frame, labelIn, type WidgetContext } from '#sdk';
import type { TimeAxis } from '../time/time-axis.ts';
import { formatOf, limitText } from '../values/limits.ts';
import { bucketValues } from './bucket-values.ts';
import type { PanelSettings } from './chart-settings.ts';

/** The line under a chart, on the same buckets. */
export function panelBelow(
  frame: Frame,
  settings: PanelSettings,
  { axis, context }: { readonly axis: TimeAxis; readonly context: WidgetContext },
): ChartPanel {
  const format = formatOf(settings.value, settings.format);
  const title = labelIn(settings.title, context.language);
  return {
    type: 'line',
    title,
    format,
    series: [{ label: title, role: 'data', values: bucketValues(frame, settings.value, { axis, context }) }],
    ...(settings.limit && {
      limit: { value: settings.limit.value, text: limitText(settings.limit, format, context) },
    }),
  };
}
