import { expect, it } from 'vitest';
import { keyOf, openZoo } from './open-zoo.ts';

const good = ['GoodWidget#1', 'GoodWidget#2', 'GoodWidget#3', 'GoodFilter'];

/** Class → what its own card says: the error's code, or its status. */
const animals: Readonly<Record<string, string>> = {
  ThrowsNow: 'widget_failed',
  ThrowsNull: 'widget_failed',
  ThrowsUnreadable: 'widget_failed',
  RefusesItself: 'unknown_column',
  ThrowsInNeeds: 'widget_failed',
  RejectsUndefined: 'widget_failed',
  ThrowsWhileWaiting: 'widget_failed',
  ReadsWhatItDidNotAsk: 'unknown_need',
  ChangesWhatAllShare: 'widget_failed',
  Spins: 'widget_time',
  SpinsInNeeds: 'widget_time',
  NeverSettles: 'widget_time',
  FillsTheHeap: 'widget_memory',
  LeaksArrays: 'widget_memory',
  Exits: 'widget_exit',
  KillsItself: 'widget_failed',
  SaysTooMuch: 'widget_output_size',
  MillionPoints: 'widget_output_size',
  WrongShape: 'widget_output_kind',
  NotANumber: 'widget_output',
  Circular: 'widget_output',
  ThrowingGetter: 'widget_failed',
  ProxyModel: 'widget_failed',
  Html: 'ok',
  KeepsState: 'ok',
  WritesItsInput: 'ok',
  ThrowsLater: 'ok',
  RejectsUnseen: 'ok',
};

const filters = ['SpinningFilter', 'ThrowingFilter', 'ExitingFilter', 'NotPlainFilter'];
const all = { period: { from: '2026-10-30T00:00:00Z', to: '2026-11-05T00:00:00Z' } };

it('keeps every fault to its own card or filter: what is good answers as it does alone', async () => {
  const zoo = await openZoo({
    alone: good,
    zoo: [...Object.keys(animals), ...filters, ...good],
  });
  const alone = await zoo.run(all, { dashboard: 'alone' });
  const among = await zoo.run(all, { dashboard: 'zoo' });
  expect(among.status).toBe(200);

  const { widgets } = among.body;
  const said = Object.keys(animals).map((name) => [
    name,
    widgets[keyOf(name)].error?.code ?? widgets[keyOf(name)].status,
  ]);
  expect(Object.fromEntries(said)).toEqual(animals);
  for (const name of good.filter((one) => one.startsWith('GoodWidget'))) {
    const { status, data } = widgets[keyOf(name)];
    expect([status, JSON.stringify(data)]).toEqual([
      'ok',
      JSON.stringify(alone.body.widgets[keyOf(name)].data),
    ]);
  }
  expect(widgets[keyOf('WritesItsInput')].data).toEqual({ kind: 'note', first: 4, rows: 6 });
  expect(among.body.stats.rows).toBe(6);
}, 120_000);
