/**
 * A card that is not ready keeps what it shows, greyed, until its answer comes: its new header joins the old body.
 */
export function keepPendingCards(htmx) {
  htmx.registerExtension('keep-pending', {
    htmx_before_morph_node: (_element, { oldNode, newNode }) => {
      if (!(newNode instanceof Element) || !newNode.matches('.is-pending')) return true;
      const waits = newNode.querySelector('[data-waits]');
      const place = waits && placeIn(oldNode, newNode);
      if (!place) return true;
      for (const waiting of place.querySelectorAll('[data-waits]')) {
        waiting.dispatchEvent(new CustomEvent('htmx:abort'));
        waiting.remove();
      }
      oldNode.classList.add('is-pending');
      oldNode.setAttribute('aria-busy', 'true');
      const text = newNode.querySelector('.calc.big > p');
      if (text) waits.textContent = text.textContent;
      place.prepend(waits);
      queueMicrotask(() => htmx.process(waits));
      return false;
    },
  });
}

/** Where a card that shows an answer says that it waits for another; null where it shows none. */
function placeIn(oldNode, newNode) {
  if (!newNode.matches('article')) return oldNode.querySelector(':scope > :not([data-waits])') && oldNode;
  const shows = oldNode.querySelector('.card-b > .state, [data-empty-pending]') === null;
  return shows ? oldNode.querySelector('.card-h .end') : null;
}
