import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Databases, FactRow, Frame, Grouping, MonthStore, TenantId } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { groupMasters } from '../../src/pipeline/broker/group-masters.ts';
import { buildMasters } from '../../src/pipeline/master/build-masters.ts';
import { groupInSql } from '../../src/pipeline/query/group-in-sql.ts';
import { planQueries } from '../../src/pipeline/query/plan-queries.ts';
import type { QueryPlan } from '../../src/pipeline/query/types.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';
import { ask, asSql, detections, frameOf, metadata, rangeOf, scopeOf } from './plant.ts';

const batches = process.env.LONG === '1' ? 250 : 20;
const signal = new AbortController().signal;
const april = Date.UTC(2026, 3, 1);
const hourMs = 3_600_000;
const span = { from: april - 600 * hourMs, to: april + 600 * hourMs };
const lines = [1, 2] as const;
const writers = ['a', 'b'] as const;
type Writer = (typeof writers)[number];

/** Batches of each writer, by line. */
type Progress = Record<Writer, Record<number, number>>;

const nothing = (): Progress => ({ a: { 1: 0, 2: 0 }, b: { 1: 0, 2: 0 } });

/** New rows on both sides of the month's end, now earlier, now later than those that stand. */
const newRows = (writer: Writer, line: number, batch: number): FactRow[] =>
  [0, 1, 2, 3].map((index) => {
    const hours = ((batch * 37 + line * 5) % 500) + index / 7;
    const items = batch * 10 + index;
    return {
      time: april + Math.round((index % 2 ? hours : -hours - 1) * hourMs),
      sourceId: `${writer}-${batch}-${index}`,
      values: { product: 1, result: 0, items, weight: null },
    };
  });

/** With them one row of the batch before is corrected, and one moves into the other month. */
function batchOf(writer: Writer, line: number, batch: number): FactRow[] {
  const rows = newRows(writer, line, batch);
  if (batch === 0) return rows;
  const [inMarch, inApril] = newRows(writer, line, batch - 1);
  const corrected = { ...inMarch!, values: { ...inMarch!.values, items: -batch } };
  return [...rows, corrected, { ...inApril!, time: april - 1 - batch * 1000 }];
}

type Held = { readonly rows: number; readonly items: number; readonly least: number; readonly most: number };

/** What March and April hold of one writer's rows after each of its batches into a line, from none on. */
function historyOf(writer: Writer, line: number): Held[][] {
  const rows = new Map<string, FactRow>();
  const months = () =>
    [true, false].map((isMarch) => {
      const own = [...rows.values()].filter(({ time }) => time < april === isMarch);
      const items = own.map(({ values }) => Number(values.items));
      const sum = items.reduce((total, one) => total + one, 0);
      return { rows: own.length, items: sum, least: Math.min(...items), most: Math.max(...items) };
    });
  const history = [months()];
  for (let batch = 0; batch < batches; batch++) {
    for (const row of batchOf(writer, line, batch)) rows.set(row.sourceId, row);
    history.push(months());
  }
  return history;
}

const together = (a: Held, b: Held): Held => ({
  ...{ rows: a.rows + b.rows, items: a.items + b.items },
  ...{ least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) },
});

const aggregate: Grouping = {
  keys: ['line'],
  grain: 'month',
  measures: {
    rows: { fn: 'count' },
    items: { fn: 'sum', column: 'items' },
    least: { fn: 'min', column: 'items' },
    most: { fn: 'max', column: 'items' },
  },
};

describeEachEngine('while two writers write', (engine) => {
  let made: TestTenancy;
  let tenant: TenantId;
  beforeAll(async () => {
    made = await createTestTenancy(engine, { maxConnections: 5, connectionWaitMs: 20_000 });
    tenant = (await made.createTestTenant('acme')).id;
  });
  afterAll(() => made.remove());

  test('every line-month of both ways’ answers is a committed one, never older than the question', async () => {
    const [written, sent] = [nothing(), nothing()];
    const months = createMonthStore({ databases: made.tenancy, maxBytes: 1e8 });
    let writing: number = writers.length;
    let answers = 0;
    let reading = true;
    const isAhead = (batch: number) => reading && answers < batch / 4;

    const write = async (writer: Writer) => {
      for (let batch = 0; batch < batches; batch++) {
        for (const line of lines) {
          const rows = batchOf(writer, line, batch);
          sent[writer][line] = batch + 1;
          await writeRows(made.tenancy, { tenant, dataset: detections, member: line, rows });
          written[writer][line] = batch + 1;
          do await nextTurn();
          while (isAhead(batch));
        }
      }
      writing -= 1;
    };
    const read = async () => {
      for (let last = false; !last; answers += 2) {
        last = writing === 0;
        for (const way of [fromMemory, pushedDown]) {
          const least = structuredClone(written);
          const frame = await way(made.tenancy, { tenant, months });
          expectCommitted(frame, { least, most: structuredClone(sent) });
          await nextTurn();
        }
      }
    };
    const ended = () => {
      reading = false;
    };
    await Promise.all([...writers.map(write), read().finally(ended)]);
    expect(answers).toBeGreaterThan(batches / 4);
  });
});

type Place = { readonly tenant: TenantId; readonly months: MonthStore };

async function planNow(databases: Databases, tenant: TenantId): Promise<QueryPlan> {
  const calendar = { ...metadata.calendar, zone: 'UTC' };
  const scope = { ...(await scopeOf(databases, tenant)), metadata: { ...metadata, calendar } };
  const asked = [ask('a', { dataset: 'detections', aggregate })];
  return planQueries({ scope, asked, clauses: new Map(), range: rangeOf(span), maxRows: 1e6 });
}

async function fromMemory(databases: Databases, { tenant, months }: Place): Promise<Frame> {
  const plan = await planNow(databases, tenant);
  const masters = await buildMasters(plan, { months, trace: { queries: 0 }, signal });
  return frameOf(await groupMasters(plan, masters), plan);
}

async function pushedDown(databases: Databases, { tenant }: Place): Promise<Frame> {
  const plan = asSql(await planNow(databases, tenant));
  return frameOf(await groupInSql(plan, { databases, trace: { queries: 0 }, signal }), plan);
}

const histories = new Map(
  writers.flatMap((writer) => lines.map((line) => [`${writer}${line}`, historyOf(writer, line)] as const)),
);

/** Of each writer all batches up to one are in: at least those known written before, at most those sent since. */
function expectCommitted(frame: Frame, bounds: { readonly least: Progress; readonly most: Progress }): void {
  const { time, line: ofLine, ...cells } = frame.toColumns();
  for (const line of lines) {
    const [a, b] = writers.map((writer) =>
      histories.get(`${writer}${line}`)!.slice(bounds.least[writer][line]!, bounds.most[writer][line]! + 1),
    );
    [Date.UTC(2026, 2, 1), april].forEach((month, index) => {
      const row = time!.findIndex((start, at) => start === month && ofLine![at] === line);
      const found = row < 0 ? null : Object.values(cells).map((values) => values[row]);
      const possible = a!.flatMap((one) => b!.map((other) => together(one[index]!, other[index]!)));
      const states = possible.map((held) => (held.rows === 0 ? null : Object.values(held)));
      expect(states).toContainEqual(found);
    });
  }
}
