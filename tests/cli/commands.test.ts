import { describe, expect, it } from 'vitest';
import { describeEachEngine } from '../support/engines.ts';
import { placesWith, readEverything } from '../support/read-everything.ts';
import { place } from './run.ts';

describeEachEngine('camet', (engine) => {
  it('makes a tenant with its packs, and a user who can use it', async () => {
    const { run } = place(engine);
    const made = await run(['tenant', 'create', 'acme', '--zone', 'Europe/Madrid', '--name', 'Acme SA']);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect((await run('tenant list')).out).toBe('acme\tAcme SA\tes\tes-ES\n');
    expect(await run('pack install plant --tenant acme')).toMatchObject({ code: 0 });
    const user = await run('user create ana@acme.example --tenant acme --role manager');
    expect(user.out).toMatch(
      /once and within 24 hours:\nhttp:\/\/localhost:3000\/welcome\?token=[\w-]{43}\n$/,
    );
    const again = await run('user create --email ANA@acme.example --tenant acme');
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('camet user link') });
  });

  it('prints a link to the public address, and keeps its token nowhere', async () => {
    const { run, env, dataDir } = place(engine);
    const made = await run('tenant create acme --zone Europe/Madrid --admin ana@acme.example', {
      env: { CAMET_PUBLIC_URL: 'https://plant.example' },
    });
    const first = /https:\/\/plant\.example\/welcome\?token=([\w-]{43})\n$/.exec(made.out)?.[1] ?? '';
    expect(first).not.toBe('');
    const other = /token=(.+)\n$/.exec((await run('user link ana@acme.example --tenant acme')).out)?.[1];
    expect(other).not.toBe(first);
    const where = {
      dataDir,
      databaseUrl: env.CAMET_DATABASE_URL || null,
      tenantDatabasePrefix: env.CAMET_TENANT_DATABASE_PREFIX!,
    };
    expect(placesWith(await readEverything(where), first)).toEqual([]);
    expect(await run('user link nobody@acme.example --tenant acme')).toMatchObject({ code: 1, out: '' });
  });

  it('lets a person into a second company with the password they have', async () => {
    const { run } = place(engine);
    for (const slug of ['acme', 'norte']) await run(`tenant create ${slug} --zone Europe/Madrid`);
    await run('user create ana@acme.example --tenant acme');
    const second = await run('user create ana@acme.example --tenant norte --role admin');
    expect(second).toEqual({
      code: 0,
      out: '"ana@acme.example" belongs to "norte" as admin.\nThey have a password already and sign in with it.\n',
      err: '',
    });
  });

  it('brings every database up to date, twice', async () => {
    const { run } = place(engine);
    await run('tenant create acme --zone Europe/Madrid');
    expect(await run('migrate')).toEqual({
      code: 0,
      out: 'control: up to date\nacme: up to date\n',
      err: '',
    });
  });

  it('takes a chosen password without printing it', async () => {
    const { run } = place(engine);
    await run('tenant create acme --zone Europe/Madrid');
    const env = { CAMET_PASSWORD: 'correct horse battery' };
    const { code, out } = await run('user create ana@acme.example --tenant acme', { env });
    expect({ code, out }).toEqual({ code: 0, out: '"ana@acme.example" can sign in to "acme" as viewer.\n' });
  });
});

describe('camet', () => {
  it.each([
    ['tenant create A! --zone Europe/Madrid', 'A!'],
    ['tenant create acme --zone Nowhere/Land', 'Nowhere/Land'],
    ['tenant create acme --zone Europe/Madrid --pack nothing', 'There is no pack "nothing"'],
    ['pack install plant --tenant nobody', 'camet migrate'],
    ['user create not-an-email --tenant acme', 'email'],
  ])('refuses: %s', async (command, reason) => {
    const { code, out, err } = await place().run(command);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(reason);
    expect(err).not.toContain(' at ');
  });

  it('speaks the language of the environment', async () => {
    const { run } = place();
    expect((await run('tenant list', { env: { LANG: 'es_AR.UTF-8' } })).out).toContain(
      'Todavía no hay empresas',
    );
    expect((await run('--help', { env: { LC_ALL: 'es_ES' } })).out).toContain('Sirve las páginas y la API');
  });

  it('lists plugins and checks them', async () => {
    const { run } = place();
    expect((await run('plugin list')).out).toMatch(/^filter\t\w+\tstandard\tplugins\/standard\//m);
    expect((await run('plugin check')).out).toMatch(/^Plugins: \d+\. Problems: 0\.$/m);
  });

  it('names a refused plugin and ends with 1', async () => {
    const { run } = place();
    const env = { CAMET_PLUGINS_DIR: new URL('refused-plugins', import.meta.url).pathname };
    const { code, err } = await run('plugin check', { env });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('curious.widget.ts') });
  });

  it('says what the machine has', async () => {
    const { code, out } = await place().run('doctor', { now: Date.now() });
    expect(code).toBe(0);
    expect(out.match(/^✓/gm)).toHaveLength(12);
  });

  it('sees a clock that stands before the program was installed', async () => {
    const { code, out } = await place().run('doctor', { now: Date.UTC(2020, 0, 1) });
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ Clock: It is 2020-01-01T00:00:00\.000Z here, .*NTP/m);
  });

  it('says what is missing', async () => {
    const env = { CAMET_DATABASE_URL: 'mysql://nobody@127.0.0.1:1/camet' };
    const { code, out } = await place().run('doctor', { env });
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ Database: .*127\.0\.0\.1/m);
  });
});
