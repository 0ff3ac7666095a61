import {
  BaseWidget,
  type EmptyModel,
  type KpiModel,
  type Need,
  type WidgetContext,
  type WidgetData,
} from '#sdk';

type Settings = { readonly dataset: string; readonly measure: string; readonly api: string };

/** Energy from another system over the pieces made here: one number from two worlds. */
export class EnergyPerPieceWidget extends BaseWidget<Settings, KpiModel | EmptyModel> {
  static override readonly sourceType = 'mixed';
  static override readonly settingsSchema = {
    type: 'object',
    required: ['dataset', 'measure', 'api'],
    properties: { dataset: { type: 'string' }, measure: { type: 'string' }, api: { type: 'string' } },
  };

  needs({ range }: WidgetContext): Record<string, Need> {
    const { dataset, measure, api } = this.settings;
    return {
      made: { dataset, aggregate: { keys: [], measures: { pieces: { fn: 'sum', column: measure } } } },
      energy: { api, params: { from: range.selected.from, to: range.selected.to } },
    };
  }

  processData(data: WidgetData): KpiModel | EmptyModel {
    const pieces = data.frame('made').column('pieces').at(0);
    if (!pieces) return { kind: 'empty' };
    const energy = data.api('energy').rows.reduce((sum, { kwh }) => sum + Number(kwh), 0);
    return {
      ...{ kind: 'kpi', value: energy / pieces, format: { decimals: 2, unit: 'kWh' }, change: null },
      ...{ comparedWith: '', spark: [], previousSpark: [], limit: null },
    };
  }
}
