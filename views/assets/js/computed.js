/**
 * The panel that says how a card was computed. What it shows stands in the card itself, so it changes with the card's
 * own answer and costs no request.
 */
export function watchComputed() {
  const panel = document.getElementById('computed');
  if (!panel) return;
  const close = () => closePanel(panel);
  document.addEventListener('click', ({ target }) => {
    const opener = target.closest?.('[data-explain]');
    if (opener) openPanel(panel, opener.dataset.explain);
    else if (target.closest?.('[data-close-computed]')) close();
  });
  document.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape' && (panel.contains(target) || !docked.matches)) close();
  });
  phone.addEventListener('change', () => place(panel));
  document.addEventListener('htmx:after:swap', () => {
    if (panel.hidden) return;
    if (fill(panel, panel.dataset.card)) mark(panel.dataset.card);
    else close();
  });
}

const docked = matchMedia('(min-width: 1100px)');
const phone = matchMedia('(max-width: 599px)');

function openPanel(panel, card) {
  if (!fill(panel, card)) return;
  panel.dataset.card = card;
  panel.hidden = false;
  place(panel);
  panel.parentElement.classList.add('computed-open');
  mark(card);
  panel.querySelector('.body').scrollTop = 0;
  panel.querySelector('h2').focus();
}

function closePanel(panel) {
  if (panel.hidden) return;
  const card = document.getElementById(panel.dataset.card);
  panel.hidden = true;
  place(panel);
  panel.parentElement.classList.remove('computed-open');
  mark(null);
  card?.querySelector('.menu-box > button')?.focus();
}

/** On a phone the panel is a sheet over a page that cannot be reached meanwhile. */
function place(panel) {
  const sheet = !panel.hidden && phone.matches;
  if (panel.hasAttribute('aria-modal') === sheet) return;
  panel.setAttribute('role', sheet ? 'dialog' : 'complementary');
  if (sheet) panel.setAttribute('aria-modal', 'true');
  else panel.removeAttribute('aria-modal');
  for (const element of [...document.body.children, ...panel.parentElement.children])
    if (!element.contains(panel)) element.inert = sheet;
}

/** Copies a card's record into the panel; false when the card has none. */
function fill(panel, card) {
  const record = document.getElementById(card)?.querySelector('.computed');
  if (!record) return false;
  panel.querySelector('h2').textContent = record.dataset.title;
  panel.querySelector('.body').replaceChildren(...record.cloneNode(true).childNodes);
  return true;
}

function mark(card) {
  for (const marked of document.querySelectorAll('.card.is-explained'))
    marked.classList.remove('is-explained');
  if (card) document.getElementById(card)?.classList.add('is-explained');
}
