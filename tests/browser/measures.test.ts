import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChartModel, KpiModel, RankingModel } from '#sdk';
import type { Card } from '../../src/pipeline/types.ts';
import { answerForm } from '../support/apply-fixture-form.ts';
import { fixtureCards, fixtureChart, fixtureResult } from '../support/apply-result-fixture.ts';
import { type PageFixture, pageFixture } from '../support/page-fixture.ts';
import { hasChromium, listen, openBrowser, openPage, signIn } from './open-browser.ts';
import { warmPixels } from './read-pixels.ts';

let fixture: PageFixture;
let browser: Browser;
let base = '';
let session: BrowserContextOptions['storageState'];

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const drawn = `Object.keys(window.Chart?.instances ?? {}).length === 2`;

async function open(options: Parameters<typeof openPage>[1] = {}) {
  const opened = await openPage(browser, { viewport: desktop, storageState: session, ...options });
  if (session) await opened.page.goto(`${base}/d/operation`);
  else await signIn(opened.page, base);
  session ??= await opened.context.storageState();
  await opened.page.waitForFunction(drawn);
  return opened;
}

/** The usual answer with other data in some cards. */
function answerData(change: (card: Card) => Card['data'], cards = fixtureCards): void {
  const changed = cards.map((card) => ({ ...card, data: change(card) }));
  fixture.answer((request) => answerForm(request, { ...fixtureResult, cards: changed }));
}

const list = (page: Page, script: string): Promise<string[]> =>
  page.evaluate(`(() => [...document.querySelectorAll('.page *')].filter((element) => element.offsetParent)
    .filter(${script}).map((element) => element.className + ' ' + element.textContent.trim()))()`);

const isCut = `(element) => element.matches('.rank th, .rank td, .delta, .delta span, .val, .ctx')
  && (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline'
  || element.getBoundingClientRect().bottom > element.closest('.card, .page-head').getBoundingClientRect().bottom)`;

