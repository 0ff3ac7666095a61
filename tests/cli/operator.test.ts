import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { place } from './run.ts';

/** One sentence that says what to do; no stack. */
const sentence = (text: RegExp) => ({
  code: 1,
  out: expect.not.stringContaining('answers at'),
  err: expect.stringMatching(new RegExp(`^[^\\n]*${text.source}[^\\n]*\\n$`)),
});

async function listen(): Promise<number> {
  const server: Server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

it('names a port that is taken', async () => {
  const port = await listen();
  const ran = await place().run('serve', { env: { PORT: String(port), CAMET_LOG_LEVEL: 'silent' } });
  expect(ran).toEqual(sentence(new RegExp(`listens on port ${port}\\. Stop it, or set PORT`)));
});

it('names an address that is not of this machine', async () => {
  const ran = await place().run('serve', { env: { HOST: '192.0.2.1', CAMET_LOG_LEVEL: 'silent' } });
  expect(ran).toEqual(sentence(/192\.0\.2\.1:3000 cannot be listened on \(EADDRNOTAVAIL\)/));
});

it.each(['', 'k7f3k2m9q8w1z5x6c4v0bn2d8s6a1j4h'])(
  'names a data directory that cannot be one, CAMET_SECRET=%j',
  async (secret) => {
    const here = place();
    mkdirSync(here.dataDir, { recursive: true });
    const file = join(here.dataDir, 'file');
    writeFileSync(file, '');
    const ran = await here.run('migrate', { env: { CAMET_DATA_DIR: file, CAMET_SECRET: secret } });
    expect(ran).toEqual(sentence(/file cannot be written to \(EEXIST\)\. .*CAMET_DATA_DIR/));
  },
);

it('names a folder of plugins that is not there', async () => {
  const ran = await place().run('plugin check', { env: { CAMET_PLUGINS_DIR: '/nowhere' } });
  expect(ran).toEqual(sentence(/\/nowhere cannot be read \(ENOENT\)\. Correct CAMET_PLUGINS_DIR/));
});

it('names a folder given for a CSV file, and shows no empty default in the help', async () => {
  const here = place();
  await here.run('tenant create acme --zone Europe/Madrid');
  const ran = await here.run(
    `import --tenant acme --dataset detections --line L1 --map time=ts ${here.dataDir}`,
  );
  expect(ran).toEqual(sentence(/cannot be read/));
  expect((await here.run('import --help')).out).not.toContain('default: []');
});

it('refuses a number format that no one writes', async () => {
  const ran = await place().run('tenant create acme --zone Europe/Madrid --locale zz-ZZ');
  expect(ran).toEqual(sentence(/number format "zz-ZZ" does not exist/));
});
