import { columnOf, type TableColumn, type WidgetContext } from '#sdk';
import { columnLabel, membersOf } from '../members.ts';
import type { RowsSettings } from './row-table.ts';

/** A column's head: its name with its unit, and how its cells are written. */
export function columnHead(
  name: string,
  { dataset, bad = {} }: Pick<RowsSettings, 'dataset' | 'bad'>,
  context: WidgetContext,
): TableColumn {
  const label = columnLabel(context, dataset, name);
  if (name === 'time') return { name, label, type: 'time' };
  const declared = context.metadata.datasets.get(dataset);
  const column = declared && columnOf(declared, name);
  if (column?.kind === 'measure' || column?.kind === 'attribute') {
    const { decimals = 0, unit } = column;
    return { name, label, type: 'number', format: { decimals, ...(unit && { unit }) } };
  }
  const marked = Object.hasOwn(bad, name) ? bad[name]! : null;
  if (!marked) return { name, label, type: 'text' };
  const members = membersOf(context, dataset, name).filter(({ id }) => marked.includes(id));
  return { name, label, type: 'result', bad: members.map((member) => member.label) };
}
