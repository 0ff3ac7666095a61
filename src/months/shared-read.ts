/** Work under way for everybody who waits for it; the last one to leave stops it. */
export class SharedRead<T> {
  readonly #control = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#control.signal);
    this.#result.catch(() => {});
  }

  get abandoned(): boolean {
    return this.#control.signal.aborted;
  }

  /** Waits until the work is done or this waiter's own signal fires. */
  async wait(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#waiting++;
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.#result, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.#waiting--;
      if (this.#waiting === 0 && signal.aborted) this.#control.abort(signal.reason);
    }
  }
}
