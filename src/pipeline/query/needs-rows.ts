import type { Grouping } from '#sdk';

/** Whether only the rows themselves can answer: every moment would be a group of its own, or every value counts. */
export const needsRows = ({ measures }: Grouping): boolean =>
  Object.values(measures).some(
    (measure) => measure.fn === 'quantile' || (measure.fn === 'distinct' && measure.column === 'time'),
  );
