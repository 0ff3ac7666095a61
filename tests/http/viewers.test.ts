import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { expect, inject, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { issueAccessToken } from '../../src/identity/access-token.ts';
import { openApiSession } from '../../src/identity/api-session.ts';
import type { Tenancy } from '../../src/tenancy/open-tenancy.ts';
import { connectToServer } from '../support/engines.ts';
import { createSmallPlant } from '../support/small-plant.ts';
import { type TestApp, testApp } from '../support/test-app.ts';

const viewerCount = 100;
const body = { filters: { period: { from: '2026-10-30T23:00:00Z', to: '2026-11-03T23:00:00Z' } } };

/** What the server was sent while some work ran, told apart by what it is about. */
type Sent = {
  /** Statements on the tenant's facts and metadata, in alphabetical order. */
  readonly data: readonly string[];
  /** The tenant's version, looked at once a second at most. */
  readonly versions: number;
  /** Who somebody is and may see, in the control database. */
  readonly members: number;
  readonly others: readonly string[];
  /** What the answers themselves say was sent for them. */
  readonly traced: number;
  /** How long it took, begun ones counted whole. */
  readonly seconds: number;
};

test.skipIf(inject('mariadbUrl') === null)(
  '100 viewers at once send the server what 1 sends, cold and warm',
  async () => {
    const test = await testApp('mysql', { connectionIdleMs: 50 });
    await createSmallPlant(test);
    const viewers = await addViewers(test);
    const log = await openLog(test);
    const alone = await freshApp(test);
    const crowded = await freshApp(test);
    for (const state of ['cold', 'warm']) {
      const one = await log.during(() => runAll(alone, viewers.slice(0, 1)));
      const all = await log.during(() => runAll(crowded, viewers));
      expect({ state, data: all.data }).toEqual({ state, data: one.data });
      expect(one.data.length > 0).toBe(state === 'cold');
      expect([one.members, all.members]).toEqual([1, viewerCount]);
      expect([one.others, all.others]).toEqual([[], []]);
      for (const { versions, seconds, data, traced } of [one, all]) {
        expect(versions).toBeLessThanOrEqual(seconds);
        expect(traced).toBe(data.length + versions);
      }
    }
  },
  120_000,
);

/** Started with nothing in memory and no files; what it was busy with at its start is over. */
async function freshApp({ appConfig }: TestApp): Promise<FastifyInstance> {
  const dataDir = mkdtempSync(join(inject('filesDir'), 'viewers-'));
  const app = await buildApp({ ...appConfig, dataDir });
  onTestFinished(() => app.close());
  return app;
}

/** So many people who may see the plant, each with a token of their own. */
async function addViewers({ tenancy, appConfig }: TestApp): Promise<string[]> {
  const ids = Array.from({ length: viewerCount }, (_, index) => `viewer-${index}`);
  await tenancy.useControl(async ({ knex }) => {
    const user = await knex('users').first('*');
    await knex('users').insert(ids.map((id) => ({ ...user, id, email: `${id}@acme.example` })));
    await knex('memberships').insert(ids.map((id) => ({ user_id: id, tenant_id: 'acme', role: 'viewer' })));
  });
  const tokens = [];
  for (const userId of ids) tokens.push(await tokenFor({ tenancy, appConfig }, userId));
  return tokens;
}

async function tokenFor({ tenancy, appConfig }: Pick<TestApp, 'tenancy' | 'appConfig'>, userId: string) {
  const who = { userId, tenant: 'acme' as never };
  const client = { agent: 'test', address: '127.0.0.1' };
  const { id: sessionId } = await openApiSession(tenancy, { ...who, now: Date.now(), client });
  return issueAccessToken(appConfig.secret, { ...who, sessionId }, Date.now());
}

/** Everybody at once; the statements that the answers say they took, together. */
async function runAll(app: FastifyInstance, tokens: readonly string[]): Promise<number> {
  const answers = await Promise.all(
    tokens.map((token) =>
      app.inject({
        ...{ method: 'POST', url: '/api/v1/dashboards/operation/run', payload: body },
        headers: { authorization: `Bearer ${token}` },
      }),
    ),
  );
  const values = answers.map((answer) => [answer.statusCode, answer.json().widgets?.detections.data.value]);
  expect(values).toEqual(tokens.map(() => [200, 22]));
  return answers.reduce((sum, answer) => sum + answer.json().stats.queries, 0);
}

/** The server's own log of the statements on this test's databases. */
async function openLog({ config, tenancy }: TestApp) {
  const server = await connectToServer();
  await server.query("SET GLOBAL log_output = 'TABLE'");
  await server.query('SET GLOBAL general_log = ON');
  onTestFinished(async () => {
    await server.query('SET GLOBAL general_log = OFF');
    await server.end();
  });
  const like = `${config.tenantDatabasePrefix.replaceAll('_', '\\_')}%`;
  return {
    during: async (work: () => Promise<number>): Promise<Sent> => {
      await untilGone(server, like);
      await server.query('TRUNCATE TABLE mysql.general_log');
      const began = performance.now();
      const traced = await work();
      const seconds = Math.ceil((performance.now() - began) / 1000);
      return { ...sortOut(await statementsOf(server, like), tenancy), traced, seconds };
    },
  };
}

/** The log tells a statement's database by the beginning of its connection, so none may be open before. */
async function untilGone(server: Connection, like: string): Promise<void> {
  for (;;) {
    const [open] = await server.query<RowDataPacket[]>(
      'SELECT 1 FROM information_schema.PROCESSLIST WHERE DB LIKE ?',
      [like],
    );
    if (open.length === 0) return;
    await wait(20);
  }
}

/** Whatever was sent over connections to databases of this prefix, but for what every connection begins with. */
async function statementsOf(server: Connection, like: string): Promise<[database: string, sql: string][]> {
  const [rows] = await server.query<RowDataPacket[]>(
    `SELECT REGEXP_SUBSTR(opened.argument, '(?<= on )[a-z0-9_]+') AS place, CONVERT(sent.argument USING utf8mb4) AS text
     FROM mysql.general_log AS sent JOIN mysql.general_log AS opened
       ON opened.thread_id = sent.thread_id AND opened.command_type = 'Connect'
     WHERE sent.command_type IN ('Query', 'Execute') AND opened.argument LIKE ?`,
    [`% on ${like}`],
  );
  return rows
    .map(({ place, text }): [string, string] => [String(place), String(text)])
    .filter(([, sql]) => !sql.startsWith('SET time_zone'));
}

function sortOut(statements: readonly [database: string, sql: string][], tenancy: Tenancy) {
  const plant = tenancy.locate('acme' as never);
  const [inPlant, inControl] = [true, false].map((own) =>
    statements.filter(([place]) => (place === plant) === own).map(([, sql]) => sql),
  ) as [string[], string[]];
  const isVersion = (sql: string) => sql.includes('base_version') && sql.includes('union all');
  const isMember = (sql: string) => sql.includes('`memberships`');
  return {
    data: inPlant.filter((sql) => !isVersion(sql)).sort(),
    versions: inPlant.filter(isVersion).length,
    members: inControl.filter(isMember).length,
    others: inControl.filter((sql) => !isMember(sql)),
  };
}
