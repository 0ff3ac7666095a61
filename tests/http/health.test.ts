import fastify from 'fastify';
import { expect, test } from 'vitest';
import type { Databases } from '#sdk';
import { useHealth } from '../../src/http/health.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';

describeEachEngine('health', (engine) => {
  test('ready while the control database answers, asked at most once a second', async () => {
    const { tenancy } = await testTenancy(engine);
    const trace = { queries: 0 };
    const counted: Databases = {
      useControl: (work) => tenancy.useControl(work, trace),
      useTenant: (tenant, work) => tenancy.useTenant(tenant, work),
    };
    const app = fastify();
    useHealth(app, counted);
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.inject('/readyz')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(50).fill(200));
    expect(trace.queries).toBe(1);
  });
});

test('not ready without its control database, and no word of why', async () => {
  const lines: string[] = [];
  const app = fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } });
  const refuse = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:3306'));
  useHealth(app, { useControl: refuse, useTenant: refuse });
  const answer = await app.inject('/readyz');
  expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'unavailable' }]);
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  expect(lines.join('')).toContain('ECONNREFUSED');
});
