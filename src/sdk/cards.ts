import type { Labels } from './tenant.ts';

/** What a widget returns: plain JSON drawn by the template named `kind`. */
export type CardModel = { readonly kind: string; readonly [key: string]: unknown };

/** How a number is written: decimals (default 0), a unit after it, `percent` for fractions shown as %, `signed` for +. */
export type NumberFormat = {
  readonly decimals?: number;
  readonly unit?: string;
  readonly percent?: boolean;
  readonly signed?: boolean;
};

/** Nothing to show. `filtered` when filters are the cause. */
export type EmptyModel = { readonly kind: 'empty' };

/** `kind: 'kpi'`: one number with its change, sparkline and limit. Values are raw; templates format. */
export type KpiModel = {
  readonly kind: 'kpi';
  /** null where there is no data, shown as —. */
  readonly value: number | null;
  readonly format: NumberFormat;
  /** Change against the previous period: a fraction, or percentage points (`points`) for rates. */
  readonly change: { readonly value: number; readonly points: boolean } | null;
  /** Text after the change, already worded ("vs. ayer"). */
  readonly comparedWith: string;
  /** One more fact after the comparison, already worded ("1.254 piezas"). */
  readonly note?: string;
  readonly spark: readonly (number | null)[];
  readonly previousSpark: readonly (number | null)[];
  readonly limit: { readonly value: number; readonly exceeded: boolean } | null;
};

/** One canvas of a chart card; panels of a card share their x axis. */
export type ChartPanel = {
  readonly type: 'bars' | 'line';
  /** Shown above the second panel, already worded. */
  readonly title?: string;
  readonly format: NumberFormat;
  readonly series: readonly ChartSeries[];
  readonly stacked?: boolean;
  /** The running bucket's values still grow, so that lines to them are drawn as unfinished. */
  readonly grows?: true;
  readonly limit?: { readonly value: number; readonly text: string };
};

export type ChartSeries = {
  readonly label: string;
  /** `data` is the one main series, `previous` the dotted comparison, `category` one of several, coloured by `slot`. */
  readonly role: 'data' | 'previous' | 'category';
  /** Stable colour slot of a category, 1–5; 0 is "others". */
  readonly slot?: number;
  readonly values: readonly (number | null)[];
};

/** `kind: 'chart'`. `labels` are the ticks of the buckets, already in plant time; `titles` the tooltips' full names. */
export type ChartModel = {
  readonly kind: 'chart';
  readonly labels: readonly string[];
  readonly titles: readonly string[];
  /** Show every n-th label, from the first. */
  readonly labelStep: number;
  /** Index of the bucket still running, drawn hatched with this text ("hasta 14:32"). */
  readonly running: { readonly index: number; readonly text: string } | null;
  /** Vertical rules with a name before bucket `index` (shift boundaries). */
  readonly marks: readonly { readonly index: number; readonly text: string }[];
  readonly panels: readonly ChartPanel[];
  /** What the canvas shows, for those who do not see it. */
  readonly summary: string;
};

/** `kind: 'ranking'`: names with bars, at most a handful, then "others". */
export type RankingModel = {
  readonly kind: 'ranking';
  readonly heads: { readonly name: string; readonly value: string; readonly extra?: string };
  readonly format: NumberFormat;
  readonly extraFormat?: NumberFormat;
  readonly rows: readonly RankingRow[];
  /** Value at the right edge of the bars. */
  readonly max: number;
  /** One limit across all rows, in the value's unit. */
  readonly limit?: { readonly value: number; readonly text: string };
  /** What a row's own tick means ("Plan a esta hora"). */
  readonly tickText?: string;
  /** Where else the numbers come from, with their moment (ERP, 14:30). */
  readonly source?: { readonly name: string; readonly asOf: number; readonly stale: boolean };
};

export type RankingRow = {
  readonly label: string;
  readonly value: number | null;
  readonly extra?: number | null;
  /** The row's own reference (its plan). */
  readonly tick?: number | null;
  readonly exceeded: boolean;
};

/** `kind: 'heatmap'`: a value for every pair of a row and a column, in steps of grey; over the limit in alarm. */
export type HeatmapModel = {
  readonly kind: 'heatmap';
  /** What rows and columns are. */
  readonly heads: { readonly rows: string; readonly columns: string };
  readonly format: NumberFormat;
  readonly columns: readonly HeatmapColumn[];
  /** Each with a cell per column. */
  readonly rows: readonly { readonly label: string; readonly cells: readonly HeatmapCell[] }[];
  readonly limit?: { readonly value: number; readonly text: string };
  /** What a cell without rows means ("Sin producción"). */
  readonly emptyText: string;
};

/** `now`: the column that is still running. */
export type HeatmapColumn = { readonly label: string; readonly title: string; readonly now: boolean };

export type HeatmapCell = {
  /** null where there are no rows. */
  readonly value: number | null;
  /** Step of grey from the smallest value to the largest one inside the limit. */
  readonly level: 0 | 1 | 2;
  readonly exceeded: boolean;
  /** Still to come: there can be no rows yet. */
  readonly ahead: boolean;
};

/** `kind: 'histogram'`: how many rows fall into each bin, drawn on a canvas over a linear axis. */
export type HistogramModel = {
  readonly kind: 'histogram';
  readonly format: NumberFormat;
  readonly scale: { readonly from: number; readonly to: number };
  /** From left to right, without gaps. `outside`: beyond a tolerance. */
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly rows: number;
    readonly outside: boolean;
  }[];
  /** Rows below and above the scale. */
  readonly below: number;
  readonly above: number;
  readonly total: number;
  readonly mean: { readonly value: number; readonly text: string } | null;
  readonly tolerances: readonly { readonly value: number; readonly text: string }[];
  /** Rows beyond the tolerances, those beyond the scale with them, already worded; null without tolerances. */
  readonly outside: { readonly rows: number; readonly text: string } | null;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** What the canvas shows, for those who do not see it. */
  readonly summary: string;
};

/** `kind: 'table'`: one page of rows. Cells are raw; the column's format says how to write them. */
export type TableModel = {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly page: number;
  readonly pageSize: number;
  readonly totalRows: number;
};

export type TableColumn = {
  readonly name: string;
  readonly label: string;
  /** `time` cells are epoch milliseconds, `result` cells a choice's text whose `bad` values are marked. */
  readonly type: 'text' | 'number' | 'time' | 'result';
  readonly format?: NumberFormat;
  /** Texts of a result column drawn as × and bold. */
  readonly bad?: readonly string[];
};

/** `kind: 'alert-strip'`: what is outside its limit, most severe first. Drawn above the cards; nothing when empty. */
export type AlertStripModel = {
  readonly kind: 'alert-strip';
  readonly alerts: readonly {
    readonly name: string;
    readonly value: number;
    readonly limit: number;
    readonly format: NumberFormat;
    /** Since when, epoch milliseconds. */
    readonly since: number | null;
  }[];
};

/** Settings every placement may carry beside its widget's own. */
export type Titled = { readonly title: Labels; readonly subtitle?: Labels };
