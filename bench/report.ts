import { cpus, totalmem } from 'node:os';
import { median } from './measure.ts';
import type { BenchResult } from './run-bench.ts';

export type BenchJson = {
  readonly rows: number;
  readonly ratios: Readonly<
    Record<
      'warm_vs_reference' | 'warm_vs_sql4' | 'filter_vs_sql' | 'cold_vs_sql' | 'file_vs_sql',
      number | null
    >
  >;
  /** The whole server at rest, at its peak, and some time after its last Apply; null when nobody waited. */
  readonly rss_rest_mb: number;
  readonly rss_mb: number;
  readonly rss_settled_mb: number | null;
  readonly loop_block_ms: number;
};

/** `warm_vs_reference`: how many times the loops by hand; the others: how many times faster than the SQL. */
export function toJson({ rows, timings, blocks, memory }: BenchResult): BenchJson {
  const ratio = (slow: string, fast: string): number | null => {
    const [over, under] = [timings.get(slow), timings.get(fast)];
    return over && under ? rounded(median(over) / median(under)) : null;
  };
  return {
    rows,
    ratios: {
      warm_vs_reference: ratio('warm', 'reference'),
      warm_vs_sql4: ratio('sql4', 'warm'),
      filter_vs_sql: ratio('sql filtered', 'filter'),
      cold_vs_sql: ratio('sql', 'cold'),
      file_vs_sql: ratio('sql', 'file'),
    },
    rss_rest_mb: memory.restMb,
    rss_mb: memory.peakMb,
    rss_settled_mb: memory.settledMb,
    loop_block_ms: rounded(Math.max(...Object.values(blocks))),
  };
}

const names: Readonly<Record<string, string>> = {
  sql: '8 cards, one SQL each, one after another',
  sql4: '8 cards, one SQL each, 4 connections',
  'sql filtered': '8 cards with the filter, one SQL each, one after another',
  reference: 'loops by hand over the same columns',
  warm: 'Apply, months in memory',
  filter: 'Apply, a new filter that keeps 25 % of the rows',
  cold: 'Apply, months from MariaDB',
  file: 'Apply, months from files',
};

/** The times and ratios as a Markdown table. */
export function toTable(result: BenchResult): string {
  const { rows, timings, blocks, memory } = result;
  const lines = [...timings.values()].map((timing) => {
    const [low, high] = [Math.min(...timing.ms), Math.max(...timing.ms)];
    return `| ${names[timing.name]} | ${shown(median(timing))} | ${shown(low)}–${shown(high)} | ${timing.rounds} |`;
  });
  const ratios = Object.entries(toJson(result).ratios).map(([name, value]) => `${name} ${value ?? '–'}`);
  const stops = Object.entries(blocks).map(([name, ms]) => `${name} ${shown(ms)} ms`);
  const settled = memory.settledMb === null ? '' : `, ${memory.settledMb} MB after the wait`;
  return [
    `### ${rows.toLocaleString('en')} rows`,
    '',
    '| | median ms | min–max | rounds |',
    '|---|---|---|---|',
    ...lines,
    '',
    `- Ratios: ${ratios.join(', ')}`,
    `- Longest stop of the event loop: ${stops.join(', ')}`,
    `- The whole server: ${memory.restMb} MB at rest, ${memory.peakMb} MB at the peak${settled}`,
    '',
  ].join('\n');
}

export const machine = (): string => {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${gigabytes} GB, Node ${process.version}`;
};

const shown = (ms: number): string => (ms < 100 ? ms.toFixed(1) : ms.toFixed(0));
const rounded = (value: number): number => Math.round(value * 100) / 100;
