import {
  AppError,
  BaseWidget,
  type Bins,
  columnOf,
  type EmptyModel,
  formatNumber,
  type HistogramModel,
  type Need,
  type NumberFormat,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { type Counted, countBins } from './histogram/count-bins.ts';
import { niceTicks } from './histogram/nice-ticks.ts';
import { name, numberFormat } from './setting-schemas.ts';

type Settings = {
  readonly dataset: string;
  /** The number whose values are counted. */
  readonly column: string;
  /** An attribute taken away from it: what is shown is the deviation. */
  readonly minus?: string;
  /** The deviation as a fraction of the attribute. Default true. */
  readonly relative?: boolean;
  /** What the axis shows, in equal bins. */
  readonly scale: { readonly from: number; readonly to: number; readonly bins: number };
  /** Beyond these is outside. Both must be where a bin ends, so that bins tell exactly how many are. */
  readonly tolerance?: { readonly low: number; readonly high: number };
  readonly format?: NumberFormat;
};

const number = { type: 'number' } as const;

/** How the values of a column are spread, or their deviations from what an attribute says they should be. */
export class HistogramWidget extends BaseWidget<Settings, HistogramModel | EmptyModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      ...{ dataset: name, column: name, minus: name, relative: { type: 'boolean' }, format: numberFormat },
      scale: {
        type: 'object',
        properties: { from: number, to: number, bins: { type: 'integer', minimum: 2, maximum: 200 } },
        required: ['from', 'to', 'bins'],
        additionalProperties: false,
      },
      tolerance: {
        type: 'object',
        properties: { low: number, high: number },
        required: ['low', 'high'],
        additionalProperties: false,
      },
    },
    required: ['dataset', 'column', 'scale'],
    additionalProperties: false,
  };

  /** Throws `tolerance_between_bins`. Attributes are the same for all rows of a member, so their member is a key. */
  needs(context: WidgetContext): Record<string, Need> {
    const { dataset, column, minus } = this.settings;
    this.#checkTolerance();
    const declared = context.metadata.datasets.get(dataset);
    const other = declared && minus !== undefined ? columnOf(declared, minus) : undefined;
    const measures = {
      rows: { fn: 'count' },
      sum: { fn: 'sum', column },
      ...(other?.kind === 'attribute' && { nominal: { fn: 'min', column: other.name } as const }),
    } as const;
    const keys = other?.kind === 'attribute' ? [other.via] : [];
    return { bins: { dataset, aggregate: { keys, bins: this.#bins, measures } } };
  }

  processData(data: WidgetData, context: WidgetContext): HistogramModel | EmptyModel {
    const { scale, tolerance } = this.settings;
    const counted = countBins(data.frame('bins'), this.#bins);
    if (counted.total === 0) return { kind: 'empty' };
    const { below, above, total } = counted;
    const mean =
      counted.mean === null ? null : { value: counted.mean, text: this.#meanText(counted.mean, context) };
    const outside = tolerance ? this.#outside(counted, context) : null;
    const range = { from: scale.from, to: scale.to };
    return {
      kind: 'histogram',
      ...{ format: this.#format, scale: range, below, above, total, mean, outside },
      bins: this.#edges().map(([from, to], index) => ({
        ...{ from, to, rows: counted.rows[index]! },
        outside: this.#isOutside(from, to),
      })),
      tolerances: tolerance
        ? [tolerance.low, tolerance.high].map((value) => ({ value, text: this.#edgeText(value, context) }))
        : [],
      ticks: niceTicks(range, this.#format, context.numberLocale),
      summary: [mean?.text, outside?.text].filter(Boolean).join('; '),
    };
  }

  get #bins(): Bins {
    const { column, minus, relative = true, scale } = this.settings;
    const { from, to, bins: count } = scale;
    return minus === undefined ? { column, from, to, count } : { column, minus, relative, from, to, count };
  }

  get #format(): NumberFormat {
    const { minus, relative = true, format } = this.settings;
    const signed = minus !== undefined;
    return format ?? (signed && relative ? { percent: true, decimals: 1, signed } : { decimals: 1, signed });
  }

  #edges(): [number, number][] {
    const { from, to, bins } = this.settings.scale;
    const edge = (index: number) => from + ((to - from) * index) / bins;
    return Array.from({ length: bins }, (_, index) => [edge(index), edge(index + 1)]);
  }

  #checkTolerance(): void {
    const { scale, tolerance } = this.settings;
    if (!tolerance) return;
    const width = (scale.to - scale.from) / scale.bins;
    for (const value of [tolerance.low, tolerance.high]) {
      const steps = (value - scale.from) / width;
      const isEdge = Math.abs(steps - Math.round(steps)) < 1e-6 && steps > -1e-6 && steps < scale.bins + 1e-6;
      if (!isEdge) throw new AppError('tolerance_between_bins', { params: { value } });
    }
  }

  #isOutside(from: number, to: number): boolean {
    const { tolerance } = this.settings;
    const middle = (from + to) / 2;
    return tolerance !== undefined && (middle < tolerance.low || middle > tolerance.high);
  }

  #outside({ rows, below, above, total }: Counted, context: WidgetContext): HistogramModel['outside'] {
    const edges = this.#edges();
    const beyond = rows.reduce((sum, count, bin) => sum + (this.#isOutside(...edges[bin]!) ? count : 0), 0);
    const outside = beyond + below + above;
    const write = (value: number, format?: NumberFormat) => formatNumber(value, context.numberLocale, format);
    const params = { rows: write(outside), share: write(outside / total, { percent: true, decimals: 1 }) };
    return { rows: outside, text: say(context.words, 'histogram.outside', params) };
  }

  #meanText(value: number, context: WidgetContext): string {
    const text = formatNumber(value, context.numberLocale, this.#format);
    return say(context.words, 'histogram.mean', { value: text });
  }

  /** A tolerance with as many decimals as it has, and no more than the values. */
  #edgeText(value: number, { numberLocale }: WidgetContext): string {
    const whole = Number.isInteger(Math.round(value * 1e9) / (this.#format.percent ? 1e7 : 1e9));
    return formatNumber(value, numberLocale, whole ? { ...this.#format, decimals: 0 } : this.#format);
  }
}
