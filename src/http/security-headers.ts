import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../shared/config.ts';
import { isHttps } from './public-address.ts';

const none = ["'none'"];
const self = ["'self'"];

const directives = {
  defaultSrc: none,
  scriptSrc: [],
  styleSrc: self,
  imgSrc: ["'self'", 'data:'],
  fontSrc: self,
  connectSrc: self,
  formAction: self,
  frameAncestors: none,
  baseUri: none,
  objectSrc: none,
  reportUri: '/csp-report',
};

/**
 * The header set of every answer, errors included. Scripts run by nonce only: `reply.cspNonce.script`. Answers are
 * `no-store` unless a route says otherwise, which only hashed assets may. HSTS is sent where the public URL is https.
 * `text/plain` bodies, which any other site's form can send, are taken nowhere.
 */
export async function useSecurityHeaders(app: FastifyInstance, config: Config): Promise<void> {
  app.removeContentTypeParser('text/plain');
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isHttps(config) ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
