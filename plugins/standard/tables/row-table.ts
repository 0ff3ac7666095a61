import {
  type Column,
  type Frame,
  type Labels,
  labelIn,
  type RowsNeed,
  type TableModel,
  type WidgetContext,
} from '#sdk';
import { labels, memberIds, name } from '../setting-schemas.ts';
import { columnHead } from './column-head.ts';

/** How far a number lies from another of the same row, as a signed share of it. */
type Deviation = { readonly of: string; readonly from: string; readonly label: Labels };

export type RowsSettings = {
  readonly dataset: string;
  /** What to show, in order: the dataset's columns, and deviations of one from another. */
  readonly columns?: readonly (string | Deviation)[];
  /** Members to mark as bad, by column. */
  readonly bad?: Readonly<Record<string, readonly number[]>>;
};

export const rowsProperties = {
  columns: {
    type: 'array',
    minItems: 1,
    items: {
      anyOf: [
        name,
        {
          type: 'object',
          properties: { of: name, from: name, label: labels },
          required: ['of', 'from', 'label'],
          additionalProperties: false,
        },
      ],
    },
  },
  bad: { type: 'object', additionalProperties: memberIds },
} as const;

/** Exactly the columns shown, and those that deviations are made of. */
export const rowNeed = ({ dataset, columns = [] }: RowsSettings, page: RowsNeed['page'] & {}): RowsNeed => ({
  dataset,
  page,
  columns: [
    ...new Set(
      columns.flatMap((column) => (typeof column === 'string' ? [column] : [column.of, column.from])),
    ),
  ],
});

export function rowTable(
  frame: Frame,
  settings: RowsSettings,
  context: WidgetContext,
): Pick<TableModel, 'kind' | 'columns' | 'rows'> {
  const columns = settings.columns ?? [];
  const cells = columns.map((column) => cellsOf(frame, column));
  return {
    kind: 'table',
    columns: columns.map((column) =>
      typeof column === 'string' ? columnHead(column, settings, context) : deviationHead(column, context),
    ),
    rows: Array.from({ length: frame.length }, (_, row) => cells.map((cell) => cell(row))),
  };
}

const deviationHead = (
  { of, from, label }: Deviation,
  { language }: WidgetContext,
): TableModel['columns'][number] => ({
  name: `${of}-from-${from}`,
  label: labelIn(label, language),
  type: 'number',
  format: { percent: true, decimals: 1, signed: true },
});

type Cell = (row: number) => string | number | null;

function cellsOf(frame: Frame, column: string | Deviation): Cell {
  if (typeof column === 'string') return cellReader(frame.column(column));
  const of = frame.column(column.of);
  const from = frame.column(column.from);
  return (row) => deviation(of.at(row), from.at(row));
}

/** Members by their label, everything else as it is. */
export const cellReader =
  (column: Column): Cell =>
  (row) =>
    column.type === 'member' && column.at(row) !== null ? column.labelAt(row) : column.at(row);

const deviation = (of: number | null, from: number | null): number | null =>
  of === null || !from ? null : (of - from) / from;
