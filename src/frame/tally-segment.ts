import { compileLoop, LoopWriter } from './compile-loop.ts';
import type { Segment } from './frame-parts.ts';
import type { RowCodes } from './key-codes.ts';
import type { KeyTerm } from './key-space.ts';
import { maxOf } from './max-of.ts';
import { baseOf, makePieces, type Pieces } from './pieces.ts';
import type { ColumnTally, Tally } from './tally.ts';
import type { Vector } from './vector.ts';

type TallyLoop = (
  arrays: readonly unknown[],
  ends: Uint32Array,
  from: number,
  list: Uint32Array | null,
) => void;

/**
 * Adds the segment's rows to every tally in one pass. Keys that keep their code over a piece of the segment (its
 * buckets, its constants) are hoisted out of the loop over rows.
 */
export function tallySegment(segment: Segment, index: number, tallies: readonly Tally[]): void {
  const terms = tallies.map((tally) => tally.space.terms[index]!);
  const pieces = makePieces(segment, terms.flat());
  const writer = new LoopWriter();
  const heads: string[] = [];
  const rows: string[] = [];
  tallies.forEach((tally, which) => {
    const text = tallyText({ segment, tally, terms: terms[which]!, pieces, writer, name: `g${which}` });
    heads.push(text.head);
    rows.push(text.row);
  });
  const loop = compileLoop(
    writer,
    'ends,from,list',
    loopBody(heads.join(''), rows.join(''), { listed: segment.list !== null, loads: writer.loads }),
  );
  (loop as unknown as TallyLoop)(writer.arrays, pieces.ends, segment.from, segment.list);
}

function loopBody(heads: string, perRow: string, row: { listed: boolean; loads: string }): string {
  const index = row.listed ? 'const i=list[k];' : 'const i=k;';
  const inner = perRow ? `for(;k<end;k++){${index}${row.loads}${perRow}}` : 'k=end;';
  return `let k=from;for(let p=0;p<ends.length;p++){const end=ends[p];${heads}${inner}}`;
}

type Job = {
  readonly segment: Segment;
  readonly tally: Tally;
  readonly terms: readonly KeyTerm[];
  readonly pieces: Pieces;
  readonly writer: LoopWriter;
  readonly name: string;
};

function tallyText(job: Job): { head: string; row: string } {
  const { tally, writer, name } = job;
  const varying = job.terms.filter(({ part }) => part.kind === 'rows');
  const base = `${writer.use(baseOf(job.pieces, job.terms))}[p]`;
  const count = writer.use(tally.rows);
  const measures = [...tally.columns].map(([column, accumulators]) =>
    columnText(job, job.segment.vector(column), accumulators),
  );
  if (varying.length === 0) {
    return { head: `const ${name}=${base};${count}[${name}]+=end-k;`, row: measures.join('') };
  }
  const codes = varying.map(({ part, stride }) => codeText(part as RowCodes, stride, writer));
  return {
    head: `const b${name}=${base};`,
    row: `const ${name}=b${name}+${codes.join('+')};${count}[${name}]++;${measures.join('')}`,
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
  const { nulls, value } = valueText(vector, job);
  const add = addText(job, accumulators);
  if (vector.kind === 'mapped') {
    const guard = nulls ? `${writer.load(nulls)}===0&&x===x` : 'x===x';
    return `{const x=${value};if(${guard}){${add}}}`;
  }
  return nulls ? `if(${writer.load(nulls)}===0){const x=${value};${add}}` : `{const x=${value};${add}}`;
}

function valueText(vector: Vector, { writer }: Job): { nulls?: Uint8Array | undefined; value: string } {
  if (vector.kind === 'constant') return { value: `${writer.use(Float64Array.of(vector.value!))}[0]` };
  if (vector.kind === 'mapped') {
    const beyond = maxOf(vector.values) < vector.map.length ? '' : '??NaN';
    return {
      nulls: vector.nulls,
      value: `${writer.use(vector.map)}[${writer.load(vector.values)}]${beyond}`,
    };
  }
  const raw = writer.load(vector.values);
  if (!vector.offset) return { nulls: vector.nulls, value: raw };
  return { nulls: vector.nulls, value: `(${raw}+${writer.use(Float64Array.of(vector.offset))}[0])` };
}

function addText({ tally, writer, name }: Job, { present, sums, lows, highs }: ColumnTally): string {
  const counted = present === tally.rows ? '' : `${writer.use(present)}[${name}]++;`;
  const summed = sums ? `${writer.use(sums)}[${name}]+=x;` : '';
  const low = lows ? `if(x<${writer.use(lows)}[${name}])${writer.use(lows)}[${name}]=x;` : '';
  const high = highs ? `if(x>${writer.use(highs)}[${name}])${writer.use(highs)}[${name}]=x;` : '';
  return counted + summed + low + high;
}
