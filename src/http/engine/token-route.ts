import type { FastifyInstance } from 'fastify';
import type { TenantSlug } from '#sdk';
import { issueAccessToken, tokenSeconds } from '../../identity/access-token.ts';
import { clientAddress } from '../client-address.ts';
import type { Services } from '../services.ts';
import { errorAnswer, map, text } from './schemas.ts';

const schema = {
  summary: 'Exchange email and password for a token of 15 minutes',
  body: map({ tenant: text(32), email: text(254), password: text(254) }),
  response: {
    200: map({ accessToken: text(), tokenType: { const: 'Bearer' }, expiresIn: { type: 'integer' } }),
    default: errorAnswer,
  },
};

type Body = { readonly tenant: TenantSlug; readonly email: string; readonly password: string };

export function tokenRoute(api: FastifyInstance, { config, signIn, snapshot }: Services): void {
  api.post<{ Body: Body }>('/auth/token', { schema }, async (request) => {
    const source = { address: clientAddress(request), device: null };
    const { user, tenant } = await signIn(request.body, source);
    await snapshot(tenant);
    const accessToken = await issueAccessToken(config.secret, { userId: user.id, tenant }, Date.now());
    return { accessToken, tokenType: 'Bearer', expiresIn: tokenSeconds };
  });
}
