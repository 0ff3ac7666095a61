import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Chunk, ChunkKey, Dataset } from '#sdk';
import { ChunkMemory } from '../../src/months/chunk-memory.ts';
import { startGovernor } from '../../src/months/governor.ts';

const dataset = { key: 'd', columns: [] } as unknown as Dataset;
const keyOf = (month: string) => ({ dataset: 'd', table: 't', month, version: 1 }) as ChunkKey;
const chunkOf = (month: string, bytes: number) => ({ key: keyOf(month), bytes }) as unknown as Chunk;

describe('the governor', () => {
  function governed(rssBytes: () => number) {
    const memory = new ChunkMemory(100);
    for (const month of ['2026-01', '2026-02', '2026-03']) memory.keep(chunkOf(month, 30), dataset);
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const shed = (toBytes: number, idleMs: number) => memory.shed(toBytes, idleMs);
    const governor = startGovernor({ maxRssBytes: 1000, restBytes: 40, shed, log, rssBytes });
    onTestFinished(() => governor.stop());
    return { memory, governor, log };
  }

  test('leaves alone what is in use', () => {
    const { memory, governor, log } = governed(() => 800);
    governor.look();
    expect([memory.bytes, log.warn.mock.calls.length]).toEqual([90, 0]);
  });

  test('lets idle months go until the rest fits, the least recently used first', () => {
    const { memory, governor } = governed(() => 500);
    const later = performance.now() + 60_000;
    vi.spyOn(performance, 'now').mockImplementation(() => later);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    memory.get(keyOf('2026-01'), dataset);
    governor.look();
    expect(['2026-01', '2026-02', '2026-03'].map((month) => memory.holds(keyOf(month)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('drops everything when memory runs short, and says so once', () => {
    const { memory, governor, log } = governed(() => 900);
    governor.look();
    governor.look();
    expect([memory.bytes, log.warn.mock.calls.length]).toEqual([0, 1]);
  });
});
