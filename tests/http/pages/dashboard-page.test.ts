import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureUser, type PageFixture, pageFixture } from '../../support/page-fixture.ts';

let fixture: PageFixture;
let cookie = '';

beforeAll(async () => {
  fixture = await pageFixture();
  const form = await fixture.app.inject({ url: '/login' });
  const [formCookie] = form.cookies;
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const answer = await fixture.app.inject({
    method: 'POST',
    url: '/login',
    cookies: { [formCookie!.name]: formCookie!.value },
    payload: new URLSearchParams({ _csrf: csrf, ...fixtureUser }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(answer.statusCode).toBe(303);
  const session = answer.cookies.find(({ name }) => name === 'camet_session');
  cookie = `camet_session=${session?.value}`;
});

afterAll(() => fixture.close());

const get = (url: string) => fixture.app.inject({ url, headers: { cookie } });

describe('the dashboard page', () => {
  test('draws', async () => {
    const page = await get('/d/operation');
    expect(page.statusCode, page.body).toBe(200);
  });
});
