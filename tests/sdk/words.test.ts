import { describe, expect, it } from 'vitest';
import { clauseColumns, formatNumber, labelIn, say } from '#sdk';

describe('say', () => {
  const words = { hello: 'Hola, {name}', 'row.one': '{count} fila', 'row.other': '{count} filas' };

  it('fills the places of a message', () => {
    expect(say(words, 'hello', { name: 'Ana' })).toBe('Hola, Ana');
  });

  it('keeps a place without a value, and a key without a message', () => {
    expect(say(words, 'hello')).toBe('Hola, {name}');
    expect(say(words, 'missing.key')).toBe('missing.key');
  });

  it('chooses one or other by the count, written as the tenant writes it', () => {
    expect(say(words, 'row', { count: 1 })).toBe('1 fila');
    expect(say(words, 'row', { count: '1.204' })).toBe('1.204 filas');
    expect(say(words, 'row', { count: 0 })).toBe('0 filas');
  });
});

describe('formatNumber', () => {
  it.each([
    [48216, 'es-ES', {}, '48.216'],
    [3480, 'es-ES', {}, '3.480'],
    [48216, 'es-MX', {}, '48,216'],
    [0.026, 'es-ES', { percent: true }, '2,6\u00a0%'],
    [0.026, 'es-MX', { percent: true }, '2.6%'],
    [-3.25, 'es-ES', { decimals: 1 }, '\u22123,3'],
    [0.7, 'es-ES', { decimals: 1, signed: true }, '+0,7'],
    [162.3, 'es-ES', { decimals: 1, unit: 'g' }, '162,3\u00a0g'],
    [null, 'es-ES', {}, '—'],
  ] as const)('writes %s in %s as %s', (value, locale, format, text) => {
    expect(formatNumber(value, locale, format)).toBe(text);
  });
});

it('labels fall back to Spanish', () => {
  expect(labelIn({ es: 'Área', en: 'Area' }, 'en')).toBe('Area');
  expect(labelIn({ es: 'Área' }, 'en')).toBe('Área');
});

it('clauseColumns finds every column named', () => {
  const inside = { op: 'in', column: 'a', values: [1] } as const;
  const between = { op: 'between', column: 'b', from: 1 } as const;
  expect(clauseColumns({ op: 'or', clauses: [inside, { op: 'not', clause: between }] })).toEqual(['a', 'b']);
});
