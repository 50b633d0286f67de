// Figures of a month while they are being typed: text throughout, turned into the wire's shape at the end. What the form
// has no field for (work items, marks, unit, ...) is carried over as it was.
import type { MonthFiguresBody } from '../../shared/contract/kpi.ts';
import type { Locale } from '../i18n/locale.ts';
import { decimalText } from '../kpi/figure-text.ts';
import type { FigureKind } from './figures-api.ts';

export interface FigureDraft {
  percent: string;
  achieved: string;
  assigned: string;
}

export interface FiguresDraft {
  officer: string;
  month: string;
  daysWorked: string;
  workingDays: string;
  generalPoints: string;
  generalOf: string;
  figures: Record<string, FigureDraft>;
  indices: Record<string, string>;
  source: string;
}

export const emptyDraft = (month: string, generalOf: string): FiguresDraft => ({
  officer: '',
  month,
  daysWorked: '',
  workingDays: '',
  generalPoints: '',
  generalOf,
  figures: {},
  indices: {},
  source: '',
});

export const emptyFigure: FigureDraft = { percent: '', achieved: '', assigned: '' };

/** Decimals are written as the language has them; both are read. */
export function draftOf(body: MonthFiguresBody, language: Locale): FiguresDraft {
  const written = (value: string | number | undefined): string => decimalText(String(value ?? ''), language);
  return {
    officer: body.officer,
    month: body.month,
    daysWorked: written(body.daysWorked),
    workingDays: written(body.workingDays),
    generalPoints: written(body.general?.points),
    generalOf: written(body.general?.of),
    figures: Object.fromEntries(
      Object.entries(body.figures ?? {}).map(([name, figure]) => {
        const { percent, achieved, assigned } = { ...emptyFigure, ...figure };
        return [
          name,
          { percent: written(percent), achieved: written(achieved), assigned: written(assigned) },
        ];
      }),
    ),
    indices: Object.fromEntries(
      Object.entries(body.indices ?? {}).map(([name, value]) => [name, written(value)]),
    ),
    source: body.source,
  };
}

/** Figures of the draft that the policy in force has no place for stay in the form, so that nothing is lost unseen. */
export function kindsOf(kinds: readonly FigureKind[], draft: FiguresDraft): FigureKind[] {
  const known = new Set(kinds.map(({ name }) => name));
  const own = (names: string[], isIndex: boolean): FigureKind[] =>
    names.filter((name) => !known.has(name)).map((name) => ({ name, label: null, isIndex, isOther: false }));
  return [...kinds, ...own(Object.keys(draft.figures), false), ...own(Object.keys(draft.indices), true)];
}

/** A number as either language writes it, with a point. */
const plain = (text: string): string => text.trim().replace(',', '.');

/** Fields that hold no number; the names are those of the inputs. */
export function faultsOf(draft: FiguresDraft): string[] {
  const isNumber = (text: string) => /^\d{1,12}(\.\d{1,12})?$/.test(plain(text));
  const faults: string[] = [];
  const check = (name: string, text: string, isNeeded: boolean) => {
    if (text.trim() === '' ? isNeeded : !isNumber(text)) faults.push(name);
  };
  if (draft.officer.trim() === '') faults.push('officer');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(draft.month)) faults.push('month');
  check('daysWorked', draft.daysWorked, true);
  check('workingDays', draft.workingDays, true);
  check('generalPoints', draft.generalPoints, false);
  check('generalOf', draft.generalOf, draft.generalPoints.trim() !== '');
  for (const [name, { percent, achieved, assigned }] of Object.entries(draft.figures)) {
    check(`${name}-percent`, percent, false);
    const hasAmount = achieved.trim() !== '' || assigned.trim() !== '';
    check(`${name}-achieved`, achieved, hasAmount);
    check(`${name}-assigned`, assigned, hasAmount);
  }
  for (const [name, value] of Object.entries(draft.indices)) check(`${name}-index`, value, false);
  if (draft.source.trim() === '') faults.push('source');
  return faults;
}

/** Requires a draft without faults. Amounts go before a percentage, where both are filled in. */
export function bodyOf(draft: FiguresDraft, base: MonthFiguresBody | null): MonthFiguresBody {
  const { general: _, figures: __, indices: ___, ...rest } = base ?? {};
  const figures: NonNullable<MonthFiguresBody['figures']> = {};
  for (const [name, { percent, achieved, assigned }] of Object.entries(draft.figures)) {
    if (achieved.trim() !== '') figures[name] = { achieved: plain(achieved), assigned: plain(assigned) };
    else if (percent.trim() !== '') figures[name] = { percent: plain(percent) };
  }
  const indices = Object.fromEntries(
    Object.entries(draft.indices)
      .filter(([, value]) => value.trim() !== '')
      .map(([name, value]) => [name, plain(value)]),
  );
  return {
    ...rest,
    officer: draft.officer.trim(),
    month: draft.month,
    daysWorked: Number(plain(draft.daysWorked)),
    workingDays: Number(plain(draft.workingDays)),
    ...(draft.generalPoints.trim() === ''
      ? {}
      : { general: { points: plain(draft.generalPoints), of: plain(draft.generalOf) } }),
    ...(Object.keys(figures).length === 0 ? {} : { figures }),
    ...(Object.keys(indices).length === 0 ? {} : { indices }),
    source: draft.source.trim(),
  };
}
