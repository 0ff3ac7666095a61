import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf, openZoo, type Zoo } from '../isolation/open-zoo.ts';
import { testPassword } from '../support/test-app.ts';
import { hasChromium, openBrowser, openPage } from './open-browser.ts';

/** Twenty widgets that each do something else wrong; they stand before the plant's own. */
const animals = [
  ...['Spins', 'NeverSettles', 'FillsTheHeap', 'LeaksArrays', 'Exits', 'KillsItself', 'SaysTooMuch'],
  ...['MillionPoints', 'WrongShape', 'NotANumber', 'Circular', 'ThrowingGetter', 'ProxyModel', 'Html'],
  ...['ThrowsNow', 'ThrowsNull', 'ThrowsInNeeds', 'RejectsUndefined', 'ThrowsLater', 'WritesItsInput'],
];
/** Those whose answer is one that a card may have, though no template draws it. */
const harmless = ['Html', 'ThrowsLater', 'WritesItsInput'];
const good = [
  ...['detections', 'reject-rate', 'rate', 'weight'],
  ...['detections-over-time', 'reject-by-area', 'last-detections'],
];

const period = 'period.from=2026-10-30T00:00&period.to=2026-11-05T00:00';

let browser: Browser;

/** The zoo's dashboard with the plant's own filters and cards after the animals, served. */
async function serveZoo(): Promise<string> {
  const zoo = await openZoo({ zoo: animals });
  await addPlant(zoo);
  return zoo.test.app.listen({ host: '127.0.0.1', port: 0 });
}

const addPlant = ({ id, test: { tenancy } }: Zoo): Promise<void> =>
  tenancy.useTenant(id, async ({ knex }) => {
    const idOf = async (slug: string) => (await knex('dashboards').where({ slug }).first('id')).id;
    const placed = { dashboard_id: await idOf('operation') };
    const dashboard = await idOf('zoo');
    for (const { id: _, ...row } of await knex('placements').where(placed).whereNot({ key: 'period' })) {
      const position = row.position + 1000;
      await knex('placements').insert({ ...row, dashboard_id: dashboard, position });
    }
    await knex('settings').increment('version', 1);
  });

async function signIn(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/login?next=${encodeURIComponent(`/d/zoo?${period}`)}`);
  await page.getByLabel('Correo').fill('admin@acme.example');
  await page.getByLabel('Contraseña', { exact: true }).fill(testPassword);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.waitForURL('**/d/zoo**');
}

/** Applies; milliseconds until every good card is on screen with its answer, the first one's being this value. */
const apply = (page: Page, { rejects, pieces }: { rejects: boolean; pieces: string }): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const isDrawn = (key) => {
      const card = document.getElementById('card-' + key);
      return card && !card.matches('[aria-busy], .is-error');
    };
    const look = () => {
      const shown = document.querySelector('#card-detections .val')?.textContent.trim();
      if (shown !== '${pieces}' || !${JSON.stringify(good)}.every(isDrawn)) return requestAnimationFrame(look);
      requestAnimationFrame(() => resolve(performance.now() - began));
    };
    document.querySelector('#filters [name=result]').checked = ${rejects};
    const began = performance.now();
    document.querySelector('#filters').requestSubmit();
    look();
  })`);

const settle = (page: Page) =>
  expect.poll(() => page.locator('[aria-busy]').count(), { timeout: 60_000 }).toBe(0);

describe.skipIf(!hasChromium())('the zoo on screen', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test('good cards are drawn with their values, bad ones settle into errors with ids', async () => {
    const base = await serveZoo();
    const { page, troubles } = await openPage(browser, { viewport: { width: 1440, height: 900 } });
    await signIn(page, base);
    await settle(page);
    const took: number[] = [];
    for (const asked of [
      { rejects: true, pieces: '4' },
      { rejects: false, pieces: '22' },
      { rejects: true, pieces: '4' },
    ]) {
      took.push(await apply(page, asked));
      await settle(page);
    }
    if (process.env.MEASURE) console.info('Apply to good cards, ms:', took.map(Math.round).join(' '));
    expect(Math.max(...took)).toBeLessThan(30_000);
    for (const name of animals.filter((one) => !harmless.includes(one))) {
      const said = await page.locator(`#card-${keyOf(name)} .state`).textContent();
      expect(said, name).toMatch(/Código [0-9A-F]{4}-[0-9A-F]{2}|ha tardado más de 10 s/);
    }
    expect(await page.locator('#card-reject-rate .val').textContent()).toContain('100');
    expect(await page.locator('#card-reject-by-area .card-b tbody tr').count()).toBe(2);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/zoo.png`, fullPage: true });
    expect(troubles).toEqual([]);
  }, 180_000);
});
