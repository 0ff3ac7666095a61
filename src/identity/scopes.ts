/** What a machine's token may do; each route of the API asks for one, or for a person. */
export const scopes = ['dashboards:read', 'rows:write'] as const;
export type Scope = (typeof scopes)[number];
