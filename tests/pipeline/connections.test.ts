import { setTimeout as wait } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { connectToServer } from '../support/engines.ts';
import { createSmallPlant } from '../support/small-plant.ts';
import { testApp } from '../support/test-app.ts';

it.skipIf(inject('mariadbUrl') === null)(
  '50 Applies at once stay under the cap and leave no connection behind',
  async () => {
    const test = await testApp('mysql');
    const plant = await createSmallPlant(test);
    const server = await connectToServer();
    const ours = async (): Promise<number> => {
      const [rows] = await server.query(
        'SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE DB LIKE ?',
        [`${test.config.tenantDatabasePrefix.replaceAll('_', '\\_')}%`],
      );
      return Number((rows as { n: number }[])[0]!.n);
    };
    await wait(1500); // the connections that filled the plant are not the app's
    let most = 0;
    let running = true;
    const watch = (async () => {
      while (running) {
        most = Math.max(most, await ours());
        await wait(2);
      }
    })();
    const period = { from: '2026-10-30T23:00:00Z', to: '2026-11-03T23:00:00Z' };
    const answers = await Promise.all(Array.from({ length: 50 }, () => plant.run({ period })));
    running = false;
    await watch;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.widgets.detections.data.value))).toEqual(new Set([22]));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(test.config.maxConnections);
    await wait(2000);
    expect(await ours()).toBe(0);
    await server.end();
  },
);
