import type { Dataset, PackDefinition } from '#sdk';
import type { PackProblem } from './types.ts';

/** Names that exist in every dataset without being declared. */
const coreColumns = ['time', 'shift', 'source_id'];

/** What a schema cannot see: names used twice, and names that point at nothing. */
export function checkPackKeys(pack: PackDefinition): PackProblem[] {
  return [
    ...repeated(
      pack.dimensions.map(({ key }) => key),
      '/dimensions',
    ),
    ...repeated(
      pack.datasets.map(({ key }) => key),
      '/datasets',
    ),
    ...repeated(
      pack.filters.map(({ key }) => key),
      '/filters',
    ),
    ...repeated(
      pack.widgets.map(({ key }) => key),
      '/widgets',
    ),
    ...repeated(
      pack.dashboards.map(({ slug }) => slug),
      '/dashboards',
    ),
    ...pack.datasets.flatMap((dataset, index) => columnProblems(dataset, `/datasets/${index}`)),
    ...breakProblems(pack),
    ...pack.dashboards.flatMap((_, index) => dashboardProblems(pack, index)),
  ];
}

function columnProblems(dataset: Dataset, pointer: string): PackProblem[] {
  const names = dataset.columns.map(({ name }) => name);
  const dimensions = dataset.columns.filter(({ kind }) => kind === 'dimension').map(({ name }) => name);
  const wrong = [...repeated(names, `${pointer}/columns`)];
  for (const [index, column] of dataset.columns.entries()) {
    const at = `${pointer}/columns/${index}`;
    if (coreColumns.includes(column.name))
      wrong.push({
        pointer: at,
        reason: `column "${column.name}" exists in every dataset; choose another name`,
      });
    if ('via' in column && !dimensions.includes(column.via))
      wrong.push({
        pointer: `${at}/via`,
        reason: `"${column.via}" is not a dimension column of this dataset`,
      });
  }
  if (dataset.splitBy && !dimensions.includes(dataset.splitBy))
    wrong.push({ pointer: `${pointer}/splitBy`, reason: `"${dataset.splitBy}" is not a dimension column` });
  return wrong;
}

const breakProblems = ({ calendar }: PackDefinition): PackProblem[] =>
  (calendar?.breaks ?? []).flatMap(({ shift }, index) =>
    calendar!.shifts.some(({ code }) => code === shift)
      ? []
      : [{ pointer: `/calendar/breaks/${index}/shift`, reason: `there is no shift "${shift}"` }],
  );

function dashboardProblems(pack: PackDefinition, index: number): PackProblem[] {
  const dashboard = pack.dashboards[index]!;
  const at = `/dashboards/${index}`;
  return [
    ...dashboard.filters.flatMap((key, place) =>
      pack.filters.some((filter) => filter.key === key)
        ? []
        : [{ pointer: `${at}/filters/${place}`, reason: `there is no filter "${key}"` }],
    ),
    ...dashboard.cards.flatMap(({ widget }, place) =>
      pack.widgets.some(({ key }) => key === widget)
        ? []
        : [{ pointer: `${at}/cards/${place}/widget`, reason: `there is no widget "${widget}"` }],
    ),
  ];
}

const repeated = (keys: readonly string[], pointer: string): PackProblem[] =>
  keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [{ pointer: `${pointer}/${index}`, reason: `"${key}" is used twice` }] : [],
  );
