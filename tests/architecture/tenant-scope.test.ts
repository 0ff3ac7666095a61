import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ApiRequest, ChunkKey, Databases, TenantId, TenantSlug } from '#sdk';
import type { Catalog } from '../../src/catalog/create-catalog.ts';
import type { Services } from '../../src/http/services.ts';
import type { RowBatch } from '../../src/ingest/write-rows.ts';
import type { MonthFiles } from '../../src/months/month-files.ts';
import type { ApplyRequest } from '../../src/pipeline/types.ts';
import { sourceFiles } from './source-files.ts';

const core = sourceFiles('src');

const naming = (pattern: RegExp): string[] =>
  [...core, ...sourceFiles('plugins')].filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('a tenant', () => {
  it('is never passed as mere text', () => {
    expect(naming(/\btenant(Id)?\??: string\b/)).toEqual([]);
  });

  it('becomes one in few places, each of which has asked the directory or reads what we signed', () => {
    expect(naming(/\bas TenantId\b/)).toEqual([
      'src/cli/add-demo-users.ts',
      'src/cli/make-demo.ts',
      'src/identity/access-token.ts',
      'src/tenancy/tenants.ts',
    ]);
  });

  it('is demanded by every query, cache key, file and port: a forgotten one does not compile', () => {
    expectTypeOf<TenantSlug>().not.toExtend<TenantId>();
    expectTypeOf<Databases['useTenant']>().parameter(0).toEqualTypeOf<TenantId>();
    expectTypeOf<Catalog['current']>().parameter(0).toEqualTypeOf<TenantId>();
    expectTypeOf<Services['snapshot']>().parameter(0).toEqualTypeOf<TenantId>();
    expectTypeOf<MonthFiles['clear']>().parameter(0).toEqualTypeOf<TenantId | undefined>();
    type Keyed = [ChunkKey, ApiRequest, RowBatch, ApplyRequest];
    expectTypeOf<Keyed[number]['tenant']>().toEqualTypeOf<TenantId>();
  });

  it('and a planted missing scope is refused by the compiler', () => {
    const planted = (databases: Databases, given: TenantSlug): unknown[] => [
      // @ts-expect-error no tenant
      databases.useTenant(async () => 1),
      // @ts-expect-error a name that nobody looked up
      databases.useTenant(given, async () => 1),
      // @ts-expect-error a cache key without a tenant
      { dataset: 'd', table: 't', month: '2026-05', version: 1, baseVersion: 0, rows: 1 } satisfies ChunkKey,
    ];
    expect(planted).toBeTypeOf('function');
  });
});

describe('databases', () => {
  it('are opened by tenancy alone; counting occurrences in a file of one import is no database of anybody', () => {
    const opening = core
      .filter((file) => file.imports.some(({ target, typeOnly }) => !typeOnly && isDriver(target)))
      .map(({ path }) => path);
    expect(opening.filter((path) => !path.startsWith('src/tenancy/'))).toEqual([
      'src/ingest/occurrence-counter.ts',
    ]);
    const byHand = core.filter(({ text }) => /getBuiltinModule\('node:sqlite'|createConnection\(/.test(text));
    expect(byHand.map(({ path }) => path)).toEqual(['src/tenancy/load-sqlite.ts']);
  });
});

const isDriver = (target: string): boolean => /^(knex|mysql2|node:sqlite)(\/|$)/.test(target);
