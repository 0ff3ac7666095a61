import { closeSync, openSync, writeSync } from 'node:fs';

const flushBytes = 64 * 1024;

/**
 * A new file of JSON Lines, for its owner only, written in pieces as rows come: whatever the number of rows, one piece
 * is all that is held. Throws where a file stands already.
 */
export class JsonLines {
  readonly #file: number;
  #text = '';
  #rows = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'wx', 0o600);
  }

  add(value: object): void {
    this.#text += `${JSON.stringify(value)}\n`;
    this.#rows += 1;
    if (this.#text.length >= flushBytes) this.#flush();
  }

  /** How many were added. */
  get rows(): number {
    return this.#rows;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#text = '';
  }
}
