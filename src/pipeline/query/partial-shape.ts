import { type Bins, columnOf, type Dataset, type Grouping, type Metadata, type Span, shiftSpans } from '#sdk';
import { countUpTo } from '../../frame/bounds.ts';
import { rememberedStarts } from '../../frame/calendar-memory.ts';
import type { Cut } from './types.ts';

/**
 * How finely the database must group so that a grouping can be finished in memory: by the stored columns behind its
 * keys and attributes, and by stretches of time that lie in one bucket and one shift.
 */
export type PartialShape = {
  /** Ascending starts of the stretches; null when time does not matter. */
  readonly starts: readonly number[] | null;
  /** Stored columns to group by. */
  readonly keys: readonly string[];
  /** Bins to group by as well. */
  readonly bins?: Bins;
  /** Stored measures to sum, count and find the ends of. */
  readonly measured: readonly string[];
  /** Whether the ends of `time` are asked for. */
  readonly timeEnds: boolean;
};

export function partialShape(grouping: Grouping, cut: Cut, metadata: Metadata): PartialShape {
  const { dataset } = cut;
  const measures = Object.values(grouping.measures).filter((measure) => measure.fn !== 'count');
  const distinct = measures.filter(({ fn }) => fn === 'distinct').map(({ column }) => column);
  const plain = measures.filter(({ fn }) => fn !== 'distinct').map(({ column }) => column);
  const told = [...grouping.keys, ...distinct];
  const attributes = plain.filter((name) => columnOf(dataset, name)?.kind === 'attribute');
  return {
    starts: startsOf(grouping, told.includes('shift'), { span: cut.span, metadata }),
    keys: [...new Set([...told, ...attributes].flatMap((name) => storedBehind(dataset, name)))],
    ...(grouping.bins && { bins: grouping.bins }),
    measured: [...new Set(plain.filter((name) => columnOf(dataset, name)?.kind === 'measure'))],
    timeEnds: plain.includes('time'),
  };
}

/** The stored column that a column comes from; none where the table itself tells it, or the time does. */
function storedBehind(dataset: Dataset, name: string): string[] {
  const column = columnOf(dataset, name);
  if (!column) return [];
  const stored = 'via' in column ? column.via : name;
  return stored === dataset.splitBy ? [] : [stored];
}

function startsOf(
  { grain }: Grouping,
  byShift: boolean,
  { span, metadata: { calendar } }: { span: Span; metadata: Metadata },
): number[] | null {
  if (!grain && !byShift) return null;
  const buckets = grain ? rememberedStarts(grain, span, calendar) : [];
  const shifts = byShift ? shiftSpans(span, calendar).map(({ from }) => from) : [];
  return [...new Set([...buckets, ...shifts])].sort((a, b) => a - b);
}

/** The starts of the stretches that touch a span. */
export const startsWithin = (starts: readonly number[], span: Span): readonly number[] =>
  starts.slice(Math.max(0, countUpTo(starts, span.from) - 1), countUpTo(starts, span.to - 1));
