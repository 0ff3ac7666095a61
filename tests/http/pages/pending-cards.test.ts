import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { Patience } from '../../../src/http/pages/patience.ts';
import type { ApplyRequest, ApplyResult, Card } from '../../../src/pipeline/types.ts';
import { answerForm } from '../../support/apply-fixture-form.ts';
import { fixtureCards } from '../../support/apply-result-fixture.ts';
import { fixtureUser, type PageFixture, pageFixture } from '../../support/page-fixture.ts';
import { untilGate } from '../../support/until-gate.ts';

const key = 'reject-by-area';
const whole = fixtureCards.find((card) => card.key === key)!;
const place = `/d/operation/cards/${key}`;

/** Pages whose card is not ready until `ready` is called; computed again, it is there at once. */
async function slowPages(patience: Partial<Patience> = {}) {
  const fixture = await pageFixture(patience);
  onTestFinished(() => fixture.close());
  const { gate, open } = untilGate();
  const left: string[] = [];
  fixture.answer((request) => (request.onlyCard ? answerForm(request) : slowly(request, gate, left)));
  const cookie = await signIn(fixture);
  const get = (url: string) => fixture.app.inject({ url, headers: { cookie } });
  const run = async (): Promise<string> => {
    const { body } = await get('/d/operation');
    return /reject-by-area\?_run=([\w-]+)/.exec(body)?.[1] ?? '';
  };
  return { fixture, cookie, get, run, ready: open, left };
}

function slowly(request: ApplyRequest, gate: Promise<void>, left: string[]): ApplyResult {
  const result = answerForm(request);
  const pending = (card: Card): Card => ({ ...card, status: 'pending', data: null });
  return {
    ...result,
    cards: result.cards.map((card) => (card.key === key ? pending(card) : card)),
    pending: [{ key, card: gate.then(() => whole), leave: () => left.push(key) }],
  };
}

async function signIn({ app }: PageFixture): Promise<string> {
  const form = await app.inject({ url: '/login' });
  const cookies = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const payload = new URLSearchParams({ _csrf, ...fixtureUser }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.inject({ method: 'POST', url: '/login', cookies, payload, headers });
  return `camet_session=${answer.cookies.find(({ name }) => name === 'camet_session')?.value}`;
}

test('a pending card asks for the very run that goes on, and is drawn by it', async () => {
  const { fixture, get, run, ready } = await slowPages();
  const id = await run();
  expect(fixture.asked.map(({ patienceMs }) => patienceMs)).toEqual([250]);
  const fetched = get(`${place}?_run=${id}`);
  ready();
  const { statusCode, body } = await fetched;
  expect([statusCode, body.includes('Sellado'), body.includes('aria-busy')]).toEqual([200, true, false]);
  expect(fixture.asked).toHaveLength(1);
});

test('it says how to see it without scripts', async () => {
  const { get } = await slowPages();
  const { body } = await get('/d/operation?shift=3');
  expect(body).toContain(
    '<noscript><a href="/d/operation?shift=3">Recarga la página para verla</a></noscript>',
  );
});

test('a run is given out once, to its own card; everything else is computed again', async () => {
  const { fixture, get, run, ready, left } = await slowPages();
  const id = await run();
  ready();
  expect((await get(`/d/operation/cards/plan?_run=${id}`)).body).toContain('Producción y plan');
  expect((await get(`${place}?_run=nobodys`)).body).toContain('Sellado');
  expect(fixture.asked.length).toBe(3);
  expect((await get(`${place}?_run=${id}`)).body).toContain('Sellado');
  expect(fixture.asked.length).toBe(3);
  expect((await get(`${place}?_run=${id}`)).body).toContain('Sellado');
  expect(fixture.asked.slice(1).map(({ onlyCard, patienceMs }) => [onlyCard, patienceMs])).toEqual([
    ['plan', 10_000],
    [key, 10_000],
    [key, 10_000],
  ]);
  expect(left).toEqual([]);
});

test('one that takes too long says so, can be asked for again, and is left', async () => {
  const { get, run, left } = await slowPages({ cardMs: 20 });
  const { body } = await get(`${place}?_run=${await run()}`);
  expect(body).toContain('Esta tarjeta ha tardado más de 10 s.');
  expect(body).toContain(`hx-get="${place}"`);
  expect(body).not.toContain('aria-busy');
  expect(left).toEqual([key]);
});

test('one computed again that takes too long is not pending again', async () => {
  const { fixture, get, left } = await slowPages();
  const { gate } = untilGate();
  fixture.answer((request) => slowly(request, gate, left));
  const { body } = await get(place);
  expect(body).toContain('Esta tarjeta ha tardado más de 10 s.');
  expect(left).toEqual([key]);
});

test('what nobody asks for in time is left, and so is the oldest of too many', async () => {
  const soon = await slowPages({ holdMs: 10 });
  const id = await soon.run();
  await expect.poll(() => soon.left).toEqual([key]);
  await soon.get(`${place}?_run=${id}`);
  expect(soon.fixture.asked).toHaveLength(2);

  const few = await slowPages({ maxHeld: 1 });
  await few.run();
  expect(few.left).toEqual([]);
  await few.run();
  expect(few.left).toEqual([key]);
});

test('the end of the server leaves what is held', async () => {
  const { fixture, run, left } = await slowPages();
  await run();
  await fixture.app.close();
  expect(left).toEqual([key]);
});

test('a reader who goes away leaves what was asked for', async () => {
  const { fixture, cookie, run, left } = await slowPages();
  const base = await fixture.app.listen({ host: '127.0.0.1', port: 0 });
  const gone = new AbortController();
  const id = await run();
  const arrived = once(fixture.app.server, 'request');
  const fetched = fetch(`${base}${place}?_run=${id}`, { headers: { cookie }, signal: gone.signal });
  await arrived;
  gone.abort();
  await expect(fetched).rejects.toThrow();
  await expect.poll(() => left).toEqual([key]);
});
