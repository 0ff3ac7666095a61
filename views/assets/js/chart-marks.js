import { font } from './chart-tokens.js';
import { formatNumber } from './format-number.js';

/** Rules between buckets with a name above the plot, such as where a shift begins. */
export const marks = {
  id: 'marks',
  beforeDatasetsDraw(chart, _args, { at, height, look }) {
    const { ctx, chartArea, scales } = chart;
    const half = (scales.x.getPixelForValue(1) - scales.x.getPixelForValue(0)) / 2 || 0;
    ctx.save();
    ctx.strokeStyle = look.line;
    ctx.fillStyle = look['ink-3'];
    Object.assign(ctx, { lineWidth: 1, font: font(400, 12), textAlign: 'left', textBaseline: 'top' });
    for (const [number, mark] of at.entries()) {
      const x = scales.x.getPixelForValue(mark.index) - half;
      const next = at[number + 1];
      const end = next ? scales.x.getPixelForValue(next.index) - half : chartArea.right + 2;
      rule(ctx, Math.round(x) + 0.5, { from: chartArea.top - height, to: chartArea.bottom });
      if (height > 0 && x + 6 + ctx.measureText(mark.text).width <= end) {
        ctx.fillText(mark.text, x + 6, chartArea.top - height);
      }
    }
    ctx.restore();
  },
};

function rule(ctx, x, { from, to }) {
  ctx.beginPath();
  ctx.moveTo(x, from);
  ctx.lineTo(x, to);
  ctx.stroke();
}

/** The limit with its name, the running bucket's text, and the names or last values of lines. */
export const annotations = {
  id: 'annotations',
  afterDatasetsDraw(chart, _args, { panel, running, look }) {
    chart.ctx.save();
    if (panel.limit) drawLimit(chart, panel, look);
    if (running && panel.type === 'bars') drawRunning(chart, running, look);
    if (panel.type === 'line') drawEnds(chart, panel, look);
    chart.ctx.restore();
  },
};

function drawLimit(chart, panel, look) {
  const { ctx, chartArea, scales } = chart;
  const { limit } = panel;
  const y = scales.y.getPixelForValue(limit.value);
  Object.assign(ctx, { strokeStyle: look['ink-2'], lineWidth: 1.5 });
  ctx.setLineDash([5, 4]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
  ctx.setLineDash([]);
  const atLeft = meetsLast(chart, panel, y);
  write(ctx, limit.text, {
    x: atLeft ? chartArea.left + 4 : chartArea.right - 2,
    y: y - 3,
    align: atLeft ? 'left' : 'right',
    base: 'bottom',
    colour: look['ink-2'],
    look,
  });
}

/** Whether the last value stands where the limit's name would. */
function meetsLast(chart, { type, series }, y) {
  const index = series.findIndex(({ role }) => role === 'data');
  if (type !== 'line' || index < 0) return false;
  const point = chart.getDatasetMeta(index).data[lastOf(series[index])];
  return point !== undefined && point.x > chart.chartArea.right - 130 && Math.abs(point.y - y) < 28;
}

function drawRunning(chart, running, look) {
  if (look.narrow) return;
  const { ctx, scales, chartArea } = chart;
  const tops = chart.getSortedVisibleDatasetMetas().filter(({ type }) => type === 'bar');
  const bar = tops[0]?.data[running.index];
  if (!bar || Number.isNaN(bar.y)) return;
  const step = scales.x.getPixelForValue(1) - scales.x.getPixelForValue(0) || 0;
  const x = bar.x + step / 2 + 2;
  const width = ctx.measureText(running.text).width;
  const fits = x + width <= chartArea.right;
  const place = fits
    ? { x, y: Math.min(bar.y + 7, chartArea.bottom - 8), align: 'left' }
    : { x: chartArea.right, y: bar.y - 10, align: 'right' };
  write(ctx, running.text, {
    ...place,
    weight: 400,
    colour: look['ink-3'],
    look,
  });
}

/** One line has its last value beside it; several have their names, moved apart where they would collide. */
function drawEnds(chart, panel, look) {
  const ends = panel.series
    .map((series, index) => ({ series, point: chart.getDatasetMeta(index).data[lastOf(series)] }))
    .filter(({ series, point }) => point && series.role !== 'previous')
    .sort((a, b) => a.point.y - b.point.y);
  if (ends.length === 1) return drawLast(chart, ends[0], { panel, look });
  const tops = apart(
    ends.map(({ point }) => point.y),
    chart.chartArea.bottom,
  );
  for (const [index, { series, point }] of ends.entries()) {
    write(chart.ctx, series.label, { x: point.x + 9, y: tops[index], align: 'left', colour: look.ink, look });
  }
}

const lineHeight = 14;

/** Heights from top to bottom, moved so that no two are closer than a line of text and none falls under the plot. */
function apart(heights, bottom) {
  const placed = [];
  for (const height of heights) placed.push(Math.max(height, (placed.at(-1) ?? -lineHeight) + lineHeight));
  for (let index = placed.length - 1, limit = bottom; index >= 0; index--, limit -= lineHeight) {
    placed[index] = Math.min(placed[index], limit);
  }
  return placed;
}

function drawLast({ ctx, chartArea }, { series, point }, { panel, look }) {
  const value = series.values[lastOf(series)];
  const over = panel.limit !== undefined && value > panel.limit.value;
  const text = formatNumber(value, look.locale, panel.format);
  ctx.font = font(600, 14);
  const fits = point.x + 11 + ctx.measureText(text).width <= chartArea.right;
  const colour = over ? look['alarm-ink'] : look.ink;
  const place = fits
    ? { x: point.x + 11, y: point.y, align: 'left' }
    : { x: point.x, y: point.y - 14, align: 'right' };
  write(ctx, text, { ...place, weight: 600, size: 14, colour, look });
}

const lastOf = ({ values }) => values.findLastIndex((value) => value !== null);

/** Text with a halo of the card's colour, readable over lines. */
function write(ctx, text, { x, y, align, base = 'middle', weight = 500, size = 12, colour, look }) {
  Object.assign(ctx, { font: font(weight, size), textAlign: align, textBaseline: base, lineJoin: 'round' });
  Object.assign(ctx, { lineWidth: 4, strokeStyle: look.surface, fillStyle: colour });
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}
