// Figures of officers as a table (CSV, XLSX): a row an officer and month. All rows are read before anything is used, and every
// fault names its row and column. Columns that mean nothing are faults as well: a misspelt one would lose its figures.
//
//   officer, month                    required (`month` may come from outside)
//   unit, group, position             text
//   daysWorked, workingDays           days; by default all working days of the month by the calendar
//   handedOver                        x, 1, true: the month was worked in another unit, which handed it over
//   general, general_of               points of the general criteria, and of how many
//   marks                             findings, separated by ;
//   source                            where the row comes from; the file's name by default
//   NAME                              percentage of the figure NAME; or the value of an index such as i1
//   NAME_achieved, NAME_assigned      amounts of the figure NAME
import { addDays } from '../../shared/calendar.ts';
import { type MonthFiguresBody, monthFiguresBody } from '../../shared/contract/kpi.ts';
import { lastDayOfPeriod } from '../../shared/kpi/period.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import { CalendarError, isWorkingDay, type WorkCalendar } from '../../shared/kpi/working-days.ts';
import { findColumns } from '../cli/columns.ts';
import { InputError, InputErrors } from '../cli/command.ts';
import type { Table, TableRow } from '../cli/table.ts';

const rowsMax = 20_000;

const known = {
  officer: ['cán bộ', 'mã cán bộ'],
  month: ['tháng'],
  unit: ['đơn vị'],
  group: ['nhóm', 'nhóm nhiệm vụ'],
  position: ['vị trí', 'vị trí việc làm'],
  daysWorked: ['ngày làm việc', 'số ngày làm việc', 'days worked'],
  workingDays: ['ngày công', 'số ngày công', 'working days'],
  handedOver: ['bàn giao', 'handed over'],
  general: ['tiêu chí chung', 'điểm tiêu chí chung'],
  generalOf: ['general_of', 'trên tổng số điểm', 'thang điểm tiêu chí chung'],
  marks: ['kỷ luật', 'dấu hiệu'],
  source: ['nguồn'],
} as const;
type Known = keyof typeof known;

/** Names of figures as offices write them. */
const figureNames: Record<string, string> = {
  soluong: 'quantity',
  chatluong: 'quality',
  tiendo: 'progress',
  phoihop: 'coordination',
};

export interface FiguresFileOptions {
  /** Month of rows without one of their own. */
  month?: string | undefined;
  /** Source of rows that name none, such as the file's name. */
  source: string;
  /** Policy of a month by which names of indices are told from those of figures. */
  policyOf(month: string): Policy | undefined;
  /** Days worked by default are all working days of the month. */
  calendar: WorkCalendar;
}

export interface FileRow {
  /** Row number as a person sees it. */
  row: number;
  body: MonthFiguresBody;
}

/** Throws InputError(s): file, row and column of each fault. */
export function figuresOfTable(table: Table, options: FiguresFileOptions): FileRow[] {
  const optional = (Object.keys(known) as Known[]).filter((key) => key !== 'officer');
  const cell = findColumns<Known>(table, known, optional);
  if (table.rows.length === 0) throw new InputError('no row follows the header', { file: table.file });
  if (table.rows.length > rowsMax)
    throw new InputError(`has more than ${rowsMax} rows`, { file: table.file });
  const others = figureColumns(table);
  const errors: InputError[] = [];
  const rows = table.rows.flatMap((row): FileRow[] => {
    const fail = (column: string, reason: string): undefined => {
      errors.push(new InputError(reason, { file: table.file, row: row.row, column }));
      return undefined;
    };
    const body = bodyOf(row, cell, others, options, fail);
    if (body === undefined) return [];
    const checked = monthFiguresBody.safeParse(body);
    if (checked.success) return [{ row: row.row, body: checked.data }];
    for (const issue of checked.error.issues) fail(columnOf(issue.path, others), issue.message);
    return [];
  });
  if (errors.length > 0) throw new InputErrors(errors);
  return rows;
}

interface FigureColumn {
  column: string;
  name: string;
  part: 'value' | 'achieved' | 'assigned';
}

const fold = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

