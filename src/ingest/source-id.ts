import { createHash } from 'node:crypto';
import { type Dataset, storedColumns } from '#sdk';
import type { CheckedRow } from './check-rows.ts';
import type { OccurrenceCounter } from './occurrence-counter.ts';

const timeCharacters = 9;
const hashCharacters = 34;

/**
 * Makes ids for rows whose source has none, 43 characters: the time, so that an index takes them in order, then the
 * SHA-256 (base64url, 204 bits of it) of the split member, the time, every stored dimension's member, and how many such
 * rows the file has held so far. The same file gives the same ids.
 */
export function sourceIds(dataset: Dataset, occurrences: OccurrenceCounter): (checked: CheckedRow) => string {
  const names = storedColumns(dataset)
    .filter((column) => column.kind === 'dimension')
    .map((column) => column.name);
  return ({ member, row }) => {
    const key = [member, ...names.map((name) => row.values[name])].join('|');
    const occurrence = occurrences.next(row.time, key);
    const hash = createHash('sha256')
      .update(`${dataset.key}|${row.time}|${key}|${occurrence}`)
      .digest('base64url');
    return row.time.toString(36).padStart(timeCharacters, '0') + hash.slice(0, hashCharacters);
  };
}
