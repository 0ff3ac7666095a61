import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { chunkFrame, chunkSegment } from '../../src/frame/chunk-frame.ts';
import { datasetFields } from '../../src/frame/dataset-fields.ts';
import { byName } from '../../src/frame/frame-parts.ts';
import { joinDataset } from '../../src/frame/join-dataset.ts';
import { partsOf, type SegmentFrame } from '../../src/frame/segment-frame.ts';
import type { StoredVector } from '../../src/frame/vector.ts';
import { describeFrame, rebuildFrame } from '../../src/isolation/describe-frame.ts';
import { shiftVector } from '../../src/pipeline/master/shift-vector.ts';
import { detections, metadata } from '../pipeline/plant.ts';

/** Monday 30 March 2026, 05:30 in Madrid; a row an hour. */
const start = Date.UTC(2026, 2, 1);
const first = Date.UTC(2026, 2, 30, 3, 30) - start;
const hours = [0, 1, 2, 3, 4, 5];
const fields = datasetFields(detections, metadata, 'en');

const shared = (values: Uint8Array | Uint32Array | Float64Array) => {
  const Type = values.constructor as Uint8ArrayConstructor;
  const copy = new Type(new SharedArrayBuffer(values.byteLength));
  copy.set(values as Uint8Array);
  return copy;
};

function plantFrame(): SegmentFrame {
  const columns = new Map([
    ['product', { values: shared(Uint8Array.of(1, 2, 4, 1, 2, 4)) }],
    ['result', { values: shared(Uint8Array.of(0, 1, 0, 1, 0, 1)) }],
    [
      'items',
      { values: shared(Uint8Array.of(1, 2, 3, 4, 5, 6)), nulls: shared(Uint8Array.of(0, 0, 1, 0, 0, 0)) },
    ],
  ]);
  const key = { tenant: 'acme' as never, dataset: 'detections', table: 'detections_1', month: '2026-03' };
  const time = shared(Uint32Array.from(hours, (hour) => first + hour * 3_600_000)) as unknown as Uint32Array;
  const chunk = { key: { ...key, version: 1, rows: 6 }, rows: 6, start, time, columns, bytes: 0 };
  const join = joinDataset(
    detections,
    metadata,
  )({
    member: 1,
    stored: (name) => ({ kind: 'stored', ...columns.get(name)! }) as StoredVector,
    shift: () => shiftVector(chunk, metadata.calendar),
  });
  const segment = chunkSegment(chunk, join);
  return chunkFrame(fields, [segment, { ...segment, from: 1, to: 4 }], metadata.calendar);
}

/** Through a message port, as between threads. */
function across(frame: SegmentFrame): SegmentFrame {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(describeFrame(frame));
  const { message } = receiveMessageOnPort(port2)!;
  port1.close();
  return rebuildFrame(message, { fields: byName(fields), calendar: metadata.calendar });
}

const names = ['time', 'shift', 'line', 'area', 'product', 'rate', 'result', 'items'];
const everything = (frame: SegmentFrame) => ({
  values: frame.toColumns(),
  labels: frame.names.map((name) =>
    Array.from({ length: frame.length }, (_, row) => frame.column(name).labelAt(row)),
  ),
});

it.each([
  ['all rows', (frame: SegmentFrame) => frame.select(names)],
  ['without its time', (frame: SegmentFrame) => frame.select(['product', 'items'])],
  [
    'selected rows',
    (frame: SegmentFrame) => frame.select(names).where({ op: 'in', column: 'result', values: [1] }),
  ],
  [
    'no rows',
    (frame: SegmentFrame) => frame.select(names).where({ op: 'in', column: 'result', values: [7] }),
  ],
  ['the newest rows', (frame: SegmentFrame) => frame.select(names).newest(1, 3)],
  [
    'groups',
    (frame: SegmentFrame) =>
      frame.groupBy({
        keys: ['product'],
        grain: 'shift',
        measures: { n: { fn: 'count' }, items: { fn: 'mean', column: 'items' } },
      }),
  ],
])('a frame with %s is the same on the other side', (_, make) => {
  const frame = make(plantFrame());
  const there = across(frame);
  expect(everything(there)).toEqual(everything(frame));
  expect(there.column(there.names.at(-1)!).unit).toBe(frame.column(frame.names.at(-1)!).unit);
});

it('groups, sorts and pages there as here', () => {
  const frame = plantFrame().select(names);
  const grouping = {
    keys: ['shift'],
    grain: 'day',
    measures: { items: { fn: 'sum', column: 'items' } },
  } as const;
  const all = (one: SegmentFrame) =>
    [one.groupBy(grouping), one.sortBy('items'), one.newest(2, 5), one.slice(-2)].map(everything);
  expect(all(across(frame))).toEqual(all(frame));
});

it('copies no column of a chunk', () => {
  const frame = plantFrame();
  const valuesOf = (one: SegmentFrame) => (partsOf(one).segments[0]!.vector('items') as StoredVector).values;
  valuesOf(frame)[0] = 9;
  const there = across(frame);
  valuesOf(frame)[0] = 1;
  expect(there.column('items').at(0)).toBe(1);
});
