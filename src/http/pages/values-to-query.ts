/**
 * The inverse of `formToValues`: a query string without `?`, fields in the order given. Objects become dotted fields,
 * arrays repeated ones; null, undefined, empty texts and empty arrays are left out.
 */
export function valuesToQuery(values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) append(query, name, value);
  return query.toString();
}

function append(query: URLSearchParams, field: string, value: unknown): void {
  if (value === null || value === undefined || value === '') return;
  if (Array.isArray(value)) {
    for (const item of value) append(query, field, item);
  } else if (typeof value === 'object') {
    for (const [part, item] of Object.entries(value)) append(query, `${field}.${part}`, item);
  } else {
    query.append(field, String(value));
  }
}
