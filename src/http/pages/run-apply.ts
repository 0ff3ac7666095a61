import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantSnapshot } from '../../catalog/types.ts';
import type { Session } from '../../identity/session.ts';
import type { ApplyRequest, ApplyResult } from '../../pipeline/types.ts';
import { goneSignal } from '../gone-signal.ts';
import { requester } from '../requester.ts';
import { dashboardView } from './dashboard-view.ts';
import type { FormValues } from './form-to-values.ts';
import { type PageServices, pageData } from './page-data.ts';

export type Asked = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly slug: string;
  readonly form: FormValues;
  /** This card only, and which page of its rows. */
  readonly card?: { readonly key: string; readonly page: number };
};

export type Answered = {
  readonly result: ApplyResult;
  readonly snapshot: TenantSnapshot;
  readonly now: number;
};

/** One Apply for a page; it is given up when the person leaves. */
export async function runApply(services: PageServices, asked: Asked): Promise<Answered> {
  await services.takeRequest('apply', requester(asked.session));
  const snapshot = await services.snapshot(asked.session.tenant);
  const request = applyRequest(services, asked);
  const result = await services.applyFilters(request);
  return { result, snapshot, now: request.now };
}

/** The question as the pipeline takes it. */
export const applyRequest = (
  { words }: PageServices,
  { session, slug, form, card, reply }: Asked,
): ApplyRequest => ({
  tenant: session.tenant,
  dashboard: slug,
  form,
  user: session.user,
  language: session.language,
  words: words[session.language],
  now: Date.now(),
  signal: goneSignal(reply),
  ...(card && { onlyCard: card.key, pages: { [card.key]: card.page } }),
});

/** The template's data for an answered Apply. */
export function applyData(services: PageServices, asked: Asked, { result, snapshot, now }: Answered) {
  const { request, reply, session } = asked;
  const page = pageData(services, { request, reply, session }, snapshot.metadata.calendar.zone);
  const { views } = services;
  return { ...page, now, ...dashboardView({ result, snapshot, views, page, language: session.language }) };
}
