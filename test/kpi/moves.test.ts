// Exclusions and corrections as an attacker sees them: every figure anybody can see, kept before and after, and subtracted.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  correctionOf,
  exclusionOf,
  type GroupName,
  type MoveRule,
  type PublishedResponse,
} from '../../server/kpi/moves.ts';
import type { OpenEntry, ResponseEntry } from '../../shared/ledger/entry.ts';
import { LedgerData, type PlacedEntry } from '../../shared/ledger/ledger-data.ts';
import { releasedCells } from '../../shared/statistics/released-cells.ts';

const minimum = 5;
const allModes = ['kiosk', 'qr', 'paper', 'link'] as const;
const rule: MoveRule = { minimum, tiers: ['invited'], modes: allModes };

let number = 0;
const response = (wish: Partial<ResponseEntry> & { level?: number } = {}): PublishedResponse => {
  number += 1;
  const { level, ...entry } = wish;
  return {
    tag: number.toString(16).padStart(64, '0'),
    entry: {
      kind: 'response',
      v: 1,
      officer: 'CB01',
      counter: 'Q01',
      procedure: 'other',
      mode: 'qr',
      tier: 'invited',
      when: '2026-10-14',
      period: '2026-10',
      questionnaire: '2026-1',
      answers: { officer: level ?? 5 },
      flags: [],
      ...entry,
    },
  };
};
const many = (count: number, wish: Parameters<typeof response>[0] = {}) =>
  Array.from({ length: count }, () => response(wish));
const group: GroupName = { officer: 'CB01', counter: 'Q01', when: '2026-10-14' };
const nothing = new LedgerData([], 0);
const placed = (entries: OpenEntry[]): PlacedEntry[] =>
  entries.map((entry, leafIndex) => ({
    leafIndex,
    leafHash: new Uint8Array(32).fill(leafIndex % 256),
    entry,
  }));
const excluding = (responses: readonly PublishedResponse[]): OpenEntry[] =>
  responses.map(({ tag }) => ({
    kind: 'exclusion',
    v: 1,
    tag,
    reason: 'x',
    proposedBy: 'a',
    approvedBy: 'b',
  }));
const states = (published: PublishedResponse[], of = exclusionOf, by: MoveRule = rule) =>
  of(group, published, nothing, by).state;

describe('an exclusion', () => {
  test.each<[string, PublishedResponse[], string]>([
    ['four responses', many(4), 'refused'],
    ['five, and none besides', many(5), 'allowed'],
    ['five, and five on another day', [...many(5), ...many(5, { when: '2026-10-15' })], 'allowed'],
    ['five, and four on another day', [...many(5), ...many(4, { when: '2026-W42' })], 'refused'],
    [
      'five, and a rest of three that no figure holds',
      [...many(5), ...many(3, { when: '2026-10-rest' })],
      'allowed',
    ],
    [
      'five, and one of another month',
      [...many(5), ...many(1, { period: '2026-11', when: '2026-11-02' })],
      'allowed',
    ],
    ['four, and a crowd of walk-ups', [...many(4), ...many(20, { tier: 'walk-up' })], 'refused'],
    ['none', [], 'refused'],
  ])('of %s is %s', (_, published, state) => {
    // The fifth case: the three are of the same month and in nobody's figure.
    expect(states(published)).toBe(state);
  });

  test('leaves tiers alone that are too few, and takes the rest', () => {
    const walkUps = many(2, { tier: 'walk-up' });
    const move = exclusionOf(group, [...many(6), ...walkUps], nothing, {
      ...rule,
      tiers: ['invited', 'walk-up'],
    });
    expect(move.state === 'allowed' && move.responses.length).toBe(6);
  });

  test('never takes a part of what another took', () => {
    const published = [...many(6), ...many(6, { when: '2026-10-15' })];
    const done = new LedgerData(placed(excluding(published.slice(0, 6))), 100);
    expect(exclusionOf(group, published, done, rule).state).toBe('refused');
    expect(exclusionOf({ ...group, when: '2026-10-15' }, published, done, rule).state).toBe('allowed');
  });

  test('tells nothing under a policy that counts some modes alone', () => {
    const kiosk: MoveRule = { ...rule, modes: ['kiosk'] };
    const mixed = [...many(9, { mode: 'kiosk' }), ...many(1)];
    expect(states(mixed)).toBe('allowed');
    expect(states(mixed, exclusionOf, kiosk)).toBe('refused');
    const apart = [...many(9, { mode: 'kiosk' }), ...many(5)];
    expect(states(apart, exclusionOf, kiosk)).toBe('allowed');
  });
});

