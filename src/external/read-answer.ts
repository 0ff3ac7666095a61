import type { ApiRows } from '#sdk';
import type { ApiDefinition } from './api-definition.ts';
import { badAnswer } from './bad-answer.ts';
import { readPointer } from './read-pointer.ts';

/** The rows an answer's text holds, and their moment. Throws `api_bad_answer` for anything but an array of objects. */
export function readAnswer(text: string, api: ApiDefinition, now: number): Pick<ApiRows, 'rows' | 'asOf'> {
  const document = parseJson(text, api);
  const rows = readPointer(document, api.rows);
  if (!Array.isArray(rows) || !rows.every(isRow)) throw badAnswer(api, `no rows at "${api.rows}"`);
  return { rows, asOf: api.asOf === null ? now : readMoment(document, api, api.asOf) };
}

function parseJson(text: string, api: ApiDefinition): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badAnswer(api, 'broken JSON', cause);
  }
}

const isRow = (row: unknown): boolean => typeof row === 'object' && row !== null && !Array.isArray(row);

function readMoment(document: unknown, api: ApiDefinition, pointer: string): number {
  const value = readPointer(document, pointer);
  const moment = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof moment !== 'number' || !Number.isFinite(moment))
    throw badAnswer(api, `no moment at "${pointer}"`);
  return moment;
}
