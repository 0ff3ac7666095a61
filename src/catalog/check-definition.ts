import { Ajv, type ValidateFunction } from 'ajv';
import { type Dataset, type DimensionDeclaration, datasetSchema, dimensionSchema } from '#sdk';

const ajv = new Ajv({ useDefaults: true, discriminator: true, strictRequired: false });
const validDataset = ajv.compile<Dataset>(datasetSchema);
const validDimension = ajv.compile<DimensionDeclaration>(dimensionSchema);

/** Why this is not a dimension's declaration; null when it is. */
export const dimensionProblem = (value: unknown): string | null => problemOf(validDimension, value);

/** Why this is not a dataset over these dimensions; null when it is. */
export function datasetProblem(value: unknown, dimensions: ReadonlySet<string>): string | null {
  return problemOf(validDataset, value) ?? referenceProblem(value as Dataset, dimensions);
}

function problemOf(valid: ValidateFunction, value: unknown): string | null {
  if (valid(value)) return null;
  const [error] = valid.errors ?? [];
  return `${error?.instancePath || '/'} ${error?.message}`;
}

function referenceProblem({ columns, splitBy }: Dataset, dimensions: ReadonlySet<string>): string | null {
  const members = new Set(columns.filter(({ kind }) => kind === 'dimension').map(({ name }) => name));
  if (splitBy && !members.has(splitBy)) return `/splitBy: "${splitBy}" is not a dimension column`;
  for (const column of columns) {
    if ('dimension' in column && !dimensions.has(column.dimension)) {
      return `column "${column.name}": there is no dimension "${column.dimension}"`;
    }
    if ('via' in column && !members.has(column.via)) {
      return `column "${column.name}": "${column.via}" is not a dimension column`;
    }
  }
  return null;
}
