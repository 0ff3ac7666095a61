import {
  BaseWidget,
  type EmptyModel,
  type Frame,
  type HeatmapCell,
  type HeatmapModel,
  type Labels,
  labelIn,
  type Need,
  type NumberFormat,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { checkWidth, type HeatAxis, memberAxis, pastDays } from './heat/heat-axes.ts';
import { levelOf, type Scale, scaleOf } from './heat/levels.ts';
import { columnLabel } from './members.ts';
import { labels, limit, name, numberFormat, value } from './setting-schemas.ts';
import { beyondText, exceeds, formatOf, type Limit } from './values/limits.ts';
import { addUp, finishTally, groupingOf, type ValueSettings } from './values/value.ts';

type Settings = {
  readonly dataset: string;
  /** The column whose members are the rows. */
  readonly rows: string;
  /** The column whose members are the columns. Without it: days. */
  readonly columns?: string;
  /** How many plant days up to the selected end; with `columns`, absent means the selected period. Default 7. */
  readonly days?: number;
  readonly value: ValueSettings;
  readonly format?: NumberFormat;
  readonly limit?: Limit;
  /** What a cell without rows means. */
  readonly empty?: Labels;
};

const defaultDays = 7;

/** A value by two keys, such as shift and day. */
export class HeatmapWidget extends BaseWidget<Settings, HeatmapModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      ...{ dataset: name, rows: name, columns: name, format: numberFormat, limit, empty: labels },
      days: { type: 'integer', minimum: 1, maximum: 31 },
      value: { allOf: [value, { type: 'object', properties: { fn: { not: { const: 'rate' } } } }] },
    },
    required: ['dataset', 'rows', 'value'],
    additionalProperties: false,
  };

  needs(): Record<string, Need> {
    const { dataset, rows, columns, value: measured } = this.settings;
    const days = this.#days;
    const aggregate =
      columns === undefined ? groupingOf(measured, [rows], 'day') : groupingOf(measured, [rows, columns]);
    return { cells: { dataset, aggregate, ...(days !== undefined && { window: { days } }) } };
  }

  processData(data: WidgetData, context: WidgetContext): HeatmapModel | EmptyModel {
    const { dataset, rows, columns, value: measured, limit: bound, empty } = this.settings;
    const frame = data.frame('cells');
    if (frame.length === 0) return { kind: 'empty' };
    const format = formatOf(measured, this.settings.format);
    return {
      kind: 'heatmap',
      heads: {
        rows: columnLabel(context, dataset, rows),
        columns:
          columns === undefined ? say(context.words, 'heat.day') : columnLabel(context, dataset, columns),
      },
      format,
      ...this.#cells(frame, context),
      ...(bound && { limit: { value: bound.value, text: beyondText(bound, format, context) } }),
      emptyText: empty ? labelIn(empty, context.language) : say(context.words, 'heat.empty'),
    };
  }

  get #days(): number | undefined {
    return this.settings.columns === undefined ? (this.settings.days ?? defaultDays) : this.settings.days;
  }

  #cells(frame: Frame, context: WidgetContext): Pick<HeatmapModel, 'columns' | 'rows'> {
    const { dataset, rows, columns, value: measured, limit: bound } = this.settings;
    const down = memberAxis(frame, { dataset, column: rows }, context);
    const across =
      columns === undefined
        ? pastDays(this.#days!, context)
        : checkWidth(memberAxis(frame, { dataset, column: columns }, context));
    const values = this.#values(frame, measured);
    const valueAt = (row: number | null, column: number | null) => values.get(cellName(row, column)) ?? null;
    const scale = scaleOf([...values.values()].filter((one) => !exceeds(one, bound)));
    return {
      columns: across.map(({ label, title, now }) => ({ label, title, now })),
      rows: down.map(({ key, label }) => ({
        label,
        cells: across.map((column) =>
          cellOf(valueAt(key, column.key), { scale, bound, ahead: isAhead(column, rows, key) }),
        ),
      })),
    };
  }

  #values(frame: Frame, measured: ValueSettings): Map<string, number | null> {
    const down = frame.column(this.settings.rows);
    const across = frame.column(this.settings.columns ?? 'time');
    const tallies = addUp(frame, measured, (row) => cellName(down.at(row), across.at(row)));
    return new Map([...tallies].map(([cell, tally]) => [cell, finishTally(tally, measured, 0)]));
  }
}

const cellName = (row: number | null, column: number | null): string => `${row} ${column}`;

/** A shift that has not begun on a day that runs. */
const isAhead = (column: HeatAxis, rows: string, key: number | null): boolean =>
  rows === 'shift' && key !== null && (column.shiftsAhead?.includes(key) ?? false);

const cellOf = (
  value: number | null,
  given: { readonly scale: Scale; readonly bound: Limit | undefined; readonly ahead: boolean },
): HeatmapCell => ({
  value,
  level: levelOf(value, given.scale),
  exceeded: exceeds(value, given.bound),
  ahead: value === null && given.ahead,
});
