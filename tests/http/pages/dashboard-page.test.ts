import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '#sdk';
import { answerForm } from '../../support/apply-fixture-form.ts';
import { fixtureCards, fixtureResult } from '../../support/apply-result-fixture.ts';
import { fixtureUser, type PageFixture, pageFixture } from '../../support/page-fixture.ts';

let fixture: PageFixture;
let cookie = '';

const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
const encode = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

async function signIn(fields: Record<string, string>) {
  const form = await fixture.app.inject({ url: '/login' });
  const cookies = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const payload = encode({ _csrf: tokenIn(form.body), ...fields });
  return fixture.app.inject({ method: 'POST', url: '/login', cookies, payload, headers: formType });
}

const get = (url: string, headers: Record<string, string> = {}) =>
  fixture.app.inject({ url, headers: { cookie, ...headers } });

async function apply(
  fields: Record<string, string>,
  headers: Record<string, string> = { 'hx-request': 'true' },
) {
  const page = await get('/d/operation');
  const payload = encode({ _csrf: tokenIn(page.body), ...fields });
  const url = '/d/operation/apply';
  return fixture.app.inject({ method: 'POST', url, payload, headers: { cookie, ...formType, ...headers } });
}

beforeAll(async () => {
  fixture = await pageFixture();
  const answer = await signIn({ ...fixtureUser });
  cookie = `camet_session=${answer.cookies.find(({ name }) => name === 'camet_session')?.value}`;
});
beforeEach(() => fixture.answer(answerForm));
afterAll(() => fixture.close());

