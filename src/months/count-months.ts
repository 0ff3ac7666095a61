import type { Knex } from 'knex';
import { type Database, monthStart, monthTable, nextMonth, storedTime } from '#sdk';

export type LineMonth = { readonly table: string; readonly month: string };
/** Rows that stand in a line-month, and how many the writers counted. */
export type MonthCount = LineMonth & { readonly found: number; readonly counted: number };

/** Takes MySQL and SQLite in one statement, however many lines there are. */
const monthsPerStatement = 200;

type Target = { readonly engine: Database['engine']; readonly knex: Knex };

/** Counts the rows of line-months, in one statement with what `month_state` says of them. */
export async function countMonths(target: Target, months: readonly LineMonth[]): Promise<MonthCount[]> {
  const there = target.engine === 'sqlite' ? await existing(target.knex, months) : () => true;
  const counts: MonthCount[] = [];
  for (let start = 0; start < months.length; start += monthsPerStatement) {
    counts.push(...(await countSome(target, months.slice(start, start + monthsPerStatement), there)));
  }
  return counts;
}

/** On SQLite a month without rows may have no table. */
async function existing(
  knex: Knex,
  months: readonly LineMonth[],
): Promise<(lineMonth: LineMonth) => boolean> {
  const names: string[] = months.map(({ table, month }) => monthTable(table, month));
  const found = new Set<string>(
    await knex('sqlite_master')
      .where('type', 'table')
      .whereRaw('name in (select value from json_each(?))', [JSON.stringify(names)])
      .pluck('name'),
  );
  return ({ table, month }) => found.has(monthTable(table, month));
}

async function countSome(
  { engine, knex }: Target,
  months: readonly LineMonth[],
  there: (lineMonth: LineMonth) => boolean,
): Promise<MonthCount[]> {
  const parts = months.map((lineMonth) => countSql(engine, lineMonth, there(lineMonth)));
  const answer = await knex.raw(
    parts.map(({ sql }) => sql).join(' UNION ALL '),
    parts.flatMap(({ bindings }) => bindings),
  );
  const rows: Record<'place' | 'found' | 'counted', number | null>[] =
    engine === 'mysql' ? answer[0] : answer;
  return rows.map((row, index) => ({
    ...months[index]!,
    found: Number(row.found),
    counted: Number(row.counted ?? 0),
  }));
}

type Part = { readonly sql: string; readonly bindings: Knex.RawBinding[] };

function countSql(engine: Database['engine'], { table, month }: LineMonth, there: boolean): Part {
  const counted = '(SELECT row_count FROM month_state WHERE table_name = ? AND month = ?) AS counted';
  if (!there) return { sql: `SELECT 0 AS found, ${counted}`, bindings: [table, month] };
  if (engine === 'sqlite') {
    const sql = `SELECT (SELECT COUNT(*) FROM ??) AS found, ${counted}`;
    return { sql, bindings: [monthTable(table, month), table, month] };
  }
  const bounds = [monthStart(month), monthStart(nextMonth(month))];
  return {
    sql: `SELECT (SELECT COUNT(*) FROM ?? WHERE time >= ? AND time < ?) AS found, ${counted}`,
    bindings: [table, ...bounds.map((instant) => storedTime(instant, engine)), table, month],
  };
}
