import { write } from './chart-text.js';
import { font } from './chart-tokens.js';
import { formatNumber } from './format-number.js';

export const lastOf = ({ values }) => values.findLastIndex((value) => value !== null);

/** A single line has its last value beside its last point; lines of categories have their names there. */
export function drawEnds(chart, panel, look) {
  const ends = panel.series
    .map((series, index) => ({ series, point: chart.getDatasetMeta(index).data[lastOf(series)] }))
    .filter(({ series, point }) => point && series.role !== 'previous')
    .sort((a, b) => a.point.y - b.point.y);
  if (ends.length === 1 && ends[0].series.role === 'data') return drawLast(chart, ends[0], { panel, look });
  const heights = apart(
    ends.map(({ point }) => point.y),
    chart.chartArea,
  );
  for (const [index, { series, point }] of ends.entries()) {
    const place = { x: point.x + 9, y: heights[index], align: 'left' };
    write(chart.ctx, series.label, { ...place, colour: look.ink, look });
  }
}

const lineHeight = 14;
const passes = 60;

/** Heights from top to bottom, moved as little as keeps them a line of text apart and inside the plot. */
function apart(heights, { top, bottom }) {
  const placed = [...heights];
  for (let pass = 0; pass < passes; pass++) {
    for (let at = 1; at < placed.length; at++) {
      const missing = lineHeight - (placed[at] - placed[at - 1]);
      if (missing <= 0) continue;
      placed[at - 1] -= missing / 2;
      placed[at] += missing / 2;
    }
    for (const [at, height] of placed.entries()) placed[at] = Math.min(Math.max(height, top), bottom);
  }
  return placed;
}

function drawLast({ ctx, chartArea, scales }, { series, point }, { panel, look }) {
  const value = series.values[lastOf(series)];
  const { limit } = panel;
  const over = limit !== undefined && value > limit.value;
  const text = formatNumber(value, look.locale, panel.format);
  ctx.font = font(600, 14);
  const fits = point.x + 11 + ctx.measureText(text).width <= chartArea.right;
  const colour = over ? look['alarm-ink'] : look.ink;
  const clear =
    limit === undefined ? point.y : clearOf(point.y, scales.y.getPixelForValue(limit.value), over);
  const place = fits
    ? { x: point.x + 11, y: Math.min(clear, chartArea.bottom - 7), align: 'left' }
    : { x: point.x, y: Math.min(clear, point.y) - 14, align: 'right' };
  write(ctx, text, { ...place, weight: 600, size: 14, colour, look });
}

/** The limit's dashes beside a figure would read as a sign. */
function clearOf(y, limit, over) {
  if (Math.abs(y - limit) >= 9) return y;
  return over ? limit - 10 : limit + 11;
}
