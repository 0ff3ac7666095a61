#!/usr/bin/env -S MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=65536 MALLOC_TRIM_THRESHOLD_=131072 node --max-semi-space-size=2 --optimize-for-size --liftoff-only
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

// The flags above halve the memory of a server at rest: few arenas, a small young generation, compact code. The two
// thresholds give what a large window took back to the system once it is freed.
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
