import type { ClassPlace } from './wire.ts';

/**
 * Classes whose module threw after their answer, where it ends a worker under others: known by the modules that such an
 * error's stack names, for as long as the process lives.
 */
export class LateFailures {
  readonly #places: readonly ClassPlace[];
  readonly #names = new Set<string>();

  constructor(places: readonly ClassPlace[]) {
    this.#places = places;
  }

  note(error: unknown): void {
    const { stack } = Object(error) as { stack?: unknown };
    for (const { url, name } of this.#places) if (String(stack).includes(`${url}:`)) this.#names.add(name);
  }

  has(className: string): boolean {
    return this.#names.has(className);
  }
}
