/*
 * The form's own memory is the state: an input's default is what is applied, its value what is chosen. An Apply's
 * answer moves the defaults, "Undo" is the form's reset.
 */

const sectionsOf = (form) => [...form.querySelectorAll('[data-section]')];

const sectionOf = (form, filter) => form.querySelector(`[data-section="${CSS.escape(filter)}"]`);

const inputsOf = (section) => [...section.querySelectorAll('[name]:not([data-search])')];

const isTicked = ({ type }) => type === 'checkbox' || type === 'radio';

const isChanged = (input) =>
  isTicked(input)
    ? input.checked !== input.defaultChecked
    : !input.disabled && input.value !== input.defaultValue;

/** Sections with choices that are not applied. */
export const changedSections = (form) =>
  sectionsOf(form).filter((section) => inputsOf(section).some(isChanged));

/** Chooses a preset, or `custom` with the two moments that then join the form. */
export function setPeriod(form, filter, preset) {
  sectionOf(form, filter).querySelector('[data-choice]').value = preset;
}

/** Back to not narrowing. */
export function clearSection(form, filter) {
  for (const input of inputsOf(sectionOf(form, filter))) {
    if (isTicked(input)) input.checked = input.type === 'radio' && input.value === '';
  }
}

/** What stands in each section's head, and which of its parts take part. */
export function describeSections(form) {
  const changed = new Set(changedSections(form));
  for (const section of sectionsOf(form)) {
    section.querySelector('.wait').hidden = !changed.has(section);
    if (section.dataset.kind === 'period') describePeriod(section);
    else section.querySelector('.m').textContent = summary(section);
    markRefused(section);
  }
}

function describePeriod(section) {
  const chosen = section.querySelector('[data-choice]').value;
  for (const button of section.querySelectorAll('[data-preset]')) {
    button.setAttribute('aria-pressed', String(button.dataset.preset === chosen));
  }
  const custom = chosen === 'custom';
  section.querySelector('[data-custom-period]').setAttribute('aria-pressed', String(custom));
  section.querySelector('.moments').hidden = !custom;
  for (const input of section.querySelectorAll('.moments input')) input.disabled = !custom;
}

function summary(section) {
  const ticked = inputsOf(section).filter((input) => isTicked(input) && input.checked && input.value !== '');
  if (ticked.length === 0) return '';
  const { some, total } = section.querySelector('.m').dataset;
  if (some) return some.replace('{chosen}', ticked.length).replace('{all}', total);
  return ticked[0].closest('.check, .radio').querySelector('.name').textContent;
}

function markRefused(section) {
  const message = section.querySelector('.err-msg');
  for (const input of section.querySelectorAll('.inp[name]')) {
    const refused =
      message !== null && (message.dataset.field === input.name || !namesAnInput(section, message));
    input.classList.toggle('err', refused);
    if (refused) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
}

const namesAnInput = (section, message) =>
  section.querySelector(`[name="${CSS.escape(message.dataset.field)}"]`) !== null;
