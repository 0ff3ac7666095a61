import type { Database } from '#sdk';
import { joinSql, type SqlText } from './sql-text.ts';

/** Equally long buckets one after another: bucket `first + i` starts at `start + i * widthMs`. */
type Stretch = { readonly start: number; readonly widthMs: number; readonly first: number };

/**
 * The number of the bucket that holds the moment `_t` (epoch milliseconds, a column of the statement). Buckets start at
 * the given ascending instants; `_t` is never before the first. The boundaries are searched like a tree, and equally
 * long buckets are one division.
 */
export function bucketToSql(starts: readonly number[], engine: Database['engine']): SqlText {
  return searchTree(stretchesOf(starts), engine);
}

function stretchesOf(starts: readonly number[]): Stretch[] {
  const stretches: Stretch[] = [];
  starts.forEach((start, index) => {
    const widthMs = (starts[index + 1] ?? Number.POSITIVE_INFINITY) - start;
    const last = stretches.at(-1);
    if (widthMs !== last?.widthMs) stretches.push({ start, widthMs, first: index });
  });
  return stretches;
}

function searchTree(stretches: readonly Stretch[], engine: Database['engine']): SqlText {
  if (stretches.length === 1) return stretchToSql(stretches[0]!, engine);
  const middle = stretches.length >>> 1;
  const right = stretches.slice(middle);
  return joinSql([
    { sql: 'CASE WHEN _t < ? THEN ', bindings: [right[0]!.start] },
    searchTree(stretches.slice(0, middle), engine),
    ' ELSE ',
    searchTree(right, engine),
    ' END',
  ]);
}

function stretchToSql({ start, widthMs, first }: Stretch, engine: Database['engine']): SqlText {
  if (widthMs === Number.POSITIVE_INFINITY) return { sql: '?', bindings: [first] };
  const whole = engine === 'mysql' ? 'FLOOR((_t - ?) / ?)' : 'CAST((_t - ?) / ? AS INTEGER)';
  return { sql: `? + ${whole}`, bindings: [first, start, widthMs] };
}
