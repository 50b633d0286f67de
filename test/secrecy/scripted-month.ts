// A month in a commune's centre, drawn from a seed: who was served by whom and when, who answered, how and in which order.
// All of it is known to the attacker, who watches the hall and holds the one-stop system's list; the levels are not.
import { createHash } from 'node:crypto';
import { groupsOf } from '../../server/live/level-groups.ts';
import { addDays } from '../../shared/calendar.ts';
import { procedures, zone } from '../support/server.ts';

export type Way = 'qr' | 'kiosk' | 'paper' | 'walk-up';

export interface PlannedResponse {
  /** Also the order of arrival. */
  number: number;
  responseId: string;
  officer: string;
  counter: string;
  procedure: string;
  way: Way;
  /** Day on which it arrives. */
  day: string;
  /** Day of the visit: earlier than `day` where a device was offline or a citizen answered at home. */
  servedOn: string;
  ageSeconds: number;
  comment: boolean;
  /** The citizen says afterwards that it was somebody else. */
  contested: boolean;
}

export interface PlannedDay {
  day: string;
  /** Visits that nobody rates, before the responses. */
  silent: { officer: string; counter: string; procedure: string }[];
  responses: PlannedResponse[];
  /** Responses after which the server is stopped and started. */
  restartsAfter: number;
}

export const month = '2026-10';
export const staff = ['CB01', 'CB02', 'CB03', 'CB04', 'CB05', 'CB06'] as const;
export const desks = ['Q01', 'Q02', 'Q03', 'Q04'] as const;

/** mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Days on which the centre is open, Mondays to Fridays from the first. */
export function workingDays(count: number): string[] {
  const days: string[] = [];
  for (let day = `${month}-01`; days.length < count; day = addDays(day, 1)) {
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(day);
  }
  return days;
}

/** CB05 takes over CB04's counter in the middle of the month; CB06 is at hand now and then. */
const transferDay = `${month}-15`;
export const duty = [
  { counter: 'Q01', officer: 'CB01', from: '2026-01-01T00:00:00+07:00' },
  { counter: 'Q02', officer: 'CB02', from: '2026-01-01T00:00:00+07:00' },
  { counter: 'Q03', officer: 'CB03', from: '2026-01-01T00:00:00+07:00' },
  { counter: 'Q04', officer: 'CB04', from: '2026-01-01T00:00:00+07:00', to: `${transferDay}T00:00:00+07:00` },
  { counter: 'Q04', officer: 'CB05', from: `${transferDay}T00:00:00+07:00` },
];

const counterOf: Record<string, string> = {
  CB01: 'Q01',
  CB02: 'Q02',
  CB03: 'Q03',
  CB04: 'Q04',
  CB05: 'Q04',
  CB06: 'Q01',
};

/** @param perDay most responses of one officer on a day */
export function scriptedMonth(seed: number, dayCount: number, perDay: number): PlannedDay[] {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  let number = 0;
  const days = workingDays(dayCount);
  return days.map((day, index) => {
    const present = staff.filter((officer) =>
      officer === 'CB04' ? day < transferDay : officer === 'CB05' ? day >= transferDay : true,
    );
    const drawn: Omit<PlannedResponse, 'number' | 'responseId'>[] = [];
    const silent: PlannedDay['silent'] = [];
    for (const officer of present) {
      // Uneven: a day of an officer may have none, and CB06 never has enough for a day of its own.
      const count = officer === 'CB06' ? below(3) : random() < 0.15 ? below(5) : below(perDay + 1);
      for (let k = 0; k < count; k += 1) {
        const way: Way =
          random() < 0.12 ? 'walk-up' : random() < 0.06 ? 'paper' : pick(['qr', 'kiosk', 'qr']);
        const late = way === 'qr' && index > 0 && random() < 0.08;
        drawn.push({
          officer,
          counter: counterOf[officer]!,
          procedure: way === 'walk-up' ? 'other' : pick(procedures).code,
          way,
          day,
          servedOn: late ? days[index - 1]! : day,
          ageSeconds: way === 'kiosk' && random() < 0.1 ? 3600 : 0,
          comment: random() < 0.1,
          contested: way === 'qr' && random() < 0.03,
        });
      }
      for (let k = below(3); k > 0; k -= 1) {
        silent.push({ officer, counter: counterOf[officer]!, procedure: pick(procedures).code });
      }
    }
    for (let k = drawn.length - 1; k > 0; k -= 1) {
      const other = below(k + 1);
      [drawn[k], drawn[other]] = [drawn[other]!, drawn[k]!];
    }
    const responses = drawn.map((one): PlannedResponse => {
      number += 1;
      const hex = createHash('sha256').update(`${seed} ${number}`).digest('hex');
      const responseId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
      return { ...one, number, responseId };
    });
    return { day, silent, responses, restartsAfter: index % 7 === 2 ? Math.floor(responses.length / 2) : -1 };
  });
}

/** Levels as citizens would give them, by response number. */
export function drawnLevels(seed: number, plan: readonly PlannedDay[]): Map<number, number> {
  const random = randomOf(seed ^ 0x5f5f);
  return new Map(
    plan.flatMap(({ responses }) =>
      responses.map(({ number }): [number, number] => [number, 1 + Math.min(4, Math.floor(random() * 7))]),
    ),
  );
}

/** Groups in which the live board moves, known to whoever sees the order of arrival. What a day leaves over is in no group. */
export function boardGroups(plan: readonly PlannedDay[], minimum: number): Map<number, string> {
  const rows = plan.flatMap(({ responses }) => responses);
  const names = groupsOf(
    rows.map(({ way, officer, day }) => ({
      level: 1,
      officer,
      mode: way,
      tier: way === 'walk-up' ? 'walk-up' : 'invited',
      receivedDay: day,
    })),
    { minimum, officersMinimum: 2 },
  );
  return new Map(
    rows.flatMap(({ number }, index) => (names[index] === undefined ? [] : [[number, names[index]]])),
  );
}

export const instant = (day: string, time: string): string => `${day}T${time}+07:00`;
export { zone };
