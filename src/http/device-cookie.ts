import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tidyEmail } from '../identity/check-email.ts';
import type { Config } from '../shared/config.ts';
import { readCookie, writeCookie } from './cookies.ts';

const yearMs = 365 * 24 * 3_600_000;

/** The device's name when this account has signed in on it before, else null. It opens nothing by itself. */
export function knownDevice(request: FastifyRequest, config: Config, email: unknown): string | null {
  const cookie = readCookie(request, config, 'device');
  if (typeof email !== 'string' || !cookie || !/^[\w-]{22}\.[\w-]{43}$/.test(cookie)) return null;
  const [device = '', signature = ''] = cookie.split('.');
  const expected = sign(config.secret, device, tidyEmail(email));
  return timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) ? device : null;
}

/** Lets the device be known for a year from now as one of this account's. */
export function rememberDevice(
  reply: FastifyReply,
  config: Config,
  { device, email, now }: { readonly device: string | null; readonly email: string; readonly now: number },
): void {
  const name = device ?? randomBytes(16).toString('base64url');
  const value = `${name}.${sign(config.secret, name, email)}`;
  writeCookie(reply, config, { name: 'device', value, expiresAt: now + yearMs });
}

const sign = (secret: string, device: string, email: string): string =>
  createHmac('sha256', new Uint8Array(hkdfSync('sha256', secret, '', 'camet device', 32)))
    .update(`${device} ${email}`)
    .digest('base64url');
