import type { CardModel, WidgetData } from '#sdk';
import { Animal, anything } from './animal.ts';

export class WrongShape extends Animal {
  processData() {
    return anything(['not', 'a', 'model']);
  }
}
export class NotANumber extends Animal {
  processData() {
    return { kind: 'note', n: Number.NaN };
  }
}
export class Circular extends Animal {
  processData() {
    const model: Record<string, unknown> = { kind: 'note' };
    model.self = model;
    return anything(model);
  }
}
export class ThrowingGetter extends Animal {
  processData() {
    return {
      kind: 'note',
      get text(): string {
        throw new Error('getter');
      },
    };
  }
}
export class ProxyModel extends Animal {
  processData(): CardModel {
    return new Proxy({ kind: 'note' }, { ownKeys: () => anything('no keys') as never });
  }
}
export class Html extends Animal {
  processData() {
    return { kind: 'note', text: '<script>alert(1)</script>' };
  }
}
let runs = 0;
export class KeepsState extends Animal {
  processData() {
    runs += 1;
    return { kind: 'note', runs };
  }
}
/** Overwrites everything it is handed: its own copies. */
export class WritesItsInput extends Animal {
  processData(data: WidgetData) {
    const frame = data.frame('rows');
    for (const name of frame.names) frame.column(name).copy().fill(-1);
    for (const values of Object.values(frame.toColumns())) values.fill(null);
    return { kind: 'note', first: frame.column('quantity').at(0), rows: frame.length };
  }
}
