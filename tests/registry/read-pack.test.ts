import { describe, expect, it } from 'vitest';
import { reasonsOf, registryOf, widgetSource } from './plugin-folder.ts';

const pack = `
name: market
labels: { es: Mercado, en: Market }
dimensions:
  - key: symbols
    labels: { es: Símbolos }
    table: symbols
datasets:
  - key: prices
    labels: { es: Precios }
    table: prices
    columns:
      - { kind: dimension, name: symbol, labels: { es: Símbolo }, dimension: symbols }
      - { kind: measure, name: close, labels: { es: Cierre }, type: float, decimals: 2 }
`;

const reasons = (text: string): Promise<string[]> => reasonsOf({ 'market/pack.yml': text });

describe('pack.yml', () => {
  it('is read with what it leaves out filled in', async () => {
    const { packs, problems } = await registryOf({ 'market/pack.yml': pack });
    expect(problems).toEqual([]);
    expect(packs.get('market')).toMatchObject({
      dashboards: [],
      filters: [],
      dimensions: [{ attributes: [] }],
    });
    expect(packs.get('market')!.datasets[0]!.rows).toBe('events');
  });

  it('names the line of what is wrong', async () => {
    expect(await reasons(pack.replace('table: prices', 'table: 7'))).toEqual([
      'line 11: /datasets/0/table must be string',
    ]);
    expect(await reasons(pack.replace('decimals: 2', 'digits: 2'))).toEqual([
      'line 14: /datasets/0/columns/1 must NOT have additional properties ("digits")',
    ]);
    expect(await reasons(pack.replace('name: close', 'name: shift'))).toEqual([
      'line 14: column "shift" exists in every dataset; choose another name',
    ]);
  });

  it('names the line of what points at nothing', async () => {
    const dashboard =
      'dashboards:\n  - slug: day\n    title: { es: Día }\n    cards:\n      - { widget: nope, w: 3, h: 2 }\n';
    expect(await reasons(pack + dashboard)).toEqual(['line 19: there is no widget "nope"']);
  });

  it('names the line of a class that is not there, and of settings that it does not take', async () => {
    const card = (className: string): string =>
      `${pack}widgets:\n  - key: week\n    class: ${className}\n    title: { es: Semana }\n    settings: { top: x }\n`;
    expect(await reasons(card('NoWidget'))).toEqual(['line 17: there is no class "NoWidget"']);
    const week = widgetSource('WeekWidget').replace(
      "{ type: 'object' }",
      "{ type: 'object', properties: { top: { type: 'integer' } } }",
    );
    expect(await reasonsOf({ 'market/week.widget.ts': week, 'market/pack.yml': card('WeekWidget') })).toEqual(
      ['line 19: settings of "week": /top must be integer'],
    );
  });

  it('names the line where YAML breaks', async () => {
    expect(await reasons('name: market\nlabels: [\n')).toEqual([expect.stringMatching(/^line \d: /)]);
    expect(await reasons('')).toHaveLength(1);
  });
});

describe('messages', () => {
  it('are flattened, in both languages', async () => {
    const { messages } = await registryOf({
      'market/messages.es.yml': 'chart: { open: Apertura }',
      'market/messages.en.yml': 'chart: { open: Open }',
    });
    expect(messages.get('market')).toEqual({
      es: { 'chart.open': 'Apertura' },
      en: { 'chart.open': 'Open' },
    });
  });

  it('have the same keys in both', async () => {
    expect(
      await reasonsOf({ 'market/messages.es.yml': 'a: uno', 'market/messages.en.yml': 'b: two' }),
    ).toEqual(['"a" is missing', '"b" is missing']);
    expect(await reasonsOf({ 'market/messages.es.yml': 'a: uno' })).toEqual([
      'the pack lacks messages.en.yml',
    ]);
  });
});
