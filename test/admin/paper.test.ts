// Keys on the form being keyed, and its way to the server, without a browser.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, nameText, press, readName } from '../../admin/paper/keying.ts';
import { en, vi } from '../../admin/paper/texts.ts';
import { defaultQuestionnaire } from '../../server/questionnaire-default.ts';
import { type Answers, answersProblem } from '../../shared/contract/questionnaire.ts';
import { formCodeOf } from '../../shared/form-code.ts';
import { slipCodeOf } from '../../shared/slip-code.ts';

const [officer, guidance, contacts, reasons] = defaultQuestionnaire.items as [
  (typeof defaultQuestionnaire.items)[0],
  (typeof defaultQuestionnaire.items)[0],
  (typeof defaultQuestionnaire.items)[0],
  (typeof defaultQuestionnaire.items)[0],
];

test('both languages have the same texts with the same placeholders', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
  for (const [key, text] of Object.entries(vi)) {
    expect([key, placeholders(en[key as keyof typeof en])]).toEqual([key, placeholders(text)]);
  }
});

describe('the number of a form', () => {
  const form = formCodeOf(12_345_678);
  const slip = slipCodeOf(123_456);

  test('is read as people write it and scanners type it', () => {
    for (const text of [
      form,
      ` ${form} `,
      nameText({ code: form }),
      form.replace(/(...)/g, '$1-').slice(0, -1),
    ]) {
      expect(readName(text)).toEqual({ state: 'ok', name: { code: form } });
    }
    expect(readName(nameText({ code: slip }))).toEqual({ state: 'ok', name: { code: slip } });
    expect(readName('https://danhgia.example.gov.vn/r/abcdefghij-_KLMNOPQRST')).toEqual({
      state: 'ok',
      name: { invitation: 'abcdefghij-_KLMNOPQRST' },
    });
  });

  test('with a wrong digit is told from what is no number', () => {
    const wrong = form.slice(0, 8) + ((Number(form[8]) + 1) % 10);
    expect(readName(wrong)).toEqual({ state: 'wrong-digit' });
    for (const text of ['', '12', '12345678', 'abc', 'https://example.com/', `${form}0`]) {
      expect(readName(text)).toEqual({ state: 'not-a-number' });
    }
  });
});

describe('keys', () => {
  test('are the numbers printed before the boxes, whatever the value behind', () => {
    expect(press({}, officer, '4')).toEqual({ answers: { officer: 4 }, next: true });
    expect(press({}, contacts, '1')).toEqual({ answers: { 'extra-contacts': 0 }, next: true });
    expect(press({}, guidance, '4')).toBeNull();
    expect(press({}, guidance, 'Enter')).toEqual({ answers: {}, next: true });
    expect(press({}, officer, 'Enter')).toBeNull();
    expect(press({ officer: 2 }, officer, '0')).toEqual({ answers: {}, next: false });
    expect(press({}, reasons, '5')).toEqual({ answers: { reasons: [5] }, next: false });
    expect(press({ reasons: [5] }, reasons, '2')).toEqual({ answers: { reasons: [2, 5] }, next: false });
    expect(press({ reasons: [5] }, reasons, '5')).toEqual({ answers: {}, next: false });
    expect(press({}, officer, 'a')).toBeNull();
  });

  test('in any order leave answers that the questionnaire takes', () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'0123456789', 'Enter', 'x', 'Backspace')), (keys) => {
        let answers: Answers = {};
        let at = 0;
        for (const key of keys) {
          const pressed = press(answers, defaultQuestionnaire.items[at]!, key);
          if (pressed === null) continue;
          answers = pressed.answers;
          if (pressed.next) at = (at + 1) % defaultQuestionnaire.items.length;
          expect(answersProblem(defaultQuestionnaire, answers, false)).toBeNull();
        }
      }),
      { seed },
    );
    expect(choose({ officer: 1 }, officer, 3)).toEqual({ officer: 3 });
  });
});
