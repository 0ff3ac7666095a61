#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

// Plain JavaScript, so that a Node too old for the rest can still say so.
if (process.features.typescript) {
  await import('./camet.ts');
} else {
  const language = process.env.LANG?.startsWith('es') ? 'es' : 'en';
  const messages = load(
    readFileSync(new URL(`../../views/messages.${language}.yml`, import.meta.url), 'utf8'),
  );
  console.error(messages.errors.node_too_old.replace('{version}', process.version));
  process.exitCode = 1;
}
