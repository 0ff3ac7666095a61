import {
  type ApiRows,
  BaseWidget,
  type EmptyModel,
  type Frame,
  type Labels,
  labelIn,
  type Member,
  type Need,
  type RankingModel,
  type RankingRow,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { membersOfColumn } from './members-of-column.ts';

type Settings = {
  readonly dataset: string;
  /** The column whose members the plan is for, by their codes. */
  readonly column: string;
  /** What is added up per member as made. */
  readonly measure: string;
  /** The external API: takes `from` and `to`, answers rows with the member's code and `planned`. */
  readonly api: string;
  /** Name of the code in the API's rows. Default `product`. */
  readonly codeField?: string;
  /** Rows shown. Default 6. */
  readonly top?: number;
  /** What the source is called. Default ERP. */
  readonly source?: Labels;
};

const name = { type: 'string', minLength: 1 };
const defaultTop = 6;
const roomBeyondTick = 1.02;

/** Pieces made against the plan up to this hour, member by member: plant data beside another system's. */
export class PlanVsMadeWidget extends BaseWidget<Settings, RankingModel | EmptyModel> {
  static override readonly sourceType = 'mixed';
  static override readonly settingsSchema = {
    type: 'object',
    properties: {
      ...{ dataset: name, column: name, measure: name, api: name, codeField: name },
      top: { type: 'integer', minimum: 1, maximum: 30 },
      source: {
        type: 'object',
        properties: { es: name, en: name },
        required: ['es'],
        additionalProperties: false,
      },
    },
    required: ['dataset', 'column', 'measure', 'api'],
    additionalProperties: false,
  };

  needs({ range }: WidgetContext): Record<string, Need> {
    const { dataset, column, measure, api } = this.settings;
    const aggregate = { keys: [column], measures: { made: { fn: 'sum', column: measure } } } as const;
    const params = {
      from: new Date(range.selected.from).toISOString(),
      to: new Date(range.selected.to).toISOString(),
    };
    return {
      made: { dataset, aggregate },
      everything: { dataset, aggregate, filters: 'none' },
      plan: { api, params },
    };
  }

  processData(data: WidgetData, context: WidgetContext): RankingModel | EmptyModel {
    const plan = data.api('plan');
    const rows = this.#rows(data, plan, context);
    if (rows.length === 0) return { kind: 'empty' };
    const { words, language } = context;
    const { source } = this.settings;
    return {
      kind: 'ranking',
      heads: {
        name: say(words, 'plan.member'),
        value: say(words, 'plan.made'),
        extra: say(words, 'plan.share'),
      },
      format: {},
      extraFormat: { percent: true, decimals: 0 },
      rows,
      max: Math.max(1, ...rows.map(({ value, tick }) => Math.max(value ?? 0, (tick ?? 0) * roomBeyondTick))),
      tickText: say(words, 'plan.tick'),
      source: {
        name: source ? labelIn(source, language) : say(words, 'plan.source'),
        asOf: plan.asOf,
        stale: plan.status === 'stale',
      },
    };
  }

  #rows(data: WidgetData, plan: ApiRows, context: WidgetContext): RankingRow[] {
    const { dataset, column, top = defaultTop } = this.settings;
    const made = madeById(data.frame('made'), column);
    const everything = madeById(data.frame('everything'), column);
    const planned = this.#plannedByCode(plan);
    return membersOfColumn(context, dataset, column)
      .filter(isShown(made, everything))
      .map((member) =>
        rowOf(labelIn(member.labels, context.language), {
          made: made.get(member.id) ?? 0,
          planned: planned.get(member.code) ?? null,
        }),
      )
      .filter(({ value, tick }) => value || tick)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
      .slice(0, top);
  }

  #plannedByCode({ rows }: ApiRows): Map<string, number> {
    const { codeField = 'product' } = this.settings;
    const planned = new Map<string, number>();
    for (const row of rows) {
      const pieces = Number(row.planned);
      if (!Number.isFinite(pieces)) continue;
      const code = String(row[codeField]);
      planned.set(code, (planned.get(code) ?? 0) + pieces);
    }
    return planned;
  }
}

function madeById(frame: Frame, column: string): Map<number | null, number> {
  const ids = frame.column(column);
  const made = frame.column('made');
  return new Map(Array.from({ length: frame.length }, (_, row) => [ids.at(row), made.at(row) ?? 0]));
}

/** With filters on, members they left nothing of are not shown as if none had been made. */
function isShown(
  made: ReadonlyMap<number | null, number>,
  everything: ReadonlyMap<number | null, number>,
): (member: Member) => boolean {
  const filtered = [...everything].some(([id, pieces]) => made.get(id) !== pieces);
  return ({ id }) => !filtered || made.has(id);
}

const rowOf = (
  label: string,
  { made, planned }: { readonly made: number; readonly planned: number | null },
): RankingRow => ({
  label,
  value: made,
  extra: planned ? made / planned : null,
  tick: planned,
  exceeded: false,
});
