import { afterAll, beforeAll } from 'vitest';
import type { Config } from '../../src/shared/config.ts';
import { createTestApp, type TestApp, testPassword } from '../support/test-app.ts';

export type Fields = Readonly<Record<string, string>>;

/** One app for a file's tests, with the plant `demo` and its admin. */
export function oneApp(given: Partial<Config> = {}): { readonly test: TestApp } {
  let made: TestApp;
  beforeAll(async () => {
    made = await createTestApp('sqlite', given);
    await made.createPlant('demo');
  });
  afterAll(() => made.remove());
  return {
    get test() {
      return made;
    },
  };
}

export const admin = { tenant: 'demo', email: 'admin@demo.example', password: testPassword } as const;

/** The answer of the API to these credentials. */
export const askToken = ({ app }: TestApp, given: object = {}, more: object = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/auth/token', payload: { ...admin, ...given }, ...more });

export const csrfIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

export const jarOf = (cookies: readonly { name: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(cookies.filter(({ value }) => value).map(({ name, value }) => [name, value]));

/** The sign-in page's answer to these fields, sent as its own form would. */
export async function postLogin(
  { app }: TestApp,
  fields: Fields = {},
  { cookies = {}, headers = {} }: { readonly cookies?: Fields; readonly headers?: Fields } = {},
) {
  const page = await app.inject('/login');
  return app.inject({
    method: 'POST',
    url: '/login',
    cookies: { ...cookies, ...jarOf(page.cookies) },
    payload: new URLSearchParams({
      ...{ _csrf: csrfIn(page.body), email: admin.email, password: admin.password },
      ...fields,
    }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
}

/** The cookies of somebody who has just signed in. */
export const signedIn = async (test: TestApp): Promise<Record<string, string>> =>
  jarOf((await postLogin(test)).cookies);
