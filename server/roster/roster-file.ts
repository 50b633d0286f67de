// Turns a roster workbook or its single sheets into a roster document. Every bad row is named with its reason; only a
// file without one gives a document. The command line reads files beside which photos may lie; a browser sends bytes.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import {
  counterSchema,
  dutySchema,
  officerSchema,
  procedureSchema,
  type Roster,
} from '../../shared/contract/roster.ts';
import type { ZoneCalendar } from '../calendar.ts';
import { findColumns } from '../cli/columns.ts';
import { InputError, InputErrors } from '../cli/command.ts';
import { readCsv, readXlsx, type Table, type TableRow, xlsxTables } from '../cli/table.ts';
import { readPhoto } from './roster.ts';

export const rosterSheets = ['officers', 'counters', 'procedures', 'duty'] as const;
export type RosterSheet = (typeof rosterSheets)[number];

const sheetNames: Record<RosterSheet, string[]> = {
  officers: ['officers', 'cán bộ', 'can bo'],
  counters: ['counters', 'quầy', 'quay'],
  procedures: ['procedures', 'thủ tục', 'thu tuc'],
  duty: ['duty', 'phân công', 'phan cong', 'trực', 'truc'],
};

const code = ['mã', 'mã số'];
const name = ['tên', 'họ tên', 'họ và tên', 'tên hiển thị'];

/** What is wrong with one place of a workbook; `sheet` is null for the file as a whole. */
export interface RosterFault {
  sheet: RosterSheet | null;
  error: InputError;
}

export interface RosterRead {
  roster: Roster;
  /** Row in its sheet of each duty. */
  dutyRows: number[];
  faults: RosterFault[];
}

/** Reads an XLSX workbook with sheets officers, counters, procedures, duty (each may be missing, not all). */
export async function readRosterWorkbook(path: string, calendar: ZoneCalendar): Promise<Roster> {
  return settled(ofSheets(await readXlsx(path), path, calendar, photoBeside(path)));
}

