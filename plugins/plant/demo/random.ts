/** A repeatable stream of numbers in 0 … 1 for a name: the same name always gives the same stream. */
export function randomOf(name: string): () => number {
  let state = hash(name);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
}

export const between = (random: () => number, from: number, to: number): number =>
  from + random() * (to - from);

/** A waiting time whose mean is `mean`. */
export const waiting = (random: () => number, mean: number): number => -Math.log(1 - random()) * mean;
