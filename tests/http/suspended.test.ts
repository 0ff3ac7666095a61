import { expect, it } from 'vitest';
import { resumeTenant, suspendTenant } from '../../src/tenancy/suspend-tenant.ts';
import { describeEachEngine } from '../support/engines.ts';
import { testApp, testPassword } from '../support/test-app.ts';
import { visitor } from '../support/visitor.ts';

describeEachEngine('a suspended tenant', (engine) => {
  it('says so at once to whoever is in, and to whoever comes with the right password', async () => {
    const test = await testApp(engine);
    const acme = await test.createPlant('acme');
    const norte = await test.createPlant('norte');
    const ana = visitor(test.app);
    await ana.signIn('admin@acme.example', testPassword);
    expect((await ana.get('/d/operation')).statusCode).toBe(200);
    expect((await acme.run({})).status).toBe(200);

    await suspendTenant(test.tenancy, acme.id, Date.now());
    const sentence = 'El acceso de acme está suspendido.';
    for (const url of ['/d/operation', '/', '/d/operation/cards/x']) {
      const page = await ana.get(url);
      expect([url, page.statusCode]).toEqual([url, 403]);
      expect(page.body).toContain(sentence);
    }
    expect(await acme.run({})).toMatchObject({
      status: 403,
      body: { error: { code: 'tenant_suspended', message: expect.stringContaining(sentence) } },
    });
    const again = await ana.signIn('admin@acme.example', testPassword);
    expect([again.statusCode, again.body.includes(sentence)]).toEqual([403, true]);
    const stranger = await ana.signIn('admin@acme.example', 'not this password');
    expect([stranger.statusCode, stranger.body.includes(sentence)]).toEqual([401, false]);
    expect((await norte.run({})).status).toBe(200);

    await resumeTenant(test.tenancy, acme.id);
    expect((await ana.get('/d/operation')).statusCode).toBe(200);
    expect((await acme.run({})).status).toBe(200);
  });
});
