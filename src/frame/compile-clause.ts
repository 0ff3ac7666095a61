import type { Clause } from '#sdk';
import { compileLoop, type LoopWriter } from './compile-loop.ts';
import type { Segment } from './frame-parts.ts';
import { maxOf } from './max-of.ts';
import { type MappedVector, readMap, type StoredVector, type Vector } from './vector.ts';

type Leaf = Extract<Clause, { op: 'in' | 'between' }>;
const maxTableSize = 1 << 20;

/** A JavaScript condition on the row `i`, or a plain truth where the segment decides it alone. */
export function compileClause(clause: Clause, segment: Segment, writer: LoopWriter): string | boolean {
  const each = (part: Clause) => compileClause(part, segment, writer);
  if ('clauses' in clause) {
    const parts = clause.clauses.map(each);
    return clause.op === 'and' ? allOf(parts) : negate(allOf(parts.map(negate)));
  }
  if ('clause' in clause) return negate(each(clause.clause));
  return compileLeaf(clause, segment.vector(clause.column), writer);
}

const negate = (condition: string | boolean): string | boolean =>
  typeof condition === 'boolean' ? !condition : `!(${condition})`;

export function allOf(conditions: readonly (string | boolean)[]): string | boolean {
  if (conditions.includes(false)) return false;
  const open = conditions.filter((condition) => condition !== true);
  return open.length === 0 ? true : open.map((condition) => `(${condition})`).join('&&');
}

function compileLeaf(leaf: Leaf, vector: Vector, writer: LoopWriter): string | boolean {
  if (vector.kind === 'constant') return vector.value !== null && testOf(leaf)(vector.value);
  const condition = isTabled(vector)
    ? tableCondition(leaf, vector, writer)
    : valueCondition(leaf, vector, writer);
  if (!vector.nulls) return condition;
  return `${writer.load(vector.nulls)}===0&&${condition}`;
}

/** The leaf as a function of one value that is not null. */
export function testOf(leaf: Leaf): (value: number) => boolean {
  if (leaf.op === 'in') {
    const values = new Set(leaf.values);
    return (value) => values.has(value);
  }
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = leaf;
  return (value) => value >= from && value < to;
}

/** Ids are answered from a table with one place per id. */
function isTabled(vector: StoredVector | MappedVector): boolean {
  const ids = vector.values instanceof Uint8Array || vector.values instanceof Uint16Array;
  if (vector.kind === 'stored' && vector.offset) return false;
  return ids || (vector.values instanceof Uint32Array && maxOf(vector.values) < maxTableSize);
}

function tableCondition(leaf: Leaf, vector: StoredVector | MappedVector, writer: LoopWriter): string {
  const test = testOf(leaf);
  const table = new Uint8Array(maxOf(vector.values) + 1);
  for (let id = 0; id < table.length; id++) {
    const value = vector.kind === 'mapped' ? readMap(vector.map, id) : id;
    table[id] = value !== null && test(value) ? 1 : 0;
  }
  return `${writer.use(table)}[${writer.load(vector.values)}]===1`;
}

function valueCondition(leaf: Leaf, vector: StoredVector | MappedVector, writer: LoopWriter): string {
  const test = testOf(leaf);
  const value = writer.load(vector.values);
  if (vector.kind === 'mapped') {
    return `${writer.use((id: number) => passes(readMap(vector.map, id), test))}(${value})`;
  }
  const offset = vector.offset ?? 0;
  if (leaf.op === 'in') return `${writer.use((raw: number) => test(raw + offset))}(${value})`;
  const bounds = writer.use(
    Float64Array.of((leaf.from ?? -Infinity) - offset, (leaf.to ?? Infinity) - offset),
  );
  return `${value}>=${bounds}[0]&&${value}<${bounds}[1]`;
}

const passes = (value: number | null, test: (value: number) => boolean): boolean =>
  value !== null && test(value);

/** Rows of the segment's positions that meet the condition, written into `found`; returns how many. */
export function compileSelection(condition: string, listed: boolean, writer: LoopWriter) {
  const row = listed ? 'const i=list[k];' : 'const i=k;';
  const body = `let n=0;for(let k=from;k<to;k++){${row}${writer.loads}found[n]=i;n+=(${condition})?1:0;}return n;`;
  return compileLoop(writer, 'from,to,list,found', body) as unknown as Selection;
}

type Selection = (
  arrays: readonly unknown[],
  given: readonly unknown[],
  from: number,
  to: number,
  list: Uint32Array | null,
  found: Uint32Array,
) => number;
