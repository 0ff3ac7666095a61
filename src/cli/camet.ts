import { loadEnvFile } from './env-file.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

loadEnvFile();
process.exitCode = await runCli({
  args: process.argv.slice(2),
  env: process.env,
  terminal: processTerminal(),
  now: () => Date.now(),
});
