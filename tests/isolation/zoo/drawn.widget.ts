import { Animal } from './animal.ts';

export class DrawnPlain extends Animal {
  processData() {
    return { kind: 'plain', text: '<b>bold</b>' };
  }
}
export class DrawnEndless extends Animal {
  processData() {
    return { kind: 'endless' };
  }
}
export class DrawnBroken extends Animal {
  processData() {
    return { kind: 'broken' };
  }
}
