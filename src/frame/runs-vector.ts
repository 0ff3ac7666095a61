import type { Runs, StoredVector } from './vector.ts';

/** A column kept as runs; its values row by row are made when somebody asks for them. */
export function runsVector(runs: Runs): StoredVector {
  let values: Uint8Array | Uint32Array | undefined;
  return {
    kind: 'stored',
    runs,
    get values() {
      values ??= spread(runs);
      return values;
    },
  };
}

function spread({ ends, values: ids }: Runs): Uint8Array | Uint32Array {
  const rows = ends.at(-1) ?? 0;
  const largest = ids.reduce((max, id) => Math.max(max, id), 0);
  const values = largest < 1 << 8 ? new Uint8Array(rows) : new Uint32Array(rows);
  let from = 0;
  ends.forEach((end, run) => {
    values.fill(ids[run]!, from, end);
    from = end;
  });
  return values;
}
