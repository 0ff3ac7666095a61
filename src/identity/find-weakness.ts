/** Why a password of the right length would be guessed all the same; `word` is the known word in it, else empty. */
export type Weakness = { readonly rule: 'common' | 'pattern' | 'known_word'; readonly word: string };

export type WeaknessSearch = {
  /** Characters a password must have. */
  readonly least: number;
  /** Texts whose words count for nothing in this password. */
  readonly context: readonly string[];
  /** Passwords that everybody tries first, in lower case. */
  readonly common: ReadonlySet<string>;
};

/**
 * Finds the first weakness: one of the common passwords (also repeated, or with digits and signs around it), a pattern
 * (a short part repeated, runs like abcd or 4321, fewer than five different characters), or words known about the
 * person that leave less than half of a password.
 */
export function findWeakness(password: string, { least, context, common }: WeaknessSearch): Weakness | null {
  const folded = fold(password);
  const unit = repeatedUnit(folded);
  if (isCommon(folded, common) || isCommon(unit, common)) return { rule: 'common', word: '' };
  if (isPattern(folded, unit)) return { rule: 'pattern', word: '' };
  const word = longestKnownWord(folded, context);
  const rest = word ? withoutWords(folded, context).length : folded.length;
  return word && rest < Math.ceil(least / 2) ? { rule: 'known_word', word } : null;
}

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function isCommon(text: string, common: ReadonlySet<string>): boolean {
  const cores = [text.replace(edges.signs, ''), text.replace(edges.digitsAndSigns, '')];
  const large = cores.filter((core) => core.length >= 4 && core.length * 2 >= text.length);
  return common.has(text) || large.some((core) => common.has(core));
}

const edges = { signs: /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, digitsAndSigns: /^[^\p{L}]+|[^\p{L}]+$/gu };

/** The shortest beginning that, repeated, makes the whole text. */
function repeatedUnit(text: string): string {
  for (let length = 1; length < text.length; length += 1) {
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    ) {
      return text.slice(0, length);
    }
  }
  return text;
}

const fewestDifferent = 5;
const fewestJumps = 4;

function isPattern(text: string, unit: string): boolean {
  if (unit !== text && unit.length < 8) return true;
  return new Set(text).size < fewestDifferent || jumps(text) < fewestJumps;
}

/** Places where a character is not the one before or its neighbour in the alphabet. */
function jumps(text: string): number {
  const codes = [...text].map((character) => character.codePointAt(0)!);
  return codes.filter((code, index) => index > 0 && Math.abs(code - codes[index - 1]!) > 1).length;
}

const shortestWord = 4;
const ownName = 'camet analytics';

const wordsOf = (context: readonly string[]): string[] =>
  [...context, ownName]
    .flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= shortestWord)
    .sort((one, other) => other.length - one.length);

const longestKnownWord = (text: string, context: readonly string[]): string =>
  wordsOf(context).find((word) => text.includes(word)) ?? '';

const withoutWords = (text: string, context: readonly string[]): string =>
  wordsOf(context)
    .reduce((rest, word) => rest.replaceAll(word, ''), text)
    .replace(/[^\p{L}\p{N}]+/gu, '');
