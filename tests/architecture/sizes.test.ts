import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot, sourceFiles } from './source-files.ts';

const files = sourceFiles('src', 'plugins', 'migrations');
const functions = files.flatMap((file) => file.functions.map((found) => ({ ...found, path: file.path })));

const quantile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

describe('sizes', () => {
  it('keep files short: half within 60 lines, nine in ten within 150', () => {
    const lines = files.map((file) => file.lines);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(60);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(150);
  });

  it('let no source, test, style sheet or view pass 250 lines', () => {
    const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    const long = tracked
      .split('\n')
      .filter((path) => /\.(ts|js|css|eta|html)$/.test(path))
      .map((path) => ({ path, lines: readFileSync(join(projectRoot, path), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });

  it('keep functions short: half within 8 lines, none over 50', () => {
    const named = functions.filter((found) => found.named);
    expect(
      quantile(
        named.map((found) => found.lines),
        0.5,
      ),
    ).toBeLessThanOrEqual(8);
    expect(functions.filter((found) => found.lines > 50)).toEqual([]);
  });

  it('give no function more than three parameters', () => {
    expect(functions.filter((found) => found.params > 3)).toEqual([]);
  });
});
