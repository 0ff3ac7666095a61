import { AppError, type ChunkKey, type ChunkOrigin, type Dataset, type MonthStore } from '#sdk';
import { rowBytes } from '../query/find-chunks.ts';
import type { NeedPlan, QueryPlan } from '../query/types.ts';
import type { PlanResult } from '../types.ts';
import { cardOwner } from './ask-all.ts';
import type { Question } from './ask-dashboard.ts';

/**
 * Nanoseconds a row costs by where it comes from, computing included; the orders of magnitude of one present-day core.
 * Good for telling an instant answer from one to wait for, no more.
 */
const nsPerRow: Readonly<Record<ChunkOrigin | 'grouped', number>> = {
  memory: 20,
  file: 40,
  sql: 800,
  grouped: 500,
};

/** A plan in plain figures. */
export async function describePlan(question: Question, months: MonthStore): Promise<PlanResult> {
  const { opened, reading, plan, asked } = question;
  const head = {
    dashboard: { slug: opened.slug, title: opened.title },
    filters: reading.outcomes,
    refused: plan === null,
  };
  if (!plan) return { ...head, chunks: [], rows: 0, bytes: 0, maxRows: 0, estimatedMs: 0, overBudget: [] };
  const { rows, bytes, maxRows } = plan;
  const chunks = await Promise.all(plan.chunks.map((chunk) => describeChunk(plan, chunk, months)));
  const cards = new Map(asked.cards.map(({ placed: { card } }) => [cardOwner(card.key), card.key]));
  const overBudget = plan.needs.flatMap((need) => overBudgetOf(need, cards.get(need.owner)));
  return { ...head, chunks, rows, bytes, maxRows, overBudget, estimatedMs: estimate(chunks, plan) };
}

async function describeChunk({ scope }: QueryPlan, key: ChunkKey, months: MonthStore) {
  const { table, month, rows } = key;
  const dataset = scope.metadata.datasets.get(key.dataset)!;
  return { table, month, from: await originOf(key, dataset, months), rows, bytes: rows * rowBytes(dataset) };
}

async function originOf(key: ChunkKey, dataset: Dataset, months: MonthStore): Promise<ChunkOrigin> {
  if (months.holds(key)) return 'memory';
  return (await months.filed?.(key, dataset)) ? 'file' : 'sql';
}

/** The needs of cards that are over the budget: grouped in the database, or refused since only rows can answer them. */
function overBudgetOf({ name, cut, error }: NeedPlan, card: string | undefined): PlanResult['overBudget'] {
  if (card === undefined) return [];
  if (cut?.from === 'sql') return [{ card, need: name, rows: cut.rows, answer: 'grouped' }];
  if (!(error instanceof AppError) || error.code !== 'window_too_large') return [];
  return [{ card, need: name, rows: Number(error.params.rows), answer: 'refused' }];
}

function estimate(chunks: PlanResult['chunks'], { needs }: QueryPlan): number {
  const groups = new Map(
    needs.flatMap(({ cut, groupId }) => (cut?.from === 'sql' ? [[groupId, cut.rows]] : [])),
  );
  const grouped = [...groups.values()].reduce((sum, rows) => sum + rows * nsPerRow.grouped, 0);
  const read = chunks.reduce((sum, { from, rows }) => sum + rows * nsPerRow[from], 0);
  return Math.ceil((grouped + read) / 1e6);
}
