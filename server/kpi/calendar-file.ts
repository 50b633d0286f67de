// Calendars of working days: the years shipped with the program, and a centre's own files in `calendars/` of its data
// directory, for later years or for a year whose days off were announced after the program was made.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import vietnam2026 from '../../shared/kpi/calendars/vietnam-public-sector-2026.yaml?raw';
import vietnam2027 from '../../shared/kpi/calendars/vietnam-public-sector-2027.yaml?raw';
import {
  CalendarError,
  calendarSchema,
  joinCalendars,
  type WorkCalendar,
} from '../../shared/kpi/working-days.ts';
import { InputError } from '../cli/command.ts';

const folderName = 'calendars';
const filesMax = 50;

/** The shipped years; a file of the data directory takes the place of those it has days of. Throws InputError. */
export function workCalendarOf(dataDir: string): WorkCalendar {
  const own = calendarFiles(join(dataDir, folderName)).map((name) => {
    const file = `${folderName}/${name}`;
    return parseCalendar(readFileSync(join(dataDir, folderName, name), 'utf8'), file);
  });
  const replaced = ({ covers }: WorkCalendar): boolean =>
    own.some((one) => one.covers.from <= covers.to && covers.from <= one.covers.to);
  try {
    return joinCalendars([...shipped().filter((one) => !replaced(one)), ...own]);
  } catch (error) {
    if (error instanceof CalendarError) throw new InputError(error.message, { file: folderName });
    throw error;
  }
}

/** Names of the YAML files of a folder, in order; none where there is no folder. */
function calendarFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.ya?ml$/i.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code})`, { file: folderName });
  }
  if (names.length > filesMax)
    throw new InputError(`holds more than ${filesMax} files`, { file: folderName });
  return names.sort();
}

function shipped(): WorkCalendar[] {
  return [
    parseCalendar(vietnam2026, 'vietnam-public-sector-2026.yaml'),
    parseCalendar(vietnam2027, 'vietnam-public-sector-2027.yaml'),
  ];
}

/** Parses and checks one file's text. Throws InputError. */
export function parseCalendar(text: string, file: string): WorkCalendar {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new InputError(`not readable as YAML: ${error.message.split('\n')[0]}`, { file });
  }
  const parsed = calendarSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(`not a valid calendar: ${issue?.path.join('.')}: ${issue?.message}`, { file });
}
