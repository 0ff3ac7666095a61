import { drawEnds, lastOf } from './chart-ends.js';
import { write } from './chart-text.js';
import { font } from './chart-tokens.js';

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
    if (running && (panel.type === 'bars' || panel.grows)) drawRunning(chart, running, look);
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

/** "until 14:32" beside its bar; before a line's end, and where it would leave the plot, above all it would cover. */
function drawRunning(chart, { index, text }, look) {
  if (look.narrow) return;
  const { ctx, scales, chartArea } = chart;
  const metas = chart.getSortedVisibleDatasetMetas();
  const bar = metas.find(({ type }) => type === 'bar')?.data[index];
  const point = bar ?? metas[0]?.data[index];
  if (!point || Number.isNaN(point.y)) return;
  ctx.font = font(400, 12);
  const width = ctx.measureText(text).width;
  const step = scales.x.getPixelForValue(1) - scales.x.getPixelForValue(0) || chartArea.width;
  const right = point.x + step / 2 + 2 + width;
  const place =
    bar && right <= chartArea.right
      ? { x: right, y: Math.min(bar.y + 7, chartArea.bottom - 8) }
      : above(chart, metas, { x: bar ? chartArea.right : point.x + 4, width, reach: step / 2 });
  write(ctx, text, { ...place, align: 'right', weight: 400, colour: look['ink-3'], look });
}

/** A place for text that ends at `x`, over everything drawn under it. */
function above({ chartArea }, metas, { x, width, reach }) {
  const covered = metas.flatMap(({ data }) =>
    data.filter((one) => one.y <= chartArea.bottom && one.x + reach > x - width && one.x - reach < x),
  );
  return { x, y: Math.max(chartArea.top + 2, Math.min(...covered.map(({ y }) => y)) - 10) };
}
