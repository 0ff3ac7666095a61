import type { PageHelpers } from '#sdk';
import type { FilterOutcome } from '../../pipeline/types.ts';

export type FilterView = FilterOutcome & {
  /** What stands beside the section's name: how much of it is chosen. */
  readonly summary: string;
  /** Whether the section is open at first. */
  readonly open: boolean;
};

const sectionsOpenAtFirst = 5;

export const filterViews = (filters: readonly FilterOutcome[], page: PageHelpers): FilterView[] =>
  filters.map((filter, index) => ({
    ...filter,
    summary: summaryOf(filter, page),
    open: index < sectionsOpenAtFirst || filter.narrows || filter.error !== null,
  }));

function summaryOf({ control, narrows, text }: FilterOutcome, page: PageHelpers): string {
  if (!narrows) return '';
  if (control.kind !== 'multi-select') return text;
  return page.t('filters.some', {
    chosen: page.number(control.selected.length),
    all: page.number(control.options.length),
  });
}
