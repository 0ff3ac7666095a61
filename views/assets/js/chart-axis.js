import { font } from './chart-tokens.js';
import { formatNumber } from './format-number.js';

const steps = [1, 2, 3, 4, 5, 10];
const narrowest = 44;
const compactFrom = 100_000;

/**
 * The value axis of a panel: its end, its step and how its ticks are written. From 0 in at most `intervals` round
 * steps that reach over the highest value and the limit; with values below 0 the steps are Chart.js's own.
 */
export function axisOf(panel, { look, intervals }) {
  const { series, format, limit } = panel;
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const scale = format.percent ? 100 : 1;
  const highest = Math.max(heightOf(panel, known), (limit?.value ?? 0) * 1.2) * scale;
  const step = Math.max(roundStep(highest / intervals), leastStep(format));
  const ends = Math.max(1, Math.ceil(highest / step - 1e-9)) * step;
  const text = (value, by = step) => tickText(value, { format, step: by, ends, look });
  const longest = text(ends / scale);
  if (known.every((value) => value >= 0)) {
    return { max: ends / scale, step: step / scale, maxTicks: 11, longest, write: (value) => text(value) };
  }
  const write = (value, _index, ticks) => text(value, (ticks[1].value - ticks[0].value) * scale);
  return { maxTicks: intervals + 1, longest: `\u2212${longest}`, write };
}

/** One width for all panels of a card, so that their plots share the left edge. */
export function axisWidth(axes) {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = font(400, 12);
  return Math.max(narrowest, ...axes.map(({ longest }) => Math.ceil(pen.measureText(longest).width) + 11));
}

function heightOf({ series, stacked }, known) {
  if (!stacked) return Math.max(0, ...known);
  const parts = series.filter(({ role }) => role !== 'previous');
  return Math.max(
    0,
    ...parts[0].values.map((_, at) => parts.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)),
  );
}

function roundStep(least) {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return steps.find((step) => step * power >= least * (1 - 1e-9)) * power;
}

/** Counts have no halves. */
const leastStep = ({ percent, decimals = 0 }) => (percent ? 0 : 10 ** -decimals);

/** As many decimals as the steps need, no unit but %, and thousands as a word where the axis passes a hundred of them. */
function tickText(value, { format, step, ends, look }) {
  if (!format.percent && ends > compactFrom) {
    return new Intl.NumberFormat(look.locale, { notation: 'compact', maximumFractionDigits: 1 }).format(
      value,
    );
  }
  const decimals = [0, 1, 2, 3].find((places) => Number.isInteger(+(step * 10 ** places).toFixed(6))) ?? 3;
  return formatNumber(value, look.locale, { decimals, percent: format.percent });
}
