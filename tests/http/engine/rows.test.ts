import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEachEngine } from '../../support/engines.ts';
import { demo, noon } from './market.ts';
import { startTestApi, type TestApi } from './test-api.ts';

describeEachEngine('rows', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi(engine);
  });
  afterAll(() => api.close());

  const row = (id: string, more = {}) => ({
    ...{ source_id: id, time: '2026-11-20T12:00:00Z', symbol: 'ACME', close: 10.5, volume: 7 },
    ...more,
  });
  const send = (rows: unknown, role = 'manager') => api.post('/datasets/prices/rows', { rows }, role);
  const stored = (member: number): Promise<{ source_id: string; close: number }[]> =>
    api.databases.useTenant(demo, ({ engine: name, knex }) =>
      knex(name === 'sqlite' ? `prices_${member}_202611` : `prices_${member}`)
        .orderBy('source_id')
        .select('source_id', 'close'),
    );

  test('are stored when answered, whatever their member, and once', async () => {
    const rows = [row('a'), row('b', { symbol: 'GLOBEX', time: noon }), row('c', { close: null })];
    expect((await send(rows)).json()).toEqual({ saved: 3, unchanged: 0, corrected: 0, refused: [] });
    expect((await stored(1)).map(({ source_id, close }) => [String(source_id), close])).toEqual([
      ['a', 10.5],
      ['c', null],
    ]);
    expect(await stored(2)).toHaveLength(1);
    expect((await send(rows)).json()).toEqual({ saved: 0, unchanged: 3, corrected: 0, refused: [] });
    const corrected = await send([
      row('a', { close: 11, time: '2026-12-01T00:00:00Z' }),
      row('c', { close: null }),
    ]);
    expect(corrected.json()).toEqual({ saved: 0, unchanged: 1, corrected: 1, refused: [] });
    expect(await send([])).toMatchObject({ statusCode: 200 });
  });

  test('that are wrong are named by their place; the others enter', async () => {
    const answer = await send([
      row('d'),
      row('e', { symbol: 'NONE' }),
      row('', {}),
      row('f', { time: 'yesterday' }),
      row('g', { close: [1] }),
      row('h', { volume: 1.5 }),
      row('i', { colour: 'red' }),
      row('j', { symbol: undefined }),
    ]);
    const { refused, ...counts } = answer.json();
    expect(counts).toEqual({ saved: 1, unchanged: 0, corrected: 0 });
    expect(
      refused.map(({ index, column, reason }: Record<string, unknown>) => [index, column, reason]),
    ).toEqual([
      [1, 'symbol', 'unknown_member'],
      [2, 'source_id', 'missing_value'],
      [3, 'time', 'bad_time'],
      [4, 'close', 'not_a_number'],
      [5, 'volume', 'not_whole'],
      [6, 'colour', 'unknown_row_column'],
      [7, 'symbol', 'missing_value'],
    ]);
    for (const { message } of refused) expect(message).not.toMatch(/errors\.|\{/);
  });

  test.each([
    [{ rows: 'x' }, 'rows', 'type'],
    [{ rows: [1] }, 'rows.0', 'type'],
    [{}, 'rows', 'required'],
    [{ rows: Array.from({ length: 5001 }, () => ({})) }, 'rows', 'maxItems'],
  ])('a batch that is none is refused for %s', async (body, field, rule) => {
    const answer = await api.post('/datasets/prices/rows', body, 'manager');
    expect([answer.statusCode, answer.json().error]).toEqual([422, expect.objectContaining({ field, rule })]);
  });

  test('need a manager and a dataset', async () => {
    const viewer = await send([row('z')], 'viewer');
    expect([viewer.statusCode, viewer.json().error.code]).toEqual([403, 'role_required']);
    const none = await api.post('/datasets/none/rows', { rows: [] }, 'admin');
    expect([none.statusCode, none.json().error.code]).toEqual([404, 'unknown_dataset']);
  });
});
