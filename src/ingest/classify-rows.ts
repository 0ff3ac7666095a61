import type { FactRow, WriteCounts } from '#sdk';
import { type FactTarget, type StoredRow, valuesOf } from './fact-store.ts';

/** What a batch does to its table. */
export type RowChange = {
  readonly counts: WriteCounts;
  readonly remove: readonly StoredRow[];
  readonly insert: readonly FactRow[];
};

/**
 * Takes the rows in their order against what stands: a row equal to the one standing under its id is unchanged, one
 * that differs is corrected, one without is saved. Only the last row of an id is stored.
 */
export function classifyRows(
  target: FactTarget,
  rows: readonly FactRow[],
  existing: readonly StoredRow[],
): RowChange {
  const stored = groupById(existing);
  const last = new Map<string, StoredRow>();
  for (const [id, copies] of stored) last.set(id, copies[copies.length - 1]!);
  const pending = new Map<string, FactRow>();
  const counts = { saved: 0, unchanged: 0, corrected: 0 };
  for (const row of rows) {
    const next = { time: row.time, sourceId: row.sourceId, values: valuesOf(target, row) };
    const outcome = outcomeOf(last.get(row.sourceId), next);
    counts[outcome] += 1;
    if (outcome === 'unchanged') continue;
    last.set(row.sourceId, next);
    pending.set(row.sourceId, row);
  }
  return { counts, ...settle(target, stored, pending) };
}

function groupById(rows: readonly StoredRow[]): Map<string, StoredRow[]> {
  const groups = new Map<string, StoredRow[]>();
  for (const row of rows) groups.set(row.sourceId, [...(groups.get(row.sourceId) ?? []), row]);
  return groups;
}

function outcomeOf(before: StoredRow | undefined, after: StoredRow): keyof WriteCounts {
  if (!before) return 'saved';
  return sameRow(before, after) ? 'unchanged' : 'corrected';
}

const sameRow = (a: StoredRow, b: StoredRow): boolean =>
  a.time === b.time && a.values.every((value, index) => value === b.values[index]);

/** Drops what a batch changed and changed back: those rows stand as they should already. */
function settle(
  target: FactTarget,
  stored: ReadonlyMap<string, readonly StoredRow[]>,
  pending: ReadonlyMap<string, FactRow>,
): { remove: StoredRow[]; insert: FactRow[] } {
  const remove: StoredRow[] = [];
  const insert: FactRow[] = [];
  for (const [id, row] of pending) {
    const before = stored.get(id) ?? [];
    const after = { time: row.time, sourceId: id, values: valuesOf(target, row) };
    if (before.length === 1 && sameRow(before[0]!, after)) continue;
    remove.push(...before);
    insert.push(row);
  }
  return { remove, insert };
}
