import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeEachEngine } from '../support/engines.ts';
import { folder, type Place, place } from './run.ts';

async function withTenant(engine: 'sqlite' | 'mysql' = 'sqlite'): Promise<Place> {
  const here = place(engine);
  await here.run('tenant create acme --zone Europe/Madrid');
  return here;
}

function csv(...lines: string[]): string {
  const file = join(folder(), 'pieces.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const counts = (rows: number, saved: number, unchanged: number, corrected: number, refused: number): string =>
  `Rows: ${rows}. Saved: ${saved}; unchanged: ${unchanged}; corrected: ${corrected}; refused: ${refused}.\n`;

const common = 'import --tenant acme --dataset detections';

describeEachEngine('camet import', (engine) => {
  it('brings a file in once, with the members it names', async () => {
    const { run } = await withTenant(engine);
    const file = csv(
      'ts;machine;what;items',
      '2026-05-10 23:55:00+00:00;7;bolt;4.0',
      '2026-05-10 23:55:00+00:00;7;bolt;4.0',
      '2026-06-01 00:00:00+00:00;8;nut;2',
    );
    const command = `${common} --line-from machine --map time=ts,product=what,quantity=items --create-metadata ${file}`;
    expect(await run(command)).toEqual({ code: 0, out: counts(3, 3, 0, 0, 0), err: '' });
    expect(await run(command)).toEqual({ code: 0, out: counts(3, 0, 3, 0, 0), err: '' });
  });

  it('reports unknown members instead of making them', async () => {
    const { run } = await withTenant(engine);
    const file = csv('time,product', '2026-05-10 10:00,', '2026-05-10 10:00,bolt');
    await run(`${common} --line L1 --create-metadata ${csv('time,product', '2026-05-10 09:00,nut')}`);
    expect(await run(`${common} --line L1 ${file}`)).toMatchObject({
      code: 0,
      out: `${counts(2, 1, 0, 0, 1)}The refused rows, with their line and reason, are in ${file}.refused.csv.\n`,
    });
    expect(readFileSync(`${file}.refused.csv`, 'utf8')).toBe(
      'line,reason,time,product\n3,"""product"" has no ""bolt"". Correct the code or create it first.",2026-05-10 10:00,bolt\n',
    );
  });
});

describe('camet import', () => {
  it("reads times on the plant's clock, or on the file's", async () => {
    const { run } = await withTenant();
    const file = csv('time,source_id', '2026-05-10 10:00,a');
    await run(`${common} --line=L1 --create-metadata ${file}`);
    expect((await run(`${common} --line L1 --zone Europe/Madrid ${file}`)).out).toBe(counts(1, 0, 1, 0, 0));
    expect((await run(`${common} --line L1 --zone Europe/London ${file}`)).out).toBe(counts(1, 0, 0, 1, 0));
  });

  it('takes the file before the options too', async () => {
    const { run } = await withTenant();
    const file = csv('when,source_id', '2026-05-10 10:00,a');
    const { out } = await run(
      `import ${file} --line L1 --map time=when --tenant acme --dataset detections --create-metadata`,
    );
    expect(out).toBe(counts(1, 1, 0, 0, 0));
  });

  it.each([
    ['--machine-from a', 'The option --machine-from does not serve'],
    ['--line-from nowhere', 'no column "nowhere"'],
    ['--line L1 --map time', '"time" is not a pair'],
    ['--line L1 --map weather=ts', 'no column "weather"'],
    ['--line L1 --zone Nowhere/Land', 'Nowhere/Land'],
    ['--line L1 --encoding klingon', 'klingon'],
    ['', 'Where "line" comes from is missing'],
    ['--line L1 another.csv', 'One file is needed and 2 were given'],
  ])('refuses %j', async (options, reason) => {
    const { run } = await withTenant();
    const { code, err } = await run(
      `${common} ${options} ${csv('time,ts', '2026-05-10,1')}`.replace(/ +/g, ' '),
    );
    expect(code).toBe(1);
    expect(err).toContain(reason);
  });

  it('refuses an unknown tenant, dataset and file', async () => {
    const { run } = await withTenant();
    expect((await run(`import --tenant nobody --dataset detections x.csv`)).err).toContain('nobody');
    expect((await run(`import --tenant acme --dataset weather x.csv`)).err).toContain('weather');
    expect((await run(`${common} --line L1 /nowhere/x.csv`)).err).toContain('/nowhere/x.csv');
  });
});
