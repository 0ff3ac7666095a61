import type { FilterControl } from '#sdk';

/** The control with what was typed in it, right or wrong, so that it can be corrected and not typed again. */
export function keepTyped(control: FilterControl, input: unknown): FilterControl {
  switch (control.kind) {
    case 'period':
      return typeof input === 'string'
        ? { ...control, selected: input }
        : { ...control, ...typedPeriod(input) };
    case 'select':
      return { ...control, selected: values(input)[0] ?? null };
    case 'multi-select':
      return { ...control, selected: values(input) };
    case 'toggle':
      return { ...control, selected: values(input).length > 0 };
  }
}

function typedPeriod(input: unknown): { selected: string; from: string; to: string } {
  const { preset, from, to } = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >;
  return { selected: text(preset) || 'custom', from: text(from), to: text(to) };
}

const maxKept = 1000;

const values = (input: unknown): (string | number)[] =>
  (Array.isArray(input) ? input : [input])
    .filter((value): value is string | number => typeof value === 'string' || typeof value === 'number')
    .slice(0, maxKept);

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
