import { AppError, type Column, type ColumnType } from '#sdk';
import { type Field, type FrameParts, partsLength, rowAt, segmentLength } from './frame-parts.ts';
import { readVector } from './vector.ts';

/** One column of a frame whose rows are listed in order. Its storage stays private: readers get numbers, or a copy. */
export class FrameColumn implements Column {
  readonly length: number;
  readonly #parts: FrameParts;
  readonly #field: Field;

  constructor(parts: FrameParts, field: Field) {
    this.#parts = parts;
    this.#field = field;
    this.length = partsLength(parts);
  }

  get name(): string {
    return this.#field.name;
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
    let before = 0;
    for (const segment of this.#parts.segments) {
      const length = segmentLength(segment);
      if (row < before + length) {
        return readVector(segment.vector(this.name), rowAt(segment, segment.from + row - before));
      }
      before += length;
    }
    return null;
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
}
