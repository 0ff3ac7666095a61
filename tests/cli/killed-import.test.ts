import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { readConfig } from '../../src/shared/config.ts';
import { openTenancy } from '../../src/tenancy/open-tenancy.ts';
import { describeEachEngine } from '../support/engines.ts';
import { folder, type Place, place } from './run.ts';

const program = fileURLToPath(new URL('../../src/cli/camet.ts', import.meta.url));
const rows = 60_000;

/** Rows as the months' state counts them, and as the tables hold them. */
async function count({ env }: Place): Promise<{ state: number; stored: number }> {
  const tenancy = openTenancy(readConfig(env));
  const counted = await tenancy.useTenant('acme' as TenantId, async ({ engine, knex }) => {
    const months = await knex('month_state').select('table_name', 'month', 'row_count');
    const state = months.reduce((total, month) => total + Number(month.row_count), 0);
    const tables: string[] =
      engine === 'mysql'
        ? await knex('fact_tables').pluck('table_name')
        : months.map((month) => `${month.table_name}_${month.month.replace('-', '')}`);
    let stored = 0;
    for (const table of tables) stored += Number((await knex(table).count({ n: '*' }))[0]!.n);
    return { state, stored };
  });
  await tenancy.close();
  return counted;
}

function bigFile(): string {
  const file = join(folder(), 'big.csv');
  const start = Date.UTC(2026, 2, 1);
  const lines = Array.from({ length: rows }, (_, index) => {
    const time = new Date(start + index * 120_000).toISOString();
    return `${time},${index % 2 ? 'A' : 'B'},p${index % 5},${index % 9}`;
  });
  writeFileSync(file, `ts,machine,product,items\n${lines.join('\n')}\n`);
  return file;
}

describeEachEngine('a killed import', (engine) => {
  it('loses nothing stored, and run again completes without doubling', { timeout: 60_000 }, async () => {
    const here = place(engine);
    await here.run('tenant create acme --zone Europe/Madrid');
    const command = `import --tenant acme --dataset detections --line-from machine --map time=ts,product=product,quantity=items --create-metadata ${bigFile()}`;
    const child = spawn(process.execPath, [program, ...command.split(' ')], {
      env: { ...process.env, ...here.env },
      stdio: 'ignore',
    });
    while ((await count(here)).state === 0 && child.exitCode === null) await sleep(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const killed = await count(here);
    expect(killed.state).toBe(killed.stored);
    expect(killed.stored).toBeGreaterThan(0);
    expect(killed.stored).toBeLessThan(rows);
    const { out } = await here.run(command);
    const text = (n: number): string => n.toLocaleString('en');
    expect(out).toBe(
      `Rows: ${text(rows)}. Saved: ${text(rows - killed.stored)}; unchanged: ${text(killed.stored)}; corrected: 0; refused: 0.\n`,
    );
    expect(await count(here)).toEqual({ state: rows, stored: rows });
  });
});
