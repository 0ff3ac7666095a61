import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FactRow } from '#sdk';
import { type ImportRequest, importCsv } from '../../src/ingest/import-csv.ts';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';
import { metadata, months, readings, stored } from './readings.ts';

function fileOf(content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'camet-csv-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'rows.csv');
  writeFileSync(file, content);
  return file;
}

const request = (file: string): Omit<ImportRequest, 'tenant' | 'write'> => ({
  dataset: readings,
  metadata,
  file,
  mapping: {
    time: { head: 'ts' },
    machine: { head: 'asset' },
    part: { head: 'product' },
    pieces: { head: 'items' },
  },
  zone: 'Europe/Rome',
  refusedPath: `${file}.refused.csv`,
  wordRefusal: ({ reason, column, value }) => `${reason} ${column}=${value}`,
});

/** Imports without a database and returns the rows as they would be written. */
async function read(content: string | Buffer, given: Partial<ImportRequest> = {}) {
  const rows: (FactRow & { member: number | null })[] = [];
  const file = fileOf(content);
  const report = await importCsv({
    ...request(file),
    tenant: 'acme' as ImportRequest['tenant'],
    write: async (batch) => {
      rows.push(...batch.rows.map((row) => ({ ...row, member: batch.member })));
      return { saved: batch.rows.length, unchanged: 0, corrected: 0 };
    },
    ...given,
  });
  return { rows, report, file };
}

describe('importCsv', () => {
  it.each([
    ['commas', 'ts,asset,product,items\n2026-05-10 10:00,A,bolt,3\n'],
    ['semicolons and Windows line ends', 'ts;asset;product;items\r\n2026-05-10 10:00;A;bolt;3\r\n'],
    ['tabs', 'ts\tasset\tproduct\titems\n2026-05-10 10:00\tA\tbolt\t3'],
    [
      'a BOM, quotes and blank lines',
      '\ufeff"ts","asset","product","items"\n\n"2026-05-10 10:00","A","bolt","3"\n\n',
    ],
    ['UTF-16', Buffer.from('\ufeffts;asset;product;items\n2026-05-10 10:00;A;bolt;3\n', 'utf16le')],
  ])('reads %s', async (_name, content) => {
    const { rows, report } = await read(content);
    expect(rows).toMatchObject([
      { member: 1, time: Date.UTC(2026, 4, 10, 8), values: { part: 1, pieces: 3 } },
    ]);
    expect(report).toEqual({ rows: 1, saved: 1, unchanged: 0, corrected: 0, refused: 0 });
  });

  it('reports every refused row with its line and reason, ready to be corrected', async () => {
    const { report, file } = await read(
      'ts,asset,product,items\n2026-05-10 10:00,A,bolt,3\n2026-05-10 10:05,A,"odd, ""very""",3\n\n2026-05-10 10:10,A,bolt\n2026-05-10 10:15,A,bolt,many\n',
    );
    expect(report).toEqual({ rows: 4, saved: 1, unchanged: 0, corrected: 0, refused: 3 });
    expect(readFileSync(`${file}.refused.csv`, 'utf8').split('\n')).toEqual([
      'line,reason,ts,asset,product,items',
      '3,"unknown_member part=odd, ""very""",2026-05-10 10:05,A,"odd, ""very""",3',
      '5,wrong_cell_count 4=3,2026-05-10 10:10,A,bolt',
      '6,not_a_number pieces=many,2026-05-10 10:15,A,bolt,many',
      '',
    ]);
  });

  it('removes the report of an earlier run when nothing is refused', async () => {
    const file = fileOf('ts,asset,product,items\n2026-05-10 10:00,A,bolt,3\n');
    writeFileSync(`${file}.refused.csv`, 'old');
    const write = async () => ({ saved: 1, unchanged: 0, corrected: 0 });
    await importCsv({ ...request(file), tenant: 'acme' as ImportRequest['tenant'], write });
    expect(() => readFileSync(`${file}.refused.csv`)).toThrow('ENOENT');
  });

  it('gives equal rows different ids, and the same ones each time', async () => {
    const content =
      'ts,asset,product,items\n2026-05-10 10:00,A,bolt,3\n2026-05-10 10:00,A,bolt,3\n2026-05-10 10:00,A,nut,3\n';
    const ids = async () => (await read(content)).rows.map((row) => row.sourceId);
    const first = await ids();
    expect(new Set(first).size).toBe(3);
    expect(first.every((id) => /^[\w-]{43}$/.test(id))).toBe(true);
    expect(await ids()).toEqual(first);
  });

  it("takes the file's own ids, one member for all rows, and columns by their names", async () => {
    const { rows } = await read('time,part,pieces,source_id\n2026-05-10 10:00,nut,3,x-1\n', {
      mapping: { machine: { value: 'B' } },
    });
    expect(rows).toMatchObject([{ member: 2, sourceId: 'x-1', values: { part: 2, pieces: 3 } }]);
  });

  it('creates the members it meets when told to', async () => {
    const created: string[] = [];
    const { report, rows } = await read(
      'ts,asset,product,items\n2026-05-10 10:00,C,bolt,3\n2026-05-10 10:00,C,screw,3\n',
      {
        createMembers: async (dimension, codes) => {
          created.push(`${dimension}: ${codes.join()}`);
          return new Map(codes.map((code, index) => [code, 70 + index]));
        },
      },
    );
    expect(created).toEqual(['machines: C', 'parts: screw']);
    expect(rows).toMatchObject([
      { member: 70, values: { part: 1 } },
      { member: 70, values: { part: 70 } },
    ]);
    expect(report.refused).toBe(0);
  });

  it.each([
    ['', {}, 'csv_empty'],
    ['ts,asset\n1,2\n', {}, 'unknown_file_column'],
    ['ts,ts\n1,2\n', { mapping: { time: { head: 'ts' }, machine: { value: 'A' } } }, 'file_column_twice'],
    ['ts\n1\n', { mapping: { time: { head: 'ts' } } }, 'import_column_missing'],
    ['ts\n1\n', { mapping: { machine: { value: 'A' } } }, 'import_column_missing'],
    ['ts\n1\n', { mapping: { colour: { head: 'ts' } } }, 'unknown_import_column'],
    ['ts,asset,product,items\n"2026,A,bolt,3\n2,B,nut,4\n', {}, 'csv_broken'],
    [Buffer.from('ts,asset,product,items\n1,\xf1,bolt,3\n', 'latin1'), {}, 'csv_encoding'],
    ['ts\n1\n', { encoding: 'klingon' }, 'unknown_encoding'],
    ['ts\n1\n', { file: '/nowhere/rows.csv' }, 'file_unreadable'],
  ])('refuses %j with %j: %s', async (content, given, code) => {
    await expect(read(content, given)).rejects.toMatchObject({ code });
  });

  it('reads other encodings when told', async () => {
    const { rows } = await read(Buffer.from('ts,asset,product,items,ñ\n2026-05-10,A,bolt,3,1\n', 'latin1'), {
      encoding: 'windows-1252',
    });
    expect(rows).toHaveLength(1);
  });
});

