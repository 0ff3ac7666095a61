import { expect, test } from 'vitest';
import { createRequestLimits } from '../../src/http/request-limits.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';

const perMinute = { api: 100, apply: 5, export: 2 };
const start = Date.UTC(2026, 10, 20, 12);

describeEachEngine('requests of one person in a minute', (engine) => {
  async function setUp() {
    const { tenancy } = await testTenancy(engine);
    const trace = { queries: 0 };
    const clock = { now: start };
    const databases = {
      useControl: ((work) => tenancy.useControl(work, trace)) as typeof tenancy.useControl,
      useTenant: tenancy.useTenant,
    };
    const process = () => createRequestLimits({ databases, config: { perMinute } }, () => clock.now);
    return { process, trace, clock };
  }

  test('are counted in memory; the control database hears of every tenth of the limit', async () => {
    const { process, trace } = await setUp();
    const one = process();
    for (let i = 0; i < 9; i += 1) expect(one.take('api', 'demo ana')).toBeUndefined();
    expect(trace.queries).toBe(0);
    await one.take('api', 'demo ana');
    expect(trace.queries).toBe(2);
  });

  test('above the limit are told to wait until the minute is over, and cost nothing', async () => {
    const { process, trace, clock } = await setUp();
    const one = process();
    clock.now = start + 15_000;
    for (let i = 0; i < 5; i += 1) await one.take('apply', 'demo ana');
    const sent = trace.queries;
    expect(() => one.take('apply', 'demo ana')).toThrow(
      expect.objectContaining({
        ...{ code: 'too_many_requests', status: 429 },
        ...{ params: { seconds: 45 }, retryAfterSeconds: 45 },
      }),
    );
    expect(trace.queries).toBe(sent);
    await one.take('apply', 'demo ben');
    await one.take('api', 'demo ana');
    clock.now = start + 60_000;
    await one.take('apply', 'demo ana');
  });

  test('are those of all processes together', async () => {
    const { process } = await setUp();
    const [one, other] = [process(), process()];
    for (let i = 0; i < 50; i += 1) await one.take('api', 'demo ana');
    let more = 0;
    const takeMore = async (): Promise<void> => {
      for (; more < 200; more += 1) await other.take('api', 'demo ana');
    };
    await expect(takeMore()).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(more).toBe(50);
  });
});