describe('signing in', () => {
  test('leads back to the page asked for', async () => {
    const away = await fixture.app.inject({ url: '/d/operation?line=2' });
    expect([away.statusCode, away.headers.location]).toEqual([
      303,
      '/login?next=%2Fd%2Foperation%3Fline%3D2',
    ]);
    const answer = await signIn({ ...fixtureUser, next: '/d/operation?line=2' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/d/operation?line=2']);
  });

  test('refuses with one sentence, keeps the address and opens nothing', async () => {
    const answer = await signIn({ email: fixtureUser.email, password: 'otra frase larga' });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('El correo o la contraseña no son correctos.');
    expect(answer.body).toContain(`value="${fixtureUser.email}"`);
    expect(answer.body).not.toContain('otra frase larga');
    expect(answer.cookies.some(({ name }) => name === 'camet_session')).toBe(false);
  });

  test('tells an htmx request in a header', async () => {
    const answer = await fixture.app.inject({
      url: '/d/operation/cards/plan',
      headers: { 'hx-request': 'true', 'hx-current-url': 'http://localhost/d/operation?line=1' },
    });
    expect([answer.statusCode, answer.headers['hx-redirect'], answer.body]).toEqual([
      401,
      '/login?next=%2Fd%2Foperation%3Fline%3D1',
      '',
    ]);
  });
});

describe('the dashboard', () => {
  test('is never kept by a cache; its assets are, under an address of their content', async () => {
    const page = await get('/d/operation');
    expect(page.headers['cache-control']).toBe('no-store');
    const sheet = /href="(\/assets\/[0-9a-f]{12}\/app\.css)"/.exec(page.body)?.[1] ?? '';
    const asset = await fixture.app.inject({ url: sheet });
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect((await fixture.app.inject({ url: sheet.replace('app.css', '../package.json') })).statusCode).toBe(
      404,
    );
  });

  test('carries no style attribute and no script without the nonce', async () => {
    const page = await get('/d/operation?product=3&shift=2');
    expect(page.body).not.toMatch(/\sstyle=/);
    const nonce = /'nonce-([^']+)'/.exec(String(page.headers['content-security-policy']))?.[1];
    const scripts = [...page.body.matchAll(/<script(?![^>]*application\/json)[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(4);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  });

  test('shows texts from the data as texts', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'</script>';
    const cards = fixtureCards.map((card) => ({ ...card, title: evil, subtitle: evil, without: [evil] }));
    fixture.answer((request) => ({
      ...answerForm(request),
      dashboard: { slug: 'operation', title: evil },
      filters: fixtureResult.filters.map((filter) => ({ ...filter, label: evil, text: evil, narrows: true })),
      cards,
    }));
    const page = await get('/d/operation');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('<img src=x');
    expect(page.body).not.toContain('onerror=alert(1)>"');
  });

  test('a bad link is a page that says so and keeps what it said', async () => {
    const page = await get('/d/operation?period.from=2026-11-19T10:00&period.to=2026-11-19T08:00');
    expect(page.statusCode).toBe(422);
    expect(page.body).toContain('El final va antes que el principio.');
    expect(page.body).toContain('value="2026-11-19T08:00"');
  });

  test('an unknown one is a page of its own', async () => {
    fixture.answer(() => {
      throw new AppError('unknown_dashboard', { status: 404, params: { dashboard: 'nowhere' } });
    });
    const page = await get('/d/nowhere');
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<h1>No se encuentra</h1>');
  });
});

describe('Apply', () => {
  test('answers the parts that change and the address that repeats them', async () => {
    const answer = await apply({ 'period.preset': 'yesterday', line: '2' });
    expect([answer.statusCode, answer.headers['hx-push-url']]).toEqual([
      200,
      '/d/operation?period=yesterday&line=2',
    ]);
    expect(answer.body).not.toContain('<html');
    const targets = [...answer.body.matchAll(/<hx-partial hx-target="([^"]+)"/g)].map(([, target]) => target);
    expect(targets).toContain('#panel-body');
    expect(targets).toContain('#status');
  });

  test('a refused input is answered 422 with its section’s message only', async () => {
    const answer = await apply({ 'period.preset': 'custom', 'period.from': '2', 'period.to': '1' });
    expect([answer.statusCode, answer.headers['hx-push-url']]).toEqual([422, undefined]);
    expect(answer.body).toContain('data-field="period.to"');
    expect(answer.body).not.toContain('<article');
  });

  test('without scripts it is a link', async () => {
    const answer = await apply({ 'period.preset': 'today', line: '2' }, {});
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      '/d/operation?period.preset=today&line=2',
    ]);
  });

  test('without scripts, more than an address can carry is answered at once', async () => {
    const answer = await apply({ 'period.from': '2'.repeat(13_000), 'period.to': '1' }, {});
    expect([answer.statusCode, answer.headers.location]).toEqual([422, undefined]);
    expect(answer.body).toContain('<html');
  });

  test('needs the page’s own token', async () => {
    const payload = encode({ line: '2' });
    const url = '/d/operation/apply';
    const before = fixture.asked.length;
    const answer = await fixture.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { cookie, ...formType },
    });
    expect([answer.statusCode, fixture.asked.length]).toEqual([403, before]);
  });
});

describe('one card', () => {
  test('is asked for alone, with its page and the filters applied', async () => {
    const answer = await get('/d/operation/cards/latest?line=2&_page=3', { 'hx-request': 'true' });
    expect(answer.statusCode).toBe(200);
    expect([...answer.body.matchAll(/<article[^>]* id="([^"]+)"/g)].map(([, id]) => id)).toEqual([
      'card-latest',
    ]);
    const asked = fixture.asked.at(-1);
    expect([asked?.onlyCard, asked?.pages, { ...asked?.form }]).toEqual([
      'latest',
      { latest: 3 },
      { line: '2' },
    ]);
  });

  test('an unknown one is refused', async () => {
    expect((await get('/d/operation/cards/nothing')).statusCode).toBe(404);
  });
});

test('a long list is searched on the server', async () => {
  const answer = await get('/d/operation/filters/product/options?_q=sardin', { 'hx-request': 'true' });
  expect([...answer.body.matchAll(/id="(option-product-\d+)"/g)].map(([, id]) => id)).toEqual([
    'option-product-3',
    'option-product-10',
  ]);
});
