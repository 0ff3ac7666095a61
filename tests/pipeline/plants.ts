import fc from 'fast-check';
import { type Bins, type Calendar, type Clause, type Grouping, grains, type Shift, type Span } from '#sdk';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A night in which a zone's clocks change, or one in which they do not: from it the plant's days are told. */
const nights: readonly (readonly [string, string])[] = [
  ['Europe/Madrid', '2026-03-29T01:00'], // 23 hours
  ['Europe/Madrid', '2026-10-25T01:00'], // 25 hours
  ['America/New_York', '2026-03-08T07:00'],
  ['America/New_York', '2026-11-01T06:00'], // 25 hours, across a UTC month
  ['America/Santiago', '2026-04-05T03:00'], // midnight comes twice
  ['America/Santiago', '2026-09-06T04:00'], // the day begins at one
  ['America/Havana', '2026-11-01T05:00'], // the hour after midnight comes twice
  ['Australia/Lord_Howe', '2026-04-04T15:00'], // by half an hour
  ['Australia/Lord_Howe', '2026-10-03T15:30'],
  ['Asia/Kathmandu', '2026-04-30T18:15'], // 5:45 ahead
  ['Pacific/Kiritimati', '2026-12-31T10:00'], // 14:00 ahead
  ['UTC', '2026-04-01T00:00'],
];

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const shift = (id: number, [start, end]: readonly [string, string], weekdays = everyDay): Shift => ({
  ...{ id, code: `S${id}`, labels: { es: `S${id}` }, start, end, weekdays },
});
const threeShifts = [
  shift(1, ['06:00', '14:00']),
  shift(2, ['14:00', '22:00']),
  shift(3, ['22:00', '06:00']),
];
const closed = (...dates: string[]) => dates.map((date) => ({ date, closed: true, labels: { es: 'x' } }));

/** Round the clock, with pauses between, overlapping, hardly any, none. */
const rotas: readonly Pick<Calendar, 'shifts' | 'exceptions'>[] = [
  { shifts: threeShifts, exceptions: [] },
  { shifts: threeShifts, exceptions: closed('2026-03-28', '2026-10-24', '2026-11-01', '2026-04-05') },
  {
    shifts: [shift(1, ['06:00', '14:00'], [1, 2, 3, 4, 5, 6]), shift(3, ['14:30', '22:00'], [1, 2, 3, 4, 5])],
    exceptions: [],
  },
  {
    shifts: [
      shift(1, ['00:30', '12:00']),
      shift(2, ['10:00', '16:15'], [1, 3, 5, 7]),
      shift(300, ['23:45', '02:30']),
    ],
    exceptions: [],
  },
  { shifts: [shift(7, ['20:00', '20:00'], [1])], exceptions: closed('2026-03-30', '2026-11-02') },
  { shifts: [], exceptions: [] },
];

const value = <T>(...values: T[]) => fc.constantFrom(...values);

/** Days before and after the night; often exactly where something begins, or a millisecond beside it. */
const momentAround = (night: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: -4 * dayMs, max: 4 * dayMs - 1 }).map((offset) => night + offset),
    fc
      .record({ halfHours: fc.integer({ min: -192, max: 191 }), beside: value(-1, 0, 0, 1) })
      .map(({ halfHours, beside }) => night + (halfHours * hourMs) / 2 + beside),
  );

/** A detection as its table holds it. */
export type PlainRow = {
  readonly time: number;
  readonly line: number;
  readonly product: number | null;
  readonly result: number;
  readonly items: number;
  readonly weight: number | null;
};

const rowAt = (moment: fc.Arbitrary<number>): fc.Arbitrary<PlainRow> =>
  fc.record({
    time: moment,
    line: value(1, 2, 3, 4),
    product: value(null, 1, 2, 4, 300),
    result: value(0, 1),
    items: fc.integer({ min: -50, max: 50 }),
    weight: fc.oneof(
      fc.constant(null),
      fc.integer({ min: -999, max: 999 }).map((grams) => grams / 7),
      value(-1.5, 0, 0.1, 2, 25),
    ),
  });

const members = ['line', 'area', 'product', 'family', 'result', 'shift'];
const numbers = ['items', 'weight', 'rate'];

