import type { Grouping, Measure } from '#sdk';
import { byName, type Field, type FrameParts, plainSegment } from '../../frame/frame-parts.ts';
import { groupAll } from '../../frame/group-all.ts';
import { keyFields, keyNamesOf, measureField } from '../../frame/grouped-parts.ts';
import { atOnce } from '../../frame/in-turns.ts';
import { SegmentFrame } from '../../frame/segment-frame.ts';
import { collectVector, readVector, type Vector } from '../../frame/vector.ts';

/** The grouping's frame from partial rows: counts and sums are summed, ends compared, means divided at the end. */
export function finishGrouping(partials: FrameParts, grouping: Grouping): SegmentFrame {
  const measures = Object.entries(grouping.measures);
  const steps = Object.fromEntries(measures.flatMap(([name, measure]) => partialMeasures(name, measure)));
  const bins = grouping.bins && {
    column: '#bin',
    from: 0,
    to: grouping.bins.count,
    count: grouping.bins.count,
  };
  const fields = byName([...partials.fields.values(), ...neededFields(steps), ...binField]);
  const stepwise = { ...grouping, ...(bins && { bins }), measures: steps };
  const grouped = atOnce(groupAll({ ...partials, fields }, [stepwise]))[0]!;
  const segment = grouped.segments[0]!;
  const keys = keyNamesOf(grouping);
  const vectors = new Map([
    ...keys.map((name): [string, Vector] => [name, segment.vector(name)]),
    ...measures.map(([name, measure]): [string, Vector] => [
      name,
      collectVector(segment.to, (row) => measureAt(segment.vector, { name, measure, row })),
    ]),
  ]);
  const finished = { ...plainSegment(vectors, segment.to), ordered: segment.ordered };
  const named = [
    ...keyFields(partials, grouping),
    ...measures.map(([name, measure]) => measureField(partials, name, measure)),
  ];
  return new SegmentFrame({ ...grouped, fields: byName(named), segments: [finished] });
}

const binField: readonly Field[] = [{ name: '#bin', type: 'number' }];

type Steps = [string, Exclude<Measure, { fn: 'count' }>][];

function partialMeasures(name: string, measure: Measure): Steps {
  if (measure.fn === 'count') return [[name, { fn: 'sum', column: '#rows' }]];
  const { fn, column } = measure;
  if (fn === 'distinct') return [[name, measure]];
  if (fn === 'min' || fn === 'max') return [[name, { fn, column: `#${fn.toUpperCase()} ${column}` }]];
  const sum: Steps[number] = [name, { fn: 'sum', column: `#SUM ${column}` }];
  return fn === 'sum' ? [sum] : [sum, [countOf(name), { fn: 'sum', column: `#COUNT ${column}` }]];
}

const countOf = (name: string): string => `#COUNT of ${name}`;

const neededFields = (steps: Readonly<Record<string, { readonly column: string }>>): Field[] =>
  Object.values(steps)
    .filter(({ column }) => column.startsWith('#'))
    .map(({ column }) => ({ name: column, type: 'number' }));

function measureAt(
  vector: (name: string) => Vector,
  { name, measure, row }: { name: string; measure: Measure; row: number },
): number | null {
  const value = readVector(vector(name), row);
  if (measure.fn === 'count') return value ?? 0;
  if (measure.fn !== 'mean' || value === null) return value;
  return value / readVector(vector(countOf(name)), row)!;
}
