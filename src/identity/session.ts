import { createHash, randomBytes } from 'node:crypto';
import type { TenantId } from '#sdk';
import type { Member } from './member.ts';

/** A signed-in browser: who, in which tenant, with which role right now. */
export type Session = Member & {
  /** Names the session to its owner; opens nothing. */
  readonly id: string;
  /** Binds the forms of this session; never leaves the server. */
  readonly csrfSecret: string;
  /** Absolute end, epoch milliseconds. */
  readonly expiresAt: number;
  /** Whether the person belongs to other tenants too. */
  readonly hasOthers: boolean;
};

/** How long a session lasts: without use, and at all. */
export type SessionLimits = { readonly idleMs: number; readonly absoluteMs: number };

const dayMs = 86_400_000;

/** Of a program that renews its tokens. */
export const apiLimits: SessionLimits = { idleMs: 7 * dayMs, absoluteMs: 30 * dayMs };

/** Sessions of one person at once, in browsers and of programs each; the least recently used make room. */
export const mostSessions = 100;

/** Who signs in where, with what: as the person will recognise it in their list. */
export type NewSession = {
  readonly userId: string;
  readonly tenant: TenantId;
  readonly now: number;
  readonly limits: SessionLimits;
  readonly client: SessionClient;
};

export type SessionClient = {
  /** `User-Agent`, as sent. */
  readonly agent: string | undefined;
  /** As `groupAddress` says it. */
  readonly address: string;
};

/** 256 random bits, as text. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token, so that a copy of the database opens nothing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
