/** SQL with its bound values, in order. */
export type SqlText = { readonly sql: string; readonly bindings: readonly (number | string)[] };

/** Pieces of SQL put together; a plain string binds nothing. */
export function joinSql(parts: readonly (SqlText | string)[], separator = ''): SqlText {
  const texts = parts.map((part) => (typeof part === 'string' ? { sql: part, bindings: [] } : part));
  return {
    sql: texts.map(({ sql }) => sql).join(separator),
    bindings: texts.flatMap(({ bindings }) => bindings),
  };
}

export const placeholders = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
