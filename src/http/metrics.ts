import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { AppError } from '#sdk';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const isForwarded = ({ headers }: FastifyRequest): boolean =>
  ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => name in headers);

/**
 * `/metrics` in Prometheus' text format: the process, the requests by route and status, the open database connections.
 * Nothing in it names a tenant or a person. Answered to this machine only, without
 * a proxy between; others get 404.
 */
export function useMetrics(app: FastifyInstance, sources: { readonly openConnections: () => number }): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  new Gauge({
    name: 'camet_database_connections_open',
    help: 'Database connections open, opening or closing in this process',
    registers: [registry],
    collect() {
      this.set(sources.openConnections());
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!loopback.has(request.ip) || isForwarded(request)) throw new AppError('not_found', { status: 404 });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  app.addHook('onClose', async () => registry.clear());
}
