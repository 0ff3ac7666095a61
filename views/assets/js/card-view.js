/** "View as table" and back: the card says which, the style sheet shows it. */
export function watchCardViews() {
  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('.menu [data-view]');
    if (!button) return;
    const card = button.closest('.card');
    if (button.dataset.view) card.dataset.view = button.dataset.view;
    else delete card.dataset.view;
  });
}
