import type { Dataset } from '#sdk';
import { datasetProblem } from './check-definition.ts';
import { parseJson } from './parse-json.ts';
import { compareText, type Reading } from './reading.ts';

/** The declared datasets by key; a row that is not one, or that names an unknown dimension, is reported and left out. */
export async function loadDatasets(
  { knex, report }: Reading,
  dimensions: ReadonlySet<string>,
): Promise<Map<string, Dataset>> {
  const rows: { key: string; definition: string }[] = await knex('datasets').select('key', 'definition');
  const datasets = new Map<string, Dataset>();
  for (const { key, definition } of rows.sort((a, b) => compareText(a.key, b.key))) {
    const { value, problem } = parseJson(definition);
    const reason = problem ?? datasetProblem(value, dimensions);
    if (reason) report({ table: 'datasets', row: key, reason });
    else datasets.set(key, value as Dataset);
  }
  return datasets;
}
