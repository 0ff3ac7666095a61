import { Ajv, type ErrorObject } from 'ajv';

/**
 * Turns a JSON Schema (draft 7) into a check that words every problem with its path: `/limit/value must be number`.
 * Throws when the schema itself is not valid.
 */
export function makeSettingsCheck(schema: unknown): (settings: unknown) => readonly string[] {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(
    schema as object,
  );
  return (settings) => (validate(settings) ? [] : wordErrors(validate.errors ?? []));
}

/** One sentence per error; of the branches of an `anyOf` or `if`, only what they found. */
export const wordErrors = (errors: readonly ErrorObject[]): string[] => [
  ...new Set(errors.filter(({ keyword }) => keyword !== 'if').map(wordError)),
];

const wordError = ({ instancePath, message, keyword, params }: ErrorObject): string =>
  `${instancePath || '/'} ${message}${detail(keyword, params)}`;

function detail(keyword: string, params: Record<string, unknown>): string {
  if (keyword === 'additionalProperties') return ` ("${params.additionalProperty}")`;
  if (keyword === 'enum') return ` (${(params.allowedValues as unknown[]).join(', ')})`;
  return '';
}
