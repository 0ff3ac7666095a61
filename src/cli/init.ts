import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError, say } from '#sdk';
import { makeSecret } from '../shared/read-secret.ts';
import type { Cli } from './cli.ts';
import { envFile } from './env-file.ts';

type Options = { readonly publicUrl?: string };

/** `camet init`: a `.env` for production with a strong secret, for its owner only. Never overwrites, prints no secret. */
export function initCommand(program: Command, cli: Cli): void {
  program
    .command('init')
    .description(say(cli.words, 'cli.init'))
    .option('--public-url <url>', say(cli.words, 'cli.init_public_url'))
    .action(({ publicUrl = '' }: Options) => {
      if (publicUrl !== '' && !/^https?:\/\/[^\s#'"]+$/.test(publicUrl)) {
        const params = { name: '--public-url', protocols: 'https://' };
        throw new AppError('config_bad_url', { field: 'publicUrl', params });
      }
      const file = envFile();
      writeNew(file, say(cli.words, 'cli.init_file', { secret: makeSecret(), publicUrl }));
      cli.tell('cli.init_done', { file });
    });
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new AppError('env_file_exists', { params: { file }, cause });
    throw new AppError('env_file_unwritable', { params: { file, reason: code ?? '' }, cause });
  }
}
