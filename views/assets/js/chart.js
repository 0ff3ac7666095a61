import { panelConfig } from './chart-config.js';
import { readTokens } from './chart-tokens.js';
import { histogramConfig } from './histogram-config.js';

/**
 * The canvases of one card. They stay while the card's data is replaced around them: each answer updates the same
 * chart, without animation.
 */
export const chart = () => ({
  init() {
    this.draw = this.draw.bind(this);
    document.addEventListener('htmx:after:swap', this.draw);
    for (const event of redraws) window.addEventListener(event, this.draw);
    document.fonts.ready.then(this.draw);
  },

  destroy() {
    document.removeEventListener('htmx:after:swap', this.draw);
    for (const event of redraws) window.removeEventListener(event, this.draw);
    for (const canvas of this.$root.querySelectorAll('canvas')) window.Chart.getChart(canvas)?.destroy();
  },

  draw() {
    const data = this.$root.querySelector('script[type="application/json"]');
    if (!data || !this.$root.isConnected) return;
    const model = JSON.parse(data.textContent);
    const look = readTokens(document.documentElement);
    for (const [index, canvas] of [...this.$root.querySelectorAll('canvas')].entries()) {
      if (model.kind === 'histogram') show(canvas, histogramConfig(model, look));
      else if (model.panels[index]) {
        canvas.setAttribute('aria-label', nameOf(model, index));
        show(canvas, panelConfig(model, index, look));
      }
    }
  },
});

const nameOf = ({ panels, summary }, index) => (index === 0 ? summary : (panels[index].title ?? summary));

const redraws = ['theme:changed', 'width:changed'];
matchMedia('(max-width: 599px)').addEventListener('change', () => dispatchEvent(new Event('width:changed')));

function show(canvas, config) {
  const shown = window.Chart.getChart(canvas);
  if (!shown) {
    new window.Chart(canvas, config);
    return;
  }
  shown.data = config.data;
  shown.options = config.options;
  shown.update('none');
}