describeEachEngine('an import', (engine) => {
  it('stands once however often it is run, and a corrected row too', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const tenant = (await createTestTenant('acme')).id;
    const run = (content: string) =>
      importCsv({
        ...request(fileOf(content)),
        tenant,
        mapping: { ...request('').mapping, source_id: { head: 'id' } },
        write: (batch) => writeRows(tenancy, batch),
      });
    const file = (moved: string) =>
      `id,ts,asset,product,items\n1,2026-05-10 10:00,A,bolt,3\n2,${moved},A,nut,4\n3,2026-05-10 10:00,B,nut,5\n`;
    expect(await run(file('2026-05-11 10:00'))).toMatchObject({ saved: 3, unchanged: 0 });
    expect(await run(file('2026-05-11 10:00'))).toMatchObject({ saved: 0, unchanged: 3 });
    expect(await run(file('2026-06-11 10:00'))).toMatchObject({ saved: 0, unchanged: 2, corrected: 1 });
    expect(await stored(tenancy, tenant)).toEqual([
      '2026-05-10 08:00:00 1 1 0 3 ',
      '2026-06-11 08:00:00 2 2 0 4 ',
    ]);
    expect(await months(tenancy, tenant)).toEqual({ '2026-05': [2, 1], '2026-06': [1, 1] });
    expect(await stored(tenancy, tenant, 'readings_2')).toEqual(['2026-05-10 08:00:00 3 2 0 5 ']);
  });
});
