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

const axisWidth = 44;
const namesHeight = 22;

/** Chart.js's configuration of one panel; panels of a card share their buckets and the left edge of their plots. */
export function panelConfig(model, index, look) {
  const panel = model.panels[index];
  const last = index === model.panels.length - 1;
  const named = index === 0 && model.marks.length > 0;
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
        y: yAxis(panel, { look, ticks: index === 0 ? 5 : 3 }),
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

function yAxis(panel, { look, ticks: maxTicksLimit }) {
  const { format, limit } = panel;
  return {
    stacked: panel.stacked ?? false,
    beginAtZero: true,
    suggestedMax: limit ? limit.value * 1.2 : undefined,
    border: { display: false },
    grid: { color: look.grid, drawTicks: false },
    afterFit: (scale) => {
      scale.width = axisWidth;
    },
    ticks: {
      color: look.axis,
      padding: 8,
      maxTicksLimit,
      callback: (value, _index, ticks) => tickText(value, ticks, { format, look }),
    },
  };
}

/** As many decimals as the ticks need to differ, and no unit but %. */
function tickText(value, ticks, { format, look }) {
  const step = Math.abs((ticks[1]?.value ?? 1) - (ticks[0]?.value ?? 0)) * (format.percent ? 100 : 1);
  const decimals = step >= 1 || step === 0 ? 0 : Math.min(3, Math.ceil(-Math.log10(step)));
  return formatNumber(value, look.locale, { decimals, percent: format.percent });
}

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
  callbacks: {
    title: ([item]) => (item ? model.titles[item.dataIndex] : ''),
    label: ({ dataset, raw }) => `${dataset.label}: ${formatNumber(raw, look.locale, panel.format)}`,
  },
});
