import type { FastifyInstance } from 'fastify';
import type { Databases } from '#sdk';
import type { Log } from '../shared/log.ts';

const checkEveryMs = 1000;

/**
 * `/healthz`: the process answers. `/readyz`: it also reaches the control database (503 when not), asked at most once
 * a second however many ask. Neither gives details.
 */
export function useHealth(app: FastifyInstance, databases: Databases): void {
  const isReady = oncePerSecond(() => reaches(databases, app.log));
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (await isReady()) return { status: 'ok' };
    return reply.code(503).send({ status: 'unavailable' });
  });
}

async function reaches(databases: Databases, log: Log): Promise<boolean> {
  try {
    await databases.useControl(({ knex }) => knex('tenants').first('id'));
    return true;
  } catch (error) {
    log.warn({ err: error }, 'The control database cannot be reached');
    return false;
  }
}

function oncePerSecond(check: () => Promise<boolean>): () => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);
  return () => {
    if (performance.now() - askedAt >= checkEveryMs) {
      askedAt = performance.now();
      answer = check();
    }
    return answer;
  };
}
