import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where the settings of an installation stand: `.env` in the folder that Camet is started in. */
export const envFile = (): string => resolve('.env');

/** Reads the settings into the process's environment; what is set there already stays. */
export function loadEnvFile(): void {
  if (existsSync(envFile())) process.loadEnvFile(envFile());
}
