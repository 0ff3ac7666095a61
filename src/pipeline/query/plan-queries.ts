import {
  AppError,
  type ChunkKey,
  type Clause,
  type Dataset,
  type InternalNeed,
  isAggregateNeed,
  isApiNeed,
  type Range,
  windowSpan,
} from '#sdk';
import { checkNeed } from './check-need.ts';
import { clausesOf } from './clauses-of.ts';
import { findChunks, rowBytes } from './find-chunks.ts';
import { findTables } from './find-tables.ts';
import { needsRows } from './needs-rows.ts';
import type { AskedNeed, Cut, DataScope, NeedPlan, QueryPlan } from './types.ts';
import { windowTooLarge } from './window-too-large.ts';

export type Question = {
  readonly scope: DataScope;
  readonly asked: readonly AskedNeed[];
  /** Filter id → what it narrows by. */
  readonly clauses: ReadonlyMap<string, readonly Clause[]>;
  readonly range: Range;
  /** Rows one Apply may read. */
  readonly maxRows: number;
};

/** From needs to what must be read: nothing is read here. A need that cannot be answered carries its own error. */
export function planQueries(question: Question): QueryPlan {
  const known = new Map<string, Cut>();
  const drafts = question.asked.map((asked) => draftNeed({ ...question, known }, asked));
  const cuts = placeCuts(
    new Map(drafts.flatMap(({ cut }) => (cut ? [[cut.id, cut] as const] : []))),
    question.maxRows,
  );
  const chunks = distinctChunks([...cuts.values()].filter(({ from }) => from === 'memory'));
  return {
    scope: question.scope,
    needs: drafts.map((draft) => settle(draft, cuts, question.maxRows)),
    cuts: [...cuts.values()],
    chunks,
    rows: sum(chunks.map(({ rows }) => rows)),
    bytes: sum(
      chunks.map((chunk) => chunk.rows * rowBytes(question.scope.metadata.datasets.get(chunk.dataset)!)),
    ),
    maxRows: question.maxRows,
  };
}

/** With the cuts made so far. */
type Drafting = Question & { readonly known: Map<string, Cut> };

function draftNeed(question: Drafting, asked: AskedNeed): NeedPlan {
  const blank = { ...asked, cut: null, groupId: null, without: [], error: null };
  const { need } = asked;
  if (isApiNeed(need)) return blank;
  try {
    const dataset = datasetOf(question.scope, need);
    checkNeed(need, dataset, question.scope);
    const { clauses, without } = clausesOf(need, dataset, question.clauses);
    return { ...blank, without, cut: makeCut(question, { need, dataset, clauses }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...blank, error };
  }
}

function datasetOf({ metadata }: DataScope, need: InternalNeed): Dataset {
  const dataset = metadata.datasets.get(need.dataset);
  if (!dataset) throw new AppError('unknown_dataset', { params: { dataset: need.dataset } });
  return dataset;
}

type Draft = { readonly need: InternalNeed; readonly dataset: Dataset; readonly clauses: readonly Clause[] };

function makeCut({ scope, range, known }: Drafting, { need, dataset, clauses }: Draft): Cut {
  const span = windowSpan(range, need.window ?? 'selected', scope.metadata.calendar.zone);
  const id = JSON.stringify([dataset.key, span.from, span.to, clauses]);
  const cut = known.get(id) ?? findCut(scope, id, { dataset, span, clauses });
  known.set(id, cut);
  return cut;
}

function findCut(scope: DataScope, id: string, cut: Pick<Cut, 'dataset' | 'span' | 'clauses'>): Cut {
  const { dataset, span, clauses } = cut;
  const tables = findTables(dataset, scope.metadata, clauses);
  const chunks = findChunks(scope, dataset, { tables, span });
  const rows = sum(chunks.map((chunk) => chunk.rows));
  return {
    ...{ id, dataset, span, clauses, chunks, rows },
    members: new Map(tables.map(({ table, member }) => [table, member])),
    bytes: rows * rowBytes(dataset),
    from: 'memory',
  };
}

/** Small cuts first, as many as fit; a cut costs only the line-months that no other one reads. */
function placeCuts(cuts: ReadonlyMap<string, Cut>, maxRows: number): Map<string, Cut> {
  const read = new Set<string>();
  let left = maxRows;
  const placed = [...cuts.values()]
    .sort((a, b) => a.rows - b.rows)
    .map((cut): Cut => {
      const added = cut.chunks.filter((chunk) => !read.has(nameOf(chunk)));
      const rows = sum(added.map((chunk) => chunk.rows));
      if (rows > left) return { ...cut, from: 'sql' };
      left -= rows;
      for (const chunk of added) read.add(nameOf(chunk));
      return cut;
    });
  return new Map(placed.map((cut) => [cut.id, cut]));
}

const nameOf = ({ dataset, table, month }: ChunkKey): string => JSON.stringify([dataset, table, month]);

const distinctChunks = (cuts: readonly Cut[]): ChunkKey[] => [
  ...new Map(cuts.flatMap(({ chunks }) => chunks).map((chunk) => [nameOf(chunk), chunk])).values(),
];

function settle(draft: NeedPlan, cuts: ReadonlyMap<string, Cut>, maxRows: number): NeedPlan {
  const cut = draft.cut && cuts.get(draft.cut.id)!;
  if (!cut || isApiNeed(draft.need)) return draft;
  if (isAggregateNeed(draft.need) && (cut.from === 'memory' || !needsRows(draft.need.aggregate)))
    return { ...draft, cut, groupId: cut.id + JSON.stringify(draft.need.aggregate) };
  if (cut.from === 'memory') return { ...draft, cut };
  return { ...draft, cut: null, error: windowTooLarge(cut.rows, maxRows) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
