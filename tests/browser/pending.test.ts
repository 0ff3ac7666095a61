import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplyRequest, ApplyResult, Card } from '../../src/pipeline/types.ts';
import { answerForm } from '../support/apply-fixture-form.ts';
import { fixtureCards } from '../support/apply-result-fixture.ts';
import { type PageFixture, pageFixture } from '../support/page-fixture.ts';
import { untilGate } from '../support/until-gate.ts';
import { hasChromium, listen, openBrowser, openPage, signIn } from './open-browser.ts';

let fixture: PageFixture;
let browser: Browser;
let base = '';

/** An Apply in which these cards are not ready until the gate opens, and how many of them were left meanwhile. */
function slowApply(keys: readonly string[], change: (card: Card) => Card = (card) => card) {
  const { gate, open } = untilGate();
  const left: string[] = [];
  const pending = keys.map((key) => {
    const card = gate.then(() => change(fixtureCards.find((one) => one.key === key)!));
    return { key, card, leave: () => left.push(key) };
  });
  const answer = (request: ApplyRequest): ApplyResult => {
    const result = answerForm(request);
    const cards = result.cards.map(
      (card): Card => (keys.includes(card.key) ? { ...card, status: 'pending', data: null } : card),
    );
    return { ...result, cards, pending };
  };
  return { answer, open, left };
}

const settled = (page: Page) =>
  expect.poll(() => page.locator('[aria-busy]').count(), { timeout: 10_000 }).toBe(0);

const viewport = { width: 1440, height: 900 };

describe.skipIf(!hasChromium())('pending cards', () => {
  beforeAll(async () => {
    fixture = await pageFixture();
    base = await listen(fixture);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  test('keep their place and size, are busy for everyone, and are drawn by the run that goes on', async () => {
    const slow = slowApply(['reject-by-area', 'reject-rate']);
    fixture.answer(slow.answer);
    const { page, troubles } = await openPage(browser, { viewport });
    await signIn(page, base);
    const asked = fixture.asked.length;
    const card = page.locator('#card-reject-by-area');
    await card.getByText('Calculando…').waitFor();
    const before = await card.boundingBox();
    expect(await page.locator('[aria-busy=true]').count()).toBe(2);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    slow.open();
    await card.getByText('Sellado').waitFor();
    expect(await card.boundingBox()).toEqual(before);
    await settled(page);
    expect([fixture.asked.length - asked, slow.left, troubles]).toEqual([0, [], []]);
  });

  test('keep the alerts on screen until there are new ones', async () => {
    fixture.answer(answerForm);
    const { page, troubles } = await openPage(browser, { viewport });
    await signIn(page, base);
    const slow = slowApply(['alerts'], (card) => ({ ...card, data: { ...card.data!, alerts: [] } }) as Card);
    fixture.answer(slow.answer);
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    await page.locator('#card-alerts[aria-busy]').waitFor({ state: 'attached' });
    expect(await page.locator('#card-alerts .attn').isVisible()).toBe(true);
    slow.open();
    await expect.poll(() => page.locator('#card-alerts .attn').count()).toBe(0);
    expect(await page.locator('[aria-busy]').count()).toBe(0);
    expect([slow.left, troubles]).toEqual([[], []]);
  });

  test('show the newest Apply’s answer, whichever comes last, and give the older one up', async () => {
    const titled = (title: string) => (card: Card) => ({ ...card, title });
    const first = slowApply(['reject-by-area'], titled('La primera'));
    const second = slowApply(['reject-by-area'], titled('La segunda'));
    fixture.answer(first.answer);
    const { page, troubles } = await openPage(browser, { viewport });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await signIn(page, base);
    await expect.poll(() => requests.filter((url) => url.includes('_run=')).length).toBe(1);
    fixture.answer(second.answer);
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    await expect.poll(() => requests.filter((url) => url.includes('_run=')).length).toBe(2);
    await expect.poll(() => first.left).toEqual(['reject-by-area']);
    second.open();
    await page.locator('#card-reject-by-area').getByRole('heading', { name: 'La segunda' }).waitFor();
    first.open();
    await page.waitForTimeout(200);
    expect(await page.getByText('La primera').count()).toBe(0);
    expect([second.left, troubles]).toEqual([[], []]);
  });

  test('ask a few at a time, so that what a person does next need not wait for them', async () => {
    const keys = fixtureCards.filter(({ grid }) => grid.region === 'grid').map(({ key }) => key);
    const slow = slowApply(keys);
    fixture.answer(slow.answer);
    const { page, troubles } = await openPage(browser, { viewport });
    const asked: string[] = [];
    fixture.app.server.on('request', ({ url = '' }) => url.includes('_run=') && asked.push(url));
    await signIn(page, base);
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBe(4);
    fixture.answer(answerForm);
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    await page.waitForURL('**?period=yesterday');
    await settled(page);
    await expect.poll(() => slow.left.length, { timeout: 10_000 }).toBe(4);
    expect(asked.length).toBe(4);

    const soon = slowApply(keys);
    fixture.answer(soon.answer);
    await page.goto(`${base}/d/operation`);
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBe(8);
    soon.open();
    await settled(page);
    expect([asked.length, soon.left, troubles]).toEqual([4 + keys.length, [], []]);
  });

  test('say without scripts how they are seen', async () => {
    const slow = slowApply(['reject-by-area']);
    fixture.answer(slow.answer);
    const { page } = await openPage(browser, { viewport, javaScriptEnabled: false });
    await signIn(page, base);
    const card = page.locator('#card-reject-by-area');
    expect(await card.getByText('Calculando…').isVisible()).toBe(true);
    fixture.answer(answerForm);
    await card.getByRole('link', { name: 'Recarga la página para verla' }).click();
    expect(await card.getByText('Sellado').isVisible()).toBe(true);
  });
});
