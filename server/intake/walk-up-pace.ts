// How fast walk-ups come from phones: whoever passes a poster can rate, as often as they like. Ratings that come faster from
// one address than people leave one counter are taken and flagged, never refused: a whole hall shares one address. Only a
// flood, counted for the counter over all addresses, is turned away, so that it cannot fill the day. Paired kiosks are not
// counted here: what they bring after a day offline comes at once.
//
// Two token buckets a kind, in memory alone; an address is kept as a keyed hash that no restart survives.
import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';

export interface WalkUpLimits {
  /** Ratings of one counter from one address within ten minutes that are taken without a flag. */
  unflagged: number;
  /** Ratings of one counter a minute, in the long run, that are taken at all; four times as many at once. */
  perMinute: number;
}

export type WalkUpVerdict = 'usual' | 'burst' | 'flood';

export const walkUpBurstFlag = 'walk-up-burst';
const refillMs = 600_000;
const floodMinutes = 4;
const bucketsMax = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

export class WalkUpPace {
  readonly #clock: () => number;
  readonly #limits: () => WalkUpLimits;
  readonly #key: Buffer;
  /** Least recently used first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: () => number, limits: () => WalkUpLimits, random: (length: number) => Buffer) {
    this.#clock = clock;
    this.#limits = limits;
    this.#key = random(32);
  }

  /** How a rating of `counter` from `address` would count now; counts nothing. */
  look(counter: string, address: string): WalkUpVerdict {
    const { unflagged, perMinute } = this.#limits();
    if (this.#tokens(`c ${counter}`, perMinute * floodMinutes, perMinute / 60_000) < 1) return 'flood';
    if (this.#tokens(this.#sender(counter, address), unflagged, unflagged / refillMs) < 1) return 'burst';
    return 'usual';
  }

  /** A rating is on its way in. Counted before it is written: those sent all at once would each find room otherwise. */
  count(counter: string, address: string): void {
    const { unflagged, perMinute } = this.#limits();
    this.#take(`c ${counter}`, perMinute * floodMinutes, perMinute / 60_000);
    this.#take(this.#sender(counter, address), unflagged, unflagged / refillMs);
  }

  /** A rating that was counted had been there before, or was refused. */
  uncount(counter: string, address: string): void {
    const { unflagged, perMinute } = this.#limits();
    this.#giveBack(`c ${counter}`, perMinute * floodMinutes, perMinute / 60_000);
    this.#giveBack(this.#sender(counter, address), unflagged, unflagged / refillMs);
  }

  #sender(counter: string, address: string): string {
    const hash = createHmac('sha256', this.#key)
      .update(`${counter}\n${networkOf(address)}`)
      .digest('base64url');
    return `a ${hash.slice(0, 22)}`;
  }

  #tokens(key: string, most: number, perMs: number): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return most;
    // A clock set back gives nothing and takes nothing.
    return Math.min(most, bucket.tokens + Math.max(0, this.#clock() - bucket.at) * perMs);
  }

  #take(key: string, most: number, perMs: number): void {
    const tokens = Math.max(0, this.#tokens(key, most, perMs) - 1);
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens, at: this.#clock() });
    if (this.#buckets.size > bucketsMax) this.#buckets.delete(this.#buckets.keys().next().value!);
  }

  /** A bucket that is full again is not kept: names that do not exist leave none. */
  #giveBack(key: string, most: number, perMs: number): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return;
    const tokens = this.#tokens(key, most, perMs) + 1;
    if (tokens >= most) this.#buckets.delete(key);
    else this.#buckets.set(key, { tokens, at: this.#clock() });
  }
}

/** One household has a /64 of IPv6 addresses to choose from. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
