import type { Database } from '#sdk';
import type { Column, ExportedTable } from './list-tables.ts';

export type OpenValue = (value: unknown) => unknown;

/** How a column's values are written: moments as ISO 8601 in UTC, bytes as base64, everything else as it stands. */
export function openValue(engine: Database['engine'], { facts }: ExportedTable, column: Column): OpenValue {
  const isMoment = /^(datetime|timestamp)/.test(column.type) || (facts && column.name === 'time');
  if (isMoment) return engine === 'mysql' ? fromText : fromMilliseconds;
  return (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);
}

const fromMilliseconds: OpenValue = (value) =>
  typeof value === 'number' ? new Date(value).toISOString() : value;

/** `2026-05-31 14:30:00.123`, in UTC. */
const fromText: OpenValue = (value) =>
  typeof value === 'string' ? new Date(`${value.replace(' ', 'T')}Z`).toISOString() : value;
