import { AppError, type Bins } from '#sdk';
import { compileLoop, LoopWriter } from './compile-loop.ts';
import { type FrameParts, fieldOf, type Segment } from './frame-parts.ts';
import type { KeyCodes, KeyPart } from './key-codes.ts';
import { maxOf } from './max-of.ts';
import type { Vector } from './vector.ts';

const maxBins = 1000;

/** Throws `unknown_column`, `not_measurable` for a column without numbers, or `bad_bins`. */
export function checkBins(parts: Pick<FrameParts, 'fields'>, { column, minus, from, to, count }: Bins): void {
  for (const name of minus === undefined ? [column] : [column, minus]) {
    if (fieldOf(parts, name).type !== 'number')
      throw new AppError('not_measurable', { params: { column: name } });
  }
  const fits = Number.isInteger(count) && count >= 1 && count <= maxBins;
  if (!fits || !Number.isFinite(to - from) || from >= to)
    throw new AppError('bad_bins', { params: { from, to, count, max: maxBins } });
}

export const widthOf = ({ from, to, count }: Bins): number => (to - from) / count;

/** Code 0 is below, `1 … count` the bins, `count + 1` above, and the last null. One compiled pass per segment. */
export function codeBins(parts: FrameParts, bins: Bins): KeyCodes {
  const nullCode = bins.count + 2;
  return {
    codes: nullCode + 1,
    valueOf: (code) => (code === nullCode ? null : code - 1),
    parts: parts.segments.map((segment) => binsOf(segment, bins)),
  };
}

type BinLoop = (
  arrays: readonly unknown[],
  given: readonly unknown[],
  place: Pick<Segment, 'from' | 'to' | 'list'>,
  bins: Bins & { readonly width: number },
  found: Uint8Array | Uint16Array,
) => void;

function binsOf(segment: Segment, bins: Bins): KeyPart {
  const writer = new LoopWriter();
  const value = valueText(segment.vector(bins.column), writer);
  const other = bins.minus === undefined ? null : valueText(segment.vector(bins.minus), writer);
  const loop = compileLoop(writer, 'place,bins,found', loopBody(bins, { value, other, loads: writer.loads }));
  const rows = rowSpan(segment);
  const values = bins.count + 3 <= 1 << 8 ? new Uint8Array(rows) : new Uint16Array(rows);
  (loop as unknown as BinLoop)(writer.arrays, [], segment, { ...bins, width: widthOf(bins) }, values);
  return { kind: 'rows', values, nullCode: 0 };
}

function loopBody(
  { relative }: Bins,
  { value, other, loads }: { value: string; other: string | null; loads: string },
): string {
  const difference = relative ? 'm===0?NaN:(x-m)/m' : 'x-m';
  const measured = other === null ? 'const d=x;' : `const m=${other};const d=${difference};`;
  return `const {from,to,list}=place,least=bins.from,most=bins.to,{count,width}=bins;
for(let k=from;k<to;k++){const i=list===null?k:list[k];${loads}const x=${value};${measured}
let c=count+2;if(d<least)c=0;else if(d>=most)c=count+1;
else if(d===d){c=Math.floor((d-least)/width)+1;if(c>count)c=count;}
found[i]=c;}`;
}

/** A row's value, NaN where there is none. */
function valueText(vector: Vector, writer: LoopWriter): string {
  if (vector.kind === 'constant') return `${writer.use(Float64Array.of(vector.value ?? Number.NaN))}[0]`;
  const raw = writer.load(vector.values);
  const beyond = vector.kind === 'mapped' && maxOf(vector.values) >= vector.map.length ? '??NaN' : '';
  const offset =
    vector.kind === 'stored' && vector.offset ? `+${writer.use(Float64Array.of(vector.offset))}[0]` : '';
  const value = vector.kind === 'mapped' ? `${writer.use(vector.map)}[${raw}]${beyond}` : raw + offset;
  return vector.nulls ? `(${writer.load(vector.nulls)}===0?${value}:NaN)` : `(${value})`;
}

/** One more than the largest row. */
function rowSpan({ list, from, to }: Segment): number {
  if (!list) return to;
  let largest = -1;
  for (let position = from; position < to; position++) largest = Math.max(largest, list[position]!);
  return largest + 1;
}
