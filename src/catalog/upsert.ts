import type { Knex } from 'knex';

type Row = Readonly<Record<string, string | number | null>>;
export type Upsert = {
  /** Names the one row. */
  readonly where: Row;
  readonly values: Row;
  /** Values of a row that has to be made. */
  readonly onlyNew?: Row;
};

/**
 * Brings a row to its values, made when it is not there; returns its id. Not the engines' own upserts: those use up an
 * id each time on MySQL, and ids would differ between engines.
 */
export async function upsert(
  trx: Knex.Transaction,
  table: string,
  { where, values, onlyNew = {} }: Upsert,
): Promise<number> {
  const known = await trx(table).where(where).first('id');
  if (known) {
    await trx(table).where({ id: known.id }).update(values);
    return known.id;
  }
  const [id] = await trx(table).insert({ ...where, ...values, ...onlyNew });
  return Number(id);
}
