import { createHash, randomBytes } from 'node:crypto';
import type { Member } from './member.ts';

/** A signed-in browser: who, in which tenant, with which role right now. */
export type Session = Member & {
  /** Binds the forms of this session; never leaves the server. */
  readonly csrfSecret: string;
  /** Absolute end, epoch milliseconds. */
  readonly expiresAt: number;
};

const hourMs = 3_600_000;

/** A session ends after this long without use. */
export const idleMs = 12 * hourMs;
/** A session ends this long after signing in. */
export const absoluteMs = 7 * 24 * hourMs;

/** 256 random bits, as text. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token, so that a copy of the database opens nothing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
