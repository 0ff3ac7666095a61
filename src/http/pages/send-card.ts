import type { FastifyReply } from 'fastify';
import { AppError } from '#sdk';
import { goneSignal } from '../gone-signal.ts';
import { lateCard, leaveLate, waitForCard } from './late-cards.ts';
import type { PageServices } from './page-data.ts';
import { type Answered, type Asked, applyData, holderOf, runApply } from './run-apply.ts';

/**
 * One card alone, always with its answer or its failure: the run that its page left going on, where that is here, else
 * a new one. A card that takes too long says so.
 */
export async function sendCard(services: PageServices, asked: Asked): Promise<FastifyReply> {
  const { key } = asked.request.params as { key: string };
  const answered = (await takeHeld(services, asked, key)) ?? (await runAgain(services, asked, key));
  const data = await applyData(services, asked, answered);
  const cards = [...data.strip, ...data.runs.flatMap((run) => run.cards)];
  const card = cards.find((candidate) => candidate.key === key);
  if (!card) throw new AppError('unknown_card', { status: 404, params: { card: key } });
  const template = card.grid.region === 'strip' ? 'partials/strip' : 'partials/card';
  const html = services.views.render(template, { ...data, card });
  return asked.reply.type('text/html; charset=utf-8').send(html);
}

async function takeHeld(services: PageServices, asked: Asked, key: string): Promise<Answered | null> {
  const { _run } = asked.request.query as { _run?: unknown };
  if (typeof _run !== 'string') return null;
  const held = services.held.take(_run, { ...holderOf(asked), key });
  if (!held) return null;
  const limits = { ms: services.patience.cardMs, signal: goneSignal(asked.reply) };
  const { result } = held.page;
  const face = result.cards.find((card) => card.key === key)!;
  const card = (await waitForCard(held, limits)) ?? lateCard(face, services.words[asked.session.language]);
  return { ...held.page, result: { ...result, cards: [card] } };
}

async function runAgain(services: PageServices, asked: Asked, key: string): Promise<Answered> {
  const card = { key, page: pageNumber(asked.request.query) };
  const answered = await runApply(services, { ...asked, card, patienceMs: services.patience.cardMs });
  return { ...answered, result: leaveLate(answered.result, services.words[asked.session.language]) };
}

/** 1-based; anything but a page number is the first page. */
function pageNumber(query: unknown): number {
  const { _page } = query as { _page?: unknown };
  return typeof _page === 'string' && /^[1-9]\d{0,6}$/.test(_page) ? Number(_page) : 1;
}
