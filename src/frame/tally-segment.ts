import { adderOf } from './add-local.ts';
import { compileLoop, LoopWriter } from './compile-loop.ts';
import type { Segment } from './frame-parts.ts';
import type { RowCodes } from './key-codes.ts';
import { planTallies, type Target, varying } from './local-tallies.ts';
import { maxOf } from './max-of.ts';
import { makePieces } from './pieces.ts';
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
 * buckets, its constants) are hoisted out of the loop over rows, and tallies that differ in those alone are added up
 * together.
 */
export function tallySegment(segment: Segment, index: number, tallies: readonly Tally[]): void {
  const targets = tallies.map((tally) => ({ tally, terms: tally.space.terms[index]! }));
  const pieces = makePieces(
    segment,
    targets.flatMap(({ terms }) => terms),
  );
  const { direct, locals } = planTallies(segment, pieces, targets);
  const writer = new LoopWriter();
  const noBase = new Float64Array(pieces.ends.length);
  const jobs = [...direct, ...locals.map(({ tally, terms }) => ({ tally, terms, base: noBase }))];
  const texts = jobs.map((job, which) => tallyText({ ...job, segment, writer, name: `g${which}` }));
  const tails = locals.map((local) => `${writer.use(adderOf(local))}(p);`);
  const body = loopBody(
    {
      head: texts.map(({ head }) => head).join(''),
      row: texts.map(({ row }) => row).join(''),
      tail: tails.join(''),
    },
    { listed: segment.list !== null, loads: writer.loads },
  );
  const loop = compileLoop(writer, 'ends,from,list', body) as unknown as TallyLoop;
  loop(writer.arrays, pieces.ends, segment.from, segment.list);
}

type LoopText = { readonly head: string; readonly row: string; readonly tail: string };

function loopBody({ head, row, tail }: LoopText, on: { listed: boolean; loads: string }): string {
  const index = on.listed ? 'const i=list[k];' : 'const i=k;';
  const inner = row ? `for(;k<end;k++){${index}${on.loads}${row}}` : 'k=end;';
  return `let k=from;for(let p=0;p<ends.length;p++){const end=ends[p];${head}${inner}${tail}}`;
}

type Job = Target & { readonly segment: Segment; readonly writer: LoopWriter; readonly name: string };

function tallyText(job: Job): { head: string; row: string } {
  const { tally, writer, name } = job;
  const keys = varying(job.terms);
  const base = `${writer.use(job.base)}[p]`;
  const count = writer.use(tally.rows);
  const measures = [...tally.columns].map(([column, accumulators]) =>
    columnText(job, job.segment.vector(column), accumulators),
  );
  if (keys.length === 0) {
    return { head: `const ${name}=${base};${count}[${name}]+=end-k;`, row: measures.join('') };
  }
  const codes = keys.map(({ part, stride }) => codeText(part, stride, writer));
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
