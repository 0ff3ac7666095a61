/** A browser opens about six connections to one server: some stay free for what a person does next. */
const mostAtOnce = 4;
const unasked = '[data-waits][data-htmx-powered]:not([data-asked])';

/**
 * Lets every card that is not ready ask once for its answer, a few at a time, in the order of the page. One that is
 * taken away before its turn never asks; one that is taken away, or becomes something else, while it asks gives up, so
 * that the newest answer stays.
 */
export function askInTurn() {
  const asking = new Set();
  const askNext = () => {
    for (const waits of asking) if (!waits.isConnected) asking.delete(waits);
    for (const waits of document.querySelectorAll(unasked)) {
      if (asking.size >= mostAtOnce) return;
      asking.add(waits);
      waits.dataset.asked = '';
      waits.dispatchEvent(new CustomEvent('turn'));
    }
  };
  document.addEventListener('htmx:finally:request', ({ detail }) => {
    asking.delete(detail.ctx.sourceElement);
    askNext();
  });
  document.addEventListener('htmx:before:cleanup', ({ target }) => {
    if (asking.delete(target)) target.dispatchEvent(new CustomEvent('htmx:abort'));
  });
  document.addEventListener('htmx:after:process', askNext);
  askNext();
}