describe('a correction', () => {
  test.each<[string, PublishedResponse[], string]>([
    ['five', many(5), 'allowed'],
    ['four', many(4), 'refused'],
    ['five that leave three', [...many(5), ...many(3, { when: '2026-W42' })], 'refused'],
    ['a last batch of three', many(3, { when: '2026-10' }), 'refused'],
  ])('of %s is %s', (_, published, state) => {
    const when = published[0]!.entry.when;
    expect(correctionOf({ ...group, when }, published, nothing, rule).state).toBe(state);
  });

  test('moves excluded ones along only when they are enough to be told apart by nobody', () => {
    const published = many(12);
    const some = new LedgerData(placed(excluding(published.slice(0, 3))), 100);
    // Nine that count go, and twelve in all: both are enough.
    expect(correctionOf(group, published, some, rule).state).toBe('allowed');
    const most = new LedgerData(placed(excluding(published.slice(0, 9))), 100);
    expect(correctionOf(group, published, most, rule).state).toBe('refused');
  });
});

/** What anybody can see of an officer's month: how often each level was given, by what counts and by all. */
function visible(published: readonly PublishedResponse[], decisions: readonly PlacedEntry[]) {
  const data = new LedgerData(decisions, Number.POSITIVE_INFINITY);
  for (const { tag, entry } of published) {
    data.addResponse(data.attribute(entry, data.excludedTags.has(tag)));
  }
  const figures = new Map<string, number[]>();
  for (const cell of releasedCells([...data.cells()])) {
    if (cell.tier !== 'invited') continue;
    for (const view of cell.excluded ? ['all'] : ['all', 'counted']) {
      const key = `${cell.officer}\t${cell.period}\t${view}`;
      const levels = figures.get(key) ?? [0, 0, 0, 0, 0];
      levels[cell.level - 1]! += cell.count;
      figures.set(key, levels);
    }
  }
  return figures;
}

const size = (levels: readonly number[]): number => levels.reduce((sum, count) => sum + Math.abs(count), 0);

test('whoever keeps every figure and subtracts any two never has those of fewer than five', () => {
  const wish = fc.record({
    counter: fc.constantFrom('Q01', 'Q02', 'other'),
    when: fc.constantFrom('2026-10-14', '2026-10-15', '2026-W42', '2026-10'),
    tier: fc.constantFrom('invited' as const, 'invited' as const, 'walk-up' as const),
    count: fc.integer({ min: 5, max: 9 }),
    level: fc.integer({ min: 1, max: 5 }),
  });
  const act = fc.record({
    kind: fc.constantFrom('exclude', 'correct', 'reinstate'),
    counter: fc.constantFrom('Q01', 'Q02', 'other'),
    when: fc.constantFrom('2026-10-14', '2026-10-15', '2026-W42', '2026-10'),
  });
  fc.assert(
    fc.property(
      fc.array(wish, { minLength: 1, maxLength: 6 }),
      fc.array(act, { maxLength: 6 }),
      (groups, acts) => {
        const published = groups.flatMap(({ count, ...one }) => many(count, one));
        const decisions: PlacedEntry[] = [];
        const seen = [visible(published, decisions)];
        const exclusions: PlacedEntry[][] = [];
        const add = (entry: OpenEntry): PlacedEntry => {
          const leafIndex = decisions.length;
          const leafHash = new Uint8Array(32);
          new DataView(leafHash.buffer).setUint32(0, leafIndex);
          const one = { leafIndex, leafHash, entry };
          decisions.push(one);
          return one;
        };
        for (const { kind, counter, when } of acts) {
          const data = new LedgerData(decisions, Number.POSITIVE_INFINITY);
          const name = { officer: 'CB01', counter, when };
          if (kind === 'exclude') {
            const move = exclusionOf(name, published, data, rule);
            if (move.state === 'allowed') exclusions.push(excluding(move.responses).map(add));
          } else if (kind === 'correct') {
            const corrected = decisions.some(
              ({ entry }) => entry.kind === 'correction' && entry.counter === counter && entry.when === when,
            );
            if (!corrected && correctionOf(name, published, data, rule).state === 'allowed') {
              const by = { reason: 'x', proposedBy: 'a', approvedBy: 'b', supersedes: null };
              add({ kind: 'correction', v: 1, ...name, to: 'CB02', ...by });
            }
          } else {
            for (const { leafHash } of exclusions.pop() ?? []) {
              const exclusion = Buffer.from(leafHash).toString('hex');
              add({ kind: 'reinstatement', v: 1, exclusion, reason: 'x', proposedBy: 'a', approvedBy: 'b' });
            }
          }
          seen.push(visible(published, decisions));
        }
        for (const [i, before] of seen.entries()) {
          for (const after of seen.slice(i + 1)) {
            for (const key of new Set([...before.keys(), ...after.keys()])) {
              const [a, b] = [before, after].map((figures) => figures.get(key) ?? [0, 0, 0, 0, 0]);
              for (const levels of [a!, b!]) expect(size(levels) === 0 || size(levels) >= minimum).toBe(true);
              // Within one step only whole groups go or come; over several steps groups may cancel, never parts of them.
              const gone = Math.abs(size(a!) - size(b!));
              expect(gone === 0 || gone >= minimum || i + 1 < seen.indexOf(after)).toBe(true);
            }
          }
        }
      },
    ),
    { numRuns: 300, seed: 20261014, verbose: 1 },
  );
});
