import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { switchPluginOff } from '../../src/catalog/switch-plugin.ts';
import { readConfig } from '../../src/shared/config.ts';
import { openTenancy } from '../../src/tenancy/open-tenancy.ts';
import { describeEachEngine } from '../support/engines.ts';
import { place } from './run.ts';

describeEachEngine('camet plugin', (engine) => {
  it('shows which classes are off for a company, and lets one run again', async () => {
    const { run, env } = place(engine);
    await run('tenant create acme --zone Europe/Madrid');
    const tenancy = openTenancy(readConfig(env));
    const off = { className: 'KpiWidget', since: Date.UTC(2026, 4, 20, 17), reason: 'widget_failed' };
    await tenancy.useTenant('acme' as TenantId, (database) => switchPluginOff(database, off));
    await tenancy.close();

    const { out } = await run('plugin list --tenant acme');
    expect(out).toMatch(/^widget\tKpiWidget\t.*\toff\t2026-05-20T17:00:00\.000Z\twidget_failed$/m);
    expect(out.match(/\ton$/gm)?.length).toBeGreaterThan(5);
    expect(await run('plugin enable --tenant acme KpiWidget')).toEqual({
      ...{ code: 0, err: '', out: '"KpiWidget" runs again in "acme".\n' },
    });
    expect(await run('plugin enable --tenant acme KpiWidget')).toEqual({
      ...{ code: 1, err: '', out: '"KpiWidget" is not switched off in "acme".\n' },
    });
    expect((await run('plugin list --tenant acme')).out).not.toContain('\toff');
  });
});

it('names a company that is not there', async () => {
  const { run } = place();
  await run('migrate');
  const { code, err } = await run('plugin list --tenant nobody');
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('"nobody"') });
});
