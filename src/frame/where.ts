import { type Clause, clauseColumns, type Span } from '#sdk';
import { positionOf } from './bounds.ts';
import { allOf, compileClause, compileSelection } from './compile-clause.ts';
import { LoopWriter } from './compile-loop.ts';
import { type FrameParts, fieldOf, type Segment, segmentLength } from './frame-parts.ts';
import type { Steps } from './in-turns.ts';
import { maxRows, splitSegments } from './split-segments.ts';

/** The rows that every clause matches. Columns are looked up first: an unknown one throws `unknown_column`. */
export function* where(parts: FrameParts, clauses: readonly Clause[]): Steps<FrameParts> {
  for (const clause of clauses) for (const name of clauseColumns(clause)) fieldOf(parts, name);
  const segments: Segment[] = [];
  for (const segment of splitSegments(parts.segments)) {
    const matching = whereSegment(segment, clauses);
    if (segmentLength(matching) > 0) segments.push(matching);
    yield;
  }
  return { ...parts, segments };
}

function whereSegment(segment: Segment, clauses: readonly Clause[]): Segment {
  const spans = segment.ordered ? clauses.filter(isTimeSpan) : [];
  const narrowed = spans.reduce(withinSpan, segment);
  const others = clauses.filter((clause) => !spans.includes(clause as TimeSpan));
  return others.length > 0 && segmentLength(narrowed) > 0 ? selectRows(narrowed, others) : narrowed;
}

type TimeSpan = Extract<Clause, { op: 'between' }>;

const isTimeSpan = (clause: Clause): clause is TimeSpan =>
  clause.op === 'between' && clause.column === 'time';

/** Rows in time order are found by two searches. */
function withinSpan(segment: Segment, span: Partial<Span>): Segment {
  const from = span.from === undefined ? segment.from : positionOf(segment, span.from);
  const to = span.to === undefined ? segment.to : positionOf(segment, span.to, from);
  return { ...segment, from, to: Math.max(from, to) };
}

/** Where a segment's matching rows are noted before they are copied; a step never pauses in between. */
const found = new Uint32Array(maxRows);

function selectRows(segment: Segment, clauses: readonly Clause[]): Segment {
  const writer = new LoopWriter();
  const condition = allOf(clauses.map((clause) => compileClause(clause, segment, writer)));
  if (condition === true) return segment;
  if (condition === false) return { ...segment, to: segment.from };
  const select = compileSelection(condition, segment.list !== null, writer);
  const count = select(writer.arrays, [], segment.from, segment.to, segment.list, found);
  return { ...segment, list: found.slice(0, count), from: 0, to: count };
}
