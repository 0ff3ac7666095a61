import { expect, it } from 'vitest';
import { testPassword } from '../support/test-app.ts';
import { visitor } from '../support/visitor.ts';
import { openZoo } from './open-zoo.ts';

it('a template that throws or never ends costs its own card; the others are drawn, with what they were given escaped', async () => {
  const zoo = await openZoo({ zoo: ['DrawnEndless', 'DrawnPlain', 'DrawnBroken'] });
  const browser = visitor(zoo.test.app);
  await browser.signIn('admin@acme.example', testPassword);
  const page = await browser.get('/d/zoo');
  expect(page.statusCode).toBe(200);
  const [, endless, plain, broken] = page.body.split('<article ');
  expect(endless).toMatch(/más de 2 s.*[0-9A-F]{4}-[0-9A-F]{2}/);
  expect(plain).toContain('<p class="plain">&lt;b&gt;bold&lt;/b&gt;, 1.234</p>');
  expect(broken).toMatch(/no se ha podido dibujar.*[0-9A-F]{4}-[0-9A-F]{2}/);
  expect(broken).not.toContain('missing');
});
