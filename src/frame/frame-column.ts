import { AppError, type Column, type ColumnType } from '#sdk';
import {
  type Field,
  type FrameParts,
  partsLength,
  rowAt,
  type Segment,
  segmentLength,
} from './frame-parts.ts';
import { readVector, type Vector } from './vector.ts';

/** One column of a frame whose rows are listed in order. Its storage stays private: readers get numbers, or a copy. */
export class FrameColumn implements Column {
  readonly length: number;
  readonly name: string;
  readonly #parts: FrameParts;
  readonly #field: Field;
  /** The segment last read from, its vector, and the rows before it: neighbours are mostly asked for together. */
  #near: Near | undefined;

  constructor(parts: FrameParts, field: Field) {
    this.#parts = parts;
    this.#field = field;
    this.name = field.name;
    this.length = partsLength(parts);
  }

  get type(): ColumnType {
    return this.#field.type;
  }

  get unit(): string | undefined {
    return this.#field.unit;
  }

  at(row: number): number | null {
    if (!Number.isInteger(row) || row < 0 || row >= this.length) {
      throw new AppError('unknown_row', { params: { row, length: this.length } });
    }
    let near = this.#near;
    if (!near || row < near.before || row >= near.end) {
      near = this.#find(row);
      this.#near = near;
    }
    const { segment, vector, before } = near;
    return readVector(vector, rowAt(segment, segment.from + row - before));
  }

  labelAt(row: number): string {
    const value = this.at(row);
    if (value === null) return '—';
    return this.#field.label?.(value) ?? String(value);
  }

  copy(): Float64Array {
    const values = new Float64Array(this.length);
    let row = 0;
    for (const value of this) values[row++] = value ?? Number.NaN;
    return values;
  }

  *[Symbol.iterator](): Iterator<number | null> {
    for (const segment of this.#parts.segments) {
      const vector = segment.vector(this.name);
      for (let position = segment.from; position < segment.to; position++) {
        yield readVector(vector, rowAt(segment, position));
      }
    }
  }

  #find(row: number): Near {
    let before = 0;
    for (const segment of this.#parts.segments) {
      const end = before + segmentLength(segment);
      if (row < end) return { segment, vector: segment.vector(this.name), before, end };
      before = end;
    }
    throw new AppError('unknown_row', { params: { row, length: this.length } });
  }
}

type Near = {
  readonly segment: Segment;
  readonly vector: Vector;
  readonly before: number;
  readonly end: number;
};
