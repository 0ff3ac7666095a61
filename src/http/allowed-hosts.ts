import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import type { Config } from '../shared/config.ts';

type HostConfig = Pick<Config, 'publicUrl' | 'host' | 'production'>;

const loopback = ['localhost', '127.0.0.1', '[::1]'];
/** Asked by load balancers, which know a machine by its address. */
const answeredAnyway = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Refuses requests for a host that is not ours (`unknown_host`, 421), so that no link or cache can be made to carry
 * another name: ours are the public URL's, the one listened on, and this machine's own unless production has a public
 * one. What proxies say of the host is never believed.
 */
export function useAllowedHosts(app: FastifyInstance, config: HostConfig): void {
  const allowed = allowedHosts(config);
  app.addHook('onRequest', async (request) => {
    const path = request.url.split('?')[0]!;
    if (!answeredAnyway.has(path) && !isAllowed(request, allowed)) {
      throw new AppError('unknown_host', { status: 421 });
    }
  });
}

function allowedHosts({ publicUrl, host, production }: HostConfig): ReadonlySet<string> {
  const own = publicUrl ? [new URL(publicUrl).hostname] : [];
  const local = production && publicUrl ? [] : [...loopback, host.includes(':') ? `[${host}]` : host];
  return new Set([...own, ...local].map((name) => name.toLowerCase()));
}

function isAllowed({ headers, raw }: FastifyRequest, allowed: ReadonlySet<string>): boolean {
  const times = raw.rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name)).length;
  const name = /^(\[[0-9a-f:.]+\]|[^:/@\s]+)(?::\d+)?$/i.exec(headers.host ?? '')?.[1];
  return times <= 1 && name !== undefined && allowed.has(name.toLowerCase());
}
