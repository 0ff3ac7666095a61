import {
  type Dataset,
  type FactRow,
  type Metadata,
  storedColumns,
  type TenantId,
  type WriteCounts,
} from '#sdk';
import { type CheckedRow, indexMembers, rowChecker } from '../../ingest/check-rows.ts';
import { isRefusal, type Refusal, refusal } from '../../ingest/refusal.ts';
import type { Services } from '../services.ts';

export type SentRow = Readonly<Record<string, unknown>>;

type Sent = {
  readonly tenant: TenantId;
  readonly dataset: Dataset;
  readonly metadata: Metadata;
  readonly rows: readonly SentRow[];
};

/** What was stored and what was not: the counts and the refused rows add up to the rows sent. */
export type Received = {
  readonly counts: WriteCounts;
  /** `index` is the row's place in what was sent, from 0. */
  readonly refused: readonly (Refusal & { readonly index: number })[];
};

/** Checks every row, then stores the good ones, one transaction per fact table; resolves when all are committed. */
export async function receiveRows({ writeRows }: Pick<Services, 'writeRows'>, sent: Sent): Promise<Received> {
  const { tenant, dataset } = sent;
  const { refused, byMember } = sortRows(sent);
  let counts: WriteCounts = { saved: 0, unchanged: 0, corrected: 0 };
  for (const [member, rows] of byMember) {
    counts = add(counts, await writeRows({ tenant, dataset, member, rows }));
  }
  return { counts, refused };
}

function sortRows({ dataset, metadata, rows }: Sent) {
  const refused: (Refusal & { index: number })[] = [];
  const byMember = new Map<number | null, FactRow[]>();
  const check = makeCheck(dataset, metadata);
  for (const [index, raw] of rows.entries()) {
    const checked = check(raw);
    if (isRefusal(checked)) refused.push({ index, ...checked });
    else append(byMember, checked);
  }
  return { refused, byMember };
}

function append(byMember: Map<number | null, FactRow[]>, { member, row }: CheckedRow): void {
  const rows = byMember.get(member);
  if (rows) rows.push(row);
  else byMember.set(member, [row]);
}

/** The dataset's own check, for rows with a source id and no column that the dataset does not store. */
function makeCheck(dataset: Dataset, metadata: Metadata) {
  const known = new Set([
    'time',
    'source_id',
    dataset.splitBy,
    ...storedColumns(dataset).map(({ name }) => name),
  ]);
  const check = rowChecker({
    dataset,
    members: indexMembers(dataset, metadata),
    zone: metadata.calendar.zone,
    requireSourceId: true,
  });
  return (raw: SentRow) => {
    const unknown = Object.keys(raw).find((name) => !known.has(name));
    return unknown === undefined ? check(raw) : refusal('unknown_row_column', unknown, raw[unknown]);
  };
}

const add = (one: WriteCounts, other: WriteCounts): WriteCounts => ({
  saved: one.saved + other.saved,
  unchanged: one.unchanged + other.unchanged,
  corrected: one.corrected + other.corrected,
});
