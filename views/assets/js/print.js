/** Paper is light and as wide as A4: the charts are drawn for it before printing, and as they were afterwards. */
export function prepareForPaper() {
  const root = document.documentElement;
  let theme;
  addEventListener('beforeprint', () => {
    theme = root.dataset.theme;
    root.dataset.theme = 'light';
    root.dataset.printing = 'true';
    redraw();
  });
  addEventListener('afterprint', () => {
    root.dataset.theme = theme;
    delete root.dataset.printing;
    redraw();
  });
}

function redraw() {
  dispatchEvent(new CustomEvent('theme:changed'));
  for (const chart of Object.values(window.Chart?.instances ?? {})) chart.resize();
}
