// How fast walk-ups may come: properties over random senders, and the bounds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WalkUpPace } from '../../server/intake/walk-up-pace.ts';

const limits = { unflagged: 6, perMinute: 30 };
const minuteMs = 60_000;

function pace(): { at: { ms: number }; pace: WalkUpPace; send(counter: string, address: string): string } {
  const at = { ms: 1_000_000 };
  const made = new WalkUpPace(
    () => at.ms,
    () => limits,
    (length) => Buffer.alloc(length, 7),
  );
  return {
    at,
    pace: made,
    send(counter, address) {
      const verdict = made.look(counter, address);
      if (verdict !== 'flood') made.count(counter, address);
      return verdict;
    },
  };
}

describe('walk-ups', () => {
  test('from one address are flagged from the seventh on, and usual again with time', () => {
    const { at, send } = pace();
    const verdicts = Array.from({ length: 8 }, () => send('Q01', '10.0.0.1'));
    expect(verdicts).toEqual([...Array.from({ length: 6 }, () => 'usual'), 'burst', 'burst']);
    at.ms += 100_000;
    expect(send('Q01', '10.0.0.1')).toBe('usual');
    expect(send('Q01', '10.0.0.1')).toBe('burst');
  });

  test('of another counter or from another address are another matter', () => {
    const { send } = pace();
    for (let n = 0; n < 7; n += 1) send('Q01', '10.0.0.1');
    expect(send('Q02', '10.0.0.1')).toBe('usual');
    expect(send('Q01', '10.0.0.2')).toBe('usual');
  });

  test('from a hall behind one address are never refused at the pace of people, whatever the counters', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ counter: fc.integer({ min: 1, max: 8 }), waitMs: fc.integer({ min: 0, max: 4000 }) }),
          {
            minLength: 1,
            maxLength: 300,
          },
        ),
        (taps) => {
          const { at, send } = pace();
          const last = new Map<number, number>();
          for (const { counter, waitMs } of taps) {
            // At one counter people finish at most every two seconds.
            at.ms = Math.max(at.ms + waitMs, (last.get(counter) ?? 0) + 2000);
            last.set(counter, at.ms);
            if (send(`Q${counter}`, '203.0.113.9') === 'flood') return false;
          }
          return true;
        },
      ),
      { seed: 20_261_122 },
    );
  });

  test('in a flood are refused for that counter alone, however many addresses send, until it ebbs', () => {
    const { at, send } = pace();
    let taken = 0;
    for (let n = 0; n < 1000; n += 1) if (send('Q01', `10.0.${n >> 8}.${n & 255}`) !== 'flood') taken += 1;
    expect(taken).toBe(120);
    expect(send('Q02', '10.0.0.1')).toBe('usual');
    at.ms += minuteMs;
    expect(send('Q01', '10.9.9.9')).toBe('usual');
  });

  test('of one household with many IPv6 addresses are one sender, and IPv4 in IPv6 clothes is IPv4', () => {
    const { send } = pace();
    for (let n = 0; n < 6; n += 1) expect(send('Q01', `2001:db8:0:1::${n + 1}`)).toBe('usual');
    expect(send('Q01', '2001:db8::1:ffff:0:0:9')).toBe('burst');
    expect(send('Q01', '2001:db8:0:2::1')).toBe('usual');
    for (let n = 0; n < 6; n += 1) expect(send('Q03', '::ffff:10.0.0.1')).toBe('usual');
    expect(send('Q03', '10.0.0.1')).toBe('burst');
  });

  test('are forgotten, oldest first, before they fill the memory; a clock set back gives nothing', () => {
    const { at, send, pace: made } = pace();
    for (let n = 0; n < 7; n += 1) send('Q01', '10.0.0.1');
    at.ms -= 5 * minuteMs;
    expect(made.look('Q01', '10.0.0.1')).toBe('burst');
    at.ms += 5 * minuteMs;
    for (let n = 0; n < 21_000; n += 1) made.count(`X${n}`, '10.0.0.3');
    expect(made.look('Q01', '10.0.0.1')).toBe('usual');
  });
});
