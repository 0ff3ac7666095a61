import type { Clause, Column, Frame, Grouping, PivotCells } from '#sdk';
import { difference } from './difference.ts';
import { FrameColumn } from './frame-column.ts';
import { byName, type FrameParts, fieldOf, partsLength } from './frame-parts.ts';
import { groupAll } from './group-all.ts';
import { atOnce, type Steps } from './in-turns.ts';
import { inOrder, newestRows } from './order-rows.ts';
import { pivot } from './pivot.ts';
import { type PlainColumns, plainParts } from './plain-parts.ts';
import { slice } from './slice.ts';
import { type Direction, sortBy } from './sort-by.ts';
import { topN } from './top-n.ts';
import { where } from './where.ts';

/** What a frame is made of; plugins, which may not write to it, cannot reach it. */
export let partsOf: (frame: SegmentFrame) => FrameParts;

/** The frame over chunks and over plain columns alike. Each verb has a file of its own. */
export class SegmentFrame implements Frame {
  static {
    partsOf = (frame) => frame.#parts;
  }

  readonly #parts: FrameParts;
  #listed: FrameParts | undefined;

  constructor(parts: FrameParts) {
    this.#parts = parts;
  }

  get length(): number {
    return partsLength(this.#parts);
  }

  get names(): readonly string[] {
    return [...this.#parts.fields.keys()];
  }

  column(name: string): Column {
    const field = fieldOf(this.#parts, name);
    this.#listed ??= inOrder(this.#parts);
    return new FrameColumn(this.#listed, field);
  }

  select(names: readonly string[]): SegmentFrame {
    const fields = byName(names.map((name) => fieldOf(this.#parts, name)));
    return new SegmentFrame({ ...this.#parts, fields });
  }

  where(...clauses: readonly Clause[]): SegmentFrame {
    return atOnce(this.whereInSteps(clauses));
  }

  *whereInSteps(clauses: readonly Clause[]): Steps<SegmentFrame> {
    return new SegmentFrame(yield* where(this.#parts, clauses));
  }

  slice(start: number, end?: number): SegmentFrame {
    return new SegmentFrame(slice(this.#parts, start, end));
  }

  sortBy(name: string, direction: Direction = 'ascending'): SegmentFrame {
    return new SegmentFrame(sortBy(this.#parts, name, direction));
  }

  groupBy(grouping: Grouping): SegmentFrame {
    return this.groupAll([grouping])[0]!;
  }

  /** Several groupings in one pass over the rows. */
  groupAll(groupings: readonly Grouping[]): SegmentFrame[] {
    return atOnce(this.groupInSteps(groupings));
  }

  *groupInSteps(groupings: readonly Grouping[]): Steps<SegmentFrame[]> {
    const grouped = yield* groupAll(this.#parts, groupings);
    return grouped.map((parts) => new SegmentFrame(parts));
  }

  topN(n: number, by: string, options: { readonly others?: boolean } = {}): SegmentFrame {
    return new SegmentFrame(topN(this.#parts, n, { by, others: options.others ?? false }));
  }

  pivot(cells: PivotCells): SegmentFrame {
    return new SegmentFrame(pivot(this.#parts, cells));
  }

  difference(name: string, options: { readonly by?: readonly string[]; readonly as?: string } = {}) {
    return new SegmentFrame(difference(this.#parts, name, options));
  }

  /** Rows `from … to-1` counted from the newest, newest first. */
  newest(from: number, to: number): SegmentFrame {
    return new SegmentFrame(newestRows(this.#parts, from, to));
  }

  toColumns(): Record<string, (number | null)[]> {
    return Object.fromEntries(this.names.map((name) => [name, [...this.column(name)]]));
  }

  fromColumns(columns: PlainColumns): SegmentFrame {
    return new SegmentFrame(plainParts(this.#parts, columns));
  }
}
