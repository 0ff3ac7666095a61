import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folder, type Ran } from './run.ts';

const program = fileURLToPath(new URL('../../src/cli/camet.js', import.meta.url));

/** Runs a command as a process in a folder, with nothing of the test's own environment. */
function camet(cwd: string, command: string, env: Record<string, string> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...command.split(' ')], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', CAMET_LOG_LEVEL: 'silent', PORT: '0', ...env },
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

const secretIn = (cwd: string): string =>
  /^CAMET_SECRET=(.*)$/m.exec(readFileSync(join(cwd, '.env'), 'utf8'))?.[1] ?? '';

it('leads a new deployer from nothing to the first admin’s link, without a secret on the screen', () => {
  const here = folder();
  const made = camet(here, 'init --public-url https://plant.example');
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(statSync(join(here, '.env')).mode & 0o777).toBe(0o600);
  expect(secretIn(here)).toMatch(/^[\w-]{64}$/);

  const doctor = camet(here, 'doctor');
  expect(doctor).toMatchObject({ code: 0, err: '' });
  expect(doctor.out).toContain('✓ Secret: strong (64 characters), from CAMET_SECRET');
  const tenant = camet(here, 'tenant create acme --zone Europe/Madrid --pack plant --admin ana@acme.example');
  expect(tenant).toMatchObject({ code: 0, err: '' });
  expect(tenant.out).toMatch(/https:\/\/plant\.example\/welcome\?token=[\w-]{43}\n$/);
  for (const { out } of [made, doctor, tenant]) expect(out).not.toContain(secretIn(here));
});

it('never writes over a file, and leaves a variable of the environment alone', () => {
  const here = folder();
  writeFileSync(join(here, '.env'), 'CAMET_SECRET=mine\n');
  expect(camet(here, 'init')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('left alone') });
  expect(readFileSync(join(here, '.env'), 'utf8')).toBe('CAMET_SECRET=mine\n');
  expect(camet(here, 'doctor').code).toBe(1);
  const env = { CAMET_SECRET: 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA' };
  expect(camet(here, 'doctor', env).out).toContain('✓ Secret: strong (32 characters)');
});

it.each<[string, Record<string, string>]>([
  ['CAMET_SECRET', {}],
  ['CAMET_SECRET', { CAMET_SECRET: 'changeme' }],
  ['CAMET_SECRET', { CAMET_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789' }],
  ['CAMET_DATABASE_URL', { CAMET_DATABASE_URL: 'mysql://root@127.0.0.1:1/camet' }],
  ['CAMET_DATABASE_URL', { CAMET_DATABASE_URL: 'mysql://user:password@127.0.0.1:1/camet' }],
])('starts no production server with a bad %s: %o', (name, bad) => {
  const here = folder();
  const good: Record<string, string> =
    name === 'CAMET_SECRET' ? {} : { CAMET_SECRET: 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA' };
  const ran = camet(here, 'serve', { NODE_ENV: 'production', ...good, ...bad });
  expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining(name) });
  for (const value of Object.values(bad)) expect(ran.err).not.toContain(value);
});

it('says what must be put right, each with what to do', () => {
  const here = folder();
  camet(here, 'init');
  chmodSync(join(here, '.env'), 0o644);
  const { code, out } = camet(here, 'doctor', { CAMET_MAX_CHUNK_MB: '60000', CAMET_MAX_RSS_MB: '512' });
  expect(code).toBe(1);
  expect(out).toContain('✗ File .env: ');
  expect(out).toMatch(/chmod 600 .*\.env/);
  expect(out).toMatch(/^✗ Public address: .*https:\/\/plant\.example/m);
  expect(out).toMatch(/^✗ Memory limit: .*Lower CAMET_MAX_CHUNK_MB/m);
  expect(out).toMatch(/^✓ Clock: \d{4}-/m);
  expect(out).toMatch(/^✓ Free disk: \d+ MB$/m);
  expect(camet(here, 'doctor', { CAMET_PUBLIC_URL: 'http://plant.example' }).out).toMatch(
    /✗ Public .*not https/,
  );
});
