import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Grouping } from '#sdk';
import * as any from './arbitraries.ts';
import { groupNaively, matches } from './naive.ts';
import { plantFrame, type Row } from './plant-frame.ts';

const runs = { numRuns: process.env.LONG === '1' ? 2000 : 150 };

const rowsOf = (frame: { toColumns(): Record<string, (number | null)[]> }): Row[] => {
  const columns = frame.toColumns();
  return columns.time!.map(
    (_, index) =>
      Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[index]])) as Row,
  );
};

/** Whole numbers exactly, others to 1e-9 of their size: sums of parts round differently. */
function expectCells(found: Record<string, (number | null)[]>, wanted: Record<string, (number | null)[]>) {
  const near = (value: number | null, aim: number | null | undefined) =>
    value === aim || (isBroken(value, aim) && Math.abs(value! - aim!) <= 1e-9 * Math.abs(aim!)) ? aim : value;
  const nearest = Object.entries(found).map(([name, values]) => [
    name,
    values.map((value, index) => near(value, wanted[name]?.[index])),
  ]);
  expect(Object.fromEntries(nearest)).toEqual(wanted);
}

const isBroken = (...values: (number | null | undefined)[]): boolean =>
  values.every((value) => typeof value === 'number') && !values.every(Number.isInteger);

test('a frame says what its rows say, in time order, whatever the chunks', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, (rows, cuts) => {
      const groups = any.chunked(rows, cuts);
      const inTime = groups.flat().sort((a, b) => a.time - b.time);
      expect(rowsOf(plantFrame(groups))).toEqual(inTime);
    }),
    runs,
  );
});

test('where keeps exactly the rows that its clause matches', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, any.clause, (rows, cuts, clause) => {
      const groups = any.chunked(rows, cuts);
      const kept = groups
        .flat()
        .filter((row) => matches(row, clause))
        .sort((a, b) => a.time - b.time);
      const frame = plantFrame(groups).where(clause);
      expect(frame.length).toBe(kept.length);
      expect(rowsOf(frame)).toEqual(kept);
    }),
    runs,
  );
});

test('groupBy equals the row by row reference, with and without a clause, over any chunks', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, any.clause, any.rowGrouping, (rows, cuts, clause, grouping) => {
      const groups = any.chunked(rows, cuts);
      const frame = plantFrame(groups);
      const kept = groups.flat().filter((row) => matches(row, clause));
      expectCells(frame.where(clause).groupBy(grouping).toColumns(), groupNaively(kept, grouping));
      expectCells(frame.groupBy(grouping).toColumns(), groupNaively(groups.flat(), grouping));
    }),
    runs,
  );
});

test('several groupings in one pass equal each on its own', () => {
  fc.assert(
    fc.property(any.rows, fc.array(any.grouping, { maxLength: 4 }), (rows, groupings) => {
      expectTogether(any.chunked(rows, []), groupings);
    }),
    runs,
  );
});

test('and so they do over so many rows that they are added up together', () => {
  const many = fc.array(any.row, { minLength: 300, maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(many, fc.array(any.grouping, { minLength: 2, maxLength: 8 }), (rows, groupings) => {
      expectTogether(any.chunked(rows, []), groupings);
    }),
    { numRuns: runs.numRuns / 10, endOnFailure: true },
  );
});

function expectTogether(groups: readonly (readonly Row[])[], groupings: readonly Grouping[]): void {
  const together = plantFrame(groups).groupAll(groupings);
  together.forEach((frame, index) => {
    expectCells(frame.toColumns(), groupNaively(groups.flat(), groupings[index]!));
  });
}

test('rows taken out of their order group the same', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, any.grouping, (rows, cuts, grouping) => {
      const integers = Object.fromEntries(
        Object.entries(grouping.measures).filter(
          ([name]) => !['weightSum', 'weightMean', 'rate'].includes(name),
        ),
      );
      const exact = { ...grouping, measures: integers };
      const groups = any.chunked(rows, cuts);
      const sorted = plantFrame(groups).sortBy('weight', 'descending');
      expect(sorted.groupBy(exact).toColumns()).toEqual(groupNaively(groups.flat(), exact));
    }),
    runs,
  );
});

test('the newest rows are the last ones reversed, page by page', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (rows, cuts, from, size) => {
      const frame = plantFrame(any.chunked(rows, cuts));
      const newest = rowsOf(frame).reverse();
      expect(rowsOf(frame.newest(from, from + size))).toEqual(newest.slice(from, from + size));
    }),
    runs,
  );
});

test('slice is Array.slice', () => {
  const position = fc.integer({ min: -70, max: 70 });
  fc.assert(
    fc.property(
      any.rows,
      any.cuts,
      position,
      fc.option(position, { nil: undefined }),
      (rows, cuts, start, end) => {
        const frame = plantFrame(any.chunked(rows, cuts));
        expect(rowsOf(frame.slice(start, end))).toEqual(rowsOf(frame).slice(start, end));
      },
    ),
    runs,
  );
});
