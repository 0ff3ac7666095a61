import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runCli({
  args: process.argv.slice(2),
  env: process.env,
  terminal: processTerminal(),
  now: () => Date.now(),
});
