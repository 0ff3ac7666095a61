import type { WidgetContext, WidgetData } from '#sdk';
import { Animal } from './animal.ts';

/** Everything that it was handed, read in every way. */
export class GoodWidget extends Animal {
  processData(data: WidgetData, { words, metadata, range, zone }: WidgetContext) {
    const byLine = data.frame('byLine');
    const rows = data.frame('rows');
    return {
      kind: 'note',
      lines: byLine.toColumns(),
      labels: Array.from({ length: byLine.length }, (_, row) => byLine.column('line').labelAt(row)),
      rows: [rows.length, data.totalRows('rows')],
      newest: rows.slice(0, 3).toColumns(),
      byHour: rows.groupBy({ keys: ['line'], grain: 'hour', measures: { n: { fn: 'count' } } }).toColumns(),
      told: { words: Object.keys(words).length, datasets: [...metadata.datasets.keys()], range, zone },
    };
  }
}
