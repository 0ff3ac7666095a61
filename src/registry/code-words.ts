/** An identifier in code; `member` when it follows a dot, `after` the few characters behind it. */
export type CodeWord = { readonly word: string; readonly member: boolean; readonly after: string };

const blank = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const quoted = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const templatePiece = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/y;
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const word = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /\d[\w.]*/y;

/** Words after which a slash begins a regular expression, although they look like a value. */
const beforeRegex = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'void',
  'delete',
  'throw',
  'new',
  'else',
  'do',
]);

/** Every identifier of JavaScript source outside comments, texts and regular expressions. */
export function codeWords(code: string): CodeWord[] {
  const words: CodeWord[] = [];
  const templateDepths: number[] = [];
  let depth = 0;
  let at = 0;
  let last = '';
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(code)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const inTemplate = (): void => {
    if (take(templatePiece)?.endsWith('${')) templateDepths.push(depth);
    last = '`';
  };
  while (at < code.length) {
    if (take(blank)) continue;
    if (take(quoted)) {
      last = '"';
      continue;
    }
    const name = take(word);
    if (name) {
      words.push({ word: name, member: last === '.', after: code.slice(at, at + 20) });
      last = name;
      continue;
    }
    if (take(number)) {
      last = '0';
      continue;
    }
    if (code[at] === '/' && !endsValue(last) && take(regex)) {
      last = '/r';
      continue;
    }
    const mark = code[at++]!;
    if (mark === '`') inTemplate();
    else if (mark === '}' && templateDepths.at(-1) === depth) {
      templateDepths.pop();
      inTemplate();
    } else {
      if (mark === '{') depth += 1;
      if (mark === '}') depth -= 1;
      last = mark === '.' && code.startsWith('..', at) ? '...' : mark;
      if (last === '...') at += 2;
    }
  }
  return words;
}

/** Whether what came before is a value, so that a slash behind it divides. */
const endsValue = (last: string): boolean =>
  /^(?:[\p{ID_Continue}$_#"`)\]]|\/r)/u.test(last) && !beforeRegex.has(last);
