// What makes an alert, and what does not.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, quietEnds } from '../../server/alerts/hours.ts';
import { ZoneCalendar } from '../../server/calendar.ts';
import { findingsOf, type HallNow, lastOf } from '../../shared/alerts/rules.ts';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
console.log(`alert rules seed ${seed}`);

const calm: HallNow = {
  isOpen: true,
  satisfied: { count: 0, n: 0 },
  lastDissatisfied: null,
  answered: { count: 0, n: 0 },
  usualSatisfied: { count: 950, n: 1000 },
  usualAnswered: { count: 400, n: 1000 },
  devices: [],
  contests: 0,
};
const limits = { darkMs: 600_000, contestsMinimum: 3 };
const rulesOf = (hall: Partial<HallNow>) => findingsOf({ ...calm, ...hall }, limits).map(({ rule }) => rule);

test.each<[string, Partial<HallNow>, string[]]>([
  ['a quiet morning', {}, []],
  ['95 of 100 as usual', { satisfied: { count: 95, n: 100 } }, []],
  ['90 of 100 is within chance', { satisfied: { count: 90, n: 100 } }, []],
  ['80 of 100 is below the usual range', { satisfied: { count: 80, n: 100 } }, ['level-low']],
  ['10 of 15 is too little to say', { satisfied: { count: 10, n: 15 } }, []],
  ['nothing is usual yet', { satisfied: { count: 50, n: 100 }, usualSatisfied: null }, []],
  ['six of the last ten dissatisfied', { lastDissatisfied: { count: 6, n: 10 } }, ['bad-run']],
  ['five of ten', { lastDissatisfied: { count: 5, n: 10 } }, []],
  ['5 of 100 answered where 40 are usual', { answered: { count: 5, n: 100 } }, ['response-rate-low']],
  ['30 of 100', { answered: { count: 30, n: 100 } }, []],
  ['a kiosk silent for ten minutes', { devices: [{ id: 'd', silentMs: 600_000 }] }, ['kiosk-dark']],
  ['a little less', { devices: [{ id: 'd', silentMs: 599_999 }] }, []],
  ['at night', { isOpen: false, devices: [{ id: 'd', silentMs: 6e7 }] }, []],
  ['three contests', { contests: 3 }, ['contests']],
  ['two contests', { contests: 2 }, []],
])('%s', (_what, hall, expected) => {
  expect(rulesOf(hall)).toEqual(expected);
});

test('a better hall never raises more', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), fc.nat(200), (n, a, b) => {
      const [less, more] = [Math.min(a, b, n), Math.min(Math.max(a, b), n)];
      const worse = rulesOf({ satisfied: { count: less, n } });
      const better = rulesOf({ satisfied: { count: more, n } });
      expect(better.length).toBeLessThanOrEqual(worse.length);
    }),
    { seed },
  );
});

test('the last run reaches back over whole groups until there are ten', () => {
  expect(lastOf([[1, 1, 1, 1, 1]])).toBeNull();
  expect(
    lastOf([
      [5, 0, 0, 0, 0],
      [0, 2, 0, 0, 3],
      [1, 1, 0, 0, 3],
    ]),
  ).toEqual({ count: 4, n: 10 });
  expect(
    lastOf([
      [9, 0, 0, 0, 0],
      [0, 0, 6, 0, 0],
    ]),
  ).toEqual({ count: 9, n: 15 });
});

test('quiet hours run over midnight', () => {
  const calendar = new ZoneCalendar('Asia/Ho_Chi_Minh');
  const quiet = { from: '18:00', to: '07:00' };
  const end = (at: string) => calendar.iso(quietEnds(quiet, calendar, Date.parse(at)));
  expect(end('2026-10-14T17:59:00+07:00')).toBe('2026-10-14T17:59:00+07:00');
  expect(end('2026-10-14T18:00:00+07:00')).toBe('2026-10-15T07:00:00+07:00');
  expect(end('2026-10-31T23:30:00+07:00')).toBe('2026-11-01T07:00:00+07:00');
  expect(end('2026-10-15T06:59:59+07:00')).toBe('2026-10-15T07:00:00+07:00');
  expect(isWithin({ from: '11:30', to: '13:00' }, '13:00')).toBe(false);
});
