import { Readable } from 'node:stream';
import mysql from 'mysql2/promise';
import { factTable, storedColumns, storedTime, type TenantId, utcMonth } from '#sdk';
import { addMembers } from '../src/catalog/add-members.ts';
import { installPack } from '../src/catalog/install-pack.ts';
import { createUser } from '../src/identity/create-user.ts';
import type { FactTarget } from '../src/ingest/fact-store.ts';
import { mysqlFacts } from '../src/ingest/mysql-facts.ts';
import { loadRegistry } from '../src/registry/load-registry.ts';
import { migrateControl, migratePack } from '../src/tenancy/migrate.ts';
import type { Tenancy } from '../src/tenancy/open-tenancy.ts';
import { createTenant } from '../src/tenancy/tenants.ts';
import { areas, benchPack, lineCount, lineRows, period, products } from './plant.ts';

export const benchUser = { email: 'bench@bench.example', password: 'the bench measures', tenant: 'bench' };

/** A tenant with the bench's plant and so many rows, written as fast as the server takes them. */
export async function makePlant(tenancy: Tenancy, address: string, rows: number): Promise<TenantId> {
  await migrateControl(tenancy);
  const now = period.to;
  const given = { slug: 'bench', name: 'Bench', language: 'es', numberLocale: 'es-ES', zone: 'UTC' } as const;
  const { id } = await createTenant(tenancy, { ...given, now });
  const memberships = [{ tenant: id, role: 'admin' as const }];
  await createUser(tenancy, { ...benchUser, name: 'Bench', memberships, now });
  const pack = benchPack((await loadRegistry({ pluginsDir: 'plugins', strict: true })).packs.get('plant')!);
  await migratePack(tenancy, id, { pack: 'plant', folder: 'plugins/plant/migrations' });
  await tenancy.useTenant(id, async (database) => {
    await installPack(database, pack);
    const dimension = (key: string) => pack.dimensions.find((one) => one.key === key)!;
    const areaIds = await addMembers(database, dimension('areas'), areas);
    const lines = Array.from({ length: lineCount }, (_, index) => ({
      code: `L${index + 1}`,
      parentId: areaIds.get(areas[index % areas.length]!.code)!,
    }));
    await addMembers(database, dimension('lines'), lines);
    await addMembers(database, dimension('products'), products);
  });
  const [dataset] = pack.datasets;
  for (let line = 1; line <= lineCount; line++) {
    const table = factTable(dataset!, line);
    const target = { dataset: dataset!, member: line, table, columns: storedColumns(dataset!) };
    await fillLine(tenancy, { address, tenant: id, target, rows: Math.round(rows / lineCount) });
  }
  return id;
}

type Filling = {
  readonly address: string;
  readonly tenant: TenantId;
  readonly target: FactTarget;
  readonly rows: number;
};

async function fillLine(tenancy: Tenancy, { address, tenant, target, rows }: Filling): Promise<void> {
  const months = new Map<string, number>();
  for (const { time } of lineRows(target.member!, rows)) {
    const month = utcMonth(time);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  await tenancy.useTenant(tenant, async (database) => {
    await mysqlFacts.prepare(database, target, [...months.keys()].sort());
    await loadRows(address, tenancy.locate(tenant), { target, rows });
    const states = [...months].map(([month, row_count]) => ({ month, row_count, version: 1 }));
    await database
      .knex('month_state')
      .insert(states.map((state) => ({ table_name: target.table, ...state })));
  });
}

async function loadRows(
  address: string,
  database: string,
  { target, rows }: Pick<Filling, 'target' | 'rows'>,
): Promise<void> {
  const url = new URL(address);
  const { hostname: host, port, username: user } = url;
  const connection = await mysql.createConnection({ host, port: Number(port), user, database });
  const names = ['time', 'source_id', ...target.columns.map(({ name }) => name)];
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${target.table} FIELDS TERMINATED BY ',' (${names.join()})`,
    infileStreamFactory: () => Readable.from(lineTexts(target, rows)),
  });
  await connection.query(`ANALYZE TABLE ${target.table}`);
  await connection.end();
}

const rowsPerText = 500;

function* lineTexts(target: FactTarget, rows: number): Generator<Buffer> {
  let texts: string[] = [];
  for (const { time, sourceId, values } of lineRows(target.member!, rows)) {
    const cells = target.columns.map(({ name }) => values[name]);
    texts.push([storedTime(time, 'mysql'), sourceId, ...cells].join());
    if (texts.length < rowsPerText) continue;
    yield Buffer.from(`${texts.join('\n')}\n`);
    texts = [];
  }
  if (texts.length > 0) yield Buffer.from(`${texts.join('\n')}\n`);
}
