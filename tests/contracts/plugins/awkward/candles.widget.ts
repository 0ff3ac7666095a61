import { BaseWidget, type CardModel, type Need, type WidgetData } from '#sdk';

type Settings = { readonly symbol: number };
type Candle = {
  day: number;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
};

/** Daily prices of one symbol, drawn by a template of its own. */
export class CandlesWidget extends BaseWidget<Settings, CardModel> {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = {
    type: 'object',
    properties: { symbol: { type: 'integer' } },
    required: ['symbol'],
    additionalProperties: false,
  };

  needs(): Record<string, Need> {
    return { prices: { dataset: 'prices', columns: ['time', 'symbol', 'open', 'high', 'low', 'close'] } };
  }

  processData(data: WidgetData): CardModel {
    const rows = data
      .frame('prices')
      .where({ op: 'in', column: 'symbol', values: [this.settings.symbol] })
      .sortBy('time')
      .toColumns();
    const candles: Candle[] = rows.time!.map((day, index) => ({
      day: day!,
      ...{ open: rows.open![index]!, high: rows.high![index]! },
      ...{ low: rows.low![index]!, close: rows.close![index]! },
    }));
    return candles.length === 0 ? { kind: 'empty' } : { kind: 'candles', candles };
  }
}
