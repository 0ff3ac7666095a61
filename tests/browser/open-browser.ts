import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { onTestFinished } from 'vitest';
import { fixtureUser, type PageFixture } from '../support/page-fixture.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const howToInstall = 'On Debian or Ubuntu: apt-get install chromium (or set CHROMIUM_PATH)';

/** Whether browser tests can run here. Continuous integration must have Chromium; elsewhere its absence is said once. */
export function hasChromium(): boolean {
  if (existsSync(executablePath)) return true;
  if (process.env.CI === 'true') throw new Error(`Chromium is missing. ${howToInstall}`);
  console.warn(`\n!! Chromium is missing: browser tests are SKIPPED. ${howToInstall}\n`);
  return false;
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });

/** A page of a browser of its own, with everything that went wrong in it. */
export type WatchedPage = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly troubles: string[];
};

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'es-ES', colorScheme: 'light', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.addInitScript({ content: tellViolations });
  return { page, context, troubles };
}

const tellViolations = `document.addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});`;

/** Where the fixture listens; its pages' addresses begin with it. */
export async function listen({ app }: PageFixture): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}

export async function signIn(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/login`);
  await page.getByLabel('Correo').fill(fixtureUser.email);
  await page.getByLabel('Contraseña', { exact: true }).fill(fixtureUser.password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.waitForURL('**/d/operation');
}
