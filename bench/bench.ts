import { parseArgs } from 'node:util';
import { machine, toJson, toTable } from './report.ts';
import { runBench } from './run-bench.ts';
import { timeOptions } from './time-options.ts';

/**
 * `npm run bench [-- --rows N] [--json] [--settle SECONDS]`: the whole product beside SQL and beside loops by hand.
 * Without `--rows` at 171 k, 1 M and 5 M rows. `--json` ends with one line of JSON per number of rows.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rows: { type: 'string' }, settle: { type: 'string' } },
});
const sizes = values.rows ? [Number(values.rows)] : [171_000, 1_000_000, 5_000_000];
const settleMs = 1000 * Number(values.settle ?? 0);

console.log(`Machine: ${machine()}\n`);
for (const products of [24, 5000]) {
  console.log(`Options of ${products} products: ${(await timeOptions(products)).toFixed(1)} µs`);
}
for (const rows of sizes) {
  const result = await runBench(rows, { settleMs });
  console.log(`\n${toTable(result)}`);
  if (values.json) console.log(JSON.stringify(toJson(result)));
}
