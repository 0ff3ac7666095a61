const emptySlot = -1;

/** Different whole numbers below 2^53, each with its place in the order of arrival: a hash table in typed arrays. */
export class NumberSet {
  #slots = new Int32Array(1 << 10).fill(emptySlot);
  #numbers = new Float64Array(1 << 9);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The numbers in the order of arrival. */
  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#size);
  }

  /** The number's place; a new one takes the next. */
  add(number: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(number) & mask;
    for (;;) {
      const place = this.#slots[slot]!;
      if (place === emptySlot) return this.#append(number, slot);
      if (this.#numbers[place] === number) return place;
      slot = (slot + 1) & mask;
    }
  }

  #append(number: number, slot: number): number {
    const place = this.#size++;
    this.#numbers[place] = number;
    this.#slots[slot] = place;
    if (this.#size === this.#numbers.length) this.#grow();
    return place;
  }

  #grow(): void {
    const numbers = new Float64Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    this.#slots = new Int32Array(this.#slots.length * 2).fill(emptySlot);
    const mask = this.#slots.length - 1;
    for (let place = 0; place < this.#size; place++) {
      let slot = hashOf(numbers[place]!) & mask;
      while (this.#slots[slot] !== emptySlot) slot = (slot + 1) & mask;
      this.#slots[slot] = place;
    }
  }
}

/** Both halves of the number, mixed. */
function hashOf(number: number): number {
  const high = (number / 2 ** 32) | 0;
  const mixed = Math.imul((number | 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
