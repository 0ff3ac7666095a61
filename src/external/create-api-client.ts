import { Agent, type Dispatcher } from 'undici';
import { type ApiClient, type ApiRequest, type ApiRows, AppError } from '#sdk';
import type { Log } from '../shared/log.ts';
import type { ApiDefinition } from './api-definition.ts';
import { fetchAnswer } from './fetch-answer.ts';
import type { Environment } from './fill-environment.ts';
import { LastGood } from './last-good.ts';
import { readAnswer } from './read-answer.ts';
import { readApiFile } from './read-api-file.ts';

export type ApiClientOptions = {
  /** Path of `external_apis.yml`. */
  readonly file: string;
  readonly env: Environment;
  /** Where failures that a last good answer covers are noted. */
  readonly log: Log;
  /** Bytes of last good answers kept, as JSON text. Default 8 MiB. */
  readonly maxKeptBytes?: number;
};

/**
 * Calls the APIs that the file declares; throws `api_file_*` at once when the file is wrong. A failed call gives the
 * last good rows for the same tenant, API and parameters as `stale`, when there are any, else throws its `api_*` error.
 */
export function createApiClient(options: ApiClientOptions): ApiClient & { close(): Promise<void> } {
  const apis = readApiFile(options);
  const dispatcher = new Agent({
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 5000 },
  });
  const tools: Tools = {
    dispatcher,
    lastGood: new LastGood(options.maxKeptBytes ?? 8 * 1024 * 1024),
    log: options.log,
  };
  return {
    call: async (request) => callApi(findApi(apis, request.api), request, tools),
    close: () => dispatcher.destroy(),
  };
}

type Tools = { readonly dispatcher: Dispatcher; readonly lastGood: LastGood; readonly log: Log };

function findApi(apis: ReadonlyMap<string, ApiDefinition>, name: string): ApiDefinition {
  const api = apis.get(name);
  if (!api) throw new AppError('api_unknown', { params: { api: name } });
  return api;
}

async function callApi(api: ApiDefinition, request: ApiRequest, tools: Tools): Promise<ApiRows> {
  const params = paramsFor(api, request);
  const key = JSON.stringify([request.tenant, api.name, standInParams(api, params)]);
  const exact = JSON.stringify(params);
  const kept = tools.lastGood.get(key);
  if (kept?.params === exact && request.now - kept.fetchedAt < api.cacheSeconds * 1000)
    return { ...rowsOf(kept), status: 'ok' };
  try {
    const text = await fetchAnswer(api, { params, signal: request.signal, dispatcher: tools.dispatcher });
    const answer = readAnswer(text, api, request.now);
    const bytes = Buffer.byteLength(text) + exact.length;
    tools.lastGood.set(key, { ...answer, params: exact, fetchedAt: request.now, bytes });
    return { ...answer, status: 'ok' };
  } catch (error) {
    if (!kept || request.signal.aborted) throw error;
    tools.log.warn({ err: error, tenant: request.tenant, api: api.name }, 'An external API failed');
    return { ...rowsOf(kept), status: 'stale' };
  }
}

const standInParams = ({ standInBy }: ApiDefinition, params: ApiRequest['params']): ApiRequest['params'] =>
  standInBy
    ? Object.fromEntries(Object.entries(params).filter(([name]) => standInBy.includes(name)))
    : params;

const rowsOf = ({ rows, asOf }: Pick<ApiRows, 'rows' | 'asOf'>) => ({ rows, asOf });

/** The declared parameters in a fixed order. Throws `api_unknown_param` for one that is not declared. */
function paramsFor(api: ApiDefinition, { params, tenant }: ApiRequest): ApiRequest['params'] {
  const unknown = Object.keys(params).find((name) => !api.params.includes(name));
  if (unknown !== undefined)
    throw new AppError('api_unknown_param', { params: { api: api.name, param: unknown } });
  const given: ApiRequest['params'] = api.params.includes('tenant') ? { ...params, tenant } : params;
  return Object.fromEntries(Object.entries(given).sort(([one], [other]) => (one < other ? -1 : 1)));
}
