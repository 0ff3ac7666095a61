import { type FileHandle, open, rm } from 'node:fs/promises';
import type { CsvFile, CsvRecord } from './open-csv.ts';
import type { Refusal } from './refusal.ts';

/**
 * The report of refused rows: line, reason, then the row as it stands in the file, so that it can be corrected and
 * imported again with the same mapping. Written only when there are any; an older report is removed.
 */
export type RefusedFile = {
  /** Rows refused so far. */
  readonly count: () => number;
  add(record: CsvRecord, refusal: Refusal): void;
  /** Writes what was added. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type RefusedOptions = {
  readonly path: string;
  readonly csv: Pick<CsvFile, 'header' | 'delimiter'>;
  /** The sentence for a refusal. */
  readonly word: (refusal: Refusal) => string;
};

export async function refusedFile({ path, csv, word }: RefusedOptions): Promise<RefusedFile> {
  await rm(path, { force: true });
  let handle: FileHandle | null = null;
  let count = 0;
  let pending = '';
  const lineOf = (cells: readonly string[], rest: string): string =>
    `${cells.map((cell) => quote(cell, csv.delimiter)).join(csv.delimiter)}${csv.delimiter}${rest}\n`;
  return {
    count: () => count,
    add(record, refusal) {
      count += 1;
      pending += lineOf([String(record.line), word(refusal)], record.text);
    },
    async flush() {
      if (pending === '') return;
      handle ??= await openReport(path, lineOf(['line', 'reason'], quoteAll(csv)));
      await handle.appendFile(pending);
      pending = '';
    },
    close: async () => handle?.close(),
  };
}

async function openReport(path: string, head: string): Promise<FileHandle> {
  const handle = await open(path, 'w');
  await handle.appendFile(head);
  return handle;
}

const quoteAll = ({ header, delimiter }: RefusedOptions['csv']): string =>
  header.map((cell) => quote(cell, delimiter)).join(delimiter);

const quote = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
