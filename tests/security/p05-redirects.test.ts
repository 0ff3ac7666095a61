import { beforeAll, expect, test } from 'vitest';
import { askToken, oneApp, postLogin } from './app.ts';
import { listen, sendRaw } from './raw.ts';

const one = oneApp();
let port = 0;
beforeAll(async () => {
  port = await listen(one.test.app);
});

const origin = 'http://localhost';
const landsHere = (location: string | undefined): boolean =>
  location === undefined || new URL(location, origin).origin === origin;

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'https:evil.example',
  'https://evil.example/d/operation',
  'http://localhost@evil.example',
  'javascript:alert(1)',
  '%2f%2fevil.example',
  '%252f%252fevil.example',
  '/%09/evil.example',
])('P05: signing in with next=%s leads to our own pages', async (next) => {
  const signedIn = await postLogin(one.test, { next });
  expect([signedIn.statusCode, landsHere(signedIn.headers.location)]).toEqual([303, true]);
  const page = await one.test.app.inject(`/login?next=${encodeURIComponent(next)}&next=//evil.example`);
  const kept = [...page.body.matchAll(/name="next" value="([^"]*)"/g)].map(([, value]) => value);
  expect(kept.length).toBe(2);
  expect(kept.filter((value) => !landsHere(value))).toEqual([]);
});

test.each(['', '/assets', '/assets/x', '/d', '/api/v1', '/account'])(
  'P04: no path under "%s" is made into a redirect elsewhere, nor into a file',
  async (prefix) => {
    for (const path of [
      '/..%2F%5cevil.example%2F%3f%2F..%2F..',
      '//evil.example/%2e%2e/',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json',
      '/%252e%252e/package.json',
      '/.env',
      '/app.css.map',
      '/%00',
      ';/package.json',
    ]) {
      for (const slash of ['', '/']) {
        const request = `GET ${prefix}${path}${slash} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
        const { status, text } = await sendRaw(port, [request]);
        expect([303, 400, 401, 404]).toContain(status);
        const location = /\r\nlocation: (.*)\r\n/i.exec(text)?.[1];
        expect([request, landsHere(location)]).toEqual([request, true]);
        expect(text).not.toContain('"dependencies"');
      }
    }
  },
);

test.each(['*', 'undefined', 'null', 'NaN', '-1', '1e3', '0x1', '１', '%00', ':slug', 'x'.repeat(190)])(
  'P14: "%s" is no dashboard, data set or session',
  async (id) => {
    const { accessToken } = (await askToken(one.test)).json();
    const headers = { authorization: `Bearer ${accessToken}` };
    const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
      (await one.test.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) }))
        .statusCode;
    const path = encodeURIComponent(id).replace('%2500', '%00');
    for (const status of [
      await ask('GET', `/dashboards/${path}`),
      await ask('POST', `/dashboards/${path}/run`, {}),
      await ask('POST', `/datasets/${path}/rows`, { rows: [] }),
      await ask('DELETE', `/sessions/${path}`),
    ]) {
      expect([400, 404, 422]).toContain(status);
    }
  },
);
