import type { Segment } from './frame-parts.ts';
import type { KeyTerm } from './key-space.ts';

/** Stretches of a segment over which every run-coded key keeps its code; they end at these positions. */
export type Pieces = { readonly ends: Uint32Array };

export function makePieces(segment: Segment, terms: readonly KeyTerm[]): Pieces {
  const runs = new Set(terms.flatMap(({ part }) => (part.kind === 'runs' ? [part.ends] : [])));
  if (runs.size === 0) return { ends: Uint32Array.of(segment.to) };
  if (runs.size === 1) return { ends: [...runs][0]! };
  const ends = new Set([...runs].flatMap((positions) => [...positions]));
  return { ends: Uint32Array.from(ends).sort() };
}

/** For each piece, the cell's number without the keys that vary by row. */
export function baseOf({ ends }: Pieces, terms: readonly KeyTerm[]): Float64Array {
  const base = new Float64Array(ends.length);
  for (const { part, stride } of terms) {
    if (part.kind === 'same')
      for (let piece = 0; piece < base.length; piece++) base[piece]! += part.code * stride;
    if (part.kind !== 'runs') continue;
    let run = 0;
    for (let piece = 0; piece < base.length; piece++) {
      while (part.ends[run]! < ends[piece]!) run++;
      base[piece]! += part.codes[run]! * stride;
    }
  }
  return base;
}
