/**
 * A card that is not ready keeps what it shows, greyed, until its answer comes: its new header joins the old body.
 */
export function keepPendingCards(htmx) {
  htmx.registerExtension('keep-pending', {
    htmx_before_morph_node: (_element, { oldNode, newNode }) => {
      if (!(newNode instanceof Element) || !newNode.matches('article.is-pending')) return true;
      const waits = newNode.querySelector('[data-waits]');
      const end = oldNode.querySelector('.card-h .end');
      const isEmpty = !end || oldNode.querySelector('.card-b > .state, [data-empty-pending]') !== null;
      if (isEmpty || !waits) return true;
      oldNode.classList.add('is-pending');
      oldNode.setAttribute('aria-busy', 'true');
      end.querySelector('[data-waits]')?.remove();
      waits.textContent = newNode.querySelector('.calc.big').textContent;
      end.prepend(waits);
      queueMicrotask(() => htmx.process(waits));
      return false;
    },
  });
}