describe.skipIf(!hasChromium())('measures', () => {
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

  test('the alert, the figures, the chart and the ranking are above the fold', async () => {
    const { page } = await open();
    const bottoms = (await page.evaluate(
      `['.attn', '#card-weight', '#card-count-by-hour', '#card-reject-by-area']
        .map((card) => document.querySelector(card).getBoundingClientRect().bottom)`,
    )) as number[];
    expect(Math.max(...bottoms)).toBeLessThanOrEqual(desktop.height);
  });

  test('with everything in its limits no pixel is red, amber or green', async () => {
    answerData(
      calm,
      fixtureCards.filter(({ key }) => key !== 'alerts'),
    );
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context } = await open({ colorScheme });
      expect(await warmPixels(context, await page.screenshot({ fullPage: true }))).toBe('0: ');
    }
    fixture.answer(answerForm);
    const { page, context } = await open();
    expect(await warmPixels(context, await page.screenshot())).not.toBe('0: ');
  });

  test('the plots of a card share their left edge, however long the figures', async () => {
    const times = (factor: number): ChartModel => ({
      ...fixtureChart,
      panels: fixtureChart.panels.map((panel, index) => ({
        ...panel,
        series: panel.series.map((series) => ({
          ...series,
          values: series.values.map((value) => value && value * (index === 0 ? factor : 1)),
        })),
      })),
    });
    const lefts: number[] = [];
    for (const factor of [1, 20, 1000]) {
      answerData((card) => (card.key === 'count-by-hour' ? times(factor) : card.data));
      const { page } = await open();
      const [above, below] = (await page.evaluate(
        `[...document.querySelectorAll('canvas')].map((canvas) => Chart.getChart(canvas).chartArea.left)`,
      )) as [number, number];
      expect(above).toBe(below);
      lefts.push(above);
      expect(
        await page.evaluate(`Chart.getChart(document.querySelector('canvas')).scales.y.ticks.length`),
      ).toBe(5);
    }
    expect(lefts).toEqual([44, expect.toSatisfy((left: number) => left > 48), expect.any(Number)]);
  });

  test('no name and no second line is cut, at any width, beside the open panel', async () => {
    const { page } = await open();
    await page.locator('.tools [data-open-panel=""]').click();
    for (const width of [390, 900, 1180, 1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await list(page, isCut), `at ${width}`).toEqual([]);
    }
  });

  test('bars are as long as they say', async () => {
    const { page, troubles } = await open();
    const lengths = `[...document.querySelectorAll('#card-reject-by-area .bx')].map((bar) =>
      Math.round((bar.querySelector('rect').getBoundingClientRect().width / bar.clientWidth) * 100))`;
    expect(await page.evaluate(lengths)).toEqual([88, 27, 25, 20]);
    expect(troubles).toEqual([]);
  });

  test('on a phone every control takes a thumb and the bar at the bottom covers nothing', async () => {
    const { page } = await open({ viewport: phone });
    const small = `[...document.querySelectorAll('button, summary, .brand, label, .panel *[role=option]')]
      .filter((element) => element.offsetParent && !element.closest('.chip, .login'))
      .filter(({ offsetWidth, offsetHeight }) => offsetWidth < 44 || offsetHeight < 44)
      .map((element) => element.outerHTML.slice(0, 120))`;
    expect(await page.evaluate(small)).toEqual([]);
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    const last = await page.locator('article.card').last().boundingBox();
    const bar = await page.locator('.bottom-bar').boundingBox();
    expect(last!.y + last!.height).toBeLessThanOrEqual(bar!.y);
    await page.locator('.bottom-bar [data-open-panel=""]').click();
    expect(await page.evaluate(small)).toEqual([]);
    const apply = await page.getByRole('button', { name: 'Aplicar filtros' }).boundingBox();
    expect(apply!.y + apply!.height).toBeLessThanOrEqual(phone.height);
  });

  test('an Apply with the same answer changes no pixel', async () => {
    const { page } = await open();
    const before = await page.screenshot();
    const answered = page.waitForResponse((response) => response.url().endsWith('/apply'));
    await page
      .locator('#filters')
      .evaluate((form) => (form as unknown as { requestSubmit(): void }).requestSubmit());
    await answered;
    await page.waitForTimeout(300);
    await page.evaluate('document.activeElement.blur()');
    expect((await page.screenshot()).equals(before)).toBe(true);
  });

  test('the keyboard is seen wherever it is', async () => {
    const { page } = await open();
    await page.locator('.tools [data-open-panel=""]').click();
    const unseen: unknown[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      unseen.push(await page.evaluate(focusUnseen));
    }
    expect(unseen.filter(Boolean)).toEqual([]);
  });

  test('paper is light, and the screen is as it was afterwards', async () => {
    const { page, troubles } = await open({ colorScheme: 'dark' });
    const look = `document.documentElement.dataset.theme + ' ' + document.querySelector('canvas').style.width`;
    const before = await page.evaluate(look);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1047, height: 718 });
    expect(await page.evaluate(`document.documentElement.dataset.theme`)).toBe('light');
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    const cut = `[...document.querySelectorAll('canvas')].filter((canvas) =>
      canvas.getBoundingClientRect().right > canvas.closest('.card').getBoundingClientRect().right).length`;
    expect(await page.evaluate(cut)).toBe(0);
    expect(await page.locator('.filter-panel, .tools, .nav').filter({ visible: true }).count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize(desktop);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    await expect.poll(() => page.evaluate(look)).toBe(before);
    expect(troubles).toEqual([]);
  });

  test('a link with a value that is refused opens the panel at it', async () => {
    const { page } = await open();
    await page.goto(`${base}/d/operation?period.from=2026-11-19T10:00&period.to=2026-11-19T08:00`);
    await expect.poll(() => page.getByLabel('Hasta').and(page.locator(':focus')).count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'No se pudo aplicar' }).isVisible()).toBe(true);
    expect(await page.getByLabel('Hasta').inputValue()).toBe('2026-11-19T08:00');
  });
});

function calm({ key, data }: Card): Card['data'] {
  if (key === 'reject-rate') return { ...(data as KpiModel), limit: { value: 0.1, exceeded: false } };
  if (key === 'latest') return { ...data!, rows: [] };
  if (key === 'count-by-hour') {
    const [bars, line] = fixtureChart.panels;
    return { ...fixtureChart, panels: [bars, { ...line, limit: { value: 0.1, text: 'Límite 10,0 %' } }] };
  }
  if (key !== 'reject-by-area') return data;
  const { rows, ...ranking } = data as RankingModel;
  return { ...ranking, rows: rows.map((row) => ({ ...row, exceeded: false })) };
}

/** The focused element, unless it or the mark drawn for it has an outline and stands in view. */
const focusUnseen = `(() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const marks = [focused, focused.parentElement.querySelector('.box, .dot')].filter(Boolean);
  const outlined = marks.some((mark) => getComputedStyle(mark).outlineStyle !== 'none');
  const { top, bottom } = focused.getBoundingClientRect();
  return outlined && bottom > 0 && top < innerHeight ? null : focused.outerHTML.slice(0, 160);
})()`;
