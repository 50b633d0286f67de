// Finding personal data by its shape, and searching Vietnamese with and without marks.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matcherOf, withoutMarks } from '../../shared/comments/folded-text.ts';
import { personalDataIn, redacted, redactionMark } from '../../shared/comments/personal-data.ts';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
console.log(`comments text seed ${seed}`);

const found = (text: string): [string, string][] =>
  personalDataIn(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test.each<[string, [string, string][]]>([
  ['Gọi 0912345678 nhé', [['phone', '0912345678']]],
  ['SĐT +84 912 345 678.', [['phone', '+84 912 345 678']]],
  ['CCCD 079203001234', [['identity', '079203001234']]],
  ['CMND số 271 234 567', [['identity', '271 234 567']]],
  ['thư: nguoi.dan@example.vn, cảm ơn', [['email', 'nguoi.dan@example.vn']]],
  ['xe 51F-123.45 đậu ngoài', [['plate', '51F-123.45']]],
  ['chờ 45 phút ở quầy 3, ngày 14/10/2026', []],
  ['hồ sơ 2026', []],
  [
    'số 0912 345 678 và 0987654321',
    [
      ['phone', '0912 345 678'],
      ['phone', '0987654321'],
    ],
  ],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test('spans are in order and apart, and taking all of them out leaves no digit of a number', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 });
  const part = fc.oneof(
    fc.constantFrom('chờ lâu ', 'cảm ơn, ', 'quầy 3. ', '\n'),
    digits.map((rest) => `0${rest} `),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      let text = parts.join('');
      const spans = personalDataIn(text);
      for (const [index, span] of spans.entries()) {
        expect(span.start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
      }
      for (const { start, end } of [...spans].reverse()) text = redacted(text, start, end);
      expect(/\d{9}/.test(text)).toBe(false);
      expect(text.split(redactionMark).length - 1).toBe(spans.length);
    }),
    { seed },
  );
});

test('a text is found by any of its words, as typed and without marks, in upper case and in either normal form', () => {
  const words = ['Hướng', 'dẫn', 'đúng', 'thủ', 'tục', 'CHỜ', 'LÂU', 'tử', 'tế'];
  fc.assert(
    fc.property(
      fc.subarray(words, { minLength: 1 }),
      fc.constantFrom('NFC', 'NFD'),
      fc.boolean(),
      (chosen, form, marked) => {
        const text = words.join(' ').normalize(form);
        const question = chosen.map((word) => (marked ? word.toLowerCase() : withoutMarks(word))).join(' ');
        expect(matcherOf(question)(text)).toBe(true);
        expect(matcherOf(`${question} zz`)(text)).toBe(false);
      },
    ),
    { seed },
  );
});
