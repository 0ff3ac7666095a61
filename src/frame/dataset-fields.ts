import { type Dataset, type DatasetColumn, type Labels, type Language, labelIn, type Metadata } from '#sdk';
import type { Field } from './frame-parts.ts';

/** The columns of a dataset's frame: `time`, `shift`, then the declared ones, with labels in the language. */
export function datasetFields(dataset: Dataset, metadata: Metadata, language: Language): Field[] {
  const shifts = new Map(metadata.calendar.shifts.map(({ id, labels }) => [id, { labels }]));
  return [
    { name: 'time', type: 'time' },
    {
      name: 'shift',
      type: 'member',
      label: (id) => (id === 0 ? '—' : labelOf(shifts.get(id), id, language)),
    },
    ...dataset.columns.map((column) => declaredField(column, metadata, language)),
  ];
}

function declaredField(column: DatasetColumn, metadata: Metadata, language: Language): Field {
  const { name } = column;
  if (column.kind === 'measure' || column.kind === 'attribute') {
    return column.unit === undefined ? { name, type: 'number' } : { name, type: 'number', unit: column.unit };
  }
  const members =
    column.kind === 'choice'
      ? new Map(column.members.map((member) => [member.id, member]))
      : metadata.dimensions.get(column.dimension)?.byId;
  return { name, type: 'member', label: (id) => labelOf(members?.get(id), id, language) };
}

/** A member that is not in the metadata yet goes by its id. */
const labelOf = (member: { readonly labels: Labels } | undefined, id: number, language: Language): string =>
  member ? labelIn(member.labels, language) : String(id);
