import {
  type AggregateNeed,
  type Frame,
  type Labels,
  labelIn,
  type Measure,
  type NumberFormat,
  type TableColumn,
  type TableModel,
  type WidgetContext,
} from '#sdk';
import { grain, labels, name, numberFormat } from '../setting-schemas.ts';
import type { GrainSetting } from '../time/fit-grain.ts';
import { chartGrain } from '../time/time-axis.ts';
import { columnHead } from './column-head.ts';
import { cellReader } from './row-table.ts';

/** A measure's column: how it is computed, its head and how it is written. */
type GroupMeasure = {
  readonly fn: Exclude<Measure['fn'], 'quantile'>;
  readonly column?: string;
  readonly label: Labels;
  readonly format?: NumberFormat;
};

export type GroupsSettings = {
  readonly keys: readonly string[];
  readonly grain?: GrainSetting;
  readonly measures: Readonly<Record<string, GroupMeasure>>;
  /** Name of the measure to sort by, largest first. Default: in the order of the keys. */
  readonly sortBy?: string;
};

export const groupsSchema = {
  type: 'object',
  properties: {
    keys: { type: 'array', items: name, maxItems: 3 },
    grain,
    measures: {
      type: 'object',
      minProperties: 1,
      propertyNames: { not: { enum: ['time'] } },
      additionalProperties: {
        type: 'object',
        properties: {
          fn: { enum: ['count', 'sum', 'mean', 'min', 'max', 'distinct'] },
          column: name,
          label: labels,
          format: numberFormat,
        },
        required: ['fn', 'label'],
        additionalProperties: false,
      },
    },
    sortBy: name,
  },
  required: ['keys', 'measures'],
  additionalProperties: false,
} as const;

export const groupNeed = (
  dataset: string,
  { keys, grain: wanted, measures }: GroupsSettings,
  context: WidgetContext,
): AggregateNeed => ({
  dataset,
  aggregate: {
    keys,
    ...(wanted && { grain: chartGrain(wanted, context) }),
    measures: Object.fromEntries(
      Object.entries(measures).map(([key, { fn, column }]) => [
        key,
        (fn === 'count' ? { fn } : { fn, column: column ?? '' }) satisfies Measure,
      ]),
    ),
  },
});

export function groupTable(
  groups: Frame,
  settings: GroupsSettings & { readonly dataset: string; readonly page: number; readonly pageSize: number },
  context: WidgetContext,
): TableModel {
  const { page, pageSize, sortBy } = settings;
  const sorted = sortBy ? groups.sortBy(sortBy, 'descending') : groups;
  const shown = sorted.slice((page - 1) * pageSize, page * pageSize);
  const columns = groupColumns(settings, context);
  const cells = columns.map((column) => cellReader(shown.column(column.name)));
  return {
    kind: 'table',
    columns,
    rows: Array.from({ length: shown.length }, (_, row) => cells.map((cell) => cell(row))),
    ...{ page, pageSize, totalRows: groups.length },
  };
}

const groupColumns = (
  settings: GroupsSettings & { readonly dataset: string },
  context: WidgetContext,
): TableColumn[] => [
  ...(settings.grain ? ['time'] : []).map((key) => columnHead(key, settings, context)),
  ...settings.keys.map((key) => columnHead(key, settings, context)),
  ...Object.entries(settings.measures).map(([key, { label, format = {} }]): TableColumn => {
    return { name: key, label: labelIn(label, context.language), type: 'number', format };
  }),
];
