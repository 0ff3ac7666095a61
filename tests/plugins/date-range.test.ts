import { describe, expect, it } from 'vitest';
import { type AppError, type BaseFilter, type FilterContext, toPlantClock } from '#sdk';
import { at, calendar, filterContext, now, registry, zone } from './plant-bench.ts';

const context = filterContext({ words: registry.messages.get('standard')!.es });
const filter = (settings: object = {}): BaseFilter =>
  new (registry.filters.get('DateRangeFilter')!.pluginClass)(settings as never, 'period');

const range = (form: unknown, given: FilterContext = context) =>
  filter().range(filter().parse(form, given), given)!;
const clock = ({ from, to }: { from: number; to: number }, inZone = zone): string =>
  `${toPlantClock(from, inZone).slice(5)} ${toPlantClock(to, inZone).slice(5)}`;

const refusal = (form: unknown): string => {
  try {
    filter().parse(form, context);
    return 'taken';
  } catch (error) {
    return `${(error as AppError).field} ${(error as AppError).code} ${(error as AppError).status}`;
  }
};

describe('DateRangeFilter', () => {
  it('is today until now, against yesterday until the same time', () => {
    const today = range(undefined);
    expect(clock(today.selected)).toBe('11-19T00:00 11-19T14:32');
    expect(clock(today.whole)).toBe('11-19T00:00 11-20T00:00');
    expect(clock(today.previous)).toBe('11-18T00:00 11-18T14:32');
    expect(clock(today.previousWhole)).toBe('11-18T00:00 11-19T00:00');
  });

  it.each([
    ['yesterday', '11-18T00:00 11-19T00:00', '11-17T00:00 11-18T00:00'],
    ['7d', '11-13T00:00 11-19T14:32', '11-06T00:00 11-12T14:32'],
    ['30d', '10-21T00:00 11-19T14:32', '09-21T00:00 10-20T14:32'],
    ['thisShift', '11-19T14:00 11-19T14:32', '11-18T14:00 11-18T14:32'],
    ['previousShift', '11-19T06:00 11-19T14:00', '11-18T06:00 11-18T14:00'],
  ])('knows %s', (preset, selected, previous) => {
    expect(clock(range(preset).selected)).toBe(selected);
    expect(clock(range(preset).previous)).toBe(previous);
  });

  it('knows a shift that began the day before', () => {
    const night = filterContext({ now: at('03:00') });
    expect(clock(range('thisShift', night).whole)).toBe('11-18T22:00 11-19T06:00');
    expect(clock(range('previousShift', night).selected)).toBe('11-18T14:00 11-18T22:00');
  });

  it('takes the last shift that ran where none is running', () => {
    const gaps = { ...calendar, shifts: calendar.shifts.filter(({ code }) => code === 'M') };
    const between = filterContext({ calendar: gaps });
    expect(clock(range('thisShift', between).selected)).toBe('11-19T06:00 11-19T14:00');
    expect(clock(range('previousShift', between).selected)).toBe('11-18T06:00 11-18T14:00');
  });

  it('offers shifts only where the plant has them', () => {
    const plain = filterContext({ calendar: { ...calendar, shifts: [] } });
    expect(
      filter()
        .options(plain)
        .map(({ value }) => value),
    ).toEqual(['today', 'yesterday', '7d', '30d']);
    expect(() => filter().parse('thisShift', plain)).toThrow('unknown_period');
    expect(filter({ default: 'thisShift' }).parse(undefined, plain)).toEqual({ preset: 'today' });
  });

  it('compares the same clock time over a change of clocks', () => {
    const madrid = 'Europe/Madrid';
    const after = filterContext({
      ...{
        now: Date.parse('2026-10-25T10:00:00+01:00'),
        zone: madrid,
        calendar: { ...calendar, zone: madrid },
      },
    });
    const today = range('today', after);
    expect(today.whole.to - today.whole.from).toBe(25 * 3_600_000);
    expect(clock(today.previous, madrid)).toBe('10-24T00:00 10-24T10:00');
  });

  it('reads two dates as plant clock times or as instants', () => {
    const chosen = range({ from: '2026-11-10T06:00', to: '2026-11-10T18:00' });
    expect(clock(chosen.selected)).toBe('11-10T06:00 11-10T18:00');
    expect(clock(chosen.previous)).toBe('11-09T18:00 11-10T06:00');
    const instants = { from: '2026-11-10T09:00:00.000Z', to: '2026-11-10T18:00:00-03:00' };
    expect(range(instants).whole).toEqual(chosen.whole);
    expect(range({ preset: 'custom', from: at('06:00', 10), to: at('18:00', 10) }).whole).toEqual(
      chosen.whole,
    );
  });

  it('compares whole days with as many days before, and stops at now', () => {
    const days = range({ from: '2026-11-17', to: '2026-11-20' });
    expect(clock(days.selected)).toBe('11-17T00:00 11-19T14:32');
    expect(clock(days.previous)).toBe('11-14T00:00 11-16T14:32');
    expect(clock(days.previousWhole)).toBe('11-14T00:00 11-17T00:00');
  });

  it("takes a form's preset over the dates that stand beside it", () => {
    expect(filter().parse({ preset: '7d', from: 'x', to: '' }, context)).toEqual({ preset: '7d' });
    expect(filter().parse({ preset: '', from: '', to: '' }, context)).toEqual({ preset: 'today' });
  });

  it.each([
    ['fortnight', 'period unknown_period 422'],
    [{ preset: 'nope' }, 'period.preset unknown_period 422'],
    [{ from: '2026-11-10T06:00' }, 'period.to date_missing 422'],
    [{ from: 'tomorrow', to: '2026-11-10' }, 'period.from date_unreadable 422'],
    [{ from: '2026-02-30', to: '2026-11-10' }, 'period.from date_unreadable 422'],
    [{ from: true, to: '2026-11-10' }, 'period.from date_unreadable 422'],
    [{ from: '2026-11-10', to: '2026-11-10' }, 'period.to period_order 422'],
    [{ from: '2026-11-11', to: '2026-11-10' }, 'period.to period_order 422'],
    [{ from: '2019-01-01', to: '2026-11-10' }, 'period.from period_too_long 422'],
    [{ from: '2026-11-20', to: '2026-11-21' }, 'period.from period_not_begun 422'],
    [{ from: '2026-11-10', to: '2028-01-01' }, 'period.to period_too_far 422'],
    [{ since: '2026-11-10' }, 'period.since unknown_field 422'],
    [{ '': 'custom', from: '2026-11-10' }, 'period period_unreadable 422'],
    [['today'], 'period period_unreadable 422'],
    [7, 'period period_unreadable 422'],
  ])('refuses %j', (form, expected) => {
    expect(refusal(form)).toBe(expected);
  });

  it('says what it chose, and sends it back as it came', () => {
    const chosen = filter().parse({ from: '2026-11-10T06:00', to: '2026-11-10T18:00' }, context);
    expect(filter().describe(chosen, context)).toBe('10 nov 06:00 – 10 nov 18:00');
    const older = filter().parse({ from: '2025-12-31', to: '2026-01-02' }, context);
    expect(filter().describe(older, context)).toBe('mié 31 dic 2025 00:00 – 2 ene 00:00');
    expect(filter().describe({ preset: 'today' }, context)).toBe('Hoy');
    expect(filter().parse(filter().serialize(chosen), context)).toEqual(chosen);
    expect(filter().serialize({ preset: '7d' })).toBe('7d');
    expect(filter().control(chosen, context)).toMatchObject({
      ...{ kind: 'period', selected: 'custom', from: '2026-11-10T06:00', to: '2026-11-10T18:00' },
    });
    expect(filter().control({ preset: 'today' }, context)).toMatchObject({
      ...{ selected: 'today', from: '2026-11-19T00:00', to: '2026-11-19T14:32' },
      featured: ['thisShift', 'today', 'yesterday', '7d'],
    });
  });

  it('is never in the future', () => {
    for (const preset of filter().options(context))
      expect(range(preset.value).selected.to).toBeLessThanOrEqual(now);
  });
});
