import { font } from './chart-tokens.js';
import { formatNumber } from './format-number.js';

const namesHeight = 20;

/** Chart.js's configuration of a histogram: bars over a linear axis, tolerances dashed, the mean solid. */
export function histogramConfig(model, look) {
  return {
    type: 'bar',
    data: { datasets: [barsOf(model, look)] },
    plugins: [rules],
    options: {
      layout: { padding: { top: namesHeight, right: 6, left: 6 } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: { x: xAxis(model, look), y: { display: false, beginAtZero: true } },
      plugins: {
        rules: { lines: linesOf(model, look), look },
        marks: false,
        annotations: false,
        tooltip: tooltip(model, look),
      },
    },
  };
}

const barsOf = ({ bins }, look) => ({
  data: bins.map(({ from, to, rows }) => ({ x: (from + to) / 2, y: rows })),
  parsing: false,
  backgroundColor: bins.map(({ outside }) => (outside ? look.alarm : look['data-fill'])),
  categoryPercentage: 1,
  barPercentage: 0.92,
  borderRadius: 1,
});

const xAxis = ({ scale, ticks }, look) => ({
  type: 'linear',
  min: scale.from,
  max: scale.to,
  offset: false,
  border: { color: look.line },
  grid: { display: false },
  afterBuildTicks: (axis) => {
    axis.ticks = ticks.map(({ value }) => ({ value }));
  },
  ticks: {
    color: look.axis,
    autoSkip: true,
    maxRotation: 0,
    padding: 4,
    callback: (_value, index) => ticks[index]?.text,
  },
});

const linesOf = ({ tolerances, mean }, look) => [
  ...tolerances.map((line) => ({ ...line, colour: look['ink-2'], width: 1.5, dash: [5, 4] })),
  ...(mean ? [{ ...mean, colour: look.ink, width: 2, dash: [] }] : []),
];

const tooltip = (model, look) => ({
  padding: 10,
  cornerRadius: 4,
  caretSize: 0,
  displayColors: false,
  titleFont: { weight: 600, size: 13 },
  bodyFont: { size: 13 },
  backgroundColor: look.ink,
  titleColor: look.surface,
  bodyColor: look.surface,
  callbacks: {
    title: ([item]) => (item ? binName(model, model.bins[item.dataIndex], look) : ''),
    label: ({ raw }) => formatNumber(raw.y, look.locale),
  },
});

const binName = ({ format }, { from, to }, { locale }) =>
  `${formatNumber(from, locale, format)} … ${formatNumber(to, locale, format)}`;

/** Vertical lines with their names above the plot, moved apart where they would collide; the mean's stays in place. */
const rules = {
  id: 'rules',
  afterDatasetsDraw(chart, _args, { lines, look }) {
    const { ctx, chartArea, scales } = chart;
    const within = lines.filter(({ value }) => value >= scales.x.min && value <= scales.x.max);
    ctx.save();
    Object.assign(ctx, { font: font(500, 12), textBaseline: 'top', textAlign: 'left' });
    const taken = [];
    for (const line of [...within].reverse()) {
      const x = scales.x.getPixelForValue(line.value);
      Object.assign(ctx, { strokeStyle: line.colour, lineWidth: line.width });
      ctx.setLineDash(line.dash);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top - 2);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      const width = ctx.measureText(line.text).width;
      const left = Math.min(Math.max(x - width / 2, chartArea.left), chartArea.right - width);
      if (taken.some((other) => left < other.right + 6 && left + width > other.left - 6)) continue;
      taken.push({ left, right: left + width });
      ctx.fillStyle = line.colour === look.ink ? look.ink : look['ink-2'];
      ctx.fillText(line.text, left, chartArea.top - namesHeight + 2);
    }
    ctx.restore();
  },
};
