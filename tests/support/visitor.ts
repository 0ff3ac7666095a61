import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** A browser without a screen: keeps cookies, and sends the form token of the last page it saw. */
export type Visitor = {
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, fields?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Goes to the sign-in page and signs in. */
  signIn(email: string, password: string): Promise<LightMyRequestResponse>;
  readonly cookies: ReadonlyMap<string, string>;
};

export function visitor(app: FastifyInstance): Visitor {
  const cookies = new Map<string, string>();
  let token = '';
  const keep = (answer: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value } of answer.cookies) {
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    token = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? token;
    return answer;
  };
  const get: Visitor['get'] = async (url, headers = {}) =>
    keep(await app.inject({ url, headers, cookies: Object.fromEntries(cookies) }));
  const post: Visitor['post'] = async (url, fields = {}) =>
    keep(
      await app.inject({
        ...{ method: 'POST', url, cookies: Object.fromEntries(cookies) },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ _csrf: token, ...fields }).toString(),
      }),
    );
  return {
    get,
    post,
    cookies,
    signIn: async (email, password) => {
      await get('/login');
      return post('/login', { email, password });
    },
  };
}
