import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Need, TenantId } from '#sdk';
import { pluginPool } from '../../src/isolation/plugin-pool.ts';
import { inlineHost } from '../../src/pipeline/plugins/inline-host.ts';
import type { CardTask, PluginTask, PluginUse } from '../../src/pipeline/plugins/types.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { answer, at, detections, filterContext, widgetContext } from '../plugins/plant-bench.ts';
import { compiledDir } from '../support/test-app.ts';
import { shortLimits } from './open-zoo.ts';

const registry = await loadRegistry({ pluginsDir: join(import.meta.dirname, 'zoo'), strict: true });
const acme = 'acme' as TenantId;
const failed = new Set<string>();
const warnings: unknown[] = [];
const log = { info: () => {}, error: () => {}, warn: (data: object) => warnings.push(data) };
const hasFailed = (_tenant: TenantId, { className }: PluginUse) => failed.has(className);
const templates = registry.templates;
const given = { registry, templates, compiledDir, workers: 1, hasFailed, log };
const pool = pluginPool({ ...given, limits: shortLimits });
afterAll(() => pool.close());

const useOf = (className: string): PluginUse => ({ className, key: className.toLowerCase(), settings: {} });
const filterTask = (className: string, input?: unknown): PluginTask => ({
  ...{ kind: 'filter', use: useOf(className), context: filterContext(), input },
});

const facts = detections([
  { time: at('08:00'), line: 1, quantity: 5 },
  { time: at('09:30'), line: 2, quantity: 7 },
  { time: at('10:00'), line: 1, quantity: 2 },
]);
const needs: Record<string, Need> = {
  byLine: { dataset: 'detections', aggregate: { keys: ['line'], measures: { n: { fn: 'count' } } } },
  rows: { dataset: 'detections', columns: ['time', 'line', 'quantity'] },
};
function cardTask(className: string): CardTask {
  const context = widgetContext();
  return { kind: 'card', use: useOf(className), context, needs, data: answer(needs, { facts }, context) };
}

const faults = (outcomes: readonly object[]): unknown[] =>
  outcomes.map((outcome) => ('fault' in outcome ? outcome.fault : 'answered'));

describe('filters in workers', () => {
  it('fail alone, in one trip with the others', async () => {
    const names = ['GoodFilter', 'ThrowingFilter', 'SpinningFilter', 'ExitingFilter', 'NotPlainFilter'];
    const outcomes = await pool.run(acme, [
      ...names.map((name) => filterTask(name)),
      filterTask('GoodFilter', 'bad'),
    ]);
    expect(faults(outcomes)).toEqual([
      ...['answered', 'filter_failed', 'widget_time', 'widget_exit', 'widget_output', null],
    ]);
    expect(outcomes[0]).toMatchObject({ value: { value: '', clauses: [], isDefault: true } });
    expect(outcomes[1]).toMatchObject({ error: { name: 'TypeError', message: 'clauses' } });
    expect((outcomes[1] as { error: Error }).error.stack).toContain('zoo.filter.ts');
    expect(outcomes[5]).toMatchObject({
      error: { code: 'not_an_option', status: 422, field: 'goodfilter', params: { value: 'bad' } },
    });
  });
});

describe('cards in workers', () => {
  it('answer as they do in the process itself', async () => {
    const tasks = ['GoodWidget', 'ThrowsNow', 'Html', 'WrongShape'].map(cardTask);
    const comparable = (outcomes: readonly object[]) =>
      outcomes.map((outcome) => ({ ...outcome, ms: 0, error: String((outcome as { error?: Error }).error) }));
    const there = await pool.run(acme, tasks);
    const here = await inlineHost(registry).run(acme, tasks);
    expect(comparable(there)).toEqual(comparable(here));
    expect(there[0]).toMatchObject({
      value: { rows: [3, 3], lines: { line: [1, 2], n: [2, 1] } },
    });
  });

  it('do not wait for one that spins', async () => {
    const patient = { ...shortLimits, timeMs: 60_000 };
    const own = pluginPool({ ...given, limits: patient });
    const spinning = own.run(acme, [cardTask('Spins')]);
    const others = ['GoodWidget', 'Html', 'GoodWidget'].map((name) => own.run(acme, [cardTask(name)]));
    expect(faults((await Promise.all(others)).flat())).toEqual(['answered', 'answered', 'answered']);
    await own.close();
    expect(faults(await spinning)).not.toEqual(['answered']);
  });

  it('do not begin when nobody waits for them any more', async () => {
    const patient = { ...shortLimits, timeMs: 60_000 };
    const own = pluginPool({ ...given, limits: patient });
    const spinning = own.run(acme, [cardTask('Spins')]);
    const gone = new AbortController();
    const left = own.run(acme, [cardTask('GoodWidget')], gone.signal);
    gone.abort();
    expect(faults(await left)).toEqual([null]);
    expect(await own.run(acme, [cardTask('GoodWidget')], gone.signal)).toMatchObject([{ fault: null }]);
    await own.close();
    await spinning;
  });

  it('run last where they have failed before', async () => {
    failed.add('KeepsState');
    const order: string[] = [];
    const names = ['Html', 'KeepsState', 'GoodWidget', 'Html'];
    await Promise.all(names.map((name) => pool.run(acme, [cardTask(name)]).then(() => order.push(name))));
    expect(order).toEqual(['Html', 'GoodWidget', 'Html', 'KeepsState']);
  });

  it('run last once their module has thrown after its answer, under whatever came next', async () => {
    await pool.run(acme, [cardTask('ThrowsLater')]);
    const doubted = (name: string) => pool.hasFailed!(acme, useOf(name));
    await expect.poll(() => doubted('ThrowsLater')).toBe(true);
    expect(doubted('GoodWidget')).toBe(false);
  });

  it('lose nothing to what another one left behind', async () => {
    await pool.run(acme, [cardTask('ThrowsLater')]);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => pool.run(acme, [cardTask('GoodWidget')])),
    );
    expect(faults(outcomes.flat())).toEqual(Array(40).fill('answered'));
  });
});
