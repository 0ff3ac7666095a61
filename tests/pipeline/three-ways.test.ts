import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Calendar, Database, Frame, TenantId } from '#sdk';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { groupMasters } from '../../src/pipeline/broker/group-masters.ts';
import { buildMasters } from '../../src/pipeline/master/build-masters.ts';
import { groupInSql } from '../../src/pipeline/query/group-in-sql.ts';
import { planQueries } from '../../src/pipeline/query/plan-queries.ts';
import type { DataScope, QueryPlan } from '../../src/pipeline/query/types.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';
import { groupingToPlainSql, type PlainPlace, rowsToPlainSql } from './plain-sql.ts';
import { ask, asSql, frameOf, metadata, rangeOf, scopeOf, storeRows } from './plant.ts';
import { type Plant, plant } from './plants.ts';

const runs = process.env.LONG === '1' ? 500 : 25;
const signal = new AbortController().signal;

describeEachEngine('in memory, pushed down and in plain SQL the answer is the same', (engine) => {
  let made: TestTenancy;
  let tenant: TenantId;

  beforeAll(async () => {
    made = await createTestTenancy(engine);
    tenant = (await made.createTestTenant('acme')).id;
  });
  afterAll(() => made.remove());

  test('for any rows, filter, grouping, zone and window', async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(plant, async ({ calendar, rows, questions }) => {
        await made.tenancy.useTenant(tenant, emptyTables);
        await storeRows(made.tenancy, tenant, rows);
        const scope = await scopeWith(calendar);
        const tables = await made.tenancy.useTenant(tenant, tablesOfLines);
        for (const question of questions) {
          const place = { engine, tables, span: question.span, calendar };
          await expectRows(scope, question, place);
          await expectGroups(scope, question, place);
          asked += 1;
        }
      }),
      { numRuns: runs },
    );
    expect(asked).toBeGreaterThanOrEqual(runs);
  });

  const scopeWith = async (calendar: Calendar): Promise<DataScope> => ({
    ...(await scopeOf(made.tenancy, tenant)),
    metadata: { ...metadata, calendar },
  });

  type Question = Plant['questions'][number];
  const planOf = (scope: DataScope, { span, clause }: Question, need: object): QueryPlan => {
    const asked = [ask('a', { dataset: 'detections', ...need } as never)];
    return planQueries({
      scope,
      asked,
      clauses: new Map([['f', [clause]]]),
      range: rangeOf(span),
      maxRows: 1e6,
    });
  };
  const mastersOf = (plan: QueryPlan) => {
    const months = createMonthStore({ databases: made.tenancy, maxBytes: 1e7 });
    return buildMasters(plan, { months, trace: { queries: 0 }, signal });
  };
  /** As the server keeps them: as text MariaDB rounds doubles. */
  const askPlainly = (sql: string): Promise<(number | null)[][]> =>
    made.tenancy.useTenant(tenant, async ({ stream }) => {
      const rows: (number | null)[][] = [];
      await stream(sql, [], (row) => rows.push(row.map((cell) => (cell === null ? null : Number(cell)))));
      return rows;
    });

  async function expectRows(scope: DataScope, question: Question, place: PlainPlace): Promise<void> {
    const plan = planOf(scope, question, { columns: ['time', 'line'] });
    const { frames } = await mastersOf(plan);
    const kept = frames.get(plan.cuts[0]!.id)!.select(['time', 'line']).toColumns();
    const plain = await askPlainly(rowsToPlainSql(question.clause, place));
    expect(kept).toEqual({ time: plain.map(([time]) => time), line: plain.map(([, line]) => line) });
  }

  async function expectGroups(scope: DataScope, question: Question, place: PlainPlace): Promise<void> {
    const plan = planOf(scope, question, { aggregate: question.grouping });
    const inMemory = frameOf(await groupMasters(plan, await mastersOf(plan)), plan);
    const pushed = asSql(plan);
    const tools = { databases: made.tenancy, trace: { queries: 0 }, signal };
    const inSql = frameOf(await groupInSql(pushed, tools), pushed);
    const plain = await askPlainly(groupingToPlainSql(question.grouping, question.clause, place));
    expect(shapeOf(inSql)).toEqual(shapeOf(inMemory));
    for (const [index, name] of inMemory.names.entries()) {
      const wanted = plain.map((row) => row[index]!);
      expectCells({ name, found: [...inMemory.column(name)], wanted });
      expectCells({ name, found: [...inSql.column(name)], wanted });
    }
  }
});

async function emptyTables({ engine, knex }: Database): Promise<void> {
  for (const name of await factTables({ engine, knex })) await knex(name).delete();
  await knex('month_state').delete();
}

async function factTables({ engine, knex }: Pick<Database, 'engine' | 'knex'>): Promise<string[]> {
  const [sql, column] =
    engine === 'mysql'
      ? ["SHOW TABLES LIKE 'detections\\_%'", null]
      : [
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'detections#_%' ESCAPE '#'",
          'name',
        ];
  const answer = await knex.raw(sql);
  const rows: Record<string, string>[] = column === null ? answer[0] : answer;
  return rows.map((row) => Object.values(row)[0]!);
}

async function tablesOfLines(database: Database): Promise<Map<number, string[]>> {
  const names = await factTables(database);
  return new Map(
    [1, 2, 3, 4].map((line) => [line, names.filter((name) => name.split('_')[1] === String(line))]),
  );
}

const shapeOf = (frame: Frame) =>
  frame.names.map((name) => [name, frame.column(name).type, frame.column(name).unit]);

type Cells = { readonly name: string; readonly found: (number | null)[]; readonly wanted: (number | null)[] };

/** Sums of fractions are added up in another order, so they are held to 1e-9; everything else is exact. */
function expectCells({ name, found, wanted }: Cells): void {
  const near = (value: number | null, aim: number | null | undefined) =>
    typeof value === 'number' &&
    typeof aim === 'number' &&
    Math.abs(value - aim) <= 1e-9 * Math.max(1, Math.abs(aim));
  const added = /^(sum|mean)_/.test(name) && name !== 'sum_items';
  const cells = added ? found.map((cell, row) => (near(cell, wanted[row]) ? wanted[row]! : cell)) : found;
  expect({ [name]: cells }).toEqual({ [name]: wanted });
}
