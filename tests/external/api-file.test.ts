import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '#sdk';
import { LastGood } from '../../src/external/last-good.ts';
import { readApiFile } from '../../src/external/read-api-file.ts';
import { readPointer } from '../../src/external/read-pointer.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { wordError } from '../../src/shared/word-error.ts';

const words = await loadMessages('views');
const file = join(tmpdir(), `api-file-${process.pid}.yml`);

function read(text: string, env = {}) {
  writeFileSync(file, text);
  return readApiFile({ file, env });
}

function problemOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError) return wordError(error, words.en).replace(file, 'FILE');
    throw error;
  }
  return 'none';
}

test('the shipped file declares the plan of the stand-in ERP', () => {
  const apis = readApiFile({ file: 'config/external_apis.yml', env: {} });
  expect(apis.get('erp_plan')).toMatchObject({
    url: 'http://127.0.0.1:8791/plan',
    method: 'GET',
    timeoutMs: 3000,
    maxBytes: 1_000_000,
    params: ['tenant', 'from', 'to'],
  });
});

test('the environment fills texts and numbers', () => {
  const text = `apis:\n  a:\n    url: "\${BASE:-http://h}/x"\n    timeoutMs: \${MS}\n    headers: { Authorization: "Bearer \${KEY}" }\n`;
  expect(read(text, { BASE: '', MS: '900', KEY: 'k1' }).get('a')).toMatchObject({
    url: 'http://h/x',
    timeoutMs: 900,
    headers: { authorization: 'Bearer k1' },
  });
});

const head = '# ours\napis:\n  a:\n    url: http://h/x\n';

test.each([
  [`${head}    timeout: 3\n`, 'FILE, line 5: unknown key "apis.a.timeout". Remove or correct it.'],
  ['other: 1\n', 'FILE, line 1: unknown key "other". Remove or correct it.'],
  ['{}\n', 'FILE, line 1: "apis" is missing. Add it.'],
  ['apis:\n  b:\n    url: http://h\n  a:\n    rows: /r\n', 'FILE, line 4: "apis.a.url" is missing. Add it.'],
  [
    `${head}    timeoutMs: 10\n`,
    'FILE, line 5: "apis.a.timeoutMs" must be between 50 and 60000. Correct it.',
  ],
  [
    `${head}    timeoutMs: fast\n`,
    'FILE, line 5: "apis.a.timeoutMs" has the wrong type; integer is expected. Correct it.',
  ],
  [
    `${head}    timeoutMs: "900"\n`,
    'FILE, line 5: "apis.a.timeoutMs" has the wrong type; integer is expected. Correct it.',
  ],
  [
    `${head}    params: day\n`,
    'FILE, line 5: "apis.a.params" has the wrong type; list of texts is expected. Correct it.',
  ],
  [
    `${head}    method: DELETE\n`,
    'FILE, line 5: "apis.a.method" has the wrong type; GET, POST is expected. Correct it.',
  ],
  [
    `${head}    rows: rows\n`,
    'FILE, line 5: "apis.a.rows" must be a JSON pointer such as /rows. Correct it.',
  ],
  [
    `${head}    headers:\n      x-key: \${NO_SUCH}\n`,
    'FILE, line 6: the environment variable NO_SUCH is not set. Set it, or give a value with ":-".',
  ],
  [
    'apis:\n  a:\n    url: file:///etc/passwd\n',
    'FILE, line 3: "apis.a.url" must be an http or https address without user or password. Correct it.',
  ],
  [
    'apis:\n  a:\n    url: http://u:p@h\n',
    'FILE, line 3: "apis.a.url" must be an http or https address without user or password. Correct it.',
  ],
])('%j: %s', (text, expected) => {
  expect(problemOf(text)).toBe(expected);
});

test('text that is not YAML names its line', () => {
  expect(problemOf('apis:\n  a:\n  url: [\n')).toMatch(/^FILE, line \d: not valid YAML/);
  expect(problemOf('apis: &x\n  a: *x\n')).toMatch(/^FILE, line \d: not valid YAML/);
  expect(problemOf(`apis:\n${'  x: 1\n'.repeat(20_000)}`)).toMatch(/over 100 kB/);
});

test('a file that is not there says so', () => {
  expect(() => readApiFile({ file: '/nowhere/apis.yml', env: {} })).toThrow(/api_file_unreadable/);
});

test('a pointer looks at own properties only', () => {
  expect(readPointer({ a: [{ 'b/c': 5 }] }, '/a/0/b~1c')).toBe(5);
  expect(readPointer({ a: 1 }, '')).toEqual({ a: 1 });
  expect(readPointer({}, '/constructor/name')).toBeUndefined();
  expect(readPointer([1], '/length')).toBe(1);
});

test('the least recently used answers are forgotten first', () => {
  const kept = new LastGood(100);
  const answer = { rows: [], asOf: 1, params: '{}', fetchedAt: 1, bytes: 40 };
  kept.set('a', answer);
  kept.set('b', answer);
  kept.get('a');
  kept.set('c', answer);
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([answer, undefined, answer]);
  kept.set('d', { ...answer, bytes: 500 });
  expect(kept.get('d')).toBeUndefined();
});
