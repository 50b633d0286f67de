// What may become a version of the questionnaire, and what one asks differently from another.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestedId, withAnswer } from '../../admin/questionnaires/draft-changes.ts';
import { defaultQuestionnaire } from '../../server/questionnaire-default.ts';
import { answersProblem, type Item, questionnaireSchema } from '../../shared/contract/questionnaire.ts';
import { draftSaveSchema } from '../../shared/contract/questionnaires.ts';
import { areEqual, differences } from '../../shared/questionnaire/differences.ts';
import { meaningsOf, questionnaireFaults } from '../../shared/questionnaire/faults.ts';

const first = defaultQuestionnaire;
const [rating, guidance, contacts, reasons] = first.items as [Item, Item, Item, Item];
const step = (value: number, vi: string, en: string) => ({ value, label: { vi, en } });
const waiting: Item = {
  id: 'waiting-time',
  kind: 'choice',
  required: false,
  labels: { vi: 'Thời gian chờ có hợp lý không?', en: 'Was the waiting time acceptable?' },
  scale: [step(1, 'Không', 'No'), step(2, 'Có', 'Yes')],
};
const codesOf = (items: readonly Item[], versions = [first]) =>
  questionnaireFaults(items, versions).map(({ path, code, version }) => [path, code, version]);

describe('a draft may be published when', () => {
  test('a question was added, removed, moved or reworded, an answer added, removed or moved', () => {
    const reworded = {
      ...guidance,
      labels: { vi: 'Hướng dẫn có dễ hiểu không?', en: 'Was it easy to follow?' },
    };
    const further = { ...reasons, scale: [...reasons.scale, step(6, 'Vệ sinh', 'Cleanliness')] };
    for (const items of [
      [...first.items, waiting],
      [rating],
      [rating, contacts, guidance, reasons],
      [rating, reworded, contacts, reasons],
      [rating, guidance, contacts, further],
      [rating, guidance, contacts, { ...reasons, scale: reasons.scale.slice(1) }],
      [rating, guidance, contacts, { ...reasons, scale: [...reasons.scale].reverse() }],
    ]) {
      expect(codesOf(items)).toEqual([]);
    }
  });

  test('it differs from the version in use, not merely from an older one', () => {
    expect(codesOf(first.items)).toEqual([['items', 'nothing-changed', null]]);
    const second = { version: '2026-2', items: [rating] };
    expect(codesOf(first.items, [first, second])).toEqual([]);
  });
});

describe('the rating', () => {
  test.each([
    ['reworded', { ...rating, labels: { ...rating.labels, en: 'Are you content?' } }],
    ['an answer reworded', { ...rating, scale: [step(1, 'Tệ', 'Bad'), ...rating.scale.slice(1)] }],
    ['fewer answers', { ...rating, scale: rating.scale.slice(1) }],
    ['another order', { ...rating, scale: [...rating.scale].reverse() }],
    ['another kind', { ...rating, kind: 'choice' as const }],
    ['optional', { ...rating, required: false }],
    ['another id', { ...rating, id: 'officer-2' }],
  ])('stays word for word: %s', (_name, changed) => {
    expect(codesOf([changed, guidance])[0]).toEqual(['items.0', 'rating-changed', null]);
  });

  test('comes first, once', () => {
    expect(codesOf([])).toEqual([['items.0', 'rating-changed', null]]);
    expect(codesOf([guidance, rating])[0]).toEqual(['items.0', 'rating-changed', null]);
    expect(codesOf([rating, guidance, rating])).toContainEqual(['items.2.id', 'id-twice', null]);
  });
});

describe('an id once used keeps its meaning', () => {
  test('its kind, and the words of every value, in every version there has been', () => {
    const second = { version: '2026-2', items: [rating, waiting] };
    const versions = [first, second, { version: '2026-3', items: [rating] }];
    expect(codesOf([rating, { ...guidance, kind: 'tags' }], versions)).toEqual([
      ['items.1.kind', 'kind-changed', '2026-1'],
    ]);
    const changed = { ...waiting, scale: [step(1, 'Có', 'Yes'), step(2, 'Không', 'No')] };
    expect(codesOf([rating, changed], versions)).toEqual([
      ['items.1.scale.0.label.vi', 'value-changed', '2026-2'],
      ['items.1.scale.0.label.en', 'value-changed', '2026-2'],
      ['items.1.scale.1.label.vi', 'value-changed', '2026-2'],
      ['items.1.scale.1.label.en', 'value-changed', '2026-2'],
    ]);
    expect(codesOf([rating, { ...changed, id: 'waiting-time-2' }], versions)).toEqual([]);
  });

  test('a value left out comes back with its old words only', () => {
    const without = { version: '2026-2', items: [rating, { ...reasons, scale: reasons.scale.slice(0, 4) }] };
    const back = (vi: string, en: string) => [
      rating,
      { ...reasons, scale: [...reasons.scale.slice(0, 4), step(5, vi, en)] },
    ];
    expect(codesOf(back('Vệ sinh', 'Cleanliness'), [first, without]).map(([, code]) => code)).toEqual([
      'value-changed',
      'value-changed',
    ]);
    expect(codesOf(back('Chỗ ngồi, trang thiết bị', 'Seats and equipment'), [first, without])).toEqual([]);
  });

  test('an answer added by the editor never takes a value of the past', () => {
    const less: Item = { ...reasons, scale: reasons.scale.slice(0, 2) };
    expect(withAnswer(less, meaningsOf([first]).get('reasons')).scale.at(-1)!.value).toBe(6);
    expect(withAnswer(less, undefined).scale.at(-1)!.value).toBe(3);
  });
});

