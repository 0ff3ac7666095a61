import { BaseFilter, type Clause, type FilterControl, refuse } from '#sdk';

abstract class Odd extends BaseFilter<unknown, string> {
  static override readonly settingsSchema = { type: 'object' };

  parse(form: unknown): string {
    return typeof form === 'string' ? form : '';
  }
  clauses(_value: string): readonly Clause[] {
    return [];
  }
  describe(): string {
    return '';
  }
  control(value: string): FilterControl {
    return { kind: 'select', all: 'All', options: [], selected: value };
  }
  serialize(value: string): string {
    return value;
  }
}

export class GoodFilter extends Odd {
  override parse(form: unknown): string {
    if (form === 'bad') throw refuse('not_an_option', this.id, { value: 'bad' });
    return super.parse(form);
  }
}
export class SpinningFilter extends Odd {
  override parse(): never {
    for (;;);
  }
}
export class ThrowingFilter extends Odd {
  override clauses(): never {
    throw new TypeError('clauses');
  }
}
export class ExitingFilter extends Odd {
  override describe(): string {
    const everything = process;
    everything.exit(1);
    return '';
  }
}
export class NotPlainFilter extends Odd {
  override clauses(): Clause[] {
    return [{ op: 'in', column: 'line', values: [Number.NaN] }];
  }
}
