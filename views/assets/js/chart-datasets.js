import { hatch } from './chart-tokens.js';

/** One series as Chart.js draws it: the main one plain, the previous period dotted, categories by their own colour. */
export function datasetOf(series, { model, panel, look }) {
  const shared = { label: series.label, data: series.values };
  if (series.role === 'previous') return { ...shared, ...previous(panel, look) };
  if (panel.type === 'bars') return { ...shared, ...bars(series, { model, panel, look }) };
  return { ...shared, ...line(series, { model, panel, look }) };
}

const previous = (panel, look) => ({
  type: 'line',
  borderColor: look['ink-2'],
  borderWidth: 1.5,
  borderDash: [2, 3],
  pointRadius: 0,
  pointHitRadius: 8,
  stepped: panel.type === 'bars' ? 'middle' : false,
  stack: 'previous',
  order: 0,
});

function bars(series, { model, panel, look }) {
  const colour = colourOf(series, look, 'data-fill');
  const running = model.running?.index;
  const isRunning = ({ dataIndex }) => dataIndex === running;
  return {
    type: 'bar',
    backgroundColor: (bar) => (isRunning(bar) ? hatch(colour, look.surface) : colour),
    hoverBackgroundColor: (bar) => (isRunning(bar) ? hatch(colour, look.surface) : colour),
    borderColor: colour,
    borderWidth: (bar) => (isRunning(bar) ? 1 : 0),
    categoryPercentage: 0.94,
    barPercentage: 0.86,
    borderRadius: 1,
    stack: panel.stacked ? 'all' : series.label,
    order: 1,
  };
}

function line(series, { model, panel, look }) {
  const { values } = series;
  const colour = colourOf(series, look, 'data');
  const last = values.findLastIndex((value) => value !== null);
  const grows = panel.grows && model.running?.index === last;
  const over = (value) => panel.limit !== undefined && (value ?? 0) > panel.limit.value;
  const lonelyOver = (index) => over(values[index]) && !over(values[index - 1]) && !over(values[index + 1]);
  const pointColour = ({ dataIndex }) => (over(values[dataIndex]) ? look.alarm : colour);
  return {
    type: 'line',
    borderColor: colour,
    borderWidth: 2,
    pointRadius: ({ dataIndex: at }) => (at === last ? 4 : lonelyOver(at) ? 3 : lonely(values, at) ? 2 : 0),
    pointBackgroundColor: (at) => (grows && at.dataIndex === last ? look.surface : pointColour(at)),
    pointBorderColor: pointColour,
    pointBorderWidth: ({ dataIndex }) => (grows && dataIndex === last ? 2 : 0),
    pointHitRadius: 8,
    tension: 0,
    spanGaps: false,
    clip: false,
    segment: {
      borderColor: ({ p0, p1 }) => (over(p0.parsed.y) && over(p1.parsed.y) ? look.alarm : colour),
      borderDash: ({ p1DataIndex }) => (grows && p1DataIndex === last ? [4, 3] : undefined),
    },
    order: 1,
  };
}

/** A value between two gaps has no line to be seen by. */
const lonely = (values, index) =>
  values[index] !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;

const colourOf = (series, look, plain) => {
  if (series.role !== 'category') return look[plain];
  return series.slot ? look[`c${series.slot}`] : look['c-other'];
};
