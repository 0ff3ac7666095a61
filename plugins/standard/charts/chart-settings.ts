import type { Labels, NumberFormat } from '#sdk';
import { grain, labels, limit, name, numberFormat, value } from '../setting-schemas.ts';
import type { GrainSetting } from '../time/fit-grain.ts';
import type { Limit } from '../values/limits.ts';
import type { ValueSettings } from '../values/value.ts';

/** Settings of a chart over time. */
export type ChartSettings = {
  readonly dataset: string;
  readonly value: ValueSettings;
  /** Default `auto`: hours up to 2 days, days up to 62, months beyond. */
  readonly grain?: GrainSetting;
  /** One series per member of this column: the five largest, and the others as one. */
  readonly split?: string;
  /** The period before, dotted. Default: yes, where the chart has one series. */
  readonly previous?: boolean;
  readonly format?: NumberFormat;
  readonly limit?: Limit;
  /** A second chart below, on the same x axis. */
  readonly panel?: PanelSettings;
};

export type PanelSettings = {
  readonly value: ValueSettings;
  readonly title: Labels;
  readonly format?: NumberFormat;
  readonly limit?: Limit;
};

export const chartProperties = {
  dataset: name,
  value,
  grain,
  split: name,
  previous: { type: 'boolean' },
  format: numberFormat,
  limit,
  panel: {
    type: 'object',
    properties: { value, title: labels, format: numberFormat, limit },
    required: ['value', 'title'],
    additionalProperties: false,
  },
} as const;
