import { AppError, type Grain } from '#sdk';
import { countUpTo, positionOf } from './bounds.ts';
import { rememberedStarts } from './calendar-memory.ts';
import { type FrameParts, fieldOf, rowAt, type Segment, segmentLength } from './frame-parts.ts';
import { codeRows, type KeyCodes, type KeyPart } from './key-codes.ts';
import { minRowsPerRun } from './runs-within.ts';
import { readVector, type StoredVector } from './vector.ts';

/** The bucket of each row, found by the buckets' boundaries where rows are in time order. */
export function codeTime(parts: FrameParts, grain: Grain): KeyCodes {
  fieldOf(parts, 'time');
  if (!parts.calendar) throw new AppError('no_calendar', { params: { grain } });
  const starts = rememberedStarts(grain, timeSpan(parts.segments), parts.calendar);
  return {
    codes: starts.length + 1,
    valueOf: (code) => starts[code] ?? null,
    parts: parts.segments.map((segment) => timePart(segment, starts)),
  };
}

function timeSpan(segments: readonly Segment[]): { from: number; to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const segment of segments) {
    const step = segment.ordered ? Math.max(1, segmentLength(segment) - 1) : 1;
    for (let position = segment.from; position < segment.to; position += step) {
      const time = timeOf(segment, position);
      if (time === null) continue;
      from = Math.min(from, time);
      to = Math.max(to, time + 1);
    }
  }
  return { from, to };
}

const timeOf = (segment: Segment, position: number): number | null =>
  readVector(segment.vector('time'), rowAt(segment, position));

function timePart(segment: Segment, starts: readonly number[]): KeyPart {
  if (!segment.ordered)
    return codeRows(segment, (_, position) => codeOfTime(timeOf(segment, position), starts));
  return runsOf(segment, starts) ?? codeOrderedRows(segment, starts);
}

const codeOfTime = (time: number | null, starts: readonly number[]): number =>
  time === null ? starts.length : countUpTo(starts, time) - 1;

/** Undefined where the buckets are so small that there would be many runs. */
function runsOf(segment: Segment, starts: readonly number[]): KeyPart | undefined {
  const maxRuns = Math.max(1, Math.ceil(segmentLength(segment) / minRowsPerRun));
  const ends: number[] = [];
  const codes: number[] = [];
  for (let position = segment.from; position < segment.to; position = ends.at(-1)!) {
    if (ends.length >= maxRuns) return undefined;
    const code = codeOfTime(timeOf(segment, position), starts);
    const next = starts[code + 1];
    ends.push(next === undefined ? segment.to : positionOf(segment, next, position));
    codes.push(code);
  }
  return { kind: 'runs', ends: Uint32Array.from(ends), codes: Uint32Array.from(codes) };
}

function codeOrderedRows(segment: Segment, starts: readonly number[]): KeyPart {
  const { values: times, offset = 0 } = segment.vector('time') as StoredVector;
  const code = codeOfTime(timeOf(segment, segment.from), starts);
  const walk = { code, ends: (starts[code + 1] ?? Number.POSITIVE_INFINITY) - offset };
  return codeRows(segment, (row) => {
    while (times[row]! >= walk.ends) {
      walk.code++;
      walk.ends = (starts[walk.code + 1] ?? Number.POSITIVE_INFINITY) - offset;
    }
    return walk.code;
  });
}
