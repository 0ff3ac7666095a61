import type { FrameParts, Segment } from './frame-parts.ts';
import { partsLength, remember, rowAt, segmentLength } from './frame-parts.ts';
import { collectVector, readVector, type Vector } from './vector.ts';

/** Rows picked from several segments: the segment's index and the row of its vectors. */
export type Picks = { readonly segments: Uint32Array; readonly rows: Uint32Array };

/** The frame with its rows one after another, in their order, so that they have positions. */
export function inOrder(parts: FrameParts): FrameParts {
  if (parts.order === 'listed' || parts.segments.length < 2) return { ...parts, order: 'listed' };
  const picks = pickRows(parts, { from: 0, to: partsLength(parts), newestFirst: false });
  return gatherRows(parts, picks, true);
}

/** Rows `from … to-1` counted from the newest, newest first. Equal times come in the reverse of the frame's order. */
export function newestRows(parts: FrameParts, from: number, to: number): FrameParts {
  const walk = { from: Math.max(0, from), to: Math.min(to, partsLength(parts)), newestFirst: true };
  return gatherRows(parts, pickRows(parts, walk), false);
}

type Head = { readonly index: number; readonly segment: Segment; position: number; time: number };
type Walk = { readonly from: number; readonly to: number; readonly newestFirst: boolean };

/** Merges the segments by time. Heads stay sorted, the next row's first, so a step costs the tables that overlap. */
function pickRows(parts: FrameParts, walk: Walk): Picks {
  const count = Math.max(0, walk.to - walk.from);
  const picks = { segments: new Uint32Array(count), rows: new Uint32Array(count) };
  const heads = startHeads(parts, walk.newestFirst);
  for (let step = 0; step < walk.to && heads.length > 0; step++) {
    const head = heads[0]!;
    if (step >= walk.from) {
      picks.segments[step - walk.from] = head.index;
      picks.rows[step - walk.from] = rowAt(head.segment, head.position);
    }
    advance(heads, walk.newestFirst);
  }
  return picks;
}

function startHeads(parts: FrameParts, newestFirst: boolean): Head[] {
  const heads = parts.segments.flatMap((segment, index) => {
    if (segmentLength(segment) === 0) return [];
    const position = newestFirst ? segment.to - 1 : segment.from;
    return [{ index, segment, position, time: timeAt(segment, position) }];
  });
  return heads.sort((a, b) => (comesBefore(a, b, newestFirst) ? -1 : 1));
}

function advance(heads: Head[], newestFirst: boolean): void {
  const head = heads[0]!;
  head.position += newestFirst ? -1 : 1;
  if (head.position < head.segment.from || head.position >= head.segment.to) {
    heads.shift();
    return;
  }
  head.time = timeAt(head.segment, head.position);
  let place = 0;
  while (place + 1 < heads.length && comesBefore(heads[place + 1]!, head, newestFirst)) {
    heads[place] = heads[place + 1]!;
    place++;
  }
  heads[place] = head;
}

const comesBefore = (a: Head, b: Head, newestFirst: boolean): boolean => {
  const earlier = a.time < b.time || (a.time === b.time && a.index < b.index);
  return earlier !== newestFirst;
};

const timeAt = (segment: Segment, position: number): number =>
  readVector(segment.vector('time'), rowAt(segment, position))!;

/** One segment of its own holding the picked rows; a column is copied when first asked for. */
export function gatherRows(parts: FrameParts, picks: Picks, ordered: boolean): FrameParts {
  const vector = remember((name: string) => gatherVector(parts, picks, name));
  const segment: Segment = { from: 0, to: picks.rows.length, list: null, ordered, vector };
  return { ...parts, segments: [segment], order: 'listed' };
}

function gatherVector(parts: FrameParts, picks: Picks, name: string): Vector {
  const vectors = parts.segments.map((segment) => segment.vector(name));
  return collectVector(picks.rows.length, (k) => readVector(vectors[picks.segments[k]!]!, picks.rows[k]!));
}
