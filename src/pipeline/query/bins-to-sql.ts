import { AppError, type Bins, columnOf, quoteName } from '#sdk';
import { widthOf } from '../../frame/code-bins.ts';
import { lookupTable } from '../../frame/join-dataset.ts';
import type { SqlPlace } from './clause-to-sql.ts';
import { tableConstants } from './find-tables.ts';
import { joinSql, type SqlText } from './sql-text.ts';

/** How a statement tells a row's bin: the numbers it reads from the row, and the bin's number computed from them. */
export type BinsSql = { readonly read: readonly SqlText[]; readonly number: SqlText };

/** Computed in doubles, as in memory: −1 below, `count` above, null over no value. */
export function binsToSql(bins: Bins, place: SqlPlace): BinsSql {
  const { column, minus, relative } = bins;
  const read = [joinSql([numberToSql(column, place), ' AS _x'])];
  if (minus === undefined) return { read, number: numberOf('_x', bins, place) };
  const value = relative ? '((_x - _m) / NULLIF(_m, 0))' : '(_x - _m)';
  return {
    read: [...read, joinSql([numberToSql(minus, place), ' AS _m'])],
    number: numberOf(value, bins, place),
  };
}

function numberOf(value: string, bins: Bins, { engine }: SqlPlace): SqlText {
  const { from, to, count } = bins;
  const [least, whole] =
    engine === 'mysql'
      ? ['LEAST', `FLOOR((${value} - ?) / ?)`]
      : ['MIN', `CAST((${value} - ?) / ? AS INTEGER)`];
  return bound(
    `CASE WHEN ${value} IS NULL THEN NULL WHEN ${value} < ? THEN -1 WHEN ${value} >= ? THEN ? ELSE ${least}(${whole}, ?) END`,
    ...[from, to, count, from, widthOf(bins), count - 1],
  );
}

const bound = (sql: string, ...bindings: number[]): SqlText => ({ sql, bindings });

/** A number column of a row as a double: stored, constant in its table, or looked up by the id that the row stores. */
function numberToSql(name: string, place: SqlPlace): SqlText {
  const { dataset, metadata, member, engine } = place;
  const constant = tableConstants(dataset, metadata, member)(name);
  if (constant !== undefined) return constant === null ? bound('NULL') : asDouble(bound('?', constant));
  const column = columnOf(dataset, name)!;
  if (!('via' in column)) return asDouble(bound(quoteName(name, engine)));
  const table = lookupTable(dataset, metadata, name);
  const ids = [...table.keys()].filter((id) => !Number.isNaN(table[id]!));
  if (ids.length > maxLookup) throw new AppError('too_many_groups', { status: 422 });
  const via = quoteName(column.via, engine);
  return asDouble(searchTree(via, ids, (id) => table[id]!));
}

/** A statement takes a limited number of values, and each looked-up one takes three. */
const maxLookup = 10_000;

const asDouble = (value: SqlText): SqlText => joinSql(['(', value, ' + 0e0)']);

/** The value of an id by halving: as deep as the logarithm of how many there are. */
function searchTree(via: string, ids: readonly number[], numberOfId: (id: number) => number): SqlText {
  if (ids.length === 0) return bound('NULL');
  const [first] = ids;
  if (ids.length === 1) return bound(`CASE WHEN ${via} = ? THEN ? END`, first!, numberOfId(first!));
  const middle = ids.length >>> 1;
  return joinSql([
    bound(`CASE WHEN ${via} < ? THEN `, ids[middle]!),
    searchTree(via, ids.slice(0, middle), numberOfId),
    ' ELSE ',
    searchTree(via, ids.slice(middle), numberOfId),
    ' END',
  ]);
}
