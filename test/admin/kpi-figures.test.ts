// What the KPI pages make of figures before they are sent and after they are read.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyOf, draftOf, emptyDraft, faultsOf, kindsOf } from '../../admin/figures/figures-draft.ts';
import { decimalText, shortDay, shortDecimal } from '../../admin/kpi/figure-text.ts';
import type { Sheet } from '../../admin/kpi/kpi-types.ts';
import { missingText } from '../../admin/kpi/texts.ts';
import { changesOf } from '../../admin/periods/Changes.tsx';
import { type MonthFiguresBody, monthFiguresBody } from '../../shared/contract/kpi.ts';

const body: MonthFiguresBody = {
  officer: 'CB03',
  month: '2026-10',
  unit: 'Bộ phận một cửa',
  daysWorked: 21.5,
  workingDays: 22,
  general: { points: '25.5', of: '27.5' },
  figures: { quantity: { achieved: '95', assigned: '100' }, quality: { percent: '90.25' } },
  indices: { i1: '2' },
  marks: ['reprimand-or-heavier'],
  source: 'Sổ theo dõi',
};

describe('a correction', () => {
  test.each(['vi', 'en'] as const)('of nothing sends what was there, unseen fields too (%s)', (language) => {
    const draft = draftOf(body, language);
    expect(faultsOf(draft)).toEqual([]);
    expect(bodyOf(draft, body)).toEqual(body);
  });

  test('of anything a decimal can be comes back whole, whichever language it is written in', () => {
    const decimal = fc
      .tuple(fc.nat(999_999), fc.nat(999_999))
      .map(([whole, rest]) => `${whole}.${String(rest).padStart(6, '0')}`);
    fc.assert(
      fc.property(decimal, decimal, fc.constantFrom('vi', 'en'), (achieved, assigned, language) => {
        const given = { ...body, figures: { quantity: { achieved, assigned } } };
        expect(bodyOf(draftOf(given, language), given)).toEqual(given);
      }),
      { verbose: true },
    );
  });

  test('drops a figure that was emptied, and takes the comma', () => {
    const draft = draftOf(body, 'vi');
    const changed = bodyOf(
      {
        ...draft,
        generalPoints: '26,75',
        figures: { ...draft.figures, quality: { percent: ' ', achieved: '', assigned: '' } },
      },
      body,
    );
    expect(changed.general).toEqual({ points: '26.75', of: '27.5' });
    expect(changed.figures).toEqual({ quantity: { achieved: '95', assigned: '100' } });
    expect(monthFiguresBody.safeParse(changed).success).toBe(true);
  });

  test('keeps figures in the form that the policy has no place for', () => {
    const names = kindsOf([], draftOf(body, 'vi')).map(({ name }) => name);
    expect(names).toEqual(['quantity', 'quality', 'i1']);
  });
});

test('a form names every field that holds no number or nothing', () => {
  expect(faultsOf(emptyDraft('', '30'))).toEqual(['officer', 'month', 'daysWorked', 'workingDays', 'source']);
  const draft = draftOf(body, 'vi');
  const bad = { ...draft, generalPoints: '25 điểm', indices: { i1: '-1' } };
  expect(faultsOf({ ...bad, figures: { quality: { percent: '', achieved: '3', assigned: '' } } })).toEqual([
    'generalPoints',
    'quality-assigned',
    'i1-index',
  ]);
});

test('figures read as each language writes them, long ones marked', () => {
  expect(decimalText('90.5', 'vi')).toBe('90,5');
  expect(shortDecimal('22.166666666667', 'vi')).toBe('≈22,1667');
  expect(shortDecimal('90.2727', 'en')).toBe('90.2727');
  expect(shortDecimal('1/3', 'vi')).toBe('1/3');
  expect(shortDay('2026-11-16', 'vi')).toBe('16/11/2026');
  expect(shortDay('2026-11-16T09:00:00+07:00', 'en')).toBe('16 Nov 2026');
});

test('what is missing is said in words, unknown names as they are', () => {
  expect(missingText('figures')).toBe('chưa nhập số liệu');
  expect(missingText('missing-figure:quality')).toBe('thiếu chất lượng');
  expect(missingText('something-new:x')).toBe('something-new:x');
});

describe('changes since a close', () => {
  const sheet = (officer: string, total: string | null): Sheet =>
    ({ officer, total, totalShown: total, level: null, withheld: [], lines: [] }) as unknown as Sheet;

  test('are officers whose result is another, who came, and who went', () => {
    const before = [sheet('CB01', '90'), sheet('CB02', '80'), sheet('CB03', null)];
    const after = [sheet('CB04', '70'), sheet('CB02', '80.5'), sheet('CB01', '90')];
    expect(changesOf(before, after).map(({ officer }) => officer)).toEqual(['CB02', 'CB03', 'CB04']);
  });

  test('are none where nothing moved, in whatever order', () => {
    const sheets = [sheet('CB01', '90'), sheet('CB02', null)];
    expect(changesOf(sheets, [...sheets].reverse())).toEqual([]);
  });
});
