import {
  type Dataset,
  type DimensionColumn,
  type FactRow,
  type Metadata,
  type StoredColumn,
  storedColumns,
} from '#sdk';
import { readSourceId } from './read-source-id.ts';
import { timeReader } from './read-time.ts';
import { readMember, readValue } from './read-value.ts';
import { isRefusal, type Refusal } from './refusal.ts';

/**
 * A row as it comes: column name → text or JSON value. Beside the dataset's stored columns it holds `time`,
 * `source_id`, and the split column where there is one. Empty texts count as absent.
 */
export type RawRow = Readonly<Record<string, unknown>>;

export type CheckedRow = {
  /** Member of the split dimension, which says the table; null where the dataset is not split. */
  readonly member: number | null;
  /** `sourceId` is empty where the row brought none and none is required. */
  readonly row: FactRow;
};

/** Dimension key → code → id. */
export type MemberIndex = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type CheckOptions = {
  readonly dataset: Dataset;
  readonly members: MemberIndex;
  /** Zone of times that carry neither offset nor Z. */
  readonly zone: string;
  /** Whether a row without a `source_id` is refused. */
  readonly requireSourceId: boolean;
};

/** Makes the check of one dataset's rows: a row ready to be written, or why it is refused and in which column. */
export function rowChecker(options: CheckOptions): (raw: RawRow) => CheckedRow | Refusal {
  const readTime = timeReader(options.zone);
  const columns = storedColumns(options.dataset);
  const split = splitColumn(options.dataset);
  return (raw) => {
    const member = split ? readMember(raw[split.name], split, options.members) : null;
    if (isRefusal(member)) return member;
    if (split && member === null) return { reason: 'missing_value', column: split.name, value: '' };
    const time = readTime(raw.time);
    if (isRefusal(time)) return time;
    const sourceId = readSourceId(raw.source_id, options.requireSourceId);
    if (isRefusal(sourceId)) return sourceId;
    const values = readValues(raw, columns, options.members);
    return isRefusal(values) ? values : { member, row: { time, sourceId, values } };
  };
}

/** The codes a dataset's rows may name, from the metadata. */
export function indexMembers(
  dataset: Dataset,
  metadata: Pick<Metadata, 'dimensions'>,
): Map<string, Map<string, number>> {
  const index = new Map<string, Map<string, number>>();
  for (const { dimension } of dimensionColumns(dataset)) {
    const members = metadata.dimensions.get(dimension)?.members ?? [];
    index.set(dimension, new Map(members.map((member) => [member.code, member.id])));
  }
  return index;
}

/** The columns whose values are members' codes, the split column included. */
export const dimensionColumns = (dataset: Dataset): DimensionColumn[] =>
  dataset.columns.filter((column) => column.kind === 'dimension');

const splitColumn = (dataset: Dataset): DimensionColumn | undefined =>
  dimensionColumns(dataset).find((column) => column.name === dataset.splitBy);

function readValues(
  raw: RawRow,
  columns: readonly StoredColumn[],
  members: MemberIndex,
): Record<string, number | null> | Refusal {
  const values: Record<string, number | null> = {};
  for (const column of columns) {
    const value = readValue(raw[column.name], column, members);
    if (isRefusal(value)) return value;
    values[column.name] = value;
  }
  return values;
}
