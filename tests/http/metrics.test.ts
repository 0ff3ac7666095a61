import fastify from 'fastify';
import { expect, it } from 'vitest';
import { useMetrics } from '../../src/http/metrics.ts';

const makeApp = () => {
  const app = fastify();
  useMetrics(app, { openConnections: () => 2 });
  app.get('/d/:slug', async () => 'ok');
  return app;
};

it('counts requests by route, never by what was asked', async () => {
  const app = makeApp();
  await app.inject('/d/secret-plant');
  const { body, headers } = await app.inject('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/d/:slug",status="200"} 1');
  expect(body).toContain('camet_database_connections_open 2');
  expect(body).toContain('process_resident_memory_bytes');
  expect(body).not.toContain('secret-plant');
});

it.each([
  { remoteAddress: '10.0.0.7' },
  { headers: { 'x-forwarded-for': '127.0.0.1' } },
  { headers: { 'x-real-ip': '10.0.0.7' } },
])('answers this machine only, not %o', async (from) => {
  const answer = await makeApp().inject({ url: '/metrics', ...from });
  expect(answer.statusCode).toBe(404);
});
