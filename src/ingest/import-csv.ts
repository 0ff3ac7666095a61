import type { Dataset, Metadata, TenantId, WriteCounts } from '#sdk';
import { type CheckedRow, dimensionColumns, indexMembers, type RawRow, rowChecker } from './check-rows.ts';
import { type ColumnMapping, mapColumns, mappingByName } from './map-columns.ts';
import { type OccurrenceCounter, occurrenceCounter } from './occurrence-counter.ts';
import { type CsvFile, type CsvRecord, openCsv } from './open-csv.ts';
import { textOf } from './read-value.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { type RefusedFile, refusedFile } from './refused-file.ts';
import { sourceIds } from './source-id.ts';
import type { RowBatch } from './write-rows.ts';

export type ImportRequest = {
  readonly tenant: TenantId;
  readonly dataset: Dataset;
  readonly metadata: Pick<Metadata, 'dimensions'>;
  readonly file: string;
  readonly encoding?: string | undefined;
  /** When it names nothing beside the split column, every other column comes from the file's column of its name. */
  readonly mapping: ColumnMapping;
  /** Zone of the file's times that carry none. */
  readonly zone: string;
  readonly refusedPath: string;
  /** The sentence for a refusal, in the report. */
  readonly wordRefusal: (refusal: Refusal) => string;
  /** Stores one batch; resolves when committed. */
  readonly write: (batch: RowBatch) => Promise<WriteCounts>;
  /** Adds members by code and returns their ids; absent, rows naming unknown ones are refused. */
  readonly createMembers?:
    | ((dimension: string, codes: readonly string[]) => Promise<ReadonlyMap<string, number>>)
    | undefined;
  /** Told after every stored batch. */
  readonly onProgress?: (progress: ImportProgress) => void;
};

export type ImportProgress = { readonly rows: number; readonly bytesRead: number; readonly bytes: number };

/** `saved + unchanged + corrected + refused` is `rows`: every row of the file, blank lines aside. */
export type ImportReport = WriteCounts & { readonly rows: number; readonly refused: number };

const batchRows = 5000;
const longestCode = 64;

/**
 * Brings a CSV file in, batch by batch, holding no more than one in memory. What was stored before a kill stays; the
 * same import run again completes it and doubles nothing.
 */
export async function importCsv(request: ImportRequest): Promise<ImportReport> {
  const csv = await openCsv(request);
  const occurrences = occurrenceCounter();
  try {
    return await importRecords(request, csv, occurrences);
  } finally {
    occurrences.close();
    csv.close();
  }
}

async function importRecords(
  request: ImportRequest,
  csv: CsvFile,
  occurrences: OccurrenceCounter,
): Promise<ImportReport> {
  const toRaw = mapColumns(request.dataset, mappingOf(request, csv.header), csv.header);
  const refused = await refusedFile({ path: request.refusedPath, csv, word: request.wordRefusal });
  const check = batchChecker(request, csv.header.length, sourceIds(request.dataset, occurrences));
  const totals = { rows: 0, saved: 0, unchanged: 0, corrected: 0 };
  try {
    for await (const records of inBatches(csv.records, batchRows)) {
      const accepted = await check(records, toRaw, refused);
      await writeAccepted(request, accepted, totals);
      await refused.flush();
      totals.rows += records.length;
      request.onProgress?.({ rows: totals.rows, bytesRead: csv.bytesRead(), bytes: csv.bytes });
    }
  } finally {
    await refused.close();
  }
  return { ...totals, refused: refused.count() };
}

function mappingOf({ dataset, mapping }: ImportRequest, header: readonly string[]): ColumnMapping {
  const byHand = Object.keys(mapping).some((column) => column !== dataset.splitBy);
  return byHand ? mapping : { ...mappingByName(dataset, header), ...mapping };
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type CheckBatch = (
  records: readonly CsvRecord[],
  toRaw: (cells: readonly string[]) => RawRow,
  refused: RefusedFile,
) => Promise<CheckedRow[]>;

function batchChecker(
  request: ImportRequest,
  width: number,
  idOf: (checked: CheckedRow) => string,
): CheckBatch {
  const { dataset, zone } = request;
  const members = indexMembers(dataset, request.metadata);
  const check = rowChecker({ dataset, members, zone, requireSourceId: false });
  return async (records, toRaw, refused) => {
    const raws = records.map((record) => toRaw(record.cells));
    await createMissing(request, members, raws);
    const accepted: CheckedRow[] = [];
    for (const [index, record] of records.entries()) {
      const checked = record.cells.length === width ? check(raws[index]!) : wrongWidth(record, width);
      if (isRefusal(checked)) refused.add(record, checked);
      else accepted.push(withSourceId(checked, idOf));
    }
    return accepted;
  };
}

const wrongWidth = (record: CsvRecord, width: number): Refusal => ({
  reason: 'wrong_cell_count',
  column: String(width),
  value: String(record.cells.length),
});

const withSourceId = (checked: CheckedRow, idOf: (checked: CheckedRow) => string): CheckedRow =>
  checked.row.sourceId ? checked : { ...checked, row: { ...checked.row, sourceId: idOf(checked) } };

async function createMissing(
  { dataset, createMembers }: ImportRequest,
  members: Map<string, Map<string, number>>,
  raws: readonly RawRow[],
): Promise<void> {
  if (!createMembers) return;
  for (const { name, dimension } of dimensionColumns(dataset)) {
    const known = members.get(dimension)!;
    const codes = new Set(raws.map((raw) => textOf(raw[name]) ?? ''));
    const missing = [...codes].filter(
      (code) => code !== '' && code.length <= longestCode && !known.has(code),
    );
    if (missing.length === 0) continue;
    for (const [code, id] of await createMembers(dimension, missing)) known.set(code, id);
  }
}

async function writeAccepted(
  request: ImportRequest,
  accepted: readonly CheckedRow[],
  totals: { saved: number; unchanged: number; corrected: number },
): Promise<void> {
  for (const [member, group] of Map.groupBy(accepted, (checked) => checked.member)) {
    const rows = group.map((checked) => checked.row);
    const counts = await request.write({ tenant: request.tenant, dataset: request.dataset, member, rows });
    totals.saved += counts.saved;
    totals.unchanged += counts.unchanged;
    totals.corrected += counts.corrected;
  }
}
