import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { writeMetadata } from '../../src/catalog/write-metadata.ts';
import { createSmallPlant } from '../support/small-plant.ts';
import { type TestApp, testApp } from '../support/test-app.ts';

const november = { period: { from: '2026-10-31T23:00:00Z', to: '2026-11-03T23:00:00Z' } };

const widget = `
import { BaseWidget } from '#sdk';
export class HeaviestWidget extends BaseWidget {
  static override readonly sourceType = 'internal';
  static override readonly settingsSchema = { type: 'object' };
  needs() {
    return { top: { dataset: 'detections', aggregate: { keys: [], measures: { heaviest: { fn: 'max', column: 'weight' } } } } };
  }
  processData(data) {
    return { kind: 'heaviest', grams: data.frame('top').column('heaviest').at(0) };
  }
}
`;

/** The shipped plugins in a folder of their own inside the project, where "#sdk" resolves. */
async function pluginsCopy(): Promise<string> {
  await mkdir(join(import.meta.dirname, '../../tmp'), { recursive: true });
  const folder = await mkdtemp(join(import.meta.dirname, '../../tmp/plugins-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp('plugins', folder, { recursive: true });
  return folder;
}

const place = async (test: TestApp): Promise<void> => {
  await test.tenancy.useTenant('acme' as never, (database) => writeMetadata(database, addCard));
};

async function addCard(trx: Knex.Transaction): Promise<void> {
  const catalogue = {
    key: 'heaviest',
    class_name: 'HeaviestWidget',
    title: '{"es":"La más pesada"}',
    settings: '{}',
  };
  await trx('widget_catalog').insert(catalogue);
  const { id: widget_id } = await trx('widget_catalog').where({ key: 'heaviest' }).first('id');
  const { id: dashboard_id } = await trx('dashboards').where({ slug: 'operation' }).first('id');
  const where = { position: 99, w: 4, h: 3, region: 'grid', settings: '{}', roles: '[]' };
  await trx('placements').insert({ dashboard_id, key: 'heaviest', widget_id, ...where });
}

it('a class file and a catalogue row make a card; without the file only that card says what is missing', async () => {
  const pluginsDir = await pluginsCopy();
  await writeFile(join(pluginsDir, 'heaviest.widget.ts'), widget);
  const test = await testApp('sqlite', { pluginsDir });
  const plant = await createSmallPlant(test);
  await place(test);

  const shown = (await plant.run(november)).body.widgets;
  expect(shown.heaviest).toMatchObject({
    ...{ title: 'La más pesada', status: 'ok', columns: ['weight'] },
    data: { kind: 'heaviest', grams: 250 },
  });

  await rm(join(pluginsDir, 'heaviest.widget.ts'));
  const restarted = await buildApp(test.appConfig);
  onTestFinished(() => restarted.close());
  const { heaviest, ...others } = (await plant.run(november, { app: restarted })).body.widgets;
  expect(heaviest).toMatchObject({ status: 'error', error: { code: 'missing_class' } });
  expect(heaviest.error.message).toContain('HeaviestWidget');
  const { heaviest: _shown, ...before } = shown;
  expect(Object.keys(others)).toEqual(Object.keys(before));
  expect(others.detections.data).toEqual(before.detections.data);
});

it('a widget that imports node:net stops a development start, by name', async () => {
  const pluginsDir = await pluginsCopy();
  await writeFile(
    join(pluginsDir, 'spy.widget.ts'),
    `import 'node:net';\n${widget.replace('HeaviestWidget', 'SpyWidget')}`,
  );
  await expect(testApp('sqlite', { pluginsDir })).rejects.toThrow(/spy\.widget\.ts.*node:net/s);
});
