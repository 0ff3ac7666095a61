import { changedSections, clearSection, describeSections, setPeriod } from './filter-form.js';

const phone = matchMedia('(max-width: 599px)');
const docked = matchMedia('(min-width: 1100px)');

/** The filter panel around the dashboard: open or not, what waits in it, and every button that applies at once. */
export const dashboard = () => ({
  open: false,
  waits: 0,
  applying: false,

  init() {
    const root = this.$root;
    root.addEventListener('click', (event) => this.click(event));
    for (const [event, applying] of [
      ['htmx:before:request', true],
      ['htmx:finally:request', false],
    ]) {
      root.addEventListener(event, ({ detail }) => {
        if (detail.ctx.sourceElement === this.form) this.applying = applying;
      });
    }
    root.addEventListener('htmx:after:swap', ({ detail }) => this.afterSwap(detail.ctx));
    docked.addEventListener('change', () => this.place());
    phone.addEventListener('change', () => this.place());
    if (phone.matches) this.foldSections();
    this.recount();
    const refused = this.form?.querySelector('.err-msg');
    if (refused) this.$nextTick(() => this.showRefused(refused));
  },

  get frame() {
    return { 'panel-open': this.open };
  },
  get expanded() {
    return String(this.open);
  },
  get waiting() {
    return this.waits > 0;
  },
  get settled() {
    return this.waits === 0;
  },
  get waitsUnseen() {
    return this.waits > 0 && !this.open && !this.applying;
  },
  get primary() {
    return { primary: this.waits > 0 };
  },
  get openerState() {
    return { on: this.open };
  },

  click({ target }) {
    const on = (selector) => target.closest(selector);
    const preset = on('[data-preset]');
    const custom = on('[data-custom-period]');
    const clear = on('[data-clear]');
    if (preset) this.apply(() => setPeriod(this.form, preset.dataset.filter, preset.dataset.preset));
    else if (custom) this.chooseDates(custom.dataset.customPeriod);
    else if (clear) this.apply(() => clearSection(this.form, clear.dataset.clear));
    else if (on('[data-clear-all]')) this.apply(() => this.clearAll());
    else if (on('[data-close-panel]')) this.closePanel();
    else if (on('[data-open-panel]')) this.openAt(on('[data-open-panel]'));
  },

  get form() {
    return this.$refs.form;
  },

  apply(change) {
    change();
    this.recount();
    this.form.requestSubmit();
  },

  clearAll() {
    for (const section of this.form.querySelectorAll('[data-section]')) {
      if (section.dataset.kind !== 'period') clearSection(this.form, section.dataset.section);
    }
  },

  chooseDates(filter) {
    setPeriod(this.form, filter, 'custom');
    this.recount();
    this.form.querySelector(`[data-section="${CSS.escape(filter)}"] .moments input`).focus();
  },

  openAt(button) {
    const section = button.dataset.openPanel;
    if (this.open && !section) return this.closePanel();
    this.open = true;
    this.place();
    if (!section) return this.$refs.heading.focus();
    const details = this.form.querySelector(`[data-section="${CSS.escape(section)}"]`);
    details.open = true;
    details.scrollIntoView({ block: 'nearest' });
    if (button.matches('[data-custom]')) this.chooseDates(section);
    else details.querySelector('summary').focus();
  },

  closePanel() {
    if (!this.open) return;
    this.open = false;
    this.place();
    this.opener().focus();
  },

  opener() {
    const openers = [...this.$root.querySelectorAll('[data-open-panel=""]')];
    return openers.find((button) => button.offsetParent !== null) ?? openers[0];
  },

  escape() {
    if (this.$refs.panel?.contains(document.activeElement) || !docked.matches) this.closePanel();
  },

  /** On a phone the panel is a sheet over a page that cannot be reached meanwhile. */
  place() {
    const { panel } = this.$refs;
    const sheet = this.open && phone.matches;
    panel.hidden = !this.open;
    panel.setAttribute('role', sheet ? 'dialog' : 'complementary');
    if (sheet) panel.setAttribute('aria-modal', 'true');
    else panel.removeAttribute('aria-modal');
    for (const element of document.querySelectorAll('.top, .page, .bottom-bar')) element.inert = sheet;
  },

  foldSections() {
    for (const section of [...this.$root.querySelectorAll('[data-section]')].slice(2)) section.open = false;
  },

  recount() {
    if (!this.form) return;
    this.waits = changedSections(this.form).length;
    describeSections(this.form);
    const { changes } = this.$refs;
    changes.textContent = (this.waits === 1 ? changes.dataset.one : changes.dataset.other).replace(
      '{count}',
      this.waits,
    );
  },

  recountSoon() {
    setTimeout(() => this.recount());
  },

  afterSwap(ctx) {
    if (ctx.sourceElement?.id !== 'filters') return;
    this.recount();
    const refused = this.form.querySelector('.err-msg');
    if (refused) this.showRefused(refused);
    else if (ctx.response.status >= 400) return;
    else if (phone.matches && this.open) this.closePanel();
    else if (document.activeElement === document.body) this.opener().focus();
  },

  showRefused(message) {
    this.open = true;
    this.place();
    const section = message.closest('[data-section]');
    section.open = true;
    const name = CSS.escape(message.dataset.field);
    const field = section.querySelector(`[name="${name}"]:not([hidden])`) ?? section.querySelector('summary');
    field.focus();
  },
});
