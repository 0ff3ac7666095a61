import { expect, it, vi } from 'vitest';
import { openZoo } from './open-zoo.ts';

it.each([0, 1])('with %i workers a class that fails five times in a row no longer runs', async (workers) => {
  const zoo = await openZoo({ zoo: ['ThrowsNow', 'ThrowingFilter', 'GoodWidget'] }, { workers });
  const run = async () => (await zoo.run({}, { dashboard: 'zoo' })).body.widgets;
  for (let time = 0; time < 5; time++) {
    expect((await run()).throwsnow.error.code).toBe('widget_failed');
  }
  const widgets = await vi.waitUntil(async () => {
    const now = await run();
    return now.throwsnow.error.code === 'switched_off' && now;
  }, 10_000);
  expect(widgets.throwsnow.error).toMatchObject({ code: 'switched_off', id: null });
  expect(widgets.throwsnow.error.message).toContain('ThrowsNow');
  expect(widgets.goodwidget.status).toBe('ok');
  const off = await zoo.test.tenancy.useTenant(zoo.id, ({ knex }) =>
    knex('plugin_switches').orderBy('class_name').select('class_name', 'reason'),
  );
  expect(off.map((row) => ({ ...row }))).toEqual([
    { class_name: 'ThrowingFilter', reason: 'filter_failed' },
    { class_name: 'ThrowsNow', reason: 'widget_failed' },
  ]);
});
