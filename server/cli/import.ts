// `import`: roster workbook, its single sheets, visits, and responses on paper. All of a file or nothing of it.
import { basename, extname } from 'node:path';
import type { Answers } from '../../shared/contract/questionnaire.ts';
import { visitRequestSchema } from '../../shared/contract/visits.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { readRosterCsv, readRosterWorkbook, rosterSheets } from '../roster/roster-file.ts';
import type { ClosedVisit } from '../visits/visits.ts';
import { findColumns } from './columns.ts';
import { type CliContext, InputError, InputErrors, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';
import { readCsv, readXlsx, type Table } from './table.ts';

export const registerImport: RegisterCommand = (program, cli) => {
  const group = program.command('import').description('bring files in: all of a file or nothing of it');
  const command = (name: string, what: string, run: (file: string, context: Context) => Promise<unknown>) =>
    group
      .command(`${name} <file>`)
      .description(what)
      .requiredOption('--data <dir>', 'data directory')
      .action((file: string, options: { data: string }) => runImport(cli, file, options.data, run));

  command('roster', 'XLSX with sheets officers, counters, procedures, duty', async (file, context) => {
    if (extname(file).toLowerCase() !== '.xlsx') throw new InputError('must be an .xlsx workbook', { file });
    return putRoster(context, file, await readRosterWorkbook(file, context.calendar));
  });
  for (const sheet of rosterSheets) {
    command(sheet, `the sheet ${sheet} as CSV`, async (file, context) =>
      putRoster(context, file, await readRosterCsv(file, sheet, context.calendar)),
    );
  }
  command(
    'visits',
    'closed visits: externalId, counter, officer, procedure, stage?, closedAt?',
    importVisits,
  );
  command('responses', 'paper forms: externalId of the visit, rating 1-5', importResponses);
  group
    .command('figures <file>')
    .description('other figures of officers: officer, month, general, quantity, quality, progress, …')
    .requiredOption('--data <dir>', 'data directory')
    .option('--month <month>', 'month of rows that name none, such as 2026-10')
    .option('--source <text>', "where the figures come from; the file's name by default")
    .option('--reason <text>', 'why figures entered before are replaced', '')
    .action((file: string, options: { data: string; month?: string; source?: string; reason: string }) =>
      runImport(cli, file, options.data, async (path, context) =>
        context.kpi.figures.enterTable(
          await readTable(path),
          { name: 'cli', trail: 'cli' },
          { month: options.month, source: options.source ?? basename(path), reason: options.reason.trim() },
        ),
      ),
    );
};

async function runImport(
  cli: CliContext,
  file: string,
  dataDir: string,
  run: (file: string, context: Context) => Promise<unknown>,
): Promise<void> {
  const answer = await withData(dataDir, (context) => run(file, context));
  cli.answer(`${JSON.stringify(answer)}\n`);
}

async function putRoster(context: Context, file: string, roster: Parameters<Context['roster']['put']>[0]) {
  try {
    return await context.roster.put(roster, 'cli');
  } catch (error) {
    if (error instanceof Refusal) throw new InputError(error.message, { file });
    throw error;
  }
}

async function readTable(file: string): Promise<Table> {
  if (extname(file).toLowerCase() !== '.xlsx') return readCsv(file);
  const [first] = await readXlsx(file);
  if (first === undefined) throw new InputError('has no sheet with rows', { file });
  return first[1];
}

async function importVisits(file: string, context: Context): Promise<unknown> {
  const table = await readTable(file);
  const cell = findColumns(
    table,
    {
      externalId: ['mã lượt', 'số thứ tự', 'external id'],
      counter: ['quầy', 'mã quầy'],
      officer: ['cán bộ', 'mã cán bộ'],
      procedure: ['thủ tục', 'mã thủ tục'],
      stage: ['bước', 'giai đoạn'],
      dossier: ['hồ sơ', 'mã hồ sơ'],
      closedAt: ['kết thúc', 'thời điểm kết thúc', 'closed at'],
    },
    ['stage', 'dossier', 'closedAt'],
  );
  const visits: ClosedVisit[] = [];
  const errors: InputError[] = [];
  for (const row of table.rows) {
    const where = { file: table.file, row: row.row };
    const closedText = cell(row, 'closedAt');
    const closedAt = closedText === '' ? undefined : context.calendar.parse(closedText);
    if (closedAt === null) {
      errors.push(
        new InputError('is not a date and time such as 2026-10-14 08:00', { ...where, column: 'closedAt' }),
      );
      continue;
    }
    const stage = cell(row, 'stage');
    const checked = visitRequestSchema.safeParse({
      externalId: cell(row, 'externalId'),
      counter: cell(row, 'counter'),
      officer: cell(row, 'officer'),
      procedure: cell(row, 'procedure'),
      ...(stage === '' ? {} : { stage }),
    });
    if (!checked.success) {
      const issue = checked.error.issues[0]!;
      errors.push(new InputError(issue.message, { ...where, column: String(issue.path[0]) }));
      continue;
    }
    visits.push({ ...checked.data, closedAt });
  }
  if (errors.length > 0) throw new InputErrors(errors);
  const created = await context.visits.closeAll(visits, 'integrated', (refusal, index) => {
    const column = refusal.code.startsWith('unknown-') ? refusal.code.slice('unknown-'.length) : 'closedAt';
    return new InputError(refusal.message, { file: table.file, row: table.rows[index]!.row, column });
  });
  return { visits: visits.length, created };
}

async function importResponses(file: string, context: Context): Promise<unknown> {
  const table = await readTable(file);
  const cell = findColumns(
    table,
    { externalId: ['mã lượt', 'external id'], rating: ['mức hài lòng', 'điểm', 'officer'] },
    [],
  );
  const forms = table.rows.map((row) => {
    const rating = cell(row, 'rating');
    if (!/^[1-5]$/.test(rating)) {
      throw new InputError('must be 1, 2, 3, 4 or 5', { file: table.file, row: row.row, column: 'rating' });
    }
    return {
      row: row.row,
      externalId: cell(row, 'externalId'),
      answers: { officer: Number(rating) } as Answers,
    };
  });
  const created = await context.intake.takePaper(
    forms,
    (refusal, index) =>
      new InputError(refusal.message, { file: table.file, row: forms[index]!.row, column: 'externalId' }),
  );
  return { responses: forms.length, created };
}
