import type { Segment } from './frame-parts.ts';
import type { KeyPart } from './key-codes.ts';
import type { KeyTerm } from './key-space.ts';
import { maxOf } from './max-of.ts';
import type { Tally } from './tally.ts';
import type { MappedVector, Vector } from './vector.ts';

/**
 * What a loop over a segment's rows reads, given anew for each segment, and the segment's shape: a loop written for one
 * segment serves all of the same shape.
 */
export type SegmentArrays = { readonly given: readonly unknown[]; readonly shape: string };

/** `terms` are the tallies' own for this segment. */
export function segmentArrays(
  segment: Segment,
  tallies: readonly Tally[],
  terms: readonly (readonly KeyTerm[])[],
): SegmentArrays {
  const places = new Map<unknown, number>();
  const words = [segment.list ? 'listed' : 'all'];
  const give = (value: unknown): void => {
    if (!places.has(value)) places.set(value, places.size);
    words.push(`${places.get(value)}${value?.constructor.name}`);
  };
  for (const own of terms) for (const { part } of own) words.push(describePart(part, give));
  const columns = new Set(tallies.flatMap((tally) => [...tally.columns.keys()]));
  for (const name of columns) words.push(describeVector(segment.vector(name), give));
  return { given: [...places.keys()], shape: words.join(' ') };
}

type Give = (value: unknown) => void;

function describePart(part: KeyPart, give: Give): string {
  if (part.kind !== 'rows') return part.kind;
  const { values, table, nulls, nullCode } = part;
  for (const array of [values, table, nulls]) if (array) give(array);
  return `rows${table ? ' by table' : ''}${nulls ? ` or ${nullCode}` : ''}`;
}

function describeVector(vector: Vector, give: Give): string {
  if (vector.kind === 'constant') {
    if (vector.value === null) return 'nothing';
    give(vector.value);
    return 'constant';
  }
  const { values, nulls } = vector;
  give(values);
  if (nulls) give(nulls);
  if (vector.kind === 'stored') {
    if (vector.offset) give(vector.offset);
    return `stored${nulls ? ' or null' : ''}${vector.offset ? ' from' : ''}`;
  }
  give(vector.map);
  return `mapped${nulls ? ' or null' : ''}${reachesBeyond(vector) ? ' beyond' : ''}`;
}

/** Whether some value has no place in the map. */
export const reachesBeyond = ({ values, map }: MappedVector): boolean => maxOf(values) >= map.length;
