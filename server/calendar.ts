// Which day an instant falls on in the centre's zone, and when a day ends. Day bounds are cached: intake asks for every
// visit and response, nearly always about today.
import { DateTime } from 'luxon';

const endsCachedMax = 1000;

export class ZoneCalendar {
  #zone: string;
  readonly #ends = new Map<string, string>();
  #cached = { day: '', from: 0, to: 0 };

  /** `zone` is an IANA name; throws RangeError when it is not known. */
  constructor(zone: string) {
    this.#zone = checkedZone(zone);
  }

  get zone(): string {
    return this.#zone;
  }

  /** Reads days in another zone from now on; only while no day has anything in it. Throws RangeError as above. */
  moveTo(zone: string): void {
    this.#zone = checkedZone(zone);
    this.#ends.clear();
    this.#cached = { day: '', from: 0, to: 0 };
  }

  /** ISO day of an instant (epoch ms). */
  dayOf(at: number): string {
    if (at < this.#cached.from || at >= this.#cached.to) {
      const start = DateTime.fromMillis(at, { zone: this.zone }).startOf('day');
      this.#cached = {
        day: start.toISODate()!,
        from: start.toMillis(),
        to: start.plus({ days: 1 }).toMillis(),
      };
    }
    return this.#cached.day;
  }

  /** Epoch ms of the first instant of a day. */
  startOf(day: string): number {
    return DateTime.fromISO(day, { zone: this.zone }).toMillis();
  }

  /** Last second of a day as ISO 8601 with the zone's offset. */
  endOfIso(day: string): string {
    let text = this.#ends.get(day);
    if (text === undefined) {
      if (this.#ends.size >= endsCachedMax) this.#ends.clear();
      text = this.#endOf(day);
      this.#ends.set(day, text);
    }
    return text;
  }

  #endOf(day: string): string {
    return DateTime.fromISO(day, { zone: this.zone })
      .endOf('day')
      .startOf('second')
      .toISO({ suppressMilliseconds: true })!;
  }

  /** An instant as ISO 8601 with the zone's offset. */
  iso(at: number): string {
    return DateTime.fromMillis(at, { zone: this.zone }).toISO({ suppressMilliseconds: true })!;
  }

  /** Reads `2026-10-14T08:00`, `2026-10-14 08:00`, a bare day, or a full ISO instant; local times are in the zone. */
  parse(text: string): number | null {
    const parsed = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone: this.zone });
    return parsed.isValid ? parsed.toMillis() : null;
  }
}

function checkedZone(zone: string): string {
  if (!DateTime.utc().setZone(zone).isValid) throw new RangeError(`${zone} is not a known time zone`);
  return zone;
}
