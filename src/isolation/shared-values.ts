import { deserialize, serialize } from 'node:v8';

/** A large plain value that many tasks name: kept as bytes that every thread can read, under a number of its own. */
export type SharedValue = { readonly id: number; readonly bytes: Uint8Array };

/**
 * Serializes each object once for as long as it lives. An object never changes, so its identity stands for its content:
 * a tenant's metadata is one object per version.
 */
export class SharedValues {
  readonly #known = new WeakMap<object, SharedValue>();
  #next = 1;

  share(value: object): SharedValue {
    const found = this.#known.get(value);
    if (found) return found;
    const written = serialize(value);
    const bytes = new Uint8Array(new SharedArrayBuffer(written.length));
    bytes.set(written);
    const made = { id: this.#next++, bytes };
    this.#known.set(value, made);
    return made;
  }
}

/** What a worker has read of them; the least recently named leave when all together take more than the budget. */
export class ValueMemory {
  readonly #maxBytes: number;
  readonly #known = new Map<number, { readonly value: object; readonly size: number }>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  read<T extends object>({ id, bytes }: SharedValue): T {
    const found = this.#known.get(id) ?? {
      value: locked(deserialize(new Uint8Array(bytes))),
      size: bytes.length,
    };
    this.#known.delete(id);
    this.#known.set(id, found);
    this.#forget(id);
    return found.value as T;
  }

  #forget(latest: number): void {
    let total = [...this.#known.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [id, { size }] of this.#known) {
      if (total <= this.#maxBytes || id === latest) return;
      this.#known.delete(id);
      total -= size;
    }
  }
}

/** The value with nothing in it to be changed: one plugin's change would be seen by all that come after. */
function locked(value: object, seen = new Set<object>()): object {
  if (seen.has(value)) return value;
  seen.add(value);
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  for (const part of parts) if (typeof part === 'object' && part !== null) locked(part, seen);
  if (value instanceof Map) Object.assign(value, { set: refuse, delete: refuse, clear: refuse });
  return Object.freeze(value);
}

const refuse = (): never => {
  throw new TypeError('The metadata and the words are shared by all plugins and cannot be changed');
};