/** The columns that carry figures. Throws InputError for one whose name cannot be that of a figure. */
function figureColumns(table: Table): FigureColumn[] {
  const taken = new Set(Object.entries(known).flatMap(([key, names]) => [key, ...names].map(fold)));
  return table.columns
    .filter((column) => !taken.has(fold(column)))
    .map((column) => {
      const written = column.trim().toLowerCase();
      const [, stem, part] = /^(.*?)(?:[_ ](achieved|assigned))?$/.exec(written)!;
      const name = figureNames[fold(stem!)] ?? stem!.replaceAll(/[_ ]+/g, '-');
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
        throw new InputError('is no column of figures', { file: table.file, row: 1, column });
      }
      return { column, name, part: (part ?? 'value') as FigureColumn['part'] };
    });
}

function bodyOf(
  row: TableRow,
  cell: (row: TableRow, key: Known) => string,
  others: readonly FigureColumn[],
  options: FiguresFileOptions,
  fail: (column: string, reason: string) => undefined,
): Record<string, unknown> | undefined {
  const month = monthText(cell(row, 'month')) || options.month || '';
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    return fail('month', `${JSON.stringify(month)} is no month such as 2026-10`);
  const workingDays = daysOf(cell(row, 'workingDays')) ?? workingDaysOf(month, options.calendar);
  if (workingDays === undefined)
    return fail('workingDays', 'is needed: the calendar of that year is missing');
  const body: Record<string, unknown> = {
    officer: cell(row, 'officer'),
    month,
    workingDays,
    daysWorked: daysOf(cell(row, 'daysWorked')) ?? workingDays,
    source: cell(row, 'source') === '' ? options.source : cell(row, 'source'),
  };
  for (const name of ['unit', 'group', 'position'] as const) {
    if (cell(row, name) !== '') body[name] = cell(row, name);
  }
  const handed = cell(row, 'handedOver').toLowerCase();
  if (['x', '1', 'true', 'có', 'yes'].includes(handed)) body.handedOver = true;
  else if (!['', '0', 'false', 'không', 'no'].includes(handed))
    return fail('handedOver', 'is neither x nor empty');
  const policy = options.policyOf(month);
  if (cell(row, 'general') !== '') {
    const of = policy?.kind === 'general-and-task' ? policy.general.max : '';
    const given = cell(row, 'generalOf');
    if (given === '' && of === '')
      return fail('general_of', 'is needed: no policy is in force for the month');
    body.general = { points: cell(row, 'general'), of: given === '' ? of : given };
  }
  const marks = cell(row, 'marks')
    .split(/[;,]/)
    .map((mark) => mark.trim())
    .filter((mark) => mark !== '');
  if (marks.length > 0) body.marks = marks;
  const figures: Record<string, Record<string, string>> = {};
  const indices: Record<string, string> = {};
  for (const { column, name, part } of others) {
    const value = row.cells[column] ?? '';
    if (value === '') continue;
    const isIndex =
      policy?.kind === 'indices' ? policy.indices.some(({ id }) => id === name) : /^i\d+$/.test(name);
    if (isIndex && part === 'value') indices[name] = value;
    else if (part === 'value') figures[name] = { ...figures[name], percent: value };
    else figures[name] = { ...figures[name], [part]: value };
  }
  if (Object.keys(figures).length > 0) body.figures = figures;
  if (Object.keys(indices).length > 0) body.indices = indices;
  return body;
}

/** Spreadsheets turn 2026-10 into a date: its day is dropped. */
const monthText = (text: string): string => /^(\d{4}-\d{2})(-\d{2}(T.*)?)?$/.exec(text)?.[1] ?? text;

/** Days, or undefined where none are written; NaN, which the schema names, where they are not a number. */
const daysOf = (text: string): number | undefined => (text === '' ? undefined : Number(text));

/** Working days of a month; undefined where the calendar does not cover it. */
function workingDaysOf(month: string, calendar: WorkCalendar): number | undefined {
  const last = lastDayOfPeriod(month);
  let days = 0;
  try {
    for (let day = `${month}-01`; day <= last; day = addDays(day, 1))
      if (isWorkingDay(day, calendar)) days += 1;
  } catch (error) {
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
  return days;
}

function columnOf(path: readonly PropertyKey[], others: readonly FigureColumn[]): string {
  const [first, name, part] = path.map(String);
  if (first === 'figures' || first === 'indices') {
    const found = others.find(
      (one) => one.name === name && (part === undefined || part === 'percent' || one.part === part),
    );
    return found?.column ?? name ?? first;
  }
  if (first === 'general') return name === 'of' ? 'general_of' : 'general';
  return first ?? 'officer';
}
