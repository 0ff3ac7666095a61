import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplyRequest, ApplyResult, Card } from '../../src/pipeline/types.ts';
import { answerForm } from '../support/apply-fixture-form.ts';
import { fixtureCards } from '../support/apply-result-fixture.ts';
import { type PageFixture, pageFixture } from '../support/page-fixture.ts';
import { hasChromium, listen, openBrowser, openPage, signIn } from './open-browser.ts';

let fixture: PageFixture;
let browser: Browser;
let base = '';

/** The usual answer with some cards in another state; a single card asked for is whole again. */
function answerWith(
  changes: Readonly<Record<string, Partial<Card>>>,
): (request: ApplyRequest) => ApplyResult {
  return (request) => {
    const result = answerForm(request);
    const cards = fixtureCards.map((card) => ({ ...card, ...changes[card.key] }));
    if (!request.onlyCard) return { ...result, cards };
    return { ...result, cards: fixtureCards.filter(({ key }) => key === request.onlyCard) };
  };
}

const failed: Partial<Card> = {
  status: 'error',
  data: null,
  error: { code: 'api_timeout', message: 'La fuente «erp» no ha respondido en 5 s.', id: '7F3A-21' },
};
const pending: Partial<Card> = { status: 'pending', data: null };

const open = async () => {
  const opened = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await signIn(opened.page, base);
  return opened;
};

describe.skipIf(!hasChromium())('card states', () => {
  beforeAll(async () => {
    fixture = await pageFixture();
    base = await listen(fixture);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  test('failed, stale, empty and barred cards keep their place and can be used by everyone', async () => {
    fixture.answer(
      answerWith({
        'reject-by-area': failed,
        plan: { status: 'stale', asOf: Date.now() - 27 * 60_000 },
        latest: { status: 'empty', data: { kind: 'empty' } },
        weight: { ...failed, error: { code: 'no_access', message: 'Pídelo a Marta Ríos.', id: null } },
        rate: { status: 'empty', data: { kind: 'empty' } },
      }),
    );
    const { page, troubles } = await open();
    const heights = await page
      .locator('article.card')
      .evaluateAll((cards) =>
        cards.map((card) => (card as { offsetHeight: number } & typeof card).offsetHeight),
      );
    expect(heights).toEqual([124, 124, 124, 124, 396, 192, 260, 600]);
    const error = page.locator('#card-reject-by-area');
    expect(await error.getByRole('alert').textContent()).toContain(
      'La fuente «erp» no ha respondido en 5 s.',
    );
    expect(await error.getByText('Código 7F3A-21').isVisible()).toBe(true);
    expect(await page.getByText('hace 27 min').isVisible()).toBe(true);
    expect(await page.locator('#card-latest').getByText('Sin detecciones en este periodo').isVisible()).toBe(
      true,
    );
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await page.screenshot({
      path: process.env.SHOTS ? `${process.env.SHOTS}/states.png` : undefined,
      fullPage: true,
    });
    await error.getByRole('button', { name: 'Reintentar' }).click();
    await error.getByText('Sellado').waitFor();
    expect(troubles).toEqual([]);
  });

  test('a card emptied by filters says which, and takes the last one off', async () => {
    fixture.answer(answerWith({ latest: { status: 'empty', data: { kind: 'empty' } } }));
    const { page } = await open();
    await page.goto(`${base}/d/operation?product=3&shift=3`);
    const card = page.locator('#card-latest');
    expect(await card.getByText('Sin detecciones con estos filtros').isVisible()).toBe(true);
    await card.getByRole('button', { name: 'Quitar «Turno: Noche»' }).click();
    await page.waitForURL('**?product=3');
  });

  test('a card that is not ready says so, asks once by itself, and is drawn', async () => {
    fixture.answer(answerWith({ 'reject-by-area': pending, 'count-by-hour': pending }));
    const { page, troubles } = await open();
    const asked = fixture.asked.length;
    await page.locator('#card-reject-by-area').getByText('Sellado').waitFor();
    await page.waitForFunction(`Object.keys(window.Chart?.instances ?? {}).length === 2`);
    await page.waitForTimeout(300);
    expect(fixture.asked.length - asked).toBeLessThanOrEqual(2);
    expect(await page.locator('[aria-busy]').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test('a pending card keeps its old data, greyed, until the new comes', async () => {
    fixture.answer(answerForm);
    const { page, troubles } = await open();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const answer = answerWith({
      'reject-by-area': pending,
      'count-by-hour': pending,
      'reject-rate': pending,
    });
    fixture.answer(async (request) => {
      if (request.onlyCard) await held;
      return answer(request);
    });
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    const card = page.locator('#card-reject-by-area');
    await card.getByText('Calculando…').waitFor();
    expect(await card.getByText('Sellado').isVisible()).toBe(true);
    expect(await card.getAttribute('aria-busy')).toBe('true');
    expect(await page.locator('#card-count-by-hour canvas').first().isVisible()).toBe(true);
    await page.screenshot({ path: process.env.SHOTS ? `${process.env.SHOTS}/pending.png` : undefined });
    release();
    await expect.poll(() => page.locator('[aria-busy]').count()).toBe(0);
    await expect.poll(() => page.evaluate(`Object.keys(Chart.instances).length`)).toBe(2);
    expect(troubles).toEqual([]);
  });

  test('rows turn their pages one card at a time', async () => {
    fixture.answer(answerForm);
    const { page } = await open();
    await page.locator('#card-latest').getByRole('button', { name: 'Página siguiente' }).click();
    await expect.poll(() => fixture.asked.at(-1)?.pages).toEqual({ latest: 2 });
    expect(fixture.asked.at(-1)?.onlyCard).toBe('latest');
  });

  test('an answer that cannot be used leaves the page as it was and says so', async () => {
    fixture.answer(answerForm);
    const { page } = await open();
    fixture.answer(() => {
      throw new Error('the database is away');
    });
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    await page.getByText('No se pudo aplicar.').waitFor();
    expect(await page.locator('article.card').count()).toBe(8);
    fixture.answer(answerForm);
    await page.getByRole('alert').getByRole('button', { name: 'Reintentar' }).click();
    await page.waitForURL('**?period=yesterday');
    await expect.poll(() => page.getByText('No se pudo aplicar.').isVisible()).toBe(false);
  });
});
