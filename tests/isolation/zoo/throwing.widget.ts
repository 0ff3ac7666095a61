import { AppError, type WidgetContext, type WidgetData } from '#sdk';
import { Animal, anything } from './animal.ts';

export class ThrowsNow extends Animal {
  processData(): never {
    throw new RangeError('now');
  }
}
export class ThrowsNull extends Animal {
  processData(): never {
    throw null;
  }
}
export class ThrowsUnreadable extends Animal {
  processData(): never {
    throw Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('nobody reads me');
      },
    });
  }
}
export class RefusesItself extends Animal {
  processData(): never {
    throw new AppError('unknown_column', { params: { column: 'colour' } });
  }
}
export class ThrowsInNeeds extends Animal {
  override needs(): never {
    throw new Error('needs');
  }
  processData() {
    return { kind: 'note' };
  }
}
export class RejectsUndefined extends Animal {
  processData() {
    return anything(Promise.reject(undefined));
  }
}
export class RejectsUnseen extends Animal {
  processData() {
    Promise.reject(new Error('nobody waits for me'));
    return { kind: 'note' };
  }
}
export class ThrowsLater extends Animal {
  processData() {
    setTimeout(() => {
      throw new Error('later');
    }, 5);
    return { kind: 'note' };
  }
}
export class ThrowsWhileWaiting extends Animal {
  processData() {
    setTimeout(() => {
      throw new Error('meanwhile');
    }, 1);
    return anything(new Promise(() => {}));
  }
}
export class ReadsWhatItDidNotAsk extends Animal {
  processData(data: WidgetData) {
    return { kind: 'note', n: data.frame('secret').length };
  }
}
export class ChangesWhatAllShare extends Animal {
  processData(_data: WidgetData, { metadata, words }: WidgetContext) {
    (metadata.dimensions as Map<string, unknown>).clear();
    (words as Record<string, string>).title = 'mine';
    return { kind: 'note' };
  }
}
