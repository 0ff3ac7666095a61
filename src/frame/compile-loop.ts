import type { NumberArray } from '#sdk';

/** A typed array a loop reads or writes. */
export type LoopArray = NumberArray;

/**
 * What a loop calls: the arrays it keeps, in order, those given anew with each call, then its plain arguments.
 */
export type Loop = (arrays: readonly unknown[], given: readonly unknown[], ...rest: never[]) => number;

/**
 * Collects the arrays that a generated loop uses: those given with each call are `g0`, `g1` …, the others, which it
 * keeps, `a0`, `a1` …. The text of a loop holds only these names and numbers made here, never a word from outside.
 */
export class LoopWriter {
  readonly arrays: unknown[] = [];
  readonly given: readonly unknown[];
  readonly #names: Map<unknown, string>;
  readonly #loads = new Map<string, string>();

  constructor(given: readonly unknown[] = []) {
    this.given = given;
    this.#names = new Map(given.map((array, index) => [array, `g${index}`]));
  }

  use(array: unknown): string {
    let name = this.#names.get(array);
    if (!name) {
      name = `a${this.arrays.length}`;
      this.#names.set(array, name);
      this.arrays.push(array);
    }
    return name;
  }

  /** The array's value at the row `i`, read once per row. */
  load(array: LoopArray): string {
    const name = this.use(array);
    this.#loads.set(name, `const v${name}=${name}[i];`);
    return `v${name}`;
  }

  get loads(): string {
    return [...this.#loads.values()].join('');
  }
}

const loops = new Map<string, Loop>();
const maxLoops = 500;

/**
 * The function with this body over these arrays. Functions are kept per body and array types, so that each one sees a
 * single type in every place and the engine can compile it tightly.
 */
export function compileLoop(writer: LoopWriter, parameters: string, body: string): Loop {
  const types = [...writer.arrays, ...writer.given].map((array) => array?.constructor.name).join();
  const names = [...namesOf('a', 'arrays', writer.arrays), ...namesOf('g', 'given', writer.given)].join();
  const text = `"use strict";/*${types}*/${names && `const ${names};`}${body}`;
  const known = loops.get(text);
  if (known) return known;
  if (loops.size >= maxLoops) loops.delete(loops.keys().next().value!);
  const loop = new Function('arrays', 'given', parameters, text) as Loop;
  loops.set(text, loop);
  return loop;
}

const namesOf = (letter: string, list: string, arrays: readonly unknown[]): string[] =>
  arrays.map((_, index) => `${letter}${index}=${list}[${index}]`);
