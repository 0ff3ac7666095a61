import { setTimeout as pause } from 'node:timers/promises';
import { period, quarterOfProducts } from './plant.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** Megabytes (2^20 bytes) resident. */
export type ServerMemory = {
  /** Started and signed in to, before anything was asked. */
  readonly restMb: number;
  readonly peakMb: number;
  /** Some time after the last Apply; null when nobody waited. */
  readonly settledMb: number | null;
};

/**
 * The whole server: one cold Apply over the whole window, ten warm ones, one with a filter. `settleMs`: how long to
 * wait before looking whether the memory came back; 0 does not look.
 */
export async function serverMemory(env: Record<string, string>, settleMs: number): Promise<ServerMemory> {
  const server = await startServerProcess(env);
  try {
    const restMb = server.statusMb('VmRSS');
    await runMany(server);
    const peakMb = server.statusMb('VmHWM');
    await pause(settleMs);
    return { restMb, peakMb, settledMb: settleMs > 0 ? server.statusMb('VmRSS') : null };
  } finally {
    await server.stop();
  }
}

async function runMany(server: ServerProcess): Promise<void> {
  for (let run = 0; run < 11; run++) await server.run({ period });
  await server.run({ period, product: quarterOfProducts });
}
