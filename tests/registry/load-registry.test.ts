import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { pluginFolder, reasonsOf, registryOf, widgetSource } from './plugin-folder.ts';

describe('the registry', () => {
  it('names the line where a file is no TypeScript', async () => {
    const reasons = await reasonsOf({ 'bad.widget.ts': `${widgetSource('BadWidget')}const rows = {{ };\n` });
    expect(reasons).toEqual([expect.stringMatching(/^cannot be read: line 10: /)]);
  });

  it('finds a class file dropped into plugins/, and knows the classes of packs by name', async () => {
    const registry = await registryOf({
      'dropped.widget.ts': widgetSource('DroppedWidget'),
      'market/deep/inside.widget.ts': widgetSource('InsideWidget'),
    });
    expect(registry.problems).toEqual([]);
    expect([...registry.widgets.keys()]).toEqual(['DroppedWidget', 'InsideWidget']);
    expect(registry.widgets.get('DroppedWidget')).toMatchObject({ name: 'DroppedWidget', pack: 'local' });
    expect(registry.widgets.get('InsideWidget')!.pack).toBe('market');
    expect(registry.widgets.get('InsideWidget')!.file).toMatch(/market\/deep\/inside\.widget\.ts$/);
  });

  it('takes plain JavaScript as well', async () => {
    const source = widgetSource('PlainWidget')
      .replace(', type Need', '')
      .replace(': Record<string, Need>', '');
    const registry = await registryOf({ 'plain.widget.js': source.replaceAll('override readonly ', '') });
    expect([...registry.widgets.keys()]).toEqual(['PlainWidget']);
  });

  it('refuses to start in development, naming every bad file and why', async () => {
    const pluginsDir = await pluginFolder({
      'good.widget.ts': widgetSource('GoodWidget'),
      'a/net.widget.ts': widgetSource('NetWidget', "import { connect } from 'node:net'; connect;"),
      'a/broken.filter.ts': 'export class {',
    });
    const start = loadRegistry({ pluginsDir, strict: true });
    await expect(start).rejects.toThrow(/a\/net\.widget\.ts: imports \\"node:net\\"/);
    await expect(start).rejects.toThrow(/a\/broken\.filter\.ts: cannot be read/);
    await expect(start).rejects.not.toThrow(/good\.widget/);
  });

  it('sets bad files aside in production and keeps the others', async () => {
    const registry = await registryOf({
      'good.widget.ts': widgetSource('GoodWidget'),
      'bad.widget.ts': 'throw new Error("no luck");',
    });
    expect([...registry.widgets.keys()]).toEqual(['GoodWidget']);
    expect(registry.problems).toEqual([
      { file: expect.stringMatching(/bad\.widget\.ts$/), name: null, reason: 'cannot be read: no luck' },
    ]);
  });

  it('keeps neither of two classes with one name', async () => {
    const registry = await registryOf({
      'a/one.widget.ts': widgetSource('SameWidget'),
      'b/two.widget.ts': widgetSource('SameWidget'),
    });
    expect(registry.widgets.size).toBe(0);
    expect(registry.problems.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/also used by .*b\/two\.widget\.ts/),
      expect.stringMatching(/also used by .*a\/one\.widget\.ts/),
    ]);
  });

  it('checks the shape of a class', async () => {
    const whole = widgetSource('ShapeWidget');
    expect(await reasonsOf({ 'x.widget.ts': 'export const answer = 42;' })).toEqual([
      'exports no class that extends BaseWidget from "#sdk"',
    ]);
    expect(await reasonsOf({ 'x.filter.ts': whole })).toEqual([
      'exports no class that extends BaseFilter from "#sdk"',
    ]);
    expect(await reasonsOf({ 'x.widget.ts': whole.replace(/processData.*\n/, '\n') })).toEqual([
      'lacks the method processData()',
    ]);
    expect(await reasonsOf({ 'x.widget.ts': whole.replace("'internal'", "'magic'") })).toEqual([
      'static sourceType must be one of internal, external, mixed',
    ]);
    expect(await reasonsOf({ 'x.widget.ts': whole.replace("{ type: 'object' }", '7') })).toEqual([
      'static settingsSchema must be a JSON Schema object',
    ]);
    expect(await reasonsOf({ 'x.widget.ts': whole.replace("type: 'object'", "type: 'thing'") })).toEqual([
      expect.stringContaining('static settingsSchema is not a valid JSON Schema'),
    ]);
    const renamed = `${whole.replace('export class', 'class')} export { ShapeWidget as Other };`;
    expect(await reasonsOf({ 'x.widget.ts': renamed })).toEqual([
      'is called "ShapeWidget" but exported under another name; the two must agree',
    ]);
    expect(await reasonsOf({ 'x.widget.ts': `${whole} export default ShapeWidget;` })).toEqual([]);
  });

  it('words the problems of a settings row with their path', async () => {
    const schema =
      "{ type: 'object', properties: { limit: { type: 'number' } }, additionalProperties: false }";
    const registry = await registryOf({
      'x.widget.ts': widgetSource('SetWidget').replace("{ type: 'object' }", schema),
    });
    const { checkSettings } = registry.widgets.get('SetWidget')!;
    expect(checkSettings({ limit: 2 })).toEqual([]);
    expect(checkSettings({ limit: 'two', more: 1 })).toEqual([
      '/ must NOT have additional properties ("more")',
      '/limit must be number',
    ]);
  });

  it('takes templates beside the widgets', async () => {
    const registry = await registryOf({ 'market/candles.widget.html': '<p>candles</p>' });
    expect(registry.templates).toEqual(new Map([['@market/candles', '<p>candles</p>']]));
  });

  it('accepts the plugins that come with the product', async () => {
    const registry = await loadRegistry({
      pluginsDir: join(import.meta.dirname, '../../plugins'),
      strict: true,
    });
    expect(registry.problems).toEqual([]);
    expect(registry.packs.size).toBeGreaterThan(0);
  });
});
