import { AppError, type Dataset, refuse } from '#sdk';
import type { ColumnMapping, ColumnSource } from '../ingest/map-columns.ts';

/** Options that depend on the dataset, by name without dashes. */
export type LooseOptions = ReadonlyMap<string, string>;

/** Tells the file from the options that only the dataset knows: `--name value` or `--name=value`. */
export function readLoose(args: readonly string[]): { file: string; loose: LooseOptions } {
  const loose = new Map<string, string>();
  const files: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (!arg.startsWith('--')) files.push(arg);
    else if (arg.includes('=')) loose.set(arg.slice(2, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1));
    else loose.set(arg.slice(2), args[++index] ?? '');
  }
  if (files.length !== 1)
    throw new AppError('import_one_file', { status: 422, params: { count: files.length } });
  return { file: files[0]!, loose };
}

/** `column=head,column=head` pairs and the split column's own options, as one mapping. */
export function readImportMapping(
  dataset: Dataset,
  pairs: readonly string[],
  loose: LooseOptions,
): ColumnMapping {
  const mapping: Record<string, ColumnSource> = {};
  for (const pair of pairs.flatMap((text) => text.split(','))) {
    const [column = '', head = ''] = splitOnce(pair, '=');
    if (!column.trim() || !head.trim()) throw refuse('import_bad_map', 'map', { pair });
    mapping[column.trim()] = { head: head.trim() };
  }
  return { ...mapping, ...splitSource(dataset, loose) };
}

function splitOnce(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function splitSource({ splitBy }: Dataset, loose: LooseOptions): ColumnMapping {
  const mapping: Record<string, ColumnSource> = {};
  for (const [name, value] of loose) {
    if (splitBy && name === splitBy) mapping[splitBy] = { value };
    else if (splitBy && name === `${splitBy}-from`) mapping[splitBy] = { head: value };
    else throw refuse('import_unknown_option', name, { option: `--${name}` });
  }
  return mapping;
}
