import type { Segment } from './frame-parts.ts';
import type { KeyTerm } from './key-space.ts';

/** The ends of the stretches of a segment over which every run-coded key keeps its code. */
export function endsOfPieces(segment: Segment, terms: readonly (readonly KeyTerm[])[]): Uint32Array {
  const runs = new Set<Uint32Array>();
  for (const own of terms) for (const { part } of own) if (part.kind === 'runs') runs.add(part.ends);
  if (runs.size === 0) return Uint32Array.of(segment.to);
  const [first, ...others] = runs;
  return others.length === 0 ? first! : union([first!, ...others]);
}

function union(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const list of lists) {
    all.set(list, length);
    length += list.length;
  }
  all.sort();
  let kept = 0;
  for (const end of all) if (kept === 0 || end !== all[kept - 1]) all[kept++] = end;
  return all.subarray(0, kept);
}

/** Target after target, for each of its pieces the cell's number without the keys that vary by row. */
export function basesOf(ends: Uint32Array, targets: readonly (readonly KeyTerm[])[]): Int32Array {
  const bases = new Int32Array(targets.length * ends.length);
  targets.forEach((terms, target) => {
    for (const term of terms) addTo(bases, term, { ends, from: target * ends.length });
  });
  return bases;
}

function addTo(
  bases: Int32Array,
  { part, stride }: KeyTerm,
  { ends, from }: { readonly ends: Uint32Array; readonly from: number },
): void {
  if (part.kind === 'rows') return;
  let run = 0;
  for (let piece = 0; piece < ends.length; piece++) {
    if (part.kind === 'runs') while (part.ends[run]! < ends[piece]!) run++;
    bases[from + piece]! += (part.kind === 'same' ? part.code : part.codes[run]!) * stride;
  }
}
