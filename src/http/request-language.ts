import type { FastifyRequest } from 'fastify';
import { type Language, languages } from '#sdk';

/** The first language of ours that `Accept-Language` names, in its own order; undefined when it names none. */
export function requestLanguage(request: FastifyRequest): Language | undefined {
  const header = request.headers['accept-language'] ?? '';
  const wanted = header.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((tag): tag is Language => languages.some((language) => language === tag));
}
