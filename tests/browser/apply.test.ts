import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerForm } from '../support/apply-fixture-form.ts';
import { type PageFixture, pageFixture } from '../support/page-fixture.ts';
import { hasChromium, listen, openBrowser, openPage, signIn } from './open-browser.ts';

let fixture: PageFixture;
let browser: Browser;
let base = '';

const section = (page: Page, id: string) => page.locator(`#section-${id}`);
const applyButton = (page: Page) => page.getByRole('button', { name: 'Aplicar filtros' });
const opener = (page: Page) => page.locator('.tools [data-open-panel=""]');

/** A signed-in page with its panel open, and the Applies it sends from then on. */
async function openPanel(options?: Parameters<typeof openPage>[1]) {
  const opened = await openPage(browser, { viewport: { width: 1440, height: 900 }, ...options });
  await signIn(opened.page, base);
  const applies: string[] = [];
  opened.page.on('request', (request) => {
    if (request.resourceType() === 'fetch')
      applies.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await opener(opened.page).click();
  return { ...opened, applies };
}

describe.skipIf(!hasChromium())('Apply', () => {
  beforeAll(async () => {
    fixture = await pageFixture();
    base = await listen(fixture);
    browser = await openBrowser();
  });
  beforeEach(() => fixture.answer(answerForm));
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  test('choices wait, then go in one request, and the address carries them', async () => {
    const { page, applies, troubles } = await openPanel();
    await section(page, 'line').getByText('Línea 2').click();
    await section(page, 'shift').getByText('Tarde').click();
    expect(await page.getByText('2 cambios sin aplicar').isVisible()).toBe(true);
    expect(await section(page, 'line').getByText('sin aplicar').isVisible()).toBe(true);
    expect(applies).toEqual([]);
    await applyButton(page).click();
    await page.waitForURL('**/d/operation?line=2&shift=2');
    await page.getByText('19.340 de 48.216 detecciones').waitFor();
    expect(applies).toEqual(['POST /d/operation/apply']);
    expect(await page.locator('.chip').allTextContents()).toEqual(['Línea:Línea 2', 'Turno:Tarde']);
    expect(
      await page.getByRole('status').filter({ hasText: '19.340 detecciones con 2 filtros' }).count(),
    ).toBe(1);
    expect(await page.getByText('sin aplicar').filter({ visible: true }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test('the canvases stay, and after Back there is one chart on each', async () => {
    const { page, troubles } = await openPanel();
    await page.evaluate(
      `for (const canvas of document.querySelectorAll('canvas')) canvas.dataset.mark = 'mine'`,
    );
    await section(page, 'shift').getByText('Noche').click();
    await applyButton(page).click();
    await page.waitForURL('**?shift=3');
    await page.locator('.chip').waitFor();
    expect(await page.locator('canvas[data-mark=mine]').count()).toBe(2);
    expect(await page.locator('.menu').filter({ visible: true }).count()).toBe(0);
    await page.goBack();
    await page.waitForURL('**/d/operation');
    await page.waitForFunction(`document.querySelectorAll('.chip').length === 0`);
    await page.waitForFunction(`Object.keys(window.Chart?.instances ?? {}).length === 2`);
    expect(await page.locator('canvas').count()).toBe(2);
    expect(troubles).toEqual([]);
  });

  test('a preset applies at once and takes what waits with it; a chip comes off at once', async () => {
    const { page, applies } = await openPanel();
    await section(page, 'area').getByText('Sellado').click();
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    await page.waitForURL('**?period=yesterday&area=2');
    await expect.poll(() => page.locator('#segment [aria-pressed=true]').textContent()).toBe('Ayer');
    await page.getByRole('button', { name: 'Quitar filtro: Área' }).click();
    await page.waitForURL('**?period=yesterday');
    expect(await section(page, 'area').locator('input:checked').count()).toBe(0);
    expect(applies).toHaveLength(2);
  });

  test('Undo takes the choices back; Enter applies', async () => {
    const { page, applies } = await openPanel();
    await section(page, 'line').getByText('Línea 3').click();
    await page.getByRole('button', { name: 'Deshacer' }).click();
    await page.getByText('48.216 de 48.216 detecciones').waitFor();
    await section(page, 'line').getByText('Línea 4').click();
    await page.keyboard.press('Enter');
    await page.waitForURL('**?line=4');
    expect(applies).toHaveLength(1);
  });

  test('the newest Apply wins', async () => {
    const { page, troubles } = await openPanel();
    fixture.answer(async (request) => {
      if (request.form.line === '1') await new Promise((resolve) => setTimeout(resolve, 1500));
      return answerForm(request);
    });
    await section(page, 'line').getByText('Línea 1').click();
    await applyButton(page).click();
    await section(page, 'line').getByText('Línea 2').click();
    await applyButton(page).click();
    await page.waitForURL('**?line=2');
    await page.waitForTimeout(1700);
    expect(new URL(page.url()).search).toBe('?line=2');
    expect(await page.locator('.chip').textContent()).toBe('Línea:Línea 2');
    expect(troubles).toEqual([]);
  });

  test('a refused input opens its section, marks the field and keeps what was typed', async () => {
    const { page } = await openPanel();
    await page.getByRole('button', { name: 'Elegir fechas y horas' }).click();
    await page.getByLabel('Desde').fill('2026-11-19T10:00');
    await page.getByLabel('Hasta').fill('2026-11-19T08:00');
    await applyButton(page).click();
    await page.getByText('El final va antes que el principio.').waitFor();
    const until = page.getByLabel('Hasta');
    expect(await until.getAttribute('aria-invalid')).toBe('true');
    expect(await until.inputValue()).toBe('2026-11-19T08:00');
    expect(await until.and(page.locator(':focus')).count()).toBe(1);
    expect(await page.locator('article.card').count()).toBeGreaterThan(4);
    expect(new URL(page.url()).search).toBe('');
    await until.fill('2026-11-19T12:00');
    await applyButton(page).click();
    await page.waitForURL(/period\.from=2026-11-19T10%3A00&period\.to=2026-11-19T12%3A00/);
    expect(await page.locator('.err-msg').count()).toBe(0);
  });

  test('search finds without accents, the keys mark, and a hidden choice is still sent', async () => {
    const { page } = await openPanel();
    const box = page.getByRole('combobox', { name: 'Buscar producto' });
    await box.fill('atun al');
    expect(
      await section(page, 'product').getByRole('option').filter({ visible: true }).allTextContents(),
    ).toEqual(['Atún al natural 160 g7.650']);
    await box.press('ArrowDown');
    await box.press(' ');
    await box.fill('sardina');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('');
    await applyButton(page).click();
    await page.waitForURL('**?product=2&product=3');
  });
});
