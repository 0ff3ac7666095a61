import { DatabaseSync } from 'node:sqlite';

/** Counts how often a key came before at a time, on disk: memory stays flat for files of any size. */
export type OccurrenceCounter = {
  /** 1 for the first time. */
  next(time: number, key: string): number;
  close(): void;
};

/** The counts stand in a private file that SQLite has unlinked already, so that nothing is left after a kill. */
export function occurrenceCounter(): OccurrenceCounter {
  const scratch = new DatabaseSync('');
  scratch.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -8192;
    create table seen (time integer, key text, times integer, primary key (time, key)) without rowid; begin`);
  const count = scratch.prepare(
    'insert into seen values (?, ?, 1) on conflict do update set times = times + 1 returning times',
  );
  return {
    next: (time, key) => Number(count.get(time, key)?.times),
    close: () => scratch.close(),
  };
}
