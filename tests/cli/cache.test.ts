import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { readConfig } from '../../src/shared/config.ts';
import { openTenancy } from '../../src/tenancy/open-tenancy.ts';
import { describeEachEngine } from '../support/engines.ts';
import { folder, place } from './run.ts';

/** Now is 2026-05-20: March and April are over, May is open. */
const lines = [
  'time,source_id,product,quantity',
  '2026-03-10 10:00,a,bolt,3',
  '2026-03-11 10:00,b,nut,4',
  '2026-04-10 10:00,c,bolt,5',
  '2026-05-10 10:00,d,bolt,6',
];

describeEachEngine('camet cache', (engine) => {
  async function withMonths() {
    const here = place(engine);
    const csv = join(folder(), 'pieces.csv');
    writeFileSync(csv, `${lines.join('\n')}\n`);
    await here.run('tenant create acme --zone Europe/Madrid');
    await here.run('tenant create norte --zone Europe/Madrid');
    await here.run(`import --tenant acme --dataset detections --line L1 --create-metadata ${csv}`);
    const cache = join(here.dataDir, 'cache', 'acme');
    const files = () => (existsSync(cache) ? readdirSync(cache).sort() : []).map((name) => join(cache, name));
    const sql = async (statement: string) => {
      const tenancy = openTenancy(readConfig(here.env));
      await tenancy.useTenant('acme' as TenantId, ({ knex }) => knex.raw(statement));
      await tenancy.close();
    };
    return { ...here, files, sql };
  }

  it('writes the months that are over, finds them right, and clears them', async () => {
    const { run, files } = await withMonths();
    expect((await run('cache rebuild --tenant acme')).out).toBe(
      'acme: 2 of 2 past months written, 0 counts put right.\n',
    );
    expect(files().map((path) => path.split('.').at(-4))).toEqual(['2026-03', '2026-04']);
    expect(await run('cache verify')).toEqual({
      code: 0,
      out: 'acme: 3 months, 2 files compared, 0 differences.\nnorte: 0 months, 0 files compared, 0 differences.\n',
      err: '',
    });
    expect(await run('cache clear --tenant acme')).toMatchObject({ code: 0, err: '' });
    expect(files()).toEqual([]);
    expect((await run('cache verify --tenant acme')).out).toContain(' 0 files compared, 0 differences');
  });

  it('says what differs, ends with 1, and puts it right', async () => {
    const { run, files, sql } = await withMonths();
    await run('cache rebuild');
    const [march, april] = files() as [string, string];
    corrupt(march);
    writeFileSync(april, readFileSync(april).subarray(0, 100));
    await sql("update month_state set row_count = 7 where month = '2026-05'");
    const { code, out } = await run('cache verify --tenant acme');
    expect(code).toBe(1);
    expect(out.replace(/ {2,}/g, ' | ')).toBe(
      [
        'acme: 3 months, 2 files compared, 3 differences.',
        'tenant | table | month | what differs | rows | instead',
        'acme | detections_1 | 2026-05 | rows counted by the writers | 1 | 7',
        'acme | detections_1 | 2026-03 | values in the file | 2 | 2',
        'acme | detections_1 | 2026-04 | damaged file | 1',
        '',
      ].join('\n'),
    );
    expect((await run('cache rebuild --tenant acme')).out).toContain('2 of 2 past months written, 1 counts');
    expect((await run('cache verify --tenant acme')).code).toBe(0);
  });

  it('leaves out files that wait to be brought up to date', async () => {
    const { run, sql } = await withMonths();
    await run('cache rebuild');
    await sql("update month_state set version = version + 1 where month = '2026-03'");
    expect((await run('cache verify --tenant acme')).out).toBe(
      'acme: 3 months, 1 files compared, 0 differences.\n',
    );
  });

  it('refuses a tenant that is none, and removes nothing', async () => {
    const { run, files } = await withMonths();
    await run('cache rebuild');
    expect(await run('cache clear --tenant ..')).toMatchObject({ code: 1, out: '' });
    expect(files()).toHaveLength(2);
  });
});

/** Another last byte under a checksum that fits it: only the database can tell. */
function corrupt(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 1]! ^= 1;
  bytes.writeUInt32LE(crc32(bytes.subarray(12)), 8);
  writeFileSync(path, bytes);
}
