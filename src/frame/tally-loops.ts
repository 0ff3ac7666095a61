import { addLocalText } from './add-local.ts';
import { compileLoop, LoopWriter } from './compile-loop.ts';
import { type Segment, segmentLength } from './frame-parts.ts';
import { planTallies } from './local-tallies.ts';
import { basesOf, endsOfPieces } from './pieces.ts';
import { segmentArrays } from './segment-arrays.ts';
import type { Tally } from './tally.ts';
import { type Job, rowText } from './tally-text.ts';

/** Where a loop runs: the pieces' ends, the targets' bases piece by piece, and the segment's rows. */
type Place = {
  readonly ends: Uint32Array;
  readonly bases: Int32Array;
  readonly from: number;
  readonly list: Uint32Array | null;
};

type TallyLoop = (given: readonly unknown[], place: Place) => void;

/**
 * What adds a segment (the `index`-th that the tallies' keys were coded for) to every tally in one pass over its rows.
 * Keys that keep their code over a piece of the segment (its buckets, its constants) are hoisted out of the loop over
 * rows, and tallies that differ in those alone are added up together.
 */
export function tallyLoops(tallies: readonly Tally[]): (segment: Segment, index: number) => void {
  const loops = new Map<string, TallyLoop>();
  return (segment, index) => {
    const terms = tallies.map(({ space }) => space.terms[index]!);
    const { given, shape } = segmentArrays(segment, tallies, terms);
    const ends = endsOfPieces(segment, terms);
    const size = Math.max(0, Math.round(Math.log2(segmentLength(segment) / ends.length)));
    const key = `${size} ${shape}`;
    let loop = loops.get(key);
    if (!loop) {
      const targets = tallies.map((tally, number) => ({ tally, terms: terms[number]!, number }));
      loop = writeLoop(segment, { ...planTallies(targets, 2 ** size), given });
      loops.set(key, loop);
    }
    loop(given, { ends, bases: basesOf(ends, terms), from: segment.from, list: segment.list });
  };
}

type Given = ReturnType<typeof planTallies> & { readonly given: readonly unknown[] };

function writeLoop(segment: Segment, { direct, locals, given }: Given): TallyLoop {
  const writer = new LoopWriter(given);
  const job = (which: number): Omit<Job, 'tally' | 'terms' | 'number'> => ({
    segment,
    writer,
    name: `c${which}`,
  });
  const texts = [
    ...direct.map((target, which) => rowText({ ...target, ...job(which) })),
    ...locals.map(({ tally, terms }, which) =>
      rowText({ tally, terms, number: null, ...job(direct.length + which) }),
    ),
  ];
  const tails = locals.map((local) => addLocalText(local, writer)).join('');
  const index = segment.list ? 'const i=list[k];' : 'const i=k;';
  const head = texts.map((text) => text.head).join('');
  const row = texts.map((text) => text.row).join('');
  const inner = row ? `for(;k<end;k++){${index}${writer.loads}${row}}` : 'k=end;';
  const pieces = `for(let p=0;p<ends.length;p++){const end=ends[p];${head}${inner}${tails}}`;
  const body = `const {ends,bases,from,list}=place;let k=from;${pieces}`;
  const loop = compileLoop(writer, 'place', body) as unknown as RawLoop;
  return (arrays, place) => loop(writer.arrays, arrays, place);
}

type RawLoop = (arrays: readonly unknown[], given: readonly unknown[], place: Place) => void;
