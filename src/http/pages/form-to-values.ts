export type FormValues = Readonly<Record<string, unknown>>;

/**
 * The values of a decoded form or query string, by filter: `period.from=…` becomes `{ period: { from: … } }`, a repeated
 * field an array. Fields beginning with `_` are the page's own and left out. Where a filter comes both plain and dotted,
 * the plain value stands under the empty name, so that no part is dropped unseen.
 */
export function formToValues(form: unknown): FormValues {
  const values: Record<string, unknown> = Object.create(null);
  for (const [field, value] of Object.entries((form ?? {}) as Record<string, unknown>)) {
    if (!field.startsWith('_')) put(values, field, value);
  }
  return values;
}

function put(values: Record<string, unknown>, field: string, value: unknown): void {
  const dot = field.indexOf('.');
  const name = dot < 0 ? field : field.slice(0, dot);
  const part = dot < 0 ? null : field.slice(dot + 1);
  const found = values[name];
  if (part === null && found === undefined) values[name] = value;
  else values[name] = { ...asParts(found), [part ?? '']: value };
}

const asParts = (found: unknown): Record<string, unknown> =>
  found === undefined ? {} : isParts(found) ? found : { '': found };

const isParts = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
