import { codeWords } from './code-words.ts';

/** Global names that reach out of a filter or widget, and what must follow for the name to be that global. */
const reaching: Readonly<Record<string, RegExp>> = {
  process: /^\s*(\.|\[|\?\.)/,
  globalThis: /^/,
  global: /^\s*(\.|\[|\?\.)/,
  require: /^\s*\(/,
  fetch: /^\s*\(/,
  eval: /^\s*\(/,
  Function: /^\s*\(/,
  WebSocket: /^\s*\(/,
  EventSource: /^\s*\(/,
  Worker: /^\s*\(/,
};

/** The globals by which a filter or widget would reach out: `process`, `fetch`, `require` and their like. */
export const forbiddenGlobals = (code: string): string[] => [
  ...new Set(
    codeWords(code)
      .filter(
        ({ word, after, member }) => !member && Object.hasOwn(reaching, word) && reaching[word]!.test(after),
      )
      .map(({ word }) => word),
  ),
];
