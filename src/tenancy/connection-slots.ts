import type { Knex } from 'knex';
import { AppError } from '#sdk';

export type SlotOptions = {
  /** Most connections open at once. */
  readonly max: number;
  /** Longest wait for one. */
  readonly waitMs: number;
  /** Idle time after which one is closed. */
  readonly idleMs: number;
  readonly connect: (location: string) => Promise<Knex>;
};

/** One connection: open, opening or closing. A busy one belongs to one piece of work. */
type Slot = { location: string; knex: Knex | null; busy: boolean; closing?: NodeJS.Timeout };

/**
 * Connections made on demand under a cap, at most one piece of work on each. A slot counts from before its connection
 * opens until after it has closed, so the cap holds at every moment.
 */
export class ConnectionSlots {
  readonly #options: SlotOptions;
  /** Least recently used first. */
  readonly #slots = new Set<Slot>();
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #closed: (() => void) | null = null;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#slots.size;
  }

  /** Runs the work on a connection of its own to `location`. Throws `databases_busy` (503) after the longest wait. */
  async use<T>(location: string, work: (knex: Knex) => Promise<T>): Promise<T> {
    const slot = this.#take(location) ?? (await this.#wait());
    try {
      return await work(await this.#open(slot, location));
    } finally {
      this.#give(slot);
    }
  }

  /** Closes the idle connections to a database that is about to go. */
  async release(location: string): Promise<void> {
    const idle = [...this.#slots].filter((slot) => !slot.busy && slot.location === location);
    await Promise.all(idle.map((slot) => this.#end(slot)));
  }

  /** Closes idle connections now and the others when their work ends. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    for (const slot of this.#slots) if (!slot.busy) void this.#end(slot);
    if (this.#slots.size === 0) this.#closed?.();
    await closed;
  }

  /** An idle slot on the same database, else an empty one, else the least recently used idle one. */
  #take(location: string): Slot | undefined {
    if (this.#closed) throw new Error('The databases are closed');
    const idle = [...this.#slots].filter((slot) => !slot.busy);
    const slot =
      idle.findLast((candidate) => candidate.location === location) ?? this.#add(location) ?? idle[0];
    if (slot) {
      slot.busy = true;
      clearTimeout(slot.closing);
    }
    return slot;
  }

  #add(location: string): Slot | undefined {
    if (this.#slots.size >= this.#options.max) return undefined;
    const slot: Slot = { location, knex: null, busy: true };
    this.#slots.add(slot);
    return slot;
  }

  #wait(): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const taken = (slot: Slot): void => {
        clearTimeout(timer);
        resolve(slot);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(taken), 1);
        reject(new AppError('databases_busy', { status: 503 }));
      }, this.#options.waitMs);
      this.#waiting.push(taken);
    });
  }

  async #open(slot: Slot, location: string): Promise<Knex> {
    if (slot.knex && slot.location === location) return slot.knex;
    await this.#disconnect(slot);
    slot.location = location;
    slot.knex = await this.#options.connect(location);
    return slot.knex;
  }

  #give(slot: Slot): void {
    if (this.#handOn(slot)) return;
    if (this.#closed || !slot.knex) {
      void this.#end(slot);
      return;
    }
    slot.busy = false;
    this.#slots.delete(slot);
    this.#slots.add(slot);
    slot.closing = setTimeout(() => void this.#end(slot), this.#options.idleMs).unref();
  }

  /** Closes the connection, then gives its place to whoever came meanwhile. */
  async #end(slot: Slot): Promise<void> {
    slot.busy = true;
    clearTimeout(slot.closing);
    await this.#disconnect(slot);
    if (this.#handOn(slot)) return;
    this.#slots.delete(slot);
    if (this.#slots.size === 0) this.#closed?.();
  }

  #handOn(slot: Slot): boolean {
    const next = this.#waiting.shift();
    next?.(slot);
    return next !== undefined;
  }

  async #disconnect(slot: Slot): Promise<void> {
    const knex = slot.knex;
    slot.knex = null;
    await knex?.destroy();
  }
}
