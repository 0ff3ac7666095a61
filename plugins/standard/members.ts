import { AppError, columnOf, type FilterContext, type Labels, labelIn, type Metadata } from '#sdk';

/** A member that can be chosen or shown: of a dimension, of the calendar's shifts, or of a choice column. */
export type NamedMember = { readonly id: number; readonly label: string };

type Named = { readonly id: number; readonly labels: Labels };

/**
 * The members a dataset's column can hold, in their own order, in the person's language. Throws `unknown_dataset`,
 * `unknown_column`, or `not_a_key` for a column that holds no members.
 */
export const membersOf = (context: FilterContext, dataset: string, column: string): NamedMember[] =>
  namedOf(context.metadata, dataset, column).map(({ id, labels }) => ({
    id,
    label: labelIn(labels, context.language),
  }));

function namedOf(metadata: Metadata, datasetKey: string, name: string): readonly Named[] {
  if (name === 'shift') return metadata.calendar.shifts;
  const dataset = metadata.datasets.get(datasetKey);
  if (!dataset) throw new AppError('unknown_dataset', { params: { dataset: datasetKey } });
  const column = columnOf(dataset, name);
  if (!column) throw new AppError('unknown_column', { params: { column: name } });
  if (column.kind === 'choice') return column.members;
  if (column.kind !== 'dimension' && column.kind !== 'derived')
    throw new AppError('not_a_key', { params: { column: name } });
  return metadata.dimensions.get(column.dimension)?.members ?? [];
}

/** What a column is called, in the person's language. */
export function columnLabel(context: FilterContext, datasetKey: string, name: string): string {
  if (name === 'time' || name === 'shift') return context.words[`column.${name}`] ?? name;
  const dataset = context.metadata.datasets.get(datasetKey);
  const column = dataset && columnOf(dataset, name);
  return column ? labelIn(column.labels, context.language) : name;
}
