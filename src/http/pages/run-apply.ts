import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantSnapshot } from '../../catalog/types.ts';
import type { Session } from '../../identity/session.ts';
import type { ApplyRequest, ApplyResult } from '../../pipeline/types.ts';
import { goneSignal } from '../gone-signal.ts';
import { requester } from '../requester.ts';
import { dashboardView } from './dashboard-view.ts';
import { drawOwn } from './draw-own.ts';
import type { FormValues } from './form-to-values.ts';
import type { Holder } from './held-cards.ts';
import { type PageServices, pageData } from './page-data.ts';

export type Asked = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly slug: string;
  readonly form: FormValues;
  /** This card only, and which page of its rows. */
  readonly card?: { readonly key: string; readonly page: number };
  /** How long cards are waited for; for all when absent. */
  readonly patienceMs?: number;
};

export type Answered = {
  readonly result: ApplyResult;
  readonly snapshot: TenantSnapshot;
  readonly now: number;
  /** Pending card → the run that goes on for it. */
  readonly runs?: ReadonlyMap<string, string>;
};

/** One Apply for a page; it is given up when the person leaves. */
export async function runApply(services: PageServices, asked: Asked): Promise<Answered> {
  await services.takeRequest('apply', requester(asked.session));
  const snapshot = await services.snapshot(asked.session.tenant);
  const request = applyRequest(services, asked);
  const result = await services.applyFilters(request);
  return { result, snapshot, now: request.now };
}

/** One Apply for a whole page: it does not wait for slow cards, which are held until it asks for them. */
export async function runPage(services: PageServices, asked: Asked): Promise<Answered> {
  const { patience, held } = services;
  const answered = await runApply(services, { ...asked, patienceMs: patience.pageMs });
  const { pending = [], cards } = answered.result;
  const holder = holderOf(asked);
  const runs = pending.map((card): [string, string] => {
    const result = { ...answered.result, cards: cards.filter(({ key }) => key === card.key), pending: [] };
    return [card.key, held.hold({ ...card, holder, page: { ...answered, result } })];
  });
  return { ...answered, runs: new Map(runs) };
}

/** Whose cards these are. */
export const holderOf = ({ session, slug }: Asked): Holder => ({
  tenant: session.tenant,
  user: session.user.id,
  dashboard: slug,
});

/** The question as the pipeline takes it. */
export const applyRequest = (
  { words }: PageServices,
  { session, slug, form, card, patienceMs, reply }: Asked,
): ApplyRequest => ({
  tenant: session.tenant,
  dashboard: slug,
  form,
  user: session.user,
  language: session.language,
  words: words[session.language],
  now: Date.now(),
  signal: goneSignal(reply),
  ...(patienceMs !== undefined && { patienceMs }),
  ...(card && { onlyCard: card.key, pages: { [card.key]: card.page } }),
});

/** The template's data for an answered Apply. */
export async function applyData(services: PageServices, asked: Asked, answered: Answered) {
  const { request, reply, session } = asked;
  const { result, snapshot, now, runs } = answered;
  const page = pageData(services, { request, reply, session }, snapshot.metadata.calendar.zone);
  const drawn = await drawOwn(result, { services, session, snapshot, now, log: request.log });
  const { views } = services;
  return {
    ...page,
    now,
    ...dashboardView({ result, snapshot, runs, views, page, drawn, language: session.language }),
  };
}
