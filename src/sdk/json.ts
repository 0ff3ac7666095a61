export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema (draft 7) as plain data. `title` may hold a message key. */
export type JsonSchema = { readonly [key: string]: Json };
