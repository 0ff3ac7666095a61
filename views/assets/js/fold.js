/** A text for comparing: lower case, without accents, character by character so that positions stay the same. */
export const fold = (text) => Array.from(text, foldCharacter).join('');

const foldCharacter = (character) =>
  character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().slice(0, character.length) || character;

/** The label's text as [before, match, after]; null where the query is not in it. */
export function matchIn(label, query) {
  const at = fold(label).indexOf(fold(query));
  if (at < 0) return null;
  return [label.slice(0, at), label.slice(at, at + query.length), label.slice(at + query.length)];
}