const leafOver = (moment: fc.Arbitrary<number>): fc.Arbitrary<Clause> =>
  fc.oneof(
    fc.record({
      op: fc.constant('in' as const),
      column: value(...members, 'items', 'rate'),
      values: fc.array(value(0, 1, 2, 3, 4, 5, 7, 9, 10, 300), { maxLength: 4 }),
    }),
    fc.record(
      {
        op: fc.constant('between' as const),
        column: value(...numbers, 'product', 'area', 'shift'),
        from: value(-10, -1.5, 0, 2, 3.5),
        to: value(-1, 3, 7.5, 40, 1000),
      },
      { requiredKeys: ['op', 'column'] },
    ),
    fc.record(
      { op: fc.constant('between' as const), column: fc.constant('time'), from: moment, to: moment },
      { requiredKeys: ['op', 'column'] },
    ),
  );

const clauseOver = (moment: fc.Arbitrary<number>): fc.Arbitrary<Clause> =>
  fc.letrec<{ any: Clause }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leafOver(moment),
      fc.record({
        op: value('and' as const, 'or' as const),
        clauses: fc.array(tie('any'), { maxLength: 3 }),
      }),
      fc.record({ op: fc.constant('not' as const), clause: tie('any') }),
    ),
  })).any;

const everyMeasure: Grouping['measures'] = {
  rows: { fn: 'count' },
  ...Object.fromEntries(
    numbers.flatMap((column) =>
      (['sum', 'mean', 'min', 'max', 'distinct'] as const).map((fn) => [`${fn}_${column}`, { fn, column }]),
    ),
  ),
  products: { fn: 'distinct', column: 'product' },
  shifts: { fn: 'distinct', column: 'shift' },
  since: { fn: 'min', column: 'time' },
  until: { fn: 'max', column: 'time' },
};

const bins: fc.Arbitrary<Bins> = fc
  .record({
    column: value(...numbers),
    minus: fc.option(value('rate', 'items', 'weight'), { nil: undefined }),
    relative: fc.boolean(),
    from: value(-40, -1.5, 0, 0.1),
    length: value(0.3, 2, 25, 140),
    count: value(1, 3, 10, 300),
  })
  .map(({ minus, relative, length, ...bin }) => ({
    ...bin,
    ...(minus === undefined ? {} : { minus, relative }),
    to: bin.from + length,
  }));

const grouping: fc.Arbitrary<Grouping> = fc
  .record({
    keys: fc.shuffledSubarray(members, { maxLength: 3 }),
    grain: fc.option(value(...grains), { nil: undefined, freq: 7 }),
    bins: fc.option(bins, { nil: undefined, freq: 2 }),
    measures: fc.subarray(Object.keys(everyMeasure)),
  })
  .map(({ keys, grain, bins: binned, measures }) => ({
    keys,
    ...(grain && { grain }),
    ...(binned && { bins: binned }),
    measures: Object.fromEntries(measures.map((name) => [name, everyMeasure[name]!])),
  }));

/** A plant with some rows around one night, and what is asked of it. */
export type Plant = {
  readonly calendar: Calendar;
  readonly rows: readonly PlainRow[];
  readonly questions: readonly {
    readonly span: Span;
    readonly clause: Clause;
    readonly grouping: Grouping;
  }[];
};

export const plant: fc.Arbitrary<Plant> = fc
  .record({ night: value(...nights), rota: value(...rotas) })
  .chain(({ night: [zone, clock], rota }) => {
    const moment = momentAround(Date.parse(`${clock}Z`));
    const span = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.constant({
          from: Date.parse(`${clock}Z`) - 4 * dayMs,
          to: Date.parse(`${clock}Z`) + 4 * dayMs,
        }),
      },
      {
        weight: 5,
        arbitrary: fc.tuple(moment, moment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      },
      { weight: 1, arbitrary: moment.map((at) => ({ from: at, to: at })) },
    );
    return fc.record({
      calendar: fc.constant({ zone, breaks: [], ...rota }),
      rows: fc.array(rowAt(moment), { maxLength: 60, size: 'max' }),
      questions: fc.array(fc.record({ span, clause: clauseOver(moment), grouping }), {
        minLength: 1,
        maxLength: 3,
      }),
    });
  });
