import type { ApplyResult } from '../src/pipeline/types.ts';
import type { ReferenceSums } from './reference.ts';

/** Throws unless the cards, the database and the loops by hand counted the same. */
export function checkAnswers(applied: ApplyResult, sql: unknown[][][], loops: ReferenceSums | null): void {
  const pieces = Number(sql[0]![0]![1]);
  const grams = Number(sql[2]![0]![1]);
  const rows = Number(sql[0]![0]![0]);
  same('rows', applied.stats.rows, rows);
  same('pieces', kpi(applied, 'b-pieces'), pieces);
  same('grams', kpi(applied, 'b-weight'), grams);
  const table = applied.cards.find(({ key }) => key === 'b-product-shift')!.data;
  same('groups', Number(table && 'totalRows' in table ? table.totalRows : Number.NaN), sql[7]!.length);
  if (!loops) return;
  same('pieces by hand', loops.pieces[1]!, pieces);
  same('grams by hand', loops.weight[1]!, grams);
  const byProduct = loops.productShift.reduce((sum, value, cell) => sum + (cell % 3 === 1 ? value : 0), 0);
  same('pieces by product by hand', byProduct, pieces);
}

function kpi({ cards }: ApplyResult, key: string): number {
  const data = cards.find((card) => card.key === key)?.data;
  return Number(data && 'value' in data ? data.value : Number.NaN);
}

function same(what: string, found: number, wanted: number): void {
  if (Math.abs(found - wanted) > 1e-9 * Math.abs(wanted)) throw new Error(`${what}: ${found}, not ${wanted}`);
}
