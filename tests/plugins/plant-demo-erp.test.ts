import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planned } from '../../plugins/plant/demo/model.ts';
import { plants } from '../../plugins/plant/demo/plants.ts';
import { start } from '../../plugins/plant/stand-ins/erp-plan.ts';

const from = '2026-05-20T03:00:00.000Z';
const to = '2026-05-20T17:30:00.000Z';

describe('the stand-in ERP', () => {
  let erp: Awaited<ReturnType<typeof start>>;
  const ask = (query: string) => fetch(`http://127.0.0.1:${erp.port}${query}`);

  beforeAll(async () => {
    erp = await start({ host: '127.0.0.1', port: 0, seed: 3, rows: { demo: 800_000 } });
  });
  afterAll(() => erp.close());

  it("answers the demo's own plan and says what it is", async () => {
    const response = await ask(`/plan?tenant=demo&from=${from}&to=${to}`);
    const answer = (await response.json()) as { rows: object[] };
    const span = { from: Date.parse(from), to: Date.parse(to) };
    const plan = planned({ plant: plants[0]!, seed: 3, rows: 800_000 }, span);
    const rows = [...plan].map(([product, pieces]) => ({ product, planned: Math.round(pieces) }));
    expect(answer).toEqual({
      source: 'erp-stand-in',
      rows: rows.filter((row) => row.planned > 0),
      asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(answer.rows.length).toBeGreaterThan(5);
  });

  it('has no plan for a tenant that is no demo', async () => {
    const response = await ask(`/plan?tenant=acme&from=${from}&to=${to}`);
    expect([response.status, await response.json()]).toMatchObject([200, { rows: [] }]);
  });

  it.each([
    ['/', 404],
    ['/plan?tenant=demo', 400],
    ['/plan?tenant=demo&from=2026-05-21&to=2026-05-20', 400],
    ['/plan?tenant=demo&from=2020-05-21&to=2026-05-20', 400],
  ])('refuses %s with %i', async (query, status) => {
    expect((await ask(query)).status).toBe(status);
  });

  it('does not share its port', async () => {
    await expect(start({ host: '127.0.0.1', port: erp.port, seed: 1, rows: {} })).rejects.toThrow(
      'EADDRINUSE',
    );
  });
});
