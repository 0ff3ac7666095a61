import { type Bins, bucketStarts, type Clause, type Grouping, type Measure } from '#sdk';
import { calendar, type Row } from './plant-frame.ts';

/** What a clause means, row by row. */
export function matches(row: Row, clause: Clause): boolean {
  if ('clause' in clause) return !matches(row, clause.clause);
  if ('clauses' in clause) {
    const some = clause.clauses.map((part) => matches(row, part));
    return clause.op === 'and' ? !some.includes(false) : some.includes(true);
  }
  const value = row[clause.column as keyof Row];
  if (value === null) return false;
  if ('values' in clause) return clause.values.includes(value);
  return (
    (clause.from === undefined || value >= clause.from) && (clause.to === undefined || value < clause.to)
  );
}

type Cells = Record<string, (number | null)[]>;

/** What a grouping means: the columns of its frame. Sums add in the rows' given order. */
export function groupNaively(rows: readonly Row[], grouping: Grouping): Cells {
  const names = [...(grouping.grain ? ['time'] : []), ...grouping.keys, ...(grouping.bins ? ['bin'] : [])];
  const groups = new Map<string, { key: (number | null)[]; rows: Row[] }>();
  if (names.length === 0) groups.set('[]', { key: [], rows: [] });
  for (const row of rows) {
    const key = names.map((name) => {
      if (name === 'bin') return binOf(row, grouping.bins!);
      return name === 'time' ? bucketOf(row, grouping) : row[name as keyof Row];
    });
    const group = groups.get(JSON.stringify(key)) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(JSON.stringify(key), group);
  }
  const sorted = [...groups.values()].sort((a, b) => compareKeys(a.key, b.key));
  const keyColumns = names.map((name, index) => [name, sorted.map(({ key }) => key[index]!)]);
  const measures = Object.entries(grouping.measures);
  const measureColumns = measures.map(([name, measure]) => [
    name,
    sorted.map((group) => measureNaively(group.rows, measure)),
  ]);
  return Object.fromEntries([...keyColumns, ...measureColumns]);
}

const bucketOf = (row: Row, { grain }: Grouping): number =>
  bucketStarts(grain!, { from: row.time, to: row.time + 1 }, calendar)[0]!;

function binOf(row: Row, { column, minus, relative, from, to, count }: Bins): number | null {
  const value = row[column as keyof Row];
  const other = minus === undefined ? 0 : row[minus as keyof Row];
  if (value === null || other === null || (relative && other === 0)) return null;
  const difference = relative ? (value - other) / other : value - other;
  if (difference < from) return -1;
  return difference >= to
    ? count
    : Math.min(count - 1, Math.floor((difference - from) / ((to - from) / count)) || 0);
}

function compareKeys(a: readonly (number | null)[], b: readonly (number | null)[]): number {
  const differing = a.findIndex((value, index) => value !== b[index]);
  if (differing < 0) return 0;
  return (a[differing] ?? Infinity) - (b[differing] ?? Infinity);
}

function measureNaively(rows: readonly Row[], measure: Measure): number | null {
  if (measure.fn === 'count') return rows.length;
  const values = rows.flatMap((row) => row[measure.column as keyof Row] ?? []);
  if (measure.fn === 'distinct') return new Set(values).size;
  if (values.length === 0) return null;
  if (measure.fn === 'quantile') return quantileNaively(values, measure.q);
  if (measure.fn === 'min') return Math.min(...values);
  if (measure.fn === 'max') return Math.max(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  return measure.fn === 'mean' ? sum / values.length : sum;
}

function quantileNaively(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  return low + (high - low) * (rank % 1);
}
