import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectToServer, describeEachEngine } from '../support/engines.ts';
import { placesWith, readEverything } from '../support/read-everything.ts';
import { folder, type Place, place } from './run.ts';

const csv = [
  'ts,machine,product,items,id',
  '2026-05-19T10:00:00Z,L1,P1,3,canary-acme-1',
  '2026-05-19T10:00:01Z,L1,P1,5,canary-acme-2',
];

/** A tenant with two rows, an admin of its own, and one who also belongs to the tenant "norte". */
async function acme(engine: 'sqlite' | 'mysql'): Promise<Place> {
  const here = place(engine);
  for (const slug of ['acme', 'norte']) await here.run(`tenant create ${slug} --zone Europe/Madrid`);
  const file = join(folder(), 'rows.csv');
  writeFileSync(file, csv.join('\n'));
  const map = 'time=ts,product=product,quantity=items,source_id=id';
  const loaded = await here.run(
    `import --tenant acme --dataset detections --line-from machine --map ${map} --create-metadata ${file}`,
  );
  expect(loaded.out).toContain('Saved: 2');
  await here.run('user create canary-acme@acme.example --tenant acme --role admin');
  return here;
}

describeEachEngine('camet tenant', (engine) => {
  it('suspends a tenant and gives it back, its data untouched', async () => {
    const here = await acme(engine);
    const untouched = await rowsOf(here, 'acme');
    expect(await here.run('tenant suspend acme')).toMatchObject({ code: 0, err: '' });
    expect((await here.run('tenant list')).out).toContain('acme\tacme\tes\tes-ES\tsuspended\n');
    expect(await rowsOf(here, 'acme')).toEqual(untouched);
    await here.run('tenant resume acme');
    expect((await here.run('tenant list')).out).toContain('acme\tacme\tes\tes-ES\n');
  });

  it('exports everything of a tenant as open files, and nothing to sign in with', async () => {
    const here = await acme(engine);
    const to = join(folder(), 'out');
    expect(await here.run(['tenant', 'export', 'acme', '--to', to])).toMatchObject({ code: 0, err: '' });

    const { tables, people, tenant } = JSON.parse(readFileSync(join(to, 'export.json'), 'utf8'));
    expect(tenant).toEqual({ id: 'acme', name: 'acme', language: 'es', numberLocale: 'es-ES' });
    expect(people).toEqual([{ email: 'canary-acme@acme.example', name: 'canary-acme', role: 'admin' }]);
    const facts = tables.find((table: { facts: boolean }) => table.facts);
    expect(facts).toMatchObject({ rows: 2, file: `tables/${facts.name}.jsonl` });
    const lines = readFileSync(join(to, facts.file), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { time: '2026-05-19T10:00:00.000Z', source_id: 'canary-acme-1', quantity: 3 },
      { time: '2026-05-19T10:00:01.000Z', source_id: 'canary-acme-2', quantity: 5 },
    ]);
    expect(readdirSync(join(to, 'tables')).sort()).toEqual(
      tables.map(({ file }: { file: string }) => file.slice('tables/'.length)).sort(),
    );
    expect(readFileSync(join(to, 'README.md'), 'utf8')).toContain('export.json');
    expect(statSync(join(to, facts.file)).mode & 0o777).toBe(0o600);
    expect(
      [...(await readEverything({ ...whereOf(here), dataDir: to, databaseUrl: null })).values()].join(),
    ).not.toContain('argon2id');
  });

  it('writes no export over anything', async () => {
    const here = place(engine);
    await here.run('tenant create acme --zone Europe/Madrid');
    const to = folder();
    writeFileSync(join(to, 'mine'), '');
    const refused = await here.run(['tenant', 'export', 'acme', '--to', to]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--to') });
    expect(readdirSync(to)).toEqual(['mine']);
  });

  it('removes a tenant so that nothing of it is left anywhere', async () => {
    const here = await acme(engine);
    mkdirSync(join(here.dataDir, 'cache/acme'), { recursive: true });
    writeFileSync(join(here.dataDir, 'cache/acme/a.month'), 'canary-acme');
    expect(placesWith(await readEverything(whereOf(here)), 'canary-acme').length).toBeGreaterThan(2);

    for (const answer of ['', 'norte']) {
      const refused = await here.run('tenant remove acme', { answer });
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--yes acme') });
    }
    expect(await here.run('tenant remove acme', { answer: 'acme' })).toMatchObject({ code: 0, err: '' });

    const left = await readEverything(whereOf(here));
    expect(placesWith(left, 'canary-acme')).toEqual([]);
    expect(placesWith(left, '"acme"')).toEqual([]);
    expect([...left.keys()].filter((path) => /\bacme\b/.test(path))).toEqual([]);
    expect((await here.run('tenant list')).out).toBe('norte\tnorte\tes\tes-ES\n');
    expect(await here.run('tenant remove acme --yes acme')).toMatchObject({ code: 1 });
    expect(await here.run('tenant create acme --zone Europe/Madrid')).toMatchObject({ code: 0 });
  });

  it('leaves no half-made tenant when a pack does not exist', async () => {
    const here = place(engine);
    await here.run('tenant create acme --zone Europe/Madrid --pack nothing');
    expect((await here.run('tenant list')).out).toContain('no tenants yet');
  });

  it.runIf(engine === 'mysql')('takes a database prepared elsewhere, and empties it in the end', async () => {
    const here = place(engine);
    const { prefix, address, drop } = await prepareDatabase(here);
    const env = { CAMET_DATABASE_URL_ACME: address };
    const create = (slug: string, more = env) =>
      here.run(`tenant create ${slug} --zone Europe/Madrid --database-env CAMET_DATABASE_URL_ACME`, {
        env: more,
      });
    expect(await create('acme')).toMatchObject({ code: 0, err: '' });
    expect(await create('otra')).toMatchObject({ code: 1, err: expect.stringContaining('another company') });
    const secret = new URL(address).password;
    expect(placesWith(await readEverything(whereOf(here)), secret)).toEqual([]);
    expect(placesWith(await readEverything(whereOf(here)), 'CAMET_DATABASE_URL_ACME')).toEqual([
      `${prefix}control.tenants`,
    ]);

    const user = 'user create ana@acme.example --tenant acme';
    expect(await here.run(user)).toMatchObject({ code: 0 });
    const migrated = await here.run('migrate');
    expect(migrated.err + migrated.out).toContain('CAMET_DATABASE_URL_ACME');
    expect(await here.run('tenant remove acme --yes acme', { env })).toMatchObject({
      code: 0,
      out: expect.stringContaining('now empty'),
    });
    const left = [...(await readEverything(whereOf(here))).keys()];
    expect(left.filter((table) => table.startsWith(`${prefix}panel_made`))).toEqual([]);
    await drop();
  });
});

