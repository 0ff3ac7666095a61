import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplyRequest, ApplyResult, Computed } from '../../src/pipeline/types.ts';
import { answerForm } from '../support/apply-fixture-form.ts';
import { type PageFixture, pageFixture } from '../support/page-fixture.ts';
import { hasChromium, listen, openBrowser, openPage, signIn } from './open-browser.ts';

let fixture: PageFixture;
let browser: Browser;
let base = '';

const computed: Computed = {
  data: [
    {
      ...{ dataset: 'detections', label: 'Detecciones', rowsRead: 5000 },
      months: [
        { table: 'd_1', month: '2026-11', from: 'file', rows: 3000, ms: 38.2, member: 'L1', grouped: false },
        { table: 'd_2', month: '2026-11', from: 'file', rows: 2000, ms: 12, member: 'L2', grouped: false },
      ],
      kept: [{ from: Date.UTC(2026, 10, 19), to: Date.UTC(2026, 10, 19, 12), rows: 1254 }],
      ...{ received: ['Hora', 'Resultado'], left: ['Peso'] },
    },
  ],
  apis: [],
  stages: [
    { stage: 'filters', ms: 0.3 },
    { stage: 'read', ms: 38.2 },
  ],
  ...{ queries: 2, version: 'abcdefghijkl' },
};

const explained = (request: ApplyRequest): ApplyResult => {
  const result = answerForm(request);
  return { ...result, cards: result.cards.map((card) => ({ ...card, computed })) };
};

const panel = (page: Page) => page.locator('#computed');
const opener = (page: Page) => page.locator('.card .menu-box > button').first();

async function openFirst(page: Page): Promise<void> {
  await opener(page).click();
  await page.getByRole('button', { name: 'Cómo se calculó' }).first().click();
}

describe.skipIf(!hasChromium())('how a card was computed', () => {
  beforeAll(async () => {
    fixture = await pageFixture();
    fixture.answer(explained);
    base = await listen(fixture);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 800],
    ['dark', 390],
  ] as const)(
    '%s at %i: opens from the menu without a request, and everyone can use it',
    async (colorScheme, width) => {
      const { page, troubles } = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
      await signIn(page, base);
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await openFirst(page);
      await panel(page).waitFor();
      const text = ((await panel(page).textContent()) ?? '').replaceAll('\u00a0', ' ');
      for (const said of [
        'Leyó 5.000 filas de 2 tablas mensuales en archivo y se quedó con 1.254 (25 %)',
        '5.000 filas leídas',
        'Archivo',
        'L1, L2',
        '1.254',
        '25 %',
        '2 de 3',
        'peso',
        '39 ms',
      ])
        expect(text).toContain(said);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect([requests, troubles]).toEqual([[], []]);
    },
  );

  test('takes the focus, frames its card, and gives the focus back', async () => {
    const { page } = await openPage(browser, { viewport: { width: 1440, height: 900 } });
    await signIn(page, base);
    await openFirst(page);
    expect(await page.evaluate('document.activeElement.matches("#computed h2")')).toBe(true);
    expect(await page.locator('.card.is-explained').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await panel(page).isVisible()).toBe(false);
    expect(await page.locator('.card.is-explained').count()).toBe(0);
    const first = 'document.querySelector(".card .menu-box > button")';
    expect(await page.evaluate(`document.activeElement === ${first}`)).toBe(true);
  });

  test('is a dialog on a phone: nothing else can be reached, and Escape gives the focus back', async () => {
    const { page } = await openPage(browser, { viewport: { width: 390, height: 844 } });
    await signIn(page, base);
    await openFirst(page);
    await page.getByRole('dialog', { name: 'Cómo se calculó' }).waitFor();
    const outside =
      'document.activeElement !== document.body && !document.activeElement.closest("#computed")';
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(outside)).toBe(false);
    }
    expect(await page.evaluate('document.querySelector("main").matches("[inert], [inert] *")')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.querySelectorAll("[inert]").length')).toBe(0);
    const first = 'document.querySelector(".card .menu-box > button")';
    expect(await page.evaluate(`document.activeElement === ${first}`)).toBe(true);
  });
});
