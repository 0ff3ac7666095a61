import type { Knex } from 'knex';
import type { Database } from './ports.ts';

/**
 * What a migration may do. Each step looks before it acts and leaves either everything or nothing, so a migration that
 * was killed anywhere completes when it is run again. The same code runs on both engines.
 */
export interface SchemaSteps {
  readonly engine: Database['engine'];
  /** For steps on rows; they too must be safe to run twice. */
  readonly knex: Knex;
  /** Makes the table with its indexes, unless it is there. Texts compare by their bytes on both engines. */
  createTable(name: string, build: (table: Knex.CreateTableBuilder) => void): Promise<void>;
  /** Adds what `build` says, which is the one column `column`, unless it is there. */
  addColumn(table: string, column: string, build: (table: Knex.AlterTableBuilder) => void): Promise<void>;
}

/** The export `up` of a migration file, `NNNN-what-it-does.ts`; files run in the order of their names. */
export type Migration = (schema: SchemaSteps) => Promise<void>;
