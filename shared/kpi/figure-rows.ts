// Rows of a table (CSV, XLSX, form) to officers' figures under a policy. Every row is checked before anything is used;
// each fault names its row and column. Column names do not care for case or order; columns nothing is read from are named,
// so that a misspelt one does not pass in silence.
import { compare, exact, hundred, toDecimalText } from './exact.ts';
import type { OfficerFigures } from './officer-figures.ts';
import type { GeneralAndTaskPolicy, IndicesPolicy, Policy } from './policy-schema.ts';
import { positionOf } from './position.ts';

export interface FigureRow {
  /** Row number as a person sees it in the file, the header being row 1. */
  row: number;
  cells: Record<string, string>;
}

export interface RowError {
  row: number;
  column: string;
  reason: string;
}

export interface FigureRows {
  officers: OfficerFigures[];
  errors: RowError[];
  /** Columns of the file that nothing was read from. */
  ignoredColumns: string[];
}

const errorsMax = 1000;
const officerLengthMax = 200;
const plainDecimal = /^\d{1,9}(\.\d{1,12})?$/;
const wholeNumber = /^\d{1,9}$/;

/** Reads rows for one period. At most 1000 errors are listed. An empty `satisfaction` means none: the policy's rule applies. */
export function figureRows(
  table: { columns: readonly string[]; rows: readonly FigureRow[] },
  period: string,
  policy: Policy,
): FigureRows {
  const names = new Map(table.columns.map((column) => [column.trim().toLowerCase(), column]));
  const errors: RowError[] = [];
  const fail = (row: number, column: string, reason: string): void => {
    if (errors.length < errorsMax) errors.push({ row, column, reason });
  };
  const read = readColumns(policy);
  for (const column of requiredColumns(policy)) {
    if (!names.has(column)) fail(1, column, 'this column is missing');
  }
  const ignoredColumns = table.columns.filter((column) => !read.has(column.trim().toLowerCase()));
  if (names.size < table.columns.length)
    fail(1, table.columns.join(', '), 'two columns differ by case alone');
  if (errors.length > 0) return { officers: [], errors, ignoredColumns };

  const officers: OfficerFigures[] = [];
  const rowOf = new Map<string, number>();
  for (const { row, cells } of table.rows) {
    const reader = rowReader(row, names, cells, fail);
    const officer = reader.text('officer');
    if (officer === undefined) fail(row, 'officer', 'is empty');
    else if (officer.length > officerLengthMax)
      fail(row, 'officer', `is longer than ${officerLengthMax} characters`);
    else if (/\p{Cc}/u.test(officer)) fail(row, 'officer', 'holds a line break or another control character');
    else if (rowOf.has(officer)) {
      fail(row, 'officer', `${JSON.stringify(officer)} is in row ${rowOf.get(officer)} already`);
    } else rowOf.set(officer, row);
    const figures: OfficerFigures = { officer: officer ?? '', period };
    for (const name of ['unit', 'group'] as const) {
      const text = reader.text(name);
      if (text !== undefined) figures[name] = text;
    }
    const satisfaction = reader.number('satisfaction', '100');
    const responses = reader.count('n');
    if (satisfaction !== undefined) {
      figures.satisfaction = {
        period,
        figures: { [policy.satisfaction.figure]: satisfaction },
        ...(responses === undefined ? {} : { responses }),
      };
    }
    if (policy.kind === 'indices') readIndices(reader, policy, figures);
    else readParts(reader, policy, figures);
    officers.push(figures);
  }
  if (table.rows.length === 0) fail(1, 'officer', 'no row follows the header');
  return errors.length > 0 ? { officers: [], errors, ignoredColumns } : { officers, errors, ignoredColumns };
}

interface RowReader {
  row: number;
  text(column: string): string | undefined;
  /** A decimal in 0..max as text without padding; undefined (and a fault noted) otherwise. */
  number(column: string, max: string): string | undefined;
  count(column: string): number | undefined;
  fail(column: string, reason: string): void;
}

