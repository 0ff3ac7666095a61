import { Animal, anything } from './animal.ts';

const kept: unknown[] = [];

export class Spins extends Animal {
  processData(): never {
    for (;;) kept.length = 0;
  }
}
export class SpinsInNeeds extends Animal {
  override needs(): never {
    for (;;) kept.length = 0;
  }
  processData() {
    return { kind: 'note' };
  }
}
export class NeverSettles extends Animal {
  processData() {
    return anything(new Promise(() => {}));
  }
}
export class FillsTheHeap extends Animal {
  processData(): never {
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  }
}
export class LeaksArrays extends Animal {
  processData() {
    kept.push(new Float64Array(10_000_000).fill(1), new Float64Array(10_000_000).fill(1));
    return { kind: 'note' };
  }
}
export class Exits extends Animal {
  processData() {
    const everything = process;
    everything.exit(3);
    return { kind: 'note' };
  }
}
export class KillsItself extends Animal {
  processData() {
    const everything = process;
    everything.kill(everything.pid, 'SIGKILL');
    return { kind: 'note' };
  }
}
export class SaysTooMuch extends Animal {
  processData() {
    return { kind: 'note', text: 'x'.repeat(100 * 1024 * 1024) };
  }
}
export class MillionPoints extends Animal {
  processData() {
    return { kind: 'chart', values: Array.from({ length: 1_000_000 }, (_, index) => index) };
  }
}
