import type { FilterControl } from '#sdk';
import type { ApplyRequest, ApplyResult, FilterOutcome } from '../../src/pipeline/types.ts';
import { fixtureResult } from './apply-result-fixture.ts';

/** Answers as the pipeline would for the controls' sake: what was sent is chosen, a period that ends first is refused. */
export function answerForm(
  { form }: Pick<ApplyRequest, 'form'>,
  base: ApplyResult = fixtureResult,
): ApplyResult {
  const filters = base.filters.map((filter) => choose(filter, form[filter.id]));
  if (filters.some(({ error }) => error)) return { ...base, filters, refused: true, cards: [] };
  const rows = filters.some(({ narrows }) => narrows) ? 19340 : 48216;
  return {
    ...base,
    filters,
    stats: { ...base.stats, rows, counted: { label: 'Detecciones', one: 'Detección', rows, total: 48216 } },
  };
}

function choose(filter: FilterOutcome, sent: unknown): FilterOutcome {
  const { control } = filter;
  if (sent === undefined || sent === '') return filter;
  if (control.kind === 'period') return choosePeriod(filter, control, sent);
  if (control.kind === 'toggle') {
    return { ...filter, ...chosen(true, 'Solo rechazos'), control: { ...control, selected: true } };
  }
  const values = (Array.isArray(sent) ? sent : [sent]).map(Number);
  const names = control.options
    .filter(({ value }) => values.includes(Number(value)))
    .map(({ label }) => label);
  const text = names.length > 2 ? `${names.length} de ${control.options.length}` : names.join(', ');
  if (control.kind === 'select') {
    return { ...filter, ...chosen(values[0], text), control: { ...control, selected: values[0]! } };
  }
  return { ...filter, ...chosen(values, text), control: { ...control, selected: values } };
}

const chosen = (value: unknown, text: string) => ({ value, text, narrows: true, isDefault: false });

type Period = Extract<FilterControl, { kind: 'period' }>;

function choosePeriod(filter: FilterOutcome, control: Period, sent: unknown): FilterOutcome {
  const {
    preset,
    from = '',
    to = '',
  } = (typeof sent === 'string' ? { preset: sent } : sent) as Record<string, string>;
  if (preset && preset !== 'custom') {
    return {
      ...filter,
      value: preset,
      isDefault: preset === 'today',
      control: { ...control, selected: preset },
    };
  }
  const custom = { ...control, selected: 'custom', from, to };
  if (from < to) return { ...filter, value: { from, to }, isDefault: false, control: custom };
  const message = 'El final va antes que el principio. Elige un final posterior.';
  return { ...filter, control: custom, error: { field: `${filter.id}.to`, rule: 'ends_first', message } };
}
