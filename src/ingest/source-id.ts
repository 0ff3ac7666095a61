import { createHash } from 'node:crypto';
import { type Dataset, storedColumns } from '#sdk';
import type { CheckedRow } from './check-rows.ts';
import type { OccurrenceCounter } from './occurrence-counter.ts';

/**
 * Makes ids for rows whose source has none: 43 characters of base64url, the SHA-256 of the split member, the time, every
 * stored dimension's member, and how many such rows the file has held so far. The same file gives the same ids.
 */
export function sourceIds(dataset: Dataset, occurrences: OccurrenceCounter): (checked: CheckedRow) => string {
  const names = storedColumns(dataset)
    .filter((column) => column.kind === 'dimension')
    .map((column) => column.name);
  return ({ member, row }) => {
    const key = [member, ...names.map((name) => row.values[name])].join('|');
    const occurrence = occurrences.next(row.time, key);
    return createHash('sha256').update(`${dataset.key}|${row.time}|${key}|${occurrence}`).digest('base64url');
  };
}
