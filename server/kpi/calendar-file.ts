// Calendars of working days: the years shipped with the program, and files a centre adds for later years.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
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

/** The shipped calendar, extended by the files of further years. Throws InputError. */
export async function readCalendar(paths: readonly string[] = []): Promise<WorkCalendar> {
  const added = await Promise.all(
    paths.map(async (path) => {
      const file = basename(path);
      try {
        return parseCalendar(await readFile(path, 'utf8'), file);
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw new InputError('cannot be read', { file: path });
      }
    }),
  );
  try {
    return joinCalendars([...shipped(), ...added]);
  } catch (error) {
    if (error instanceof CalendarError) throw new InputError(error.message);
    throw error;
  }
}

/** The years shipped with the program as one calendar. */
export const shippedCalendar = (): WorkCalendar => joinCalendars(shipped());

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
