import { expect, test } from 'vitest';
import { pageHelpers } from '#sdk';
import { type AppliedFilters, computedWords } from '../../../src/http/pages/computed-words.ts';
import type { Computed, ComputedData } from '../../../src/pipeline/types.ts';
import { loadMessages } from '../../../src/shared/load-messages.ts';

const words = await loadMessages('views');
const zone = 'UTC';
const pages = {
  es: pageHelpers({ words: words.es, numberLocale: 'es-ES', dateLocale: 'es-ES', zone }),
  en: pageHelpers({ words: words.en, numberLocale: 'en-US', dateLocale: 'en-US', zone }),
};

const month = (from: 'memory' | 'file' | 'sql', rows: number, grouped = false) => ({
  ...{ table: 'd_1', month: '2026-11', from, rows, ms: 0, member: 'L1', grouped },
});
const today = { from: Date.UTC(2026, 10, 19), to: Date.UTC(2026, 10, 19, 12) };
const detections: ComputedData = {
  ...{ dataset: 'detections', label: 'Detecciones', received: [], left: [], rowsRead: 5000 },
  months: [month('file', 3000), month('file', 1000), month('memory', 1000)],
  kept: [{ ...today, rows: 1254 }],
};
const none: AppliedFilters = { chips: [], without: [] };
const line = { label: 'Línea', text: 'Línea 2' };
const shift = { label: 'Turno', text: 'Tarde' };

const say = (given: Partial<Computed>, applied = none, language: 'es' | 'en' = 'es'): string =>
  computedWords({ data: [], apis: [], stages: [], queries: 0, version: 'v', ...given }, applied, {
    ...{ page: pages[language], zone },
  }).replaceAll('\u00a0', ' ');

test('says what was read, from where, and what was kept', () => {
  expect(say({ data: [detections] })).toBe(
    'Esta tarjeta sale de detecciones, sin más filtros que el periodo. ' +
      'Leyó 5.000 filas de 2 tablas mensuales en archivo y 1 tabla mensual en memoria ' +
      'y se quedó con 1.254 (25 %) del jue 19 nov 2026, 00:00–12:00.',
  );
  expect(say({ data: [{ ...detections, label: 'Detections' }] }, none, 'en')).toBe(
    'This card comes from detections, with no filter but the period. ' +
      'It read 5,000 rows from 2 monthly tables in files and 1 monthly table in memory ' +
      'and kept 1,254 (25%) of Thu 19 Nov 2026, 00:00–12:00.',
  );
});

test('names the filters that it applied, and those that its data does not have', () => {
  const data = [detections];
  expect(say({ data }, { chips: [line, shift], without: [] })).toContain(
    'sale de detecciones con Línea: Línea 2 y Turno: Tarde.',
  );
  expect(say({ data }, { chips: [line, shift], without: ['Turno'] })).toContain(
    'sale de detecciones con Línea: Línea 2; no puede aplicar el filtro de turno, que estos datos no tienen.',
  );
  expect(say({ data }, { chips: [shift], without: ['Turno'] })).toContain(
    'sin más filtros que el periodo: no puede aplicar el de turno, que estos datos no tienen.',
  );
});

test('says so when the database grouped, when nothing is stored, and what an API answered', () => {
  const grouped = { ...detections, months: [month('sql', 9000, true)], kept: [{ ...today, rows: null }] };
  expect(say({ data: [grouped] })).toContain(
    'la base de datos agrupó 9.000 filas con las mismas condiciones.',
  );
  expect(say({ data: [grouped] })).not.toContain('Leyó');
  expect(say({ data: [{ ...detections, months: [], kept: [{ ...today, rows: 0 }] }] })).toContain(
    'En ese periodo no hay nada guardado.',
  );
  const asOf = Date.UTC(2026, 10, 19, 14, 5);
  expect(say({ apis: [{ api: 'erp', status: 'ok', asOf }] })).toBe(
    'Pidió «erp», que respondió con datos del 19 nov 14:05.',
  );
  expect(say({ apis: [{ api: 'erp', status: 'error', asOf: null }] })).toBe('Pidió «erp», que no respondió.');
});
