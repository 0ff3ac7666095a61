import { AppError, columnOf, type Member, type WidgetContext } from '#sdk';

/** The members of a dataset's dimension column. Throws `unknown_dataset`, `unknown_column` or `not_a_key`. */
export function membersOfColumn(
  { metadata }: WidgetContext,
  datasetKey: string,
  name: string,
): readonly Member[] {
  const dataset = metadata.datasets.get(datasetKey);
  if (!dataset) throw new AppError('unknown_dataset', { params: { dataset: datasetKey } });
  const column = columnOf(dataset, name);
  if (!column) throw new AppError('unknown_column', { params: { column: name } });
  if (column.kind !== 'dimension' && column.kind !== 'derived')
    throw new AppError('not_a_key', { params: { column: name } });
  return metadata.dimensions.get(column.dimension)?.members ?? [];
}
