import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerForm } from '../support/apply-fixture-form.ts';
import { type PageFixture, pageFixture } from '../support/page-fixture.ts';
import { hasChromium, listen, openBrowser, openPage, signIn } from './open-browser.ts';

let fixture: PageFixture;
let browser: Browser;
let base = '';

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

const overflow = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(!hasChromium())('the looks', () => {
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

  test('sign-in, with and without its error, can be used by everyone', async () => {
    const { page } = await openPage(browser, { viewport: desktop });
    await page.goto(`${base}/login`);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Correo').fill('nadie@conservas.example');
    await page.getByLabel('Contraseña', { exact: true }).fill('no es la mía');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Correo').inputValue()).toBe('nadie@conservas.example');
    expect(await violations(page)).toEqual([]);
  });

  test.each([
    ['light', desktop],
    ['dark', desktop],
    ['light', phone],
    ['dark', phone],
  ] as const)('the dashboard and its panel, %s, %o', async (colorScheme, viewport) => {
    const { page, troubles } = await openPage(browser, { viewport, colorScheme });
    await signIn(page, base);
    expect(await violations(page)).toEqual([]);
    await page.locator('[data-open-panel=""]').filter({ visible: true }).click();
    const products = page.locator('#section-product');
    if (viewport === phone) await products.locator('summary').click();
    await products.getByRole('combobox').fill('at');
    expect(await violations(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test('a page that is not there and a refused period can be used by everyone', async () => {
    const { page } = await openPage(browser, { viewport: desktop });
    await signIn(page, base);
    for (const path of ['/nowhere', '/d/operation?period.from=2026-11-19T10:00&period.to=2026-11-19T08:00']) {
      await page.goto(`${base}${path}`);
      expect(await violations(page), path).toEqual([]);
    }
  });

  test('the keyboard opens the panel, marks, applies and leads back', async () => {
    const { page, troubles } = await openPage(browser, { viewport: desktop });
    await signIn(page, base);
    await page.locator('.tools [data-open-panel=""]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Buscar producto' }).focus();
    await page.keyboard.type('sardina');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.keyboard.press('Escape');
    await page.locator('#section-shift summary').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press(' ');
    await page.getByText('2 cambios sin aplicar').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**?product=3&shift=1');
    await page.keyboard.press('Escape');
    expect(await page.locator('#panel').isVisible()).toBe(false);
    expect(await page.locator(':focus').textContent()).toContain('Filtros');
    expect(troubles).toEqual([]);
  });

  test('no page scrolls sideways', async () => {
    const { page } = await openPage(browser, { viewport: desktop });
    await page.goto(`${base}/login`);
    for (const path of [
      '/login',
      '/d/operation?shift=1&product=1&product=2&product=3',
      '/d/nowhere%20at%20all',
    ]) {
      if (path === '/d/operation?shift=1&product=1&product=2&product=3') await signIn(page, base);
      await page.goto(`${base}${path}`);
      for (const width of [320, 390, 599, 600, 900, 1099, 1100, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await overflow(page), `${path} at ${width}`).toBe(0);
      }
    }
  });

  test('changing the theme recolours what is drawn already, and the next page keeps it', async () => {
    const { page } = await openPage(browser, { viewport: desktop });
    await signIn(page, base);
    await page.waitForFunction(`Object.keys(window.Chart?.instances ?? {}).length === 2`);
    const drawn = () =>
      page.evaluate(
        `document.querySelectorAll('canvas')[1].toDataURL() + Chart.getChart(document.querySelector('canvas')).data.datasets[0].borderColor`,
      );
    const before = await drawn();
    await page.getByRole('button', { name: 'Tema oscuro' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await drawn()).not.toBe(before);
    await expect
      .poll(async () => (await page.context().cookies()).some(({ name }) => name === 'camet_theme'))
      .toBe(true);
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('the language is kept with the person', async () => {
    const { page, context } = await openPage(browser, { viewport: desktop });
    await signIn(page, base);
    await page.getByRole('button', { name: 'idioma: español' }).click();
    await page.getByRole('button', { name: 'Filters' }).first().waitFor();
    await context.clearCookies({ name: 'camet_language' });
    await page.reload();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'language: English' }).click();
    await page.getByRole('button', { name: 'Filtros' }).first().waitFor();
  });

  test('a chart can be read as a table, and stays one after an Apply', async () => {
    const { page } = await openPage(browser, { viewport: desktop });
    await signIn(page, base);
    const card = page.locator('#card-count-by-hour');
    await card.getByRole('button', { name: 'Opciones' }).click();
    await card.getByRole('button', { name: 'Ver como tabla' }).click();
    expect(await card.getByRole('row', { name: '14:00–14:59' }).textContent()).toBe(
      '14:00–14:591.8563.4106,1\u00a0%',
    );
    await page.locator('#segment').getByRole('button', { name: 'Ayer' }).click();
    await page.waitForURL('**?period=yesterday');
    expect(await card.getByRole('table').isVisible()).toBe(true);
    expect(await card.locator('canvas').first().isVisible()).toBe(false);
  });

  test('on a phone the panel is a sheet that closes when it has applied', async () => {
    const { page } = await openPage(browser, { viewport: phone });
    await signIn(page, base);
    const opener = page.locator('.bottom-bar [data-open-panel=""]');
    await opener.click();
    const sheet = page.getByRole('dialog', { name: 'Filtros' });
    await sheet.getByText('Línea 2').click();
    await sheet.getByRole('button', { name: 'Aplicar filtros' }).click();
    await page.waitForURL('**?line=2');
    await expect.poll(() => sheet.isVisible()).toBe(false);
    expect(await page.locator(':focus').textContent()).toContain('Filtros');
  });

  test('leaving ends the session', async () => {
    const { page } = await openPage(browser, { viewport: desktop });
    await signIn(page, base);
    await page.getByRole('button', { name: 'menú de Marta Ríos' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Salir' }).click();
    await page.waitForURL('**/login');
    await page.goto(`${base}/d/operation?line=2`);
    expect(page.url()).toBe(`${base}/login?next=%2Fd%2Foperation%3Fline%3D2`);
  });
});
