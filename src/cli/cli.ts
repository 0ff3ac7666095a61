import { type Language, say, type Words } from '#sdk';
import { loadRegistry } from '../registry/load-registry.ts';
import type { Registry } from '../registry/types.ts';
import { type Config, type Environment, readConfig } from '../shared/config.ts';
import { openTenancy, type Tenancy } from '../tenancy/open-tenancy.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with; configuration, databases and plugins are opened when first asked for. */
export type Cli = {
  readonly env: Environment;
  readonly terminal: Terminal;
  readonly language: Language;
  readonly words: Words;
  readonly now: () => number;
  config(): Config;
  tenancy(): Tenancy;
  registry(): Promise<Registry>;
  /** Prints a message of the catalogue as a line. */
  tell(key: string, params?: Readonly<Record<string, string | number>>): void;
  /** The command failed without an error of its own: the process ends with 1. */
  fail(): void;
  exitCode(): number;
  close(): Promise<void>;
};

export type CliParts = Pick<Cli, 'env' | 'terminal' | 'language' | 'words' | 'now'>;

export function openCli(parts: CliParts): Cli {
  let config: Config | undefined;
  let tenancy: Tenancy | undefined;
  let registry: Promise<Registry> | undefined;
  let exitCode = 0;
  const readOnce = (): Config => {
    config ??= readConfig(parts.env);
    return config;
  };
  return {
    ...parts,
    config: readOnce,
    tenancy: () => {
      tenancy ??= openTenancy(readOnce());
      return tenancy;
    },
    registry: () => {
      const { pluginsDir, production } = readOnce();
      registry ??= loadRegistry({ pluginsDir, strict: !production });
      return registry;
    },
    tell: (key, params) => parts.terminal.out(`${say(parts.words, key, params)}\n`),
    fail: () => {
      exitCode = 1;
    },
    exitCode: () => exitCode,
    close: async () => tenancy?.close(),
  };
}
