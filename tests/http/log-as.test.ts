import fastify from 'fastify';
import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { logAs } from '../../src/http/log-as.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import type { Member } from '../../src/identity/member.ts';

const ana = {
  user: { id: 'u1', email: 'ana@acme.example', name: 'Ana', role: 'viewer' },
  ...{ tenant: 'acme' as TenantId, tenantName: 'Acme', language: 'es', numberLocale: 'es-ES' },
} satisfies Member;

it('every later line about a request says whose it is, by ids only', async () => {
  const lines: string[] = [];
  const options = serverOptions();
  const stream = { write: (line: string) => void lines.push(line) };
  const app = fastify({ ...options, logger: { ...options.logger, stream } });
  app.get('/', async (request, reply) => {
    logAs(request, reply, ana);
    request.log.info('Inside');
    return 'done';
  });
  await app.inject('/');
  const told = lines
    .map((line) => JSON.parse(line))
    .filter(({ tenant, user }) => tenant === 'acme' && user === 'u1');
  expect(told.map(({ msg }) => msg)).toEqual(['Inside', 'request completed']);
  expect(lines.join()).not.toContain('ana@');
});
