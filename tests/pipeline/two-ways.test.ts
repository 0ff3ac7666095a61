import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clause, Databases, Frame, Grouping } from '#sdk';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { groupMasters } from '../../src/pipeline/broker/group-masters.ts';
import { buildMasters } from '../../src/pipeline/master/build-masters.ts';
import { clauseToSql } from '../../src/pipeline/query/clause-to-sql.ts';
import { groupInSql } from '../../src/pipeline/query/group-in-sql.ts';
import { planQueries } from '../../src/pipeline/query/plan-queries.ts';
import type { DataScope, GroupedFrames, QueryPlan } from '../../src/pipeline/query/types.ts';
import * as any from '../frame/arbitraries.ts';
import type { Row } from '../frame/plant-frame.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';
import { ask, detections, metadata, rangeOf, scopeOf, storeRows } from './plant.ts';

const runs = process.env.LONG === '1' ? 500 : 60;
const rows: Row[] = fc.sample(any.row, { numRuns: 600, seed: 7 });
const signal = new AbortController().signal;
const span = { from: any.firstMoment + 3_600_000, to: any.firstMoment + 5.6 * 86_400_000 };

const clauses = fc.oneof(
  any.clause,
  fc.record({ op: fc.constant('in' as const), column: fc.constant('family'), values: fc.constant([5]) }),
);

describeEachEngine('in memory and in SQL the answer is the same', (engine) => {
  let made: TestTenancy;
  let scope: DataScope;

  beforeAll(async () => {
    made = await createTestTenancy(engine);
    const tenant = (await made.createTestTenant('acme')).id;
    await storeRows(made.tenancy, tenant, rows);
    scope = await scopeOf(made.tenancy, tenant);
  });
  afterAll(() => made.remove());

  test('a clause selects the same rows', async () => {
    const months = createMonthStore({ databases: made.tenancy, maxBytes: 1e7 });
    const plan = planQueries({
      ...question(scope),
      asked: [ask('a', { dataset: 'detections', columns: ['time'] })],
    });
    const { frames } = await buildMasters(plan, { months, trace: { queries: 0 }, signal });
    const master = frames.get(plan.cuts[0]!.id)!;
    await fc.assert(
      fc.asyncProperty(clauses, async (clause) => {
        const kept = master.where(clause).select(['time', 'line']).toColumns();
        expect(await selectBySql(made.tenancy, scope, clause)).toEqual(kept);
      }),
      { numRuns: runs },
    );
  });

  test('an aggregate has the same frame', async () => {
    const months = createMonthStore({ databases: made.tenancy, maxBytes: 1e7 });
    await fc.assert(
      fc.asyncProperty(clauses, any.grouping, async (clause, aggregate) => {
        const asked = [ask('a', { dataset: 'detections', aggregate })];
        const filter = new Map([['f', [clause]]]);
        const inMemory = planQueries({ ...question(scope), asked, clauses: filter });
        const masters = await buildMasters(inMemory, { months, trace: { queries: 0 }, signal });
        const tools = { databases: made.tenancy, trace: { queries: 0 }, signal };
        const inSql = planQueries({ ...question(scope), asked, clauses: filter });
        const forced = asSql(inSql);
        expectSame(
          frameOf(await groupInSql(forced, tools), forced),
          frameOf(await groupMasters(inMemory, masters), inMemory),
          aggregate,
        );
      }),
      { numRuns: runs },
    );
  });
});

const question = (scope: DataScope) => ({ scope, clauses: new Map(), range: rangeOf(span), maxRows: 1e6 });

/** The same plan as it is when the cut is over the limit. */
function asSql(plan: QueryPlan): QueryPlan {
  const cuts = plan.cuts.map((cut) => ({ ...cut, from: 'sql' as const }));
  return { ...plan, cuts, needs: plan.needs.map((need) => ({ ...need, cut: cuts[0]! })) };
}

function frameOf(grouped: GroupedFrames, plan: QueryPlan): Frame {
  const outcome = grouped.get(plan.needs[0]!.groupId!)!;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** Integers exact, floats to 1e-9; columns the same in name, type, unit and order. */
function expectSame(actual: Frame, expected: Frame, grouping: Grouping): void {
  const shape = (frame: Frame) =>
    frame.names.map((name) => [name, frame.column(name).type, frame.column(name).unit]);
  expect(shape(actual)).toEqual(shape(expected));
  const floats = Object.entries(grouping.measures).flatMap(([name, measure]) =>
    (measure.fn === 'sum' || measure.fn === 'mean') && measure.column !== 'items' ? [name] : [],
  );
  for (const name of actual.names) {
    const [found, wanted] = [[...actual.column(name)], [...expected.column(name)]];
    if (!floats.includes(name)) expect(found).toEqual(wanted);
    else expect(found.map(rounded)).toEqual(wanted.map(rounded));
  }
}

const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(9)));

async function selectBySql(databases: Databases, scope: DataScope, clause: Clause) {
  const found: { time: number; line: number; id: string }[] = [];
  await databases.useTenant(scope.tenant, async ({ engine, stream }) => {
    for (const member of [1, 2, 3, 4]) {
      const { sql, bindings } = clauseToSql(clause, { engine, dataset: detections, metadata, member, span });
      const tables = engine === 'mysql' ? ['detections_1'] : ['detections_1_202603', 'detections_1_202604'];
      for (const name of tables.map((table) => table.replace('_1', `_${member}`))) {
        const time = engine === 'mysql' ? 'ROUND(UNIX_TIMESTAMP(time) * 1000)' : 'time';
        const order = 'ORDER BY time, source_id';
        await stream(`SELECT ${time}, source_id FROM ${name} WHERE ${sql} ${order}`, bindings, ([t, id]) => {
          if (Number(t) >= span.from && Number(t) < span.to)
            found.push({ time: Number(t), line: member, id: String(id) });
        });
      }
    }
  });
  found.sort((a, b) => a.time - b.time || a.line - b.line);
  return { time: found.map(({ time }) => time), line: found.map(({ line }) => line) };
}
