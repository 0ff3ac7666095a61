import {
  type AlertStripModel,
  BaseWidget,
  type Frame,
  type Labels,
  labelIn,
  type Need,
  type NumberFormat,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { namesIn } from './charts/category-series.ts';
import { labels, limit, name, numberFormat, value } from './setting-schemas.ts';
import { chartGrain } from './time/time-axis.ts';
import { exceeds, formatOf, type Limit } from './values/limits.ts';
import { addUp, finishTally, groupingOf, type Tally, type ValueSettings } from './values/value.ts';

type Settings = {
  readonly dataset: string;
  /** The column whose members are watched. */
  readonly by: string;
  readonly value: ValueSettings;
  readonly limit: Limit;
  /** What an alert is called, with `{member}` in its place. */
  readonly name: Labels;
  readonly format?: NumberFormat;
  /** Members with fewer rows in the period stay quiet. Default 30. */
  readonly leastRows?: number;
};

const defaultLeastRows = 30;

/** What is outside its limit over the period, whatever the other filters say, the most severe first. */
export class AlertStripWidget extends BaseWidget<Settings, AlertStripModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      ...{ dataset: name, by: name, value, limit, name: labels, format: numberFormat },
      leastRows: { type: 'integer', minimum: 0 },
    },
    required: ['dataset', 'by', 'value', 'limit', 'name'],
    additionalProperties: false,
  };

  needs(context: WidgetContext): Record<string, Need> {
    const { dataset, by, value: measured } = this.settings;
    const aggregate = groupingOf(measured, [by], chartGrain('auto', context));
    return { members: { dataset, filters: 'none', aggregate } };
  }

  processData(data: WidgetData, context: WidgetContext): AlertStripModel {
    const frame = data.frame('members');
    const names = namesIn(frame, this.settings.by);
    const ids = frame.column(this.settings.by);
    const tallies = addUp(frame, this.settings.value, (row) => ids.at(row));
    const alerts = [...tallies]
      .filter(([id, tally]) => id !== null && this.#isOutside(tally, context))
      .map(([id, tally]) => ({
        name: this.#name(names.get(id)!, context),
        value: this.#value(tally, context)!,
        limit: this.settings.limit.value,
        format: formatOf(this.settings.value, this.settings.format),
        since: this.#since(frame, id!),
      }));
    return { kind: 'alert-strip', alerts: alerts.sort((a, b) => severity(b) - severity(a)) };
  }

  #isOutside(tally: Tally, context: WidgetContext): boolean {
    const enough = tally.rows >= (this.settings.leastRows ?? defaultLeastRows);
    return enough && exceeds(this.#value(tally, context), this.settings.limit);
  }

  #value(tally: Tally, { range }: WidgetContext): number | null {
    return finishTally(tally, this.settings.value, range.selected.to - range.selected.from);
  }

  #name(member: string, { language }: WidgetContext): string {
    return say({ name: labelIn(this.settings.name, language) }, 'name', { member });
  }

  /** The start of the unbroken run of buckets outside the limit that reaches the last one; null without one. */
  #since(frame: Frame, id: number): number | null {
    const { by, value: measured, limit: bound } = this.settings;
    if (measured.fn === 'rate') return null;
    const ids = frame.column(by);
    const times = frame.column('time');
    const buckets = addUp(frame, measured, (row) => (ids.at(row) === id ? times.at(row) : null));
    buckets.delete(null);
    let since: number | null = null;
    for (const [time, tally] of [...buckets].sort(([a], [b]) => b! - a!)) {
      if (!exceeds(finishTally(tally, measured, 1), bound)) break;
      since = time;
    }
    return since;
  }
}

/** How far outside, as a share of the limit. */
const severity = ({ value, limit }: { readonly value: number; readonly limit: number }): number =>
  limit === 0 ? Math.abs(value) : Math.abs(value - limit) / Math.abs(limit);