function rowReader(
  row: number,
  names: Map<string, string>,
  cells: Record<string, string>,
  failRow: (row: number, column: string, reason: string) => void,
): RowReader {
  const text = (column: string): string | undefined => {
    const name = names.get(column);
    const value = name === undefined ? undefined : cells[name]?.trim();
    return value === '' ? undefined : value;
  };
  const fail = (column: string, reason: string): void => failRow(row, column, reason);
  return {
    row,
    text,
    fail,
    number(column, max) {
      const value = text(column);
      if (value === undefined) return undefined;
      const reason = numberFault(value, max);
      if (reason === undefined) return toDecimalText(exact(value));
      fail(column, reason);
      return undefined;
    },
    count(column) {
      const value = text(column);
      if (value === undefined) return undefined;
      if (wholeNumber.test(value)) return Number(value);
      fail(column, `${JSON.stringify(value)} is not a whole number`);
      return undefined;
    },
  };
}

function numberFault(value: string, max: string): string | undefined {
  const shown = JSON.stringify(value);
  if (/^-?\d+,\d+$/.test(value)) {
    return `${shown} has a decimal comma; write a point: ${value.replace(',', '.')}`;
  }
  if (/^-\d+(\.\d+)?$/.test(value)) return `${value} is below 0; it must be between 0 and ${max}`;
  if (/%$/.test(value)) return `${shown} has a percent sign; write the number alone`;
  if (/^\d{1,9}\.\d{13,}$/.test(value)) return `${value} has more than 12 decimals; round it`;
  if (!plainDecimal.test(value)) return `${shown} is not a plain decimal number`;
  return compare(exact(value), exact(max)) > 0
    ? `${value} is above ${max}; it must be between 0 and ${max}`
    : undefined;
}

function readParts(reader: RowReader, policy: GeneralAndTaskPolicy, figures: OfficerFigures): void {
  const of = reader.number('general_of', policy.general.max) ?? policy.general.max;
  if (compare(exact(of), exact('0')) === 0) reader.fail('general_of', 'is 0');
  const general = reader.number('general', of);
  if (general !== undefined) figures.general = { points: general, of };
  else if (reader.text('general') === undefined) reader.fail('general', 'is empty');
  const id = reader.text('position');
  if (id !== undefined && !policy.positions.some((position) => position.id === id)) {
    const known = policy.positions.map((position) => position.id).join(', ');
    reader.fail('position', `policy ${policy.id} has no position ${JSON.stringify(id)}; it has ${known}`);
    return;
  }
  if (id !== undefined) figures.position = id;
  figures.figures = {};
  for (const { figure, required } of criteriaOf(policy, id)) {
    if (figure === 'satisfaction') continue;
    const percent = reader.number(figure, toDecimalText(hundred));
    if (percent !== undefined) figures.figures[figure] = { percent };
    else if (required && reader.text(figure) === undefined) reader.fail(figure, 'is empty');
  }
}

function readIndices(reader: RowReader, policy: IndicesPolicy, figures: OfficerFigures): void {
  const { target } = policy.satisfaction;
  figures.indices = {};
  for (const { id, values } of policy.indices) {
    const value = reader.text(id);
    if (value === undefined) {
      const filled =
        target.kind === 'index' && target.index === id && reader.text('satisfaction') !== undefined;
      if (!filled) reader.fail(id, 'is empty');
      continue;
    }
    const allowed = plainDecimal.test(value) && values.some((one) => compare(exact(one), exact(value)) === 0);
    if (allowed) figures.indices[id] = toDecimalText(exact(value));
    else reader.fail(id, `${JSON.stringify(value)} is not one of ${values.join(', ')}`);
  }
}

function criteriaOf(policy: GeneralAndTaskPolicy, position: string | undefined) {
  return positionOf(policy, position).parts.flatMap(({ criteria }) => criteria);
}

/** Columns every file must have: those of the default position, or the indices (but for one satisfaction can fill). */
function requiredColumns(policy: Policy): string[] {
  if (policy.kind === 'indices') {
    const { target } = policy.satisfaction;
    const fillable = target.kind === 'index' ? target.index : undefined;
    return ['officer', ...policy.indices.map(({ id }) => id).filter((id) => id !== fillable)];
  }
  const needed = criteriaOf(policy, undefined).filter(
    ({ required, figure }) => required && figure !== 'satisfaction',
  );
  return ['officer', 'general', ...needed.map(({ figure }) => figure)];
}

function readColumns(policy: Policy): Set<string> {
  const shared = ['officer', 'unit', 'group', 'satisfaction', 'n'];
  if (policy.kind === 'indices') return new Set([...shared, ...policy.indices.map(({ id }) => id)]);
  const figures = policy.positions.flatMap(({ id }) => criteriaOf(policy, id).map(({ figure }) => figure));
  return new Set([...shared, 'general', 'general_of', 'position', ...figures]);
}
