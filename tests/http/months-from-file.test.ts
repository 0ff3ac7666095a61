import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { describeEachEngine } from '../support/engines.ts';
import { testApp } from '../support/test-app.ts';

describeEachEngine('a dashboard over a month long past', (engine) => {
  it('is answered from files after a new start, and from the database where late rows came', async () => {
    const test = await testApp(engine);
    const plant = await test.createPlant('acme');
    const lines = await plant.add('lines', [{ code: 'L1', labels: { es: 'L1' } }]);
    const line = lines.get('L1')!;
    const row = (time: string, sourceId: string) => ({
      ...{ time: Date.parse(time), sourceId },
      values: { product: null, result: 0, items: 1, weight: null },
    });
    await plant.write(line, [row('2025-03-05T10:00:00Z', 'a'), row('2025-04-05T10:00:00Z', 'b')]);
    const period = { from: '2025-03-01T00:00:00Z', to: '2025-05-01T00:00:00Z' };
    const first = await plant.run({ period });
    expect(originsOf(first)).toEqual(['2025-03 sql', '2025-04 sql']);
    await test.app.close();
    await plant.write(line, [row('2025-04-04T10:00:00Z', 'late')]);
    const app = await buildApp(test.appConfig);
    onTestFinished(() => app.close());
    const second = await plant.run({ period }, { app });
    expect(originsOf(second)).toEqual(['2025-03 file', '2025-04 sql']);
    expect(second.body.stats.rows).toBe(3);
  });
});

const originsOf = ({ body }: { readonly body: { stats: { months: { month: string; from: string }[] } } }) =>
  body.stats.months.map(({ month, from }) => `${month} ${from}`).sort();
