import type { LoopWriter } from './compile-loop.ts';
import { type LocalTally, type Target, varying } from './local-tallies.ts';
import type { ColumnTally } from './tally.ts';
import { baseText } from './tally-text.ts';

/**
 * Statements for the end of the piece `p`: add the local cells to every target's cells and clear them. Written out
 * target by target, since a loop over targets would cost more than the rows of a short piece.
 */
export function addLocalText(local: LocalTally, writer: LoopWriter): string {
  const { rows, columns } = local.tally;
  const count = writer.use(rows);
  const adds = local.targets.map((target) => targetText(local, target, writer)).join('');
  const clears = [...columns.values()].map((column) => clearText(column, writer)).join('');
  return `for(let c=0;c<${count}.length;c++){const n=${count}[c];if(n===0)continue;${adds}${clears}${count}[c]=0;}`;
}

function targetText(local: LocalTally, target: Target, writer: LoopWriter): string {
  const { rows, columns } = target.tally;
  const place = `const t=${baseText(target.number)}+${writer.use(offsetsOf(local, target))}[c];`;
  const sums = [...columns].map(([name, to]) => {
    const from = local.tally.columns.get(name)!;
    return columnText(from, to, { writer, counted: to.present !== rows });
  });
  return `{${place}${writer.use(rows)}[t]+=n;${sums.join('')}}`;
}

function columnText(
  from: ColumnTally,
  to: ColumnTally,
  { writer, counted }: { readonly writer: LoopWriter; readonly counted: boolean },
): string {
  const use = (array: Float64Array | undefined) => writer.use(array!);
  const present = counted ? `${use(to.present)}[t]+=${use(from.present)}[c];` : '';
  const summed = to.sums ? `${use(to.sums)}[t]+=${use(from.sums)}[c];` : '';
  const low = to.lows ? `{const x=${use(from.lows)}[c];if(x<${use(to.lows)}[t])${use(to.lows)}[t]=x;}` : '';
  const high = to.highs
    ? `{const x=${use(from.highs)}[c];if(x>${use(to.highs)}[t])${use(to.highs)}[t]=x;}`
    : '';
  return present + summed + low + high;
}

function clearText({ present, sums, lows, highs }: ColumnTally, writer: LoopWriter): string {
  const set = (array: Float64Array | undefined, value: string) =>
    array ? `${writer.use(array)}[c]=${value};` : '';
  return set(present, '0') + set(sums, '0') + set(lows, 'Infinity') + set(highs, '-Infinity');
}

/** For each local cell, its place in the target from the piece's base on. */
function offsetsOf({ terms, tally }: LocalTally, target: Target): Int32Array {
  const offsets = new Int32Array(tally.rows.length);
  for (const { part, stride } of varying(target.terms)) {
    const own = terms.find((term) => term.part === part)!;
    for (let cell = 0; cell < offsets.length; cell++) {
      offsets[cell]! += (Math.floor(cell / own.stride) % own.codes) * stride;
    }
  }
  return offsets;
}
