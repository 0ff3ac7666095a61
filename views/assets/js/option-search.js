import { matchIn } from './fold.js';

/**
 * A long list of options with a search box: matches are underlined, the rest hidden. The arrows move, Space and Enter
 * mark, Escape clears. The list is a list box for those who do not see it; its check boxes still make up the form.
 */
export const optionSearch = () => ({
  active: null,

  init() {
    this.refresh = this.refresh.bind(this);
    document.addEventListener('htmx:after:swap', this.refresh);
    this.$root.addEventListener('input', ({ target }) => target.matches('[data-search]') && this.search());
    this.$root.addEventListener('click', (event) => this.click(event));
    this.$root.addEventListener('change', () => this.sync());
    this.refresh();
  },

  destroy() {
    document.removeEventListener('htmx:after:swap', this.refresh);
  },

  get box() {
    return this.$root.querySelector('[data-search]');
  },
  get options() {
    return [...this.$root.querySelectorAll('.opts > [role=option]')];
  },
  get matches() {
    return this.options.filter((option) => !option.hidden);
  },

  /** After new options arrive: no option twice, and the search as it was. */
  refresh() {
    const seen = new Set();
    for (const option of this.options) {
      if (seen.has(option.id)) option.remove();
      seen.add(option.id);
    }
    this.filter();
    this.sync();
  },

  search() {
    this.point(null);
    this.filter();
  },

  filter() {
    const query = this.box.value.trim();
    for (const option of this.options) {
      const name = option.querySelector('.name');
      const parts = matchIn(name.textContent, query);
      option.hidden = parts === null;
      name.replaceChildren(...(query && parts ? underlined(parts) : [name.textContent]));
    }
    const count = this.matches.length;
    this.toggle('[data-search-clear]', query !== '');
    this.toggle('.row', query !== '' && count > 0 && this.isMulti());
    this.toggle('.keys', query !== '' && count > 0);
    this.toggle('.none', count === 0);
    for (const button of this.$root.querySelectorAll('[data-text]')) {
      button.textContent = button.dataset.text.replace('{count}', count);
    }
  },

  toggle(selector, shown) {
    const element = this.$root.querySelector(selector);
    if (element) element.hidden = !shown;
  },

  isMulti() {
    return this.$root.querySelector('.opts input[type=checkbox]') !== null;
  },

  keys(event) {
    if (!event.target.matches('[data-search]')) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === ' ' && this.active) this.mark(this.active);
    else if (event.key === 'Enter') this.markAndClear();
    else if (event.key === 'Escape' && this.box.value) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },

  move(step) {
    const { matches } = this;
    if (matches.length === 0) return;
    const at = matches.indexOf(this.active);
    const next = at < 0 ? (step > 0 ? 0 : matches.length - 1) : (at + step + matches.length) % matches.length;
    this.point(matches[next]);
  },

  point(option) {
    this.active?.classList.remove('act');
    this.active = option;
    option?.classList.add('act');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.box.setAttribute('aria-activedescendant', option.id);
    else this.box.removeAttribute('aria-activedescendant');
  },

  markAndClear() {
    const option = this.active ?? (this.box.value.trim() ? this.matches[0] : null);
    if (option) this.mark(option);
    this.clear();
  },

  mark(option) {
    const input = option.querySelector('input');
    input.checked = input.type === 'radio' || !input.checked;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  },

  clear() {
    this.box.value = '';
    this.box.dispatchEvent(new Event('input', { bubbles: true }));
    this.box.focus();
  },

  click({ target }) {
    const option = target.closest('[role=option]');
    if (option) this.mark(option);
    else if (target.closest('[data-search-clear]')) this.clear();
    else if (target.closest('[data-mark]')) this.markMatches(true);
    else if (target.closest('[data-unmark]')) this.markMatches(false);
  },

  markMatches(checked) {
    for (const option of this.matches) option.querySelector('input').checked = checked;
    this.box.dispatchEvent(new Event('change', { bubbles: true }));
  },

  /** What is marked, for those who hear the list. */
  sync() {
    for (const option of this.options) {
      option.setAttribute('aria-selected', String(option.querySelector('input').checked));
    }
  },
});

function underlined([before, match, after]) {
  const mark = document.createElement('mark');
  mark.textContent = match;
  return [before, mark, after];
}
