import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayInWib,
  daysBetween,
  daysInMonth,
  daysOf,
  firstDay,
  formatDay,
  formatInstant,
  formatMonth,
  lastDay,
  monthInWib,
  monthName,
  monthOf,
  monthsOfYear,
  parseDay,
  parseMonth,
  shortMonth,
  startOfDay,
  timeInWib,
  type Day,
  type Month,
} from './day.ts';

const DAY_MS = 86_400_000;
const day = (text: string) => text as Day;
const month = (text: string) => text as Month;

/** What the platform's own time zone data says, independent of the code under test. */
const platform = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Jakarta',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
function platformSays(at: number): { day: string; time: string } {
  const parts = new Map(platform.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}.${part('minute')}`,
  };
}

/** WIB is UTC+7 since 1964, so instants from 1970 on. */
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
const civilDay = fc.integer({ min: 0, max: 73_000 }).map((days) => dayInWib(days * DAY_MS));
const civilMonth = civilDay.map(monthOf);

describe('a civil day', () => {
  it.each(['2025-01-01', '2024-02-29', '2000-02-29', '2026-12-31', '1900-01-01', '9999-12-31'])(
    'reads %s',
    (text) => {
      expect(parseDay(text)).toEqual({ ok: true, value: text });
    },
  );

  it.each([
    '',
    '2025-02-29',
    '1900-02-29',
    '2025-02-30',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-01-32',
    '1899-12-31',
    '2025-1-1',
    '25-01-01',
    '01-01-2025',
    '2025/01/01',
    '2025-01-01T00:00:00Z',
    ' 2025-01-01',
    '2025-01-01\n',
    '２０２５-01-01',
    '-2025-01-01',
  ])('refuses %j', (text) => {
    expect(parseDay(text)).toEqual({ ok: false, error: 'not-a-day' });
  });

  it('accepts exactly the days of the calendar', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2200 }), part(14), part(33), (y, m, d) => {
        const text = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
        const utc = new Date(Date.UTC(y, m - 1, d));
        const real = utc.getUTCFullYear() === y && utc.getUTCMonth() === m - 1 && utc.getUTCDate() === d;
        expect(parseDay(text).ok).toBe(real);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a civil month', () => {
  it.each(['2025-01', '2026-12'])('reads %s', (text) => {
    expect(parseMonth(text)).toEqual({ ok: true, value: text });
  });

  it.each(['', '2025', '2025-13', '2025-00', '2025-1', '2025-01-01', 'x2025-01'])('refuses %j', (text) => {
    expect(parseMonth(text)).toEqual({ ok: false, error: 'not-a-month' });
  });
});

describe('the WIB day of an instant', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it.each<[utc: string, day: string, time: string, month: string]>([
    ['2026-11-30T16:59:59.999Z', '2026-11-30', '23.59', '2026-11'],
    ['2026-11-30T17:00:00.000Z', '2026-12-01', '00.00', '2026-12'],
    ['2026-12-31T16:59:59.999Z', '2026-12-31', '23.59', '2026-12'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01', '00.00', '2027-01'],
    ['2024-02-28T17:00:00.000Z', '2024-02-29', '00.00', '2024-02'],
    ['1969-12-31T16:59:59.999Z', '1969-12-31', '23.59', '1969-12'],
  ])('is at %s the day %s, %s WIB', (utc, civil, time, civilMonthText) => {
    const at = Date.parse(utc);
    expect(dayInWib(at)).toBe(civil);
    expect(timeInWib(at)).toBe(time);
    expect(monthInWib(at)).toBe(civilMonthText);
  });

  it.each(['Asia/Jakarta', 'Asia/Jayapura', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'])(
    'is what the platform says for Asia/Jakarta on a machine set to %s',
    (machineZone) => {
      process.env['TZ'] = machineZone;
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(machineZone);
      fc.assert(
        fc.property(instant, (at) => {
          expect({ day: dayInWib(at), time: timeInWib(at) }).toEqual(platformSays(at));
        }),
      );
    },
  );

  it.each(['Asia/Jakarta', 'Asia/Jayapura', 'America/Los_Angeles'])(
    'changes at midnight WIB and at no other minute, on a machine set to %s',
    (machineZone) => {
      process.env['TZ'] = machineZone;
      for (const last of ['2026-11-30', '2024-02-29', '2026-12-31', '2027-03-14']) {
        const midnight = startOfDay(addDays(day(last), 1));
        for (let minute = -120; minute < 120; minute += 1) {
          const at = midnight + minute * 60_000;
          expect(dayInWib(at)).toBe(minute < 0 ? last : addDays(day(last), 1));
          expect(dayInWib(at)).toBe(platformSays(at).day);
        }
      }
    },
  );

  it('starts where startOfDay says, to the millisecond', () => {
    fc.assert(
      fc.property(civilDay, (civil) => {
        expect(dayInWib(startOfDay(civil))).toBe(civil);
        expect(dayInWib(startOfDay(civil) - 1)).toBe(addDays(civil, -1));
      }),
    );
  });
});

describe('counting days and months', () => {
  it('agrees with the UTC calendar', () => {
    fc.assert(
      fc.property(civilDay, fc.integer({ min: -40_000, max: 40_000 }), (civil, count) => {
        const expected = new Date(Date.parse(civil) + count * DAY_MS).toISOString().slice(0, 10);
        expect(addDays(civil, count)).toBe(expected);
        expect(daysBetween(civil, addDays(civil, count))).toBe(count);
      }),
      { numRuns: 500 },
    );
  });

  it('knows how long a month is', () => {
    fc.assert(
      fc.property(civilMonth, (civil) => {
        const [year = 0, index = 0] = civil.split('-').map(Number);
        const length = new Date(Date.UTC(year, index, 0)).getUTCDate();
        expect(daysInMonth(civil)).toBe(length);
        expect(daysOf(civil)).toHaveLength(length);
        expect(daysOf(civil)[0]).toBe(firstDay(civil));
        expect(daysOf(civil)[length - 1]).toBe(lastDay(civil));
        expect(addDays(lastDay(civil), 1)).toBe(firstDay(addMonths(civil, 1)));
      }),
      { numRuns: 500 },
    );
  });

  it('takes back the months it added', () => {
    fc.assert(
      fc.property(civilMonth, fc.integer({ min: -600, max: 600 }), (civil, count) => {
        expect(addMonths(addMonths(civil, count), -count)).toBe(civil);
      }),
    );
  });

  it.each<[string, number, string]>([
    ['2026-01', -1, '2025-12'],
    ['2026-12', 1, '2027-01'],
    ['2026-11', 0, '2026-11'],
    ['2026-11', 14, '2028-01'],
  ])('moves %s by %d to %s', (from, count, to) => {
    expect(addMonths(month(from), count)).toBe(to);
  });
});

describe('dates on the screen', () => {
  it('are short days, whole months and WIB minutes', () => {
    expect(formatDay(day('2026-11-04'))).toBe('4 Nov 2026');
    expect(formatDay(day('2026-08-24'))).toBe('24 Agu 2026');
    expect(formatMonth(month('2026-05'))).toBe('Mei 2026');
    expect(monthName(month('2026-11'))).toBe('November');
    expect(shortMonth(month('2026-10'))).toBe('Okt');
    expect(formatInstant(Date.parse('2026-11-24T00:10:00Z'))).toBe('24 Nov 2026, 07.10');
    expect(monthsOfYear(2026).map(shortMonth).join(' ')).toBe(
      'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des',
    );
  });
});
