import type { FastifyReply } from 'fastify';
import type { Config } from '../../shared/config.ts';
import { isHttps } from '../public-address.ts';

const yearSeconds = 31_536_000;

/** Remembers what a person chose in this browser: a language or a theme, nothing that opens anything. */
export const keepChoice = (
  reply: FastifyReply,
  config: Config,
  { name, value }: { readonly name: 'camet_language' | 'camet_theme'; readonly value: string },
): FastifyReply =>
  reply.setCookie(name, value, {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    secure: isHttps(config),
    maxAge: yearSeconds,
  });
