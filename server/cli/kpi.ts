// `kpi FILE --policy P`: officers' figures in, points and levels out, under a preset or a policy file. Needs no server and
// writes nothing. Columns: officer; general (points of the policy's 30) and quantity, quality, progress (percentages), or
// i1..i9; optional satisfaction (0-100) and n, general_of (where general is points of fewer, such as 27.5), unit and group
// (for caps), position and the figures it needs. Columns nothing is read from are named on standard error.
import { extname } from 'node:path';
import { figureRows } from '../../shared/kpi/figure-rows.ts';
import type { CapWarning } from '../../shared/kpi/level.ts';
import { policyName } from '../../shared/kpi/policy.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import type { Sheet } from '../../shared/kpi/sheet.ts';
import { unitTable } from '../../shared/kpi/unit-table.ts';
import { readPolicy } from '../kpi/policy-file.ts';
import { type CliContext, InputError, type RegisterCommand } from './command.ts';
import { readCsv, readXlsx, type Table } from './table.ts';

const errorsSaid = 20;

export const registerKpi: RegisterCommand = (program, cli) => {
  program
    .command('kpi')
    .description('points and levels of officers from a table of figures, under a policy')
    .argument(
      '<file>',
      'CSV or XLSX: officer, general, quantity, quality, progress[, satisfaction, n] or officer, i1..i9',
    )
    .requiredOption('--policy <policy>', 'preset name or policy file (YAML)')
    .option('--json', 'print JSON instead of a table', false)
    .action(async (file: string, options: { policy: string; json: boolean }) => {
      await runKpi(file, options, cli);
    });
};

async function runKpi(
  file: string,
  options: { policy: string; json: boolean },
  cli: CliContext,
): Promise<void> {
  const policy = await readPolicy(options.policy);
  const table = await readTable(file);
  const { officers, errors, ignoredColumns } = figureRows(table, 'given', policy);
  const [first, ...further] = errors;
  if (first !== undefined) {
    const more = further.length > 0 ? ` (and ${further.length} more faults)` : '';
    throw new InputError(`${first.reason}${more}`, {
      file: table.file,
      row: first.row,
      column: first.column,
    });
  }
  if (ignoredColumns.length > 0) {
    const shown = ignoredColumns.slice(0, errorsSaid).join(', ');
    cli.say(`${table.file}: not used under ${policyName(policy)}: column ${shown}`);
  }
  const { sheets, warnings } = unitTable('given', officers, policy);
  const order = new Map(officers.map(({ officer }, index) => [officer, index]));
  const inFileOrder = [...sheets].sort((a, b) => (order.get(a.officer) ?? 0) - (order.get(b.officer) ?? 0));
  cli.answer(
    options.json
      ? `${JSON.stringify(answer(inFileOrder, warnings, policy, ignoredColumns), null, 2)}\n`
      : readable(inFileOrder, warnings, policy),
  );
}

async function readTable(file: string): Promise<Table> {
  if (extname(file).toLowerCase() !== '.xlsx') return readCsv(file);
  const sheets = await readXlsx(file);
  const [table] = sheets.values();
  if (table === undefined) throw new InputError('is empty', { file });
  if (sheets.size > 1) throw new InputError(`has ${sheets.size} filled sheets; one is expected`, { file });
  return table;
}

function answer(sheets: Sheet[], warnings: CapWarning[], policy: Policy, ignoredColumns: string[]) {
  return {
    policy: { id: policy.id, version: policy.version },
    officers: sheets.map((sheet) => ({
      officer: sheet.officer,
      ...(sheet.unit === undefined ? {} : { unit: sheet.unit }),
      ...(sheet.group === undefined ? {} : { group: sheet.group }),
      total: sheet.total,
      ...(sheet.totalExact === undefined ? {} : { totalExact: sheet.totalExact }),
      level: sheet.levelByPoints,
      band: sheet.band,
      lines: sheet.lines,
      withheld: sheet.withheld,
    })),
    warnings,
    ignoredColumns,
  };
}

function readable(sheets: Sheet[], warnings: CapWarning[], policy: Policy): string {
  const rows = sheets.map((sheet) => [
    sheet.officer,
    sheet.totalShown ?? '-',
    sheet.levelByPoints ?? 'withheld',
    sheet.band === null ? sheet.withheld.map(({ text }) => text.en).join('; ') : sheet.band.label.vi,
    sheet.lines.map((line) => `${line.id} ${line.points ?? line.state}`).join(', '),
  ]);
  const table = [['officer', 'total', 'level', '', 'lines'], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => [...(row[column] ?? '')].length)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length));
        return column === 1 ? gap + cell : cell + (column === 4 ? '' : gap);
      })
      .join('  ')
      .trimEnd(),
  );
  const said = warnings.map(({ text, unit, group, officers }) => {
    const where = [unit, group].filter((name) => name !== undefined).join(' / ');
    return `warning${where === '' ? '' : ` (${where})`}: ${text.en}: ${officers.join(', ')}`;
  });
  return `${[`policy ${policyName(policy)}: ${policy.title.vi}`, ...lines, ...said].join('\n')}\n`;
}
