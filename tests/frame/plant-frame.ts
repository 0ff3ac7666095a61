import type { Calendar, Chunk, NumberArray, TenantId } from '#sdk';
import { shiftSpans } from '#sdk';
import { chunkFrame, chunkSegment } from '../../src/frame/chunk-frame.ts';
import type { Field } from '../../src/frame/frame-parts.ts';
import type { SegmentFrame } from '../../src/frame/segment-frame.ts';
import type { IdArray, Vector } from '../../src/frame/vector.ts';

/** A row as a person would write it; what the columns of a frame must say. */
export type Row = {
  time: number;
  line: number;
  area: number | null;
  product: number | null;
  rate: number | null;
  result: number;
  items: number;
  weight: number | null;
  shift: number;
};

export const calendar: Calendar = {
  zone: 'Europe/Madrid',
  shifts: [
    {
      id: 1,
      code: 'M',
      labels: { es: 'Mañana' },
      start: '06:00',
      end: '14:00',
      weekdays: [1, 2, 3, 4, 5, 6],
    },
    { id: 3, code: 'T', labels: { es: 'Tarde' }, start: '14:30', end: '22:00', weekdays: [1, 2, 3, 4, 5] },
  ],
  breaks: [],
  exceptions: [],
};

/** The area of each line, and the rate of each product; member 4 of each has none. */
export const areas = new Map([
  [1, 7],
  [2, 7],
  [3, 9],
]);
export const rates = new Map([
  [1, 0.25],
  [2, 10],
  [300, 3.5],
]);

export function completeRow(row: Omit<Row, 'area' | 'rate' | 'shift'>): Row {
  return {
    ...row,
    area: areas.get(row.line) ?? null,
    rate: (row.product !== null && rates.get(row.product)) || null,
    shift: shiftSpans({ from: row.time, to: row.time + 1 }, calendar)[0]!.shiftId,
  };
}

const number = (name: string): Field => ({ name, type: 'number' });
const member = (name: string): Field => ({ name, type: 'member', label: (id) => `${name} ${id}` });
export const fields: readonly Field[] = [
  { name: 'time', type: 'time' },
  member('shift'),
  member('line'),
  member('area'),
  member('product'),
  number('rate'),
  member('result'),
  { ...number('items'), unit: 'u' },
  { ...number('weight'), unit: 'g' },
];

/** One chunk per group of rows, each group of one line and ascending in time, with the given id arrays. */
export function plantFrame(groups: readonly (readonly Row[])[]): SegmentFrame {
  const segments = groups.map((rows) => {
    const chunk = chunkOf(rows);
    return chunkSegment(chunk, (name) => join(chunk, rows, name));
  });
  return chunkFrame(fields, segments, calendar);
}

function chunkOf(rows: readonly Row[]): Chunk {
  const start = rows[0] ? Math.floor(rows[0].time / 3_600_000) * 3_600_000 : 0;
  const ids = rows.map((row) => row.product ?? 0);
  const weights = rows.map((row) => row.weight);
  const columns = new Map([
    ['product', { values: fitting(ids), ...nullsOf(rows.map((row) => row.product)) }],
    ['result', { values: Uint8Array.from(rows, (row) => row.result) }],
    ['items', { values: Int32Array.from(rows, (row) => row.items) }],
    ['weight', { values: Float64Array.from(weights, (weight) => weight ?? 0), ...nullsOf(weights) }],
  ]);
  const key = { tenant: 't' as TenantId, dataset: 'd', table: 't', month: '2026-03', version: 1, rows: 0 };
  const time = Uint32Array.from(rows, (row) => row.time - start);
  return { key, rows: rows.length, start, time, columns, bytes: 0 };
}

function nullsOf(values: readonly (number | null)[]) {
  return values.includes(null) ? { nulls: Uint8Array.from(values, (value) => (value === null ? 1 : 0)) } : {};
}

function fitting(ids: readonly number[]): NumberArray {
  return Math.max(0, ...ids) < 256 ? Uint8Array.from(ids) : Uint16Array.from(ids);
}

function join(chunk: Chunk, rows: readonly Row[], name: string): Vector {
  if (name === 'line') return { kind: 'constant', value: rows[0]?.line ?? null };
  if (name === 'area') return { kind: 'constant', value: rows[0]?.area ?? null };
  if (name === 'shift') return { kind: 'stored', ...shiftsOf(rows) };
  if (name === 'rate') {
    const map = new Float64Array(301).fill(Number.NaN);
    for (const [id, rate] of rates) map[id] = rate;
    const { values, nulls } = chunk.columns.get('product')!;
    return { kind: 'mapped', values: values as IdArray, map, ...(nulls ? { nulls } : {}) };
  }
  return { kind: 'stored', ...chunk.columns.get(name)! };
}

function shiftsOf(rows: readonly Row[]) {
  const last = rows.flatMap(({ shift }, index) => (shift === rows[index + 1]?.shift ? [] : [index]));
  return {
    values: Uint8Array.from(rows, (row) => row.shift),
    runs: {
      ends: Uint32Array.from(last, (index) => index + 1),
      values: Uint32Array.from(last, (index) => rows[index]!.shift),
    },
  };
}
