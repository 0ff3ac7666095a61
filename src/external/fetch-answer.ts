import { type Dispatcher, request } from 'undici';
import { type ApiRequest, AppError } from '#sdk';
import type { ApiDefinition } from './api-definition.ts';
import { badAnswer } from './bad-answer.ts';

/**
 * The text an API answers, within its total time and size, following no redirect. Throws `api_timeout` (504),
 * `api_too_large`, `api_unreachable`, `api_status` and `api_bad_answer` (502); the caller's own abort passes through
 * as it is.
 */
export async function fetchAnswer(
  api: ApiDefinition,
  { params, signal, dispatcher }: FetchOptions,
): Promise<string> {
  const deadline = AbortSignal.timeout(api.timeoutMs);
  try {
    const both = AbortSignal.any([signal, deadline]);
    const response = await request(urlOf(api, params), {
      ...messageOf(api, params),
      signal: both,
      dispatcher,
    });
    return await readBody(response, api);
  } catch (cause) {
    if (cause instanceof AppError || signal.aborted) throw cause;
    if (deadline.aborted) {
      throw new AppError('api_timeout', {
        status: 504,
        params: { api: api.name, seconds: api.timeoutMs / 1000 },
        cause,
      });
    }
    throw new AppError('api_unreachable', { status: 502, params: { api: api.name }, cause });
  }
}

export type FetchOptions = Pick<ApiRequest, 'params' | 'signal'> & { readonly dispatcher: Dispatcher };

function urlOf(api: ApiDefinition, params: ApiRequest['params']): URL {
  const url = new URL(api.url);
  if (api.method === 'GET')
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value));
  return url;
}

function messageOf(api: ApiDefinition, params: ApiRequest['params']) {
  const headers = { accept: 'application/json', 'accept-encoding': 'identity', ...api.headers };
  if (api.method === 'GET') return { method: 'GET', headers } as const;
  const body = JSON.stringify(params);
  return { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body } as const;
}

/** The body is dropped whatever happens; the error event of dropping it half read tells nothing new. */
async function readBody(response: Dispatcher.ResponseData, api: ApiDefinition): Promise<string> {
  try {
    checkHead(response, api);
    return await readLimited(response.body, api);
  } finally {
    response.body.on('error', () => {}).destroy();
  }
}

function checkHead({ statusCode, headers }: Dispatcher.ResponseData, api: ApiDefinition): void {
  if (statusCode !== 200)
    throw new AppError('api_status', { status: 502, params: { api: api.name, status: statusCode } });
  if (!/^application\/(.+\+)?json\b/i.test(String(headers['content-type']))) throw badAnswer(api, 'not JSON');
  if (/[^\s]/.test(String(headers['content-encoding'] ?? '').replace('identity', '')))
    throw badAnswer(api, 'encoded');
}

async function readLimited(body: AsyncIterable<Buffer>, api: ApiDefinition): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > api.maxBytes) {
      const limit = Math.round(api.maxBytes / 1000);
      throw new AppError('api_too_large', { status: 502, params: { api: api.name, limit } });
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
