import { type ChartPanel, formatNumber, say, type WidgetContext } from '#sdk';

/** A chart in words, for those who do not see it: its highest and last point, or the names of its series. */
export function summarize(panel: ChartPanel, titles: readonly string[], context: WidgetContext): string {
  const main = panel.series.find(({ role }) => role === 'data');
  const names = panel.series.map(({ label }) => label).join(', ');
  if (!main) return say(context.words, 'chart.summaryOf', { names });
  const known = main.values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  if (known.length === 0) return say(context.words, 'chart.summaryOf', { names });
  const top = known.reduce((best, one) => (one.value > best.value ? one : best));
  const last = known.at(-1)!;
  const write = (value: number): string => formatNumber(value, context.numberLocale, panel.format);
  return say(context.words, 'chart.summary', {
    name: main.label,
    max: write(top.value),
    maxAt: titles[top.index]!,
    last: write(last.value),
    lastAt: titles[last.index]!,
  });
}