test('every other fault is named by its place', () => {
  const at = (item: Partial<Item>) =>
    codesOf([rating, { ...waiting, ...item }]).map(([path, code]) => [path, code]);
  expect(at({ id: '' })).toEqual([['items.1.id', 'id-missing']]);
  expect(at({ id: 'Chờ' })).toEqual([['items.1.id', 'id-form']]);
  for (const id of ['comment', 'constructor', 'payment', 'locale']) {
    expect(at({ id })).toEqual([['items.1.id', 'id-reserved']]);
  }
  expect(at({ kind: 'faces' })).toEqual([['items.1.kind', 'kind-not-offered']]);
  expect(at({ required: true })).toEqual([['items.1.required', 'required']]);
  expect(at({ labels: { vi: '', en: 'x' } })).toEqual([['items.1.labels.vi', 'question-missing']]);
  expect(at({ scale: [step(1, 'Có', 'Yes')] })).toEqual([['items.1.scale', 'answers-few']]);
  expect(at({ scale: [step(1, 'Có', ''), step(1, 'CÓ', 'No')] })).toEqual([
    ['items.1.scale.0.label.en', 'answer-missing'],
    ['items.1.scale.1.value', 'value-twice'],
    ['items.1.scale.1.label.vi', 'answer-twice'],
  ]);
});

test('marks that nobody sees make no second answer and turn no text round', () => {
  const twin = { ...waiting, scale: [...waiting.scale, step(3, 'Có\u200B', 'Y\u00ADes\u2060')] };
  const turned = { ...guidance, labels: { vi: guidance.labels.vi, en: '\u202Egnorw\u202C' } };
  const { items } = draftSaveSchema.parse({ revision: 1, name: 'a', items: [rating, turned, twin] });
  expect(codesOf(items)).toEqual([
    ['items.2.scale.2.label.vi', 'answer-twice', null],
    ['items.2.scale.2.label.en', 'answer-twice', null],
  ]);
  expect(items[1]!.labels.en).toBe('gnorw');
});

test('differences: none of itself, and each change once', () => {
  expect(areEqual(differences(first.items, first.items))).toBe(true);
  const after = [
    rating,
    reasons,
    { ...guidance, labels: { ...guidance.labels, vi: 'Hướng dẫn có rõ không?' } },
    waiting,
  ];
  const found = differences(first.items, after);
  expect(found.added.map(({ id }) => id)).toEqual(['waiting-time']);
  expect(found.removed.map(({ id }) => id)).toEqual(['extra-contacts']);
  expect(found.moved).toBe(true);
  expect(found.changed.map(({ id, question }) => [id, question?.before.vi, question?.after.vi])).toEqual([
    ['guidance', 'Cán bộ hướng dẫn có rõ ràng không?', 'Hướng dẫn có rõ không?'],
  ]);
});

test('ids are suggested from the English question', () => {
  const none = new Set<string>();
  expect(suggestedId('Was the waiting time acceptable?', none)).toBe('waiting-time-acceptable');
  expect(suggestedId('How was it?', none)).toBe('');
  expect(suggestedId('24 hours open?', none)).toBe('hours-open');
  expect(suggestedId('Seats', new Set(['seats', 'seats-2']))).toBe('seats-3');
});

/** Drafts near what is valid, so that some pass and some do not. */
const arbitraryItem: fc.Arbitrary<Item> = fc.record({
  id: fc.constantFrom('guidance', 'reasons', 'extra-contacts', 'seats', 'comment', 'constructor', ''),
  kind: fc.constantFrom('choice' as const, 'tags' as const),
  required: fc.constantFrom(false, false, false, true),
  labels: fc.record({ vi: fc.constantFrom('Câu hỏi', ''), en: fc.constant('Question') }),
  scale: fc.oneof(
    fc.constantFrom(guidance.scale, reasons.scale, contacts.scale),
    fc.array(
      fc.record({
        value: fc.integer({ min: 0, max: 4 }),
        label: fc.record({ vi: fc.constantFrom('A', 'B', 'C', ''), en: fc.constantFrom('a', 'b', 'c') }),
      }),
      { maxLength: 4 },
    ),
  ),
});

test('what passes is a questionnaire, and no chain of versions changes what a value has meant', () => {
  fc.assert(
    fc.property(fc.array(fc.array(arbitraryItem, { maxLength: 3 }), { maxLength: 12 }), (drafts) => {
      const versions = [{ version: '1', items: first.items }];
      for (const draft of drafts) {
        const items = [rating, ...draft];
        if (questionnaireFaults(items, versions).length > 0) continue;
        const version = String(versions.length + 1);
        const questionnaire = questionnaireSchema.parse({ version, items });
        expect(answersProblem(questionnaire, { officer: 5 }, true)).toBeNull();
        versions.push({ version, items });
      }
      const words = new Map<string, string>();
      for (const { items } of versions) {
        for (const { id, kind, scale } of items) {
          for (const { value, label } of scale) {
            const meaning = JSON.stringify([kind, label]);
            const key = `${id} ${value}`;
            expect(words.get(key) ?? meaning).toBe(meaning);
            words.set(key, meaning);
          }
        }
      }
    }),
    { numRuns: 300, verbose: 1 },
  );
});
