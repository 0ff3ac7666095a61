import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Language, say, type Words } from '#sdk';
import { describeFailure, type Failure } from './failure.ts';
import { requestLanguage } from './request-language.ts';

/** A failure in words, as the JSON answer and the error page show it. */
export type WordedFailure = Omit<Failure, 'params'> & {
  readonly message: string;
  /** Named in the log too; null where the log would add nothing. */
  readonly id: string | null;
};

/** Draws the page of a failure; the status is set already. Returns the HTML. */
export type RenderErrorPage = (
  failure: WordedFailure,
  request: FastifyRequest,
  reply: FastifyReply,
) => string | Promise<string>;

export type ErrorHandling = {
  readonly words: Readonly<Record<Language, Words>>;
  /** Default: the first of ours in `Accept-Language`, else Spanish. */
  readonly languageOf?: (request: FastifyRequest) => Language;
  /** Default: JSON for everything. Paths under `/api/` always get JSON. */
  readonly renderPage?: RenderErrorPage;
};

/**
 * The one place that answers errors and unknown addresses: AppErrors with their status and translated sentence,
 * refused schemas with field and rule, everything else as 500 with an id that the log carries too.
 */
export function useErrorHandler(app: FastifyInstance, handling: ErrorHandling): void {
  const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendFailure(error, { request, reply, handling });
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) =>
    answer(new AppError('not_found', { status: 404 }), request, reply),
  );
}

type Exchange = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly handling: ErrorHandling;
};

async function sendFailure(error: unknown, { request, reply, handling }: Exchange): Promise<FastifyReply> {
  const failure = describeFailure(error);
  const id = failure.status >= 500 ? request.id : null;
  if (id) request.log.error({ err: error, id }, 'A request failed');
  const language = handling.languageOf?.(request) ?? requestLanguage(request) ?? 'es';
  const worded = wordFailure(failure, { words: handling.words[language], id });
  reply.code(failure.status);
  if (failure.retryAfterSeconds) reply.header('retry-after', String(failure.retryAfterSeconds));
  if (!handling.renderPage || request.url.startsWith('/api/')) return sendJson(reply, worded);
  return sendPage(worded, { request, reply, renderPage: handling.renderPage });
}

/** An error page that fails in its turn leaves the sentence as plain text. */
async function sendPage(
  worded: WordedFailure,
  { request, reply, renderPage }: Omit<Exchange, 'handling'> & { readonly renderPage: RenderErrorPage },
): Promise<FastifyReply> {
  try {
    const html = await renderPage(worded, request, reply);
    return reply.type('text/html; charset=utf-8').send(html);
  } catch (error) {
    request.log.error({ err: error, id: request.id }, 'The error page failed');
    return reply.type('text/plain; charset=utf-8').send(worded.message);
  }
}

/** The sentence of a failure, in the words of one language. */
export function wordFailure(
  { params, ...failure }: Failure,
  { words, id }: { readonly words: Words; readonly id: string | null },
): WordedFailure {
  return { ...failure, message: say(words, `errors.${failure.code}`, params), id };
}

function sendJson(
  reply: FastifyReply,
  { status, code, message, field, rule, id }: WordedFailure,
): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  reply.removeHeader('content-type');
  return reply.type('application/json; charset=utf-8').send({ error: { code, message, field, rule, id } });
}
