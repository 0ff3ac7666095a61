import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registryOf } from '../registry/plugin-folder.ts';
import { answer, at, detections, type Piece, widgetContext } from './plant-bench.ts';

/** Where packs of this test stand, and so where their packages are looked for. */
const folder = join(import.meta.dirname, '../../tmp');

function hasDanfo(): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    createRequire(join(folder, 'pack.js')).resolve('danfojs-node');
    return true;
  } catch {
    console.warn('\n!! danfojs-node is not installed: the guide to frames is NOT run.\n');
    return false;
  }
}

const guide = readFileSync('docs/plugins-frames.md', 'utf8');
const source = /```ts file=spread\.widget\.ts\n([\s\S]*?)\n```/.exec(guide)?.[1] ?? '';

it('has a widget to show', () => expect(source).toContain('class SpreadWidget'));

it.skipIf(!hasDanfo())('runs the widget of the guide with Danfo.js', async () => {
  const registry = await registryOf({
    'guide/pack.yml': 'name: guide\nlabels: { es: Guía, en: Guide }\n',
    'guide/spread.widget.ts': source,
  });
  expect(registry.problems).toEqual([]);
  const { pluginClass } = registry.widgets.get('SpreadWidget')!;
  const settings = { dataset: 'detections', by: 'product', column: 'weight' };
  const widget = new pluginClass(settings as never, 'spread');
  const weighing = (product: number, ...weights: (number | null)[]): Piece[] =>
    weights.map((weight) => ({ time: at('08:00'), product, weight }));
  const facts = detections([...weighing(1, 99, 100, 101), ...weighing(2, 90, null, 110, 100)]);
  const context = widgetContext();
  const model = widget.processData(answer(widget.needs(context), { facts }, context), context);
  expect(model).toMatchObject({
    kind: 'ranking',
    max: 10,
    rows: [
      { label: 'Bonito', value: 10 },
      { label: 'Atún', value: 1 },
    ],
  });
});
