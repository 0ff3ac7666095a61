// Runs before anything is drawn: without a choice of their own, people get their system's theme.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme) return;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    if (root.dataset.chosen) return;
    root.dataset.theme = dark.matches ? 'dark' : 'light';
    dispatchEvent(new CustomEvent('theme:changed'));
  };
  follow();
  dark.addEventListener('change', follow);
})();
