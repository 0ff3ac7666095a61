import type { Knex } from 'knex';
import { type Database, type DimensionDeclaration, type NewMember, refuse } from '#sdk';
import { writeMetadata } from './write-metadata.ts';

const longestCode = 64;
const rowsPerStatement = 200;

/**
 * The id of every code given, as it was given: members that are there keep their id and everything else, new ones are
 * added in the order given. Codes are kept without outer blanks; an empty one or one over 64 characters is refused.
 */
export async function addMembers(
  database: Database,
  dimension: DimensionDeclaration,
  members: readonly NewMember[],
): Promise<Map<string, number>> {
  for (const { code } of members) checkCode(dimension, code);
  let ids = await readIds(database.knex, dimension);
  if (members.some(({ code }) => !ids.has(code.trim()))) {
    ids = await writeMetadata(database, async (trx) => {
      await insertMissing(trx, dimension, members);
      return readIds(trx, dimension);
    });
  }
  return new Map(members.map(({ code }) => [code, ids.get(code.trim())!]));
}

function checkCode({ key }: DimensionDeclaration, code: string): void {
  if (code.trim() === '' || code.trim().length > longestCode) {
    throw refuse('member_code', key, { code: code.slice(0, longestCode), max: longestCode });
  }
}

async function readIds(knex: Knex, { table }: DimensionDeclaration): Promise<Map<string, number>> {
  const rows: { id: number; code: string }[] = await knex(table).select('id', 'code');
  return new Map(rows.map(({ id, code }) => [code, id]));
}

async function insertMissing(
  trx: Knex.Transaction,
  dimension: DimensionDeclaration,
  members: readonly NewMember[],
): Promise<void> {
  const known = await readIds(trx, dimension);
  const missing = new Map<string, NewMember>();
  for (const member of members) {
    const code = member.code.trim();
    if (!known.has(code) && !missing.has(code)) missing.set(code, { ...member, code });
  }
  const rows = [...missing.values()].map((member) => toRow(dimension, member));
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    await trx(dimension.table).insert(rows.slice(start, start + rowsPerStatement));
  }
}

function toRow(
  { attributes }: DimensionDeclaration,
  member: NewMember,
): Record<string, string | number | null> {
  const { code, labels = { es: code }, parentId = null } = member;
  const own = attributes.map(({ name }) => [name, member.attributes?.[name] ?? null] as const);
  return { code, labels: JSON.stringify(labels), parent_id: parentId, ...Object.fromEntries(own) };
}
