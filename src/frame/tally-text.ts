import type { LoopWriter } from './compile-loop.ts';
import type { Segment } from './frame-parts.ts';
import type { RowCodes } from './key-codes.ts';
import type { KeyTerm } from './key-space.ts';
import { varying } from './local-tallies.ts';
import { reachesBeyond } from './segment-arrays.ts';
import type { ColumnTally, Tally } from './tally.ts';
import type { Vector } from './vector.ts';

/** Rows to be added to one tally: a target with its own bases, or a local one, whose cells begin at 0. */
export type Job = {
  readonly tally: Tally;
  readonly terms: readonly KeyTerm[];
  readonly number: number | null;
  readonly segment: Segment;
  readonly writer: LoopWriter;
  /** What the row's cell is called. */
  readonly name: string;
};

/** The cell of the piece `p` from which a target's cells are counted. */
export const baseText = (target: number): string => `bases[${target}*ends.length+p]`;

/** Statements at the beginning of a piece, and for each of its rows. */
export function rowText(job: Job): { readonly head: string; readonly row: string } {
  const { tally, writer, name, number } = job;
  const keys = varying(job.terms);
  const base = number === null ? '0' : baseText(number);
  const count = writer.use(tally.rows);
  const measures = [...tally.columns].map(([column, accumulators]) =>
    columnText(job, job.segment.vector(column), accumulators),
  );
  if (keys.length === 0) {
    return { head: `const ${name}=${base};${count}[${name}]+=end-k;`, row: measures.join('') };
  }
  const codes = keys.map(({ part, stride }) => codeText(part, stride, writer)).join('+');
  return {
    head: number === null ? '' : `const b${name}=${base};`,
    row: `const ${name}=${number === null ? '' : `b${name}+`}${codes};${count}[${name}]++;${measures.join('')}`,
  };
}

function codeText(part: RowCodes, stride: number, writer: LoopWriter): string {
  const value = writer.load(part.values);
  const code = part.table ? `${writer.use(part.table)}[${value}]` : value;
  const known = part.nulls ? `(${writer.load(part.nulls)}===0?${code}:${part.nullCode})` : code;
  return stride === 1 ? known : `${known}*${stride}`;
}

/** Statements that add one row's value of a column to the cell. */
function columnText(job: Job, vector: Vector, accumulators: ColumnTally): string {
  if (vector.kind === 'constant' && vector.value === null) return '';
  const { writer } = job;
  const { nulls, value } = valueText(vector, writer);
  const add = addText(job, accumulators);
  if (vector.kind === 'mapped') {
    const guard = nulls ? `${writer.load(nulls)}===0&&x===x` : 'x===x';
    return `{const x=${value};if(${guard}){${add}}}`;
  }
  return nulls ? `if(${writer.load(nulls)}===0){const x=${value};${add}}` : `{const x=${value};${add}}`;
}

function valueText(
  vector: Vector,
  writer: LoopWriter,
): { readonly nulls?: Uint8Array | undefined; readonly value: string } {
  if (vector.kind === 'constant') return { value: writer.use(vector.value) };
  const { values, nulls } = vector;
  const raw = writer.load(values);
  if (vector.kind === 'mapped') {
    return { nulls, value: `${writer.use(vector.map)}[${raw}]${reachesBeyond(vector) ? '??NaN' : ''}` };
  }
  return { nulls, value: vector.offset ? `(${raw}+${writer.use(vector.offset)})` : raw };
}

function addText({ tally, writer, name }: Job, { present, sums, lows, highs }: ColumnTally): string {
  const counted = present === tally.rows ? '' : `${writer.use(present)}[${name}]++;`;
  const summed = sums ? `${writer.use(sums)}[${name}]+=x;` : '';
  const low = lows ? `if(x<${writer.use(lows)}[${name}])${writer.use(lows)}[${name}]=x;` : '';
  const high = highs ? `if(x>${writer.use(highs)}[${name}])${writer.use(highs)}[${name}]=x;` : '';
  return counted + summed + low + high;
}
