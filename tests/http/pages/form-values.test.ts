import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formToValues } from '../../../src/http/pages/form-to-values.ts';
import { valuesToQuery } from '../../../src/http/pages/values-to-query.ts';

const decode = (query: string): Record<string, unknown> => {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const found = fields[name];
    fields[name] = found === undefined ? value : [...(Array.isArray(found) ? found : [found]), value];
  }
  return fields;
};

test('dotted fields become objects, repeated ones stay arrays, the page keeps its own', () => {
  expect({
    ...formToValues({
      _csrf: 'x',
      'period.preset': 'custom',
      'period.from': '2026-11-19T00:00',
      product: ['1', '2'],
      line: '',
    }),
  }).toEqual({ period: { preset: 'custom', from: '2026-11-19T00:00' }, product: ['1', '2'], line: '' });
});

test('a filter sent both plain and dotted shows both, so that it is refused', () => {
  expect({ ...formToValues({ period: 'today', 'period.from': 'x' }) }).toEqual({
    period: { '': 'today', from: 'x' },
  });
});

test('no name reaches an object’s prototype', () => {
  const values = formToValues(JSON.parse('{"__proto__.polluted":"yes","constructor":"x"}'));
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(values)).toBeNull();
});

test('nothing sent is nothing', () => {
  expect({ ...formToValues(undefined) }).toEqual({});
  expect(valuesToQuery({ a: null, b: undefined, c: '', d: [] })).toBe('');
});

test('a link brings back the values it was made from', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const value = fc.oneof(
    text,
    fc.array(text, { minLength: 2, maxLength: 4 }),
    fc.dictionary(name, text, { minKeys: 1 }),
  );
  fc.assert(
    fc.property(fc.dictionary(name, value), (values) => {
      expect({ ...formToValues(decode(valuesToQuery(values))) }).toEqual({ ...values });
    }),
  );
});
