// Texts and figures as people read them, in both languages.
import { describe, expect, test } from 'vitest';
import { en as accessEn, vi as accessVi } from '../../admin/access/texts.ts';
import { en as counterEn, vi as counterVi } from '../../admin/counter/texts.ts';
import { en as devicesEn, vi as devicesVi } from '../../admin/devices/texts.ts';
import { en as exportsEn, vi as exportsVi } from '../../admin/exports/texts.ts';
import { en as surveysEn, vi as surveysVi } from '../../admin/field-surveys/texts.ts';
import { en as figuresEn, vi as figuresVi } from '../../admin/figures/texts.ts';
import {
  fill,
  formatAgo,
  formatCount,
  formatDay,
  formatDuration,
  formatShare,
} from '../../admin/i18n/locale.ts';
import { en, vi } from '../../admin/i18n/messages.ts';
import { en as kpiEn, vi as kpiVi } from '../../admin/kpi/texts.ts';
import { en as linksEn, vi as linksVi } from '../../admin/links/texts.ts';
import { en as officersEn, vi as officersVi } from '../../admin/officers/texts.ts';
import { en as periodsEn, vi as periodsVi } from '../../admin/periods/texts.ts';
import { en as petitionsEn, vi as petitionsVi } from '../../admin/petitions/texts.ts';
import { en as policiesEn, vi as policiesVi } from '../../admin/policies/texts.ts';
import { en as questionsEn, vi as questionsVi } from '../../admin/questionnaires/texts.ts';
import { en as reportsEn, vi as reportsVi } from '../../admin/reports/texts.ts';
import { en as signInEn, vi as signInVi } from '../../admin/session/more/texts.ts';
import { en as setupEn, vi as setupVi } from '../../admin/setup/texts.ts';
import { en as sheetsEn, vi as sheetsVi } from '../../admin/sheets/texts.ts';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['shared', vi, en],
  ['officers', officersVi, officersEn],
  ['counter', counterVi, counterEn],
  ['devices', devicesVi, devicesEn],
  ['links', linksVi, linksEn],
  ['kpi', kpiVi, kpiEn],
  ['periods', periodsVi, periodsEn],
  ['sheets', sheetsVi, sheetsEn],
  ['petitions', petitionsVi, petitionsEn],
  ['figures', figuresVi, figuresEn],
  ['policies', policiesVi, policiesEn],
  ['access', accessVi, accessEn],
  ['sign-in', signInVi, signInEn],
  ['setup', setupVi, setupEn],
  ['reports', reportsVi, reportsEn],
  ['exports', exportsVi, exportsEn],
  ['questionnaires', questionsVi, questionsEn],
  ['surveys', surveysVi, surveysEn],
])('%s: both languages have the same texts with the same placeholders', (_name, own, other) => {
  const keys = Object.keys(own);
  expect(keys.length).toBeGreaterThan(10);
  expect(Object.keys(other).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    expect([key, placeholders(other[key]!)]).toEqual([key, placeholders(own[key]!)]);
  }
});

test('placeholders are filled, numbers grouped', () => {
  expect(fill('{n} lượt', { n: 1234 }, 'vi')).toBe('1.234 lượt');
  expect(fill('{n} visits at {name}', { n: 1234, name: 'Q1' }, 'en')).toBe('1,234 visits at Q1');
  expect(fill('{n} of {all}', { n: 1 }, 'en')).toBe('1 of {all}');
  expect(formatCount(0, 'vi')).toBe('0');
});

describe('shares', () => {
  test('are whole percent', () => {
    expect(formatShare(0.384, 'vi')).toBe('38%');
    expect(formatShare(0.5, 'en')).toBe('50%');
  });

  test('read 100% and 0% only when they are', () => {
    expect(formatShare(1, 'vi')).toBe('100%');
    expect(formatShare(0, 'vi')).toBe('0%');
    expect(formatShare(463 / 464, 'vi')).toBe('99,8%');
    expect(formatShare(0.99999, 'en')).toBe('99.9%');
    expect(formatShare(0.0001, 'en')).toBe('0.1%');
    expect(formatShare(0.995, 'en')).toBe('99.5%');
    expect(formatShare(0.994, 'en')).toBe('99%');
  });
});

describe('times', () => {
  test('a day reads the same in every zone', () => {
    expect(formatDay('2026-10-14', 'en')).toMatch(/^Wednesday,? 14 October 2026$/);
    expect(formatDay('2026-10-14', 'vi')).toMatch(/^Thứ Tư.*14 tháng 10.*2026$/);
  });

  test('a length has its two largest units', () => {
    expect(formatDuration(0, 'vi')).toBe('0 giây');
    expect(formatDuration(-5_000, 'en')).toBe('0 seconds');
    expect(formatDuration(1_000, 'en')).toBe('1 second');
    expect(formatDuration(130_000, 'vi')).toBe('2 phút 10 giây');
    expect(formatDuration(3_600_000, 'en')).toBe('1 hour');
    expect(formatDuration(90_061_000, 'en')).toBe('1 day 1 hour');
    expect(formatAgo(180_000, 'vi')).toBe('3 phút trước');
    expect(formatAgo(180_000, 'en')).toBe('3 minutes ago');
  });
});
