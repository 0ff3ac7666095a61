import { axisOf, axisWidth } from './chart-axis.js';
import { datasetOf } from './chart-datasets.js';
import { annotations, marks } from './chart-marks.js';
import { formatNumber } from './format-number.js';

const { Chart } = window;
if (Chart) {
  Object.assign(Chart.defaults, {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    normalized: true,
    resizeDelay: 100,
  });
  Object.assign(Chart.defaults.font, { family: 'Plex, "IBM Plex Sans", sans-serif', size: 12 });
  Chart.defaults.plugins.legend.display = false;
  Chart.register(marks, annotations);
}

const namesHeight = 22;

/** Chart.js's configuration of one panel; panels of a card share their buckets and the left edge of their plots. */
export function panelConfig(model, index, look) {
  const panel = model.panels[index];
  const last = index === model.panels.length - 1;
  const named = index === 0 && model.marks.length > 0;
  const axes = model.panels.map((each, place) => axisOf(each, { look, intervals: place === 0 ? 4 : 2 }));
  return {
    data: {
      labels: model.labels,
      datasets: panel.series.map((series) => datasetOf(series, { model, panel, look })),
    },
    options: {
      layout: { padding: { top: named ? namesHeight : 6, right: roomForNames(panel) } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: xAxis(model, panel, { look, shown: last }),
        y: yAxis(panel, { look, axis: axes[index], width: axisWidth(axes) }),
      },
      plugins: {
        marks: { at: model.marks, height: named ? namesHeight : 0, look },
        annotations: { panel, running: index === 0 ? model.running : null, look },
        tooltip: tooltip(model, panel, look),
      },
    },
  };
}

/** Names of lines stand at their ends; lines that end early have room there already. */
function roomForNames({ type, series }) {
  const categories = series.filter(({ role }) => role === 'category');
  if (type !== 'line' || categories.length < 2) return 4;
  const ends = categories.map(
    ({ values }) => values.findLastIndex((value) => value !== null) / values.length,
  );
  const longest = Math.max(...categories.map(({ label }) => label.length));
  return Math.max(...ends) < 0.7 ? 4 : Math.min(120, longest * 7 + 12);
}

const xAxis = (model, panel, { look, shown }) => ({
  afterBuildTicks: (axis) => {
    const step = model.labelStep * (look.narrow ? 2 : 1);
    axis.ticks = axis.ticks.filter(({ value }) => value % step === 0);
  },
  stacked: panel.stacked ?? false,
  offset: true,
  border: { display: shown, color: look.line },
  grid: { display: false },
  ticks: {
    display: shown,
    color: look.axis,
    maxRotation: 0,
    autoSkip: true,
    autoSkipPadding: 10,
    padding: 4,
    callback: (index) => model.labels[index],
  },
});

const yAxis = (panel, { look, axis, width }) => ({
  stacked: panel.stacked ?? false,
  beginAtZero: true,
  max: axis.max,
  border: { display: false },
  grid: { color: look.grid, drawTicks: false },
  afterFit: (scale) => {
    scale.width = width;
  },
  ticks: {
    color: look.axis,
    padding: 8,
    stepSize: axis.step,
    maxTicksLimit: axis.maxTicks,
    callback: axis.write,
  },
});

const tooltip = (model, panel, look) => ({
  padding: 10,
  cornerRadius: 4,
  caretSize: 0,
  displayColors: false,
  bodySpacing: 4,
  titleFont: { weight: 600, size: 13 },
  bodyFont: { size: 13 },
  backgroundColor: look.ink,
  titleColor: look.surface,
  bodyColor: look.surface,
  filter: ({ raw }) => raw !== null,
  itemSort: (one, other) => one.datasetIndex - other.datasetIndex,
  callbacks: {
    title: ([item]) => (item ? model.titles[item.dataIndex] : ''),
    label: ({ dataset, raw }) => `${dataset.label}: ${formatNumber(raw, look.locale, panel.format)}`,
  },
});