const whereOf = ({ env, dataDir }: Place) => ({
  dataDir,
  databaseUrl: env.CAMET_DATABASE_URL || null,
  tenantDatabasePrefix: env.CAMET_TENANT_DATABASE_PREFIX!,
});

/** The tenant's own rows, exported. */
async function rowsOf(here: Place, tenant: string): Promise<string[]> {
  const to = folder();
  await here.run(['tenant', 'export', tenant, '--to', to]);
  return readdirSync(join(to, 'tables')).map((name) => readFileSync(join(to, 'tables', name), 'utf8'));
}

/** A database and an account that may use it and no other, as a host's panel makes them. */
async function prepareDatabase(here: Place) {
  const server = await connectToServer();
  const prefix = here.env.CAMET_TENANT_DATABASE_PREFIX!;
  const database = `${prefix}panel_made`;
  await server.query('CREATE DATABASE ??', [database]);
  await server.query(`CREATE USER '${prefix}'@'%' IDENTIFIED BY 'canary-password'`);
  await server.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`${database}\`.* TO '${prefix}'@'%'`,
  );
  const url = new URL(here.env.CAMET_DATABASE_URL!);
  Object.assign(url, { username: prefix, password: 'canary-password', pathname: `/${database}` });
  const drop = async () => {
    await server.query(`DROP USER '${prefix}'@'%'`);
    await server.end();
  };
  return { prefix, address: url.href, drop };
}

describeEachEngine('camet migrate', (engine) => {
  it('brings the others up to date beside a tenant whose database is gone, and ends with 1', async () => {
    const here = place(engine);
    for (const slug of ['acme', 'norte'])
      await here.run(`tenant create ${slug} --zone Europe/Madrid --pack plant`);
    if (engine === 'mysql') {
      const server = await connectToServer();
      await server.query('DROP DATABASE ??', [`${here.env.CAMET_TENANT_DATABASE_PREFIX}acme`]);
      await server.end();
    } else rmSync(join(here.dataDir, 'tenants/acme.sqlite'));
    expect(await here.run('migrate')).toMatchObject({
      code: 1,
      out: 'control: up to date\nnorte: up to date\n',
      err: expect.stringMatching(/^acme: The database .* of "acme" is not there\./),
    });
  });
});
