import {
  type Clause,
  columnOf,
  type Database,
  type Dataset,
  type Metadata,
  quoteName,
  type ShiftSpan,
  type Span,
  shiftSpans,
  storedTime,
} from '#sdk';
import { testOf } from '../../frame/compile-clause.ts';
import { lookupTable } from '../../frame/join-dataset.ts';
import { tableConstants } from './find-tables.ts';
import { joinSql, placeholders, type SqlText } from './sql-text.ts';

export type SqlPlace = {
  readonly engine: Database['engine'];
  readonly dataset: Dataset;
  readonly metadata: Metadata;
  /** Member that the table stands for. */
  readonly member: number | null;
  /** All rows asked about lie in this span: shifts are spelt out over it. */
  readonly span: Span;
};

type Leaf = Extract<Clause, { op: 'in' | 'between' }>;

const yes: SqlText = { sql: '1=1', bindings: [] };
const no: SqlText = { sql: '1=0', bindings: [] };

/**
 * The clause as a bound SQL condition over a fact table: never null, so that `not` means the same as in memory. Names
 * come from the dataset's declaration, values are always bound.
 */
export function clauseToSql(clause: Clause, place: SqlPlace): SqlText {
  if ('clause' in clause) return joinSql(['NOT (', clauseToSql(clause.clause, place), ')']);
  if (!('clauses' in clause)) return leafToSql(clause, place);
  if (clause.clauses.length === 0) return clause.op === 'and' ? yes : no;
  const parts = clause.clauses.map((part) => joinSql(['(', clauseToSql(part, place), ')']));
  return joinSql(parts, clause.op === 'and' ? ' AND ' : ' OR ');
}

function leafToSql(leaf: Leaf, place: SqlPlace): SqlText {
  const { dataset, metadata, member, engine } = place;
  const constant = tableConstants(dataset, metadata, member)(leaf.column);
  if (constant !== undefined) return constant !== null && testOf(leaf)(constant) ? yes : no;
  if (leaf.column === 'time')
    return valueToSql(leaf, 'time', (value) => storedTime(Math.ceil(value), engine));
  if (leaf.column === 'shift') return shiftToSql(leaf, place);
  const column = columnOf(dataset, leaf.column)!;
  if (!('via' in column)) return valueToSql(leaf, quoteName(leaf.column, engine), (value) => value);
  const table = lookupTable(dataset, metadata, leaf.column);
  const ids = [...table.keys()].filter((id) => !Number.isNaN(table[id]) && testOf(leaf)(table[id]!));
  return valueToSql({ op: 'in', column: column.via, values: ids }, quoteName(column.via, engine), (id) => id);
}

function valueToSql(leaf: Leaf, name: string, stored: (value: number) => number | string): SqlText {
  if (leaf.op === 'in') {
    const values = leaf.column === 'time' ? leaf.values.filter(Number.isInteger) : leaf.values;
    if (values.length === 0) return no;
    return { sql: `COALESCE(${name} IN (${placeholders(values)}), 0)`, bindings: values.map(stored) };
  }
  const bounds = [
    ...(isBound(leaf.from) ? [{ sql: `${name} >= ?`, bindings: [stored(leaf.from)] }] : []),
    ...(isBound(leaf.to) ? [{ sql: `${name} < ?`, bindings: [stored(leaf.to)] }] : []),
  ];
  if (bounds.length === 0) return { sql: `${name} IS NOT NULL`, bindings: [] };
  return joinSql(['COALESCE(', joinSql(bounds, ' AND '), ', 0)']);
}

const isBound = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

function shiftToSql(leaf: Leaf, { metadata, span, engine }: SqlPlace): SqlText {
  const test = testOf(leaf);
  const spans = joinTouching(shiftSpans(span, metadata.calendar).filter(({ shiftId }) => test(shiftId)));
  if (spans.length === 0) return no;
  const within = spans.map(({ from, to }) => ({
    sql: '(time >= ? AND time < ?)',
    bindings: [storedTime(from, engine), storedTime(to, engine)],
  }));
  return joinSql(['(', joinSql(within, ' OR '), ')']);
}

function joinTouching(spans: readonly ShiftSpan[]): Span[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of spans) {
    const last = joined.at(-1);
    if (last?.to === from) last.to = to;
    else joined.push({ from, to });
  }
  return joined;
}
