import type { ApiRows } from '#sdk';

type Kept = Pick<ApiRows, 'rows' | 'asOf'> & {
  /** The parameters answered, as JSON text. */
  readonly params: string;
  readonly fetchedAt: number;
  readonly bytes: number;
};

/** The last good answers, the least recently used forgotten first once they pass the limit in bytes of JSON text. */
export class LastGood {
  readonly #answers = new Map<string, Kept>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Kept | undefined {
    const kept = this.#answers.get(key);
    if (kept) {
      this.#answers.delete(key);
      this.#answers.set(key, kept);
    }
    return kept;
  }

  set(key: string, answer: Kept): void {
    this.#forget(key);
    this.#answers.set(key, answer);
    this.#bytes += answer.bytes + key.length;
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#answers.get(key);
    if (!kept) return;
    this.#answers.delete(key);
    this.#bytes -= kept.bytes + key.length;
  }
}
