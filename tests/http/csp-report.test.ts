import fastify from 'fastify';
import { expect, test } from 'vitest';
import { useCspReport } from '../../src/http/csp-report.ts';

async function makeApp() {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const app = fastify({ logger: { level: 'warn', stream } });
  await useCspReport(app);
  const send = (payload: string, type = 'application/csp-report') =>
    app.inject({ method: 'POST', url: '/csp-report', payload, headers: { 'content-type': type } });
  return { lines, send };
}

test('what a browser reports is logged in short, without queries', async () => {
  const { lines, send } = await makeApp();
  const report = {
    'document-uri': 'https://camet.example/d/operation?line=canary',
    'blocked-uri': `https://evil.example/${'x'.repeat(1000)}`,
    'script-sample': 'canary',
  };
  const answer = await send(JSON.stringify({ 'csp-report': report }));
  expect([answer.statusCode, answer.body]).toEqual([204, '']);
  const [line = ''] = lines;
  expect(JSON.parse(line)).toMatchObject({ 'document-uri': 'https://camet.example/d/operation' });
  expect(line).not.toContain('canary');
  expect(line.length).toBeLessThan(800);
});

test('a flood of reports leaves twenty lines a minute', async () => {
  const { lines, send } = await makeApp();
  for (let i = 0; i < 60; i += 1) await send('{"csp-report":{}}');
  expect(lines.length).toBeGreaterThanOrEqual(20);
  expect(lines.length).toBeLessThanOrEqual(40);
});

test.each([
  ['{"csp-report":{}}', 'text/plain', 415],
  ['x'.repeat(20_000), 'application/csp-report', 413],
  ['[1]', 'application/csp-report', 204],
  ['null', 'application/csp-report', 204],
])('%s as %s is answered %i', async (payload, type, status) => {
  const { send } = await makeApp();
  expect((await send(payload, type)).statusCode).toBe(status);
});
