// The quick readers of entries against the schemas: on canonical texts of every sort, and on the same with changes, both must
// say the same, to the word.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../shared/ledger/commitment.ts';
import { toUtf8 } from '../../shared/ledger/encoding.ts';
import {
  parseLeaf,
  parseOpenLeafBySchema,
  parseResponseEntry,
  parseResponseEntryBySchema,
} from '../../shared/ledger/entry.ts';
import { scanResponseEntry, scanTallyEntry } from '../../shared/ledger/scan-entry.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
console.log(`scanned entries: seed ${seed}`);
const runs = { seed, numRuns: 2000 };

/** Mostly the first. */
const mostly = <T>(good: fc.Arbitrary<T>, ...others: fc.Arbitrary<T>[]) =>
  fc.oneof({ weight: 25, arbitrary: good }, ...others);

/** Plain codes, Vietnamese ones, and what needs escapes, surrogates or is out of bounds. */
const code = mostly(
  fc.stringMatching(/^[A-Za-z0-9.:-]{1,12}$/),
  fc.constantFrom(
    'field:Đất đai',
    'Đ',
    'a'.repeat(64),
    'a'.repeat(65),
    '',
    '12',
    '2',
    '__proto__',
    'officer',
  ),
  fc.string({ unit: 'binary', maxLength: 70 }),
);
const level = mostly(fc.integer({ min: 1, max: 5 }), fc.integer({ min: -1, max: 101 }));
const answer = fc.oneof({ weight: 4, arbitrary: level }, fc.array(level, { maxLength: 14 }));
const when = mostly(
  fc.constantFrom('2026-10-13', '2024-02-29', '2026-W42', '2026-10', '2026-10-rest'),
  fc.constantFrom('2026-02-29', '2026-W54', '2026-13', 'x'),
);
const response = fc.record({
  kind: mostly(fc.constant('response'), fc.constant('tally')),
  v: mostly(fc.constant(1), fc.constant(2)),
  officer: code,
  counter: code,
  procedure: code,
  mode: mostly(fc.constantFrom('kiosk', 'qr', 'paper', 'link'), fc.constant('post')),
  tier: mostly(fc.constantFrom('invited', 'presence', 'walk-up'), fc.constant('other')),
  when,
  period: mostly(fc.constant('2026-10'), fc.constantFrom('2026-00', '2026')),
  questionnaire: code,
  answers: fc
    .tuple(fc.dictionary(code, answer, { maxKeys: 4 }), mostly(level, fc.constant(undefined)))
    .map(([items, officer]) => (officer === undefined ? items : { ...items, officer })),
  flags: mostly(fc.array(code, { maxLength: 3 }), fc.array(code, { maxLength: 18 })),
});

const count = mostly(fc.nat(1000), fc.constantFrom(1_000_000_000, 1_000_000_001, -1, 0.5, 1e21));
const tally = fc.record({
  kind: mostly(fc.constant('tally'), fc.constant('response')),
  v: mostly(fc.constant(1), fc.constant(2)),
  day: when,
  officer: code,
  procedure: code,
  revision: mostly(fc.nat(3), fc.constantFrom(1000, 1001)),
  visits: fc.record({ integrated: count, selfReported: count }),
  invited: count,
  answered: fc.record({ kiosk: count, qr: count, paper: count, link: count }),
  uninvited: fc.record({ presence: count, walkUp: count }),
  control: fc.oneof(
    fc.constant(null),
    fc.record({ count, source: fc.oneof(code, fc.string({ maxLength: 220 })) }),
  ),
});

/** A text with one thing changed: a sign, a stretch, or the order of two. */
const changed = (texts: fc.Arbitrary<string>) =>
  fc
    .tuple(
      texts,
      fc.nat(),
      fc.nat(12),
      fc.constantFrom('', ' ', '0', '9', '"', ',', '\\', '{', '}', '-', 'é', '\u0000'),
    )
    .map(([text, at, length, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + (length % 3));
    });
const textsOf = (values: fc.Arbitrary<object>) => {
  const canonical = values.map((value) => canonicalText(value));
  return fc.oneof(
    canonical,
    changed(canonical),
    values.map((value) => JSON.stringify(value)),
  );
};

function outcome(read: () => unknown): unknown {
  try {
    return { read: read() };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

/** Lone surrogates have no bytes: no log can hold them. */
const hasBytes = (text: string) => !/\p{Cs}/u.test(text);

describe('responses', () => {
  test('are read, and refused, as by their schema', () => {
    let scanned = 0;
    fc.assert(
      fc.property(textsOf(response), (text) => {
        const quick = scanResponseEntry(text);
        if (quick !== undefined) {
          scanned++;
          expect(parseResponseEntryBySchema(text)).toEqual(quick);
        }
        expect(outcome(() => parseResponseEntry(text))).toEqual(
          outcome(() => parseResponseEntryBySchema(text)),
        );
      }),
      runs,
    );
    expect(scanned).toBeGreaterThan(40);
  });

  test('of a plain log all take the quick way, Vietnamese names among them', () => {
    const entry = {
      kind: 'response',
      v: 1,
      officer: 'CB-001',
      counter: 'Q01',
      procedure: 'field:Đất đai',
      mode: 'kiosk',
      tier: 'walk-up',
      when: '2026-W42',
      period: '2026-10',
      questionnaire: '2026.1',
      answers: { officer: 5, again: 0, why: [1, 2, 12], none: [] },
      flags: ['fast', 'nhóm-ồn'],
    };
    expect(scanResponseEntry(canonicalText(entry))).toEqual(entry);
  });
});

describe('tallies', () => {
  test('are read, and refused, as by their schema', () => {
    let scanned = 0;
    fc.assert(
      fc.property(textsOf(tally).filter(hasBytes), (text) => {
        const quick = scanTallyEntry(text);
        if (quick !== undefined) {
          scanned++;
          expect(parseOpenLeafBySchema(text)).toEqual({ kind: 'open', entry: quick });
        }
        expect(outcome(() => parseLeaf(toUtf8(text)))).toEqual(outcome(() => parseOpenLeafBySchema(text)));
      }),
      runs,
    );
    expect(scanned).toBeGreaterThan(40);
  });
});
