import { type ApiClient, type ApiNeed, type ApiRequest, type ApiRows, isApiNeed } from '#sdk';
import type { AskedNeed, Outcome } from '../query/types.ts';
import { apiKey } from './api-key.ts';
import type { ApiAnswers } from './types.ts';

/** Calls every API asked for, at once, equal calls once. Never rejects: a failure belongs to the need that asked. */
export async function callApis(
  asked: readonly AskedNeed[],
  client: ApiClient,
  request: Omit<ApiRequest, 'api' | 'params'>,
): Promise<ApiAnswers> {
  const calls = new Map<string, Promise<Outcome<ApiRows>>>();
  const answers = asked.flatMap(({ owner, name, need }) => {
    if (!isApiNeed(need)) return [];
    const call = JSON.stringify(need);
    const outcome = calls.get(call) ?? outcomeOf(need, client, request);
    calls.set(call, outcome);
    return [outcome.then((value) => [apiKey(owner, name), value] as const)];
  });
  return new Map(await Promise.all(answers));
}

async function outcomeOf(
  { api, params }: ApiNeed,
  client: ApiClient,
  request: Omit<ApiRequest, 'api' | 'params'>,
): Promise<Outcome<ApiRows>> {
  try {
    return { value: await client.call({ ...request, api, params }) };
  } catch (error) {
    return { error };
  }
}