/** The same of a workbook's bytes, with every fault beside its sheet. `roster` is of use only when there is none. */
export async function readRosterBytes(
  bytes: Uint8Array,
  file: string,
  calendar: ZoneCalendar,
): Promise<RosterRead> {
  let sheets: Map<string, Table>;
  try {
    sheets = await xlsxTables(bytes, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { roster: nobody(), dutyRows: [], faults: [{ sheet: null, error }] };
  }
  return ofSheets(sheets, file, calendar, (_photo, table, row) => {
    throw new InputError('photos come with the command line or the API, not with this file', {
      file: table.file,
      row: row.row,
      column: 'photo',
      fault: 'photo',
    });
  });
}

const nobody = (): Roster => ({ officers: [], counters: [], procedures: [], duty: [] });

function settled({ roster, faults }: RosterRead): Roster {
  if (faults.length > 0) throw new InputErrors(faults.map(({ error }) => error));
  return roster;
}

function ofSheets(
  sheets: Map<string, Table>,
  file: string,
  calendar: ZoneCalendar,
  photoText: PhotoText,
): RosterRead {
  const roster = nobody();
  const dutyRows: number[] = [];
  const faults: RosterFault[] = [];
  let found = 0;
  for (const sheet of rosterSheets) {
    const entry = [...sheets].find(([title]) => sheetNames[sheet].includes(title.trim().toLowerCase()));
    if (entry === undefined) continue;
    found += 1;
    const errors: InputError[] = [];
    try {
      fill(roster, sheet, entry[1], calendar, errors, photoText, dutyRows);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
    faults.push(...errors.map((error) => ({ sheet, error })));
  }
  if (found === 0) {
    const error = new InputError(`has none of the sheets ${rosterSheets.join(', ')}`, {
      file,
      fault: 'no-sheet',
    });
    faults.push({ sheet: null, error });
  }
  return { roster, dutyRows, faults };
}

/** Reads one sheet as CSV. */
export async function readRosterCsv(
  path: string,
  sheet: RosterSheet,
  calendar: ZoneCalendar,
): Promise<Roster> {
  const roster = nobody();
  const errors: InputError[] = [];
  fill(roster, sheet, await readCsv(path), calendar, errors, photoBeside(path));
  if (errors.length > 0) throw new InputErrors(errors);
  return roster;
}

function fill(
  roster: Roster,
  sheet: RosterSheet,
  table: Table,
  calendar: ZoneCalendar,
  errors: InputError[],
  photoText: PhotoText,
  dutyRows: number[] = [],
): void {
  const firstRowOf = new Map<string, number>();
  const unique = (row: TableRow, key: string): void => {
    const first = firstRowOf.get(key);
    if (first !== undefined)
      throw new InputError(`${key} stands in row ${first} already`, {
        file: table.file,
        row: row.row,
        fault: 'repeated',
      });
    firstRowOf.set(key, row.row);
  };
  const checked = <T extends z.ZodType>(row: TableRow, schema: T, value: unknown): z.infer<T> => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    throw new InputError(issue.message, {
      file: table.file,
      row: row.row,
      column: String(issue.path[0] ?? ''),
      fault: faultOf(issue),
    });
  };
  const each = (work: (row: TableRow) => void): void => {
    for (const row of table.rows) {
      try {
        work(row);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        errors.push(error);
      }
    }
  };

  switch (sheet) {
    case 'officers': {
      const cell = findColumns(
        table,
        {
          code: [...code, 'mã cán bộ'],
          name,
          position: ['chức vụ', 'vị trí', 'vị trí việc làm'],
          photo: ['ảnh', 'hình'],
        },
        ['position', 'photo'],
      );
      each((row) => {
        const position = cell(row, 'position');
        const photo = cell(row, 'photo');
        const officer = checked(row, officerSchema, {
          code: cell(row, 'code'),
          name: cell(row, 'name'),
          ...(position === '' ? {} : { position }),
          ...(photo === '' ? {} : { photo: photoText(photo, table, row) }),
        });
        unique(row, officer.code);
        roster.officers.push(officer);
      });
      return;
    }
    case 'counters': {
      const cell = findColumns(table, { code: [...code, 'mã quầy'], name: [...name, 'tên quầy'] }, []);
      each((row) => {
        const counter = checked(row, counterSchema, { code: cell(row, 'code'), name: cell(row, 'name') });
        unique(row, counter.code);
        roster.counters.push(counter);
      });
      return;
    }
    case 'procedures': {
      const cell = findColumns(
        table,
        { code: [...code, 'mã thủ tục'], name: [...name, 'tên thủ tục'], field: ['lĩnh vực'] },
        ['field'],
      );
      each((row) => {
        const procedure = checked(row, procedureSchema, {
          code: cell(row, 'code'),
          name: cell(row, 'name'),
          field: cell(row, 'field'),
        });
        unique(row, procedure.code);
        roster.procedures.push(procedure);
      });
      return;
    }
    case 'duty': {
      const cell = findColumns(
        table,
        {
          counter: ['quầy', 'mã quầy'],
          officer: ['cán bộ', 'mã cán bộ'],
          from: ['từ', 'bắt đầu', 'từ lúc'],
          to: ['đến', 'kết thúc', 'đến lúc'],
        },
        ['to'],
      );
      const instant = (row: TableRow, key: 'from' | 'to'): string => {
        const at = calendar.parse(cell(row, key));
        if (at === null) {
          throw new InputError('is not a date and time such as 2026-10-14 08:00', {
            file: table.file,
            row: row.row,
            column: key,
            fault: 'not-a-time',
          });
        }
        return calendar.iso(at);
      };
      each((row) => {
        const duty = checked(row, dutySchema, {
          counter: cell(row, 'counter'),
          officer: cell(row, 'officer'),
          from: instant(row, 'from'),
          ...(cell(row, 'to') === '' ? {} : { to: instant(row, 'to') }),
        });
        if (duty.to !== undefined && Date.parse(duty.to) <= Date.parse(duty.from)) {
          throw new InputError('is not after from', {
            file: table.file,
            row: row.row,
            column: 'to',
            fault: 'not-after',
          });
        }
        unique(row, `${duty.counter} ${duty.officer} ${duty.from}`);
        roster.duty.push(duty);
        dutyRows.push(row.row);
      });
    }
  }
}

function faultOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return 'empty';
  if (issue.code === 'too_big') return 'too-long';
  return issue.code === 'custom' ? 'reserved' : 'characters';
}

/** The photo that a cell names, base64. Throws InputError. */
type PhotoText = (photo: string, table: Table, row: TableRow) => string;

/** A photo is named by a file beside the roster, or by a path from there. */
function photoBeside(rosterPath: string): PhotoText {
  return (photo, table, row) => {
    const where = { file: table.file, row: row.row, column: 'photo' };
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(dirname(rosterPath), photo));
    } catch {
      throw new InputError(`no such file: ${photo}`, where);
    }
    try {
      readPhoto(bytes);
    } catch (error) {
      throw new InputError((error as Error).message, where);
    }
    return bytes.toString('base64');
  };
}
