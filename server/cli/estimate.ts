// `estimate FILE.csv`: the officers' figures from a table of single ratings, as an auditor or a statistician would ask
// for them. Columns: officer, rating (1-5), procedure (random where the column is there), any strata named by --strata
// (fixed, treated as categories). Without a reference the file is its own; `--freeze` writes that reference down. With
// `--invited` (columns officer, invited) and `--boundaries` it also says how much less satisfied the silent would have to
// be for the share satisfied to fall to the next points boundary.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { ResponseGroup } from '../../shared/statistics/design.ts';
import { type EstimateModel, type Estimates, estimateOfficers } from '../../shared/statistics/estimates.ts';
import { boundsOf, levelValue } from '../../shared/statistics/figure.ts';
import { addTo } from '../../shared/statistics/grouping.ts';
import { type Reference, referenceSchema } from '../../shared/statistics/reference.ts';
import { type TippingNone, type TippingPoint, tippingPoint } from '../../shared/statistics/response-rate.ts';
import { type CliContext, InputError, type RegisterCommand } from './command.ts';
import { readCsv } from './table.ts';

interface EstimateOptions {
  strata: string[];
  model: EstimateModel;
  reference?: string;
  level: number;
  freeze?: string;
  invited?: string;
  boundaries?: number[];
  json?: boolean;
}

/** Of one officer, of the share satisfied in [0, 1]. */
interface Silence {
  invited: number;
  answered: number;
  tippingPoint: TippingPoint | null;
  tippingNone: TippingNone | null;
}

const models: readonly EstimateModel[] = ['averaged', 'lmm'];

export const registerEstimate: RegisterCommand = (program, cli) => {
  program
    .command('estimate')
    .description(
      'estimate officers from a CSV of ratings: columns officer, rating 1-5, procedure and strata if any',
    )
    .argument('<file>', 'CSV file, UTF-8')
    .option('--strata <names>', 'columns to take as fixed effects, comma-separated', parseNames, [])
    .option(
      '--model <name>',
      `${models.join(' or ')}: averaged over the variances' uncertainty, or plain REML as lme4`,
      parseModel,
      'averaged',
    )
    .option('--reference <file>', 'frozen reference (JSON) to adjust by and compare with')
    .option('--level <number>', 'confidence level of the intervals, between 0 and 1', parseLevel, 0.95)
    .option('--freeze <file>', 'also write the reference that this file makes')
    .option('--invited <file>', 'CSV of officer and invited: how many were asked; needs --boundaries')
    .option(
      '--boundaries <list>',
      'shares satisfied at which points change, 0 to 1, comma-separated',
      parseBoundaries,
    )
    .option('--json', 'answer in JSON')
    .action((file: string, options: EstimateOptions) => estimate(file, options, cli));
};

async function estimate(path: string, options: EstimateOptions, cli: CliContext): Promise<void> {
  const { groups, satisfied } = await readGroups(path, options.strata);
  if ((options.invited === undefined) !== (options.boundaries === undefined)) {
    throw new InputError('--invited and --boundaries need each other', {});
  }
  const invited = options.invited === undefined ? undefined : await readInvited(options.invited);
  const reference = options.reference === undefined ? undefined : await readReference(options.reference);
  for (const name of Object.keys(reference?.strata ?? {})) {
    if (!options.strata.includes(name)) {
      throw new InputError(`adjusts by ${name}; name it in --strata`, { file: basename(options.reference!) });
    }
  }
  const { estimates, ownReference } = estimateOfficers(groups, {
    strata: options.strata,
    model: options.model,
    level: options.level,
    satisfied,
    source: basename(path),
    ...(reference === undefined ? {} : { reference }),
  });
  const silence =
    invited === undefined
      ? undefined
      : silenceOf(estimates, invited, options.boundaries!, basename(options.invited!));
  for (const column of estimates.model.dropped) {
    cli.say(`column ${column} left out: the other strata determine it`);
  }
  if (options.freeze !== undefined)
    await writeFile(options.freeze, `${JSON.stringify(ownReference, null, 2)}\n`);
  cli.answer(
    options.json === true
      ? `${JSON.stringify(toJson(estimates, silence))}\n`
      : toTable(estimates, options.level, silence),
  );
}

async function readGroups(
  path: string,
  strata: readonly string[],
): Promise<{ groups: ResponseGroup[]; satisfied: Map<string, number> }> {
  const table = await readCsv(path);
  const { file } = table;
  for (const column of ['officer', 'rating', ...strata]) {
    if (!table.columns.includes(column)) throw new InputError('is missing', { file, row: 1, column });
  }
  for (const column of strata) {
    if (['officer', 'rating', 'procedure'].includes(column)) {
      throw new InputError('cannot be a stratum', { file, row: 1, column });
    }
  }
  const withProcedure = table.columns.includes('procedure');
  const named = ['officer', ...(withProcedure ? ['procedure'] : []), ...strata];
  const groups = new Map<string, ResponseGroup>();
  const satisfied = new Map<string, number>();
  for (const { row, cells } of table.rows) {
    for (const column of named) {
      if (cells[column] === '') throw new InputError('is empty', { file, row, column });
    }
    const rating = cells.rating!;
    if (!/^[1-5]$/.test(rating)) {
      throw new InputError(`"${rating}" is not a whole number from 1 to 5`, { file, row, column: 'rating' });
    }
    const levels = strata.map((name) => cells[name]!);
    addTo(groups, cells.officer!, withProcedure ? cells.procedure! : undefined, levels, 1, Number(rating));
    if (levelValue('shareSatisfied', Number(rating)) === 1) {
      satisfied.set(cells.officer!, (satisfied.get(cells.officer!) ?? 0) + 1);
    }
  }
  if (groups.size === 0) throw new InputError('has no rows below the header', { file });
  return { groups: [...groups.values()], satisfied };
}

async function readInvited(path: string): Promise<Map<string, number>> {
  const { file, columns, rows } = await readCsv(path);
  for (const column of ['officer', 'invited']) {
    if (!columns.includes(column)) throw new InputError('is missing', { file, row: 1, column });
  }
  const invited = new Map<string, number>();
  for (const { row, cells } of rows) {
    const officer = cells.officer!;
    if (officer === '') throw new InputError('is empty', { file, row, column: 'officer' });
    if (invited.has(officer))
      throw new InputError(`names ${officer} twice`, { file, row, column: 'officer' });
    if (!/^\d{1,9}$/.test(cells.invited!)) {
      throw new InputError(`"${cells.invited}" is not a whole number`, { file, row, column: 'invited' });
    }
    invited.set(officer, Number(cells.invited));
  }
  return invited;
}

function silenceOf(
  { officers }: Estimates,
  invited: ReadonlyMap<string, number>,
  boundaries: readonly number[],
  file: string,
): Map<string, Silence> {
  return new Map(
    officers.map(({ officer, n, shareSatisfied }) => {
      const asked = invited.get(officer);
      if (asked === undefined) throw new InputError(`has no row of officer ${officer}`, { file });
      if (asked < n) {
        throw new InputError(`${officer} has ${n} ratings of ${asked} invited`, { file, column: 'invited' });
      }
      const counts = { invited: asked, answered: n };
      const found = tippingPoint(shareSatisfied, counts, boundaries, boundsOf('shareSatisfied'));
      return [
        officer,
        typeof found === 'string'
          ? { ...counts, tippingPoint: null, tippingNone: found }
          : { ...counts, tippingPoint: found, tippingNone: null },
      ];
    }),
  );
}

async function readReference(path: string): Promise<Reference> {
  const file = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new InputError('no such file', { file: path });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`is not JSON (${(error as Error).message})`, { file });
  }
  const parsed = referenceSchema.safeParse(value);
  if (!parsed.success) {
    throw new InputError(`is not a reference: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`, {
      file,
    });
  }
  if (parsed.data.figure !== 'meanRating') {
    throw new InputError(`is of ${parsed.data.figure}, needed is meanRating`, { file });
  }
  return parsed.data;
}

function toJson({ model, officers }: Estimates, silence: ReadonlyMap<string, Silence> | undefined): unknown {
  const { dropped: _, ...named } = model;
  if (silence === undefined) return { model: named, officers };
  return { model: named, officers: officers.map((one) => ({ ...one, response: silence.get(one.officer) })) };
}

const noTipping: Record<TippingNone, string> = {
  'no-boundaries': 'no boundaries',
  'none-below': 'no boundary below',
  'nobody-silent': 'nobody silent',
  'out-of-reach': 'out of reach',
};

/** "50% to 80%": the silent at 50% would bring the whole down to 80%. */
function tippingText({ tippingPoint: found, tippingNone }: Silence): string {
  if (found === null) return noTipping[tippingNone!];
  return `${(100 * found.silentFigure).toFixed(1)}% to ${(100 * found.boundary).toFixed(1)}%`;
}

function toTable(
  { model, officers }: Estimates,
  level: number,
  silence: ReadonlyMap<string, Silence> | undefined,
): string {
  const percent = `${Math.round(level * 1000) / 10}%`;
  const head = [
    'officer',
    'n',
    'mean',
    'satisfied',
    'adjusted',
    'estimate',
    `${percent} interval`,
    'reliability',
    'state',
    ...(silence === undefined ? [] : ['invited', 'silent at, to']),
  ];
  const body = officers.map((officer) => [
    officer.officer,
    String(officer.n),
    officer.mean.toFixed(3),
    `${(100 * officer.shareSatisfied).toFixed(1)}%`,
    officer.adjusted === null ? '-' : officer.adjusted.toFixed(3),
    officer.estimate.toFixed(3),
    `${officer.interval[0].toFixed(3)} .. ${officer.interval[1].toFixed(3)}`,
    officer.reliability === null ? '-' : officer.reliability.toFixed(2),
    officer.state,
    ...(silence === undefined
      ? []
      : [String(silence.get(officer.officer)!.invited), tippingText(silence.get(officer.officer)!)]),
  ]);
  const widths = head.map((name, k) => Math.max(name.length, ...body.map((row) => row[k]!.length)));
  const line = (row: string[]): string =>
    row
      .map((text, k) =>
        k === 0 || k === row.length - 1 ? text.padEnd(widths[k]!) : text.padStart(widths[k]!),
      )
      .join('  ')
      .trimEnd();
  const variances = Object.entries(model.varianceComponents).map(
    ([name, value]) => `${name} ${value.toPrecision(6)}`,
  );
  const fixed = Object.entries(model.fixed).map(([name, value]) => `${name} ${value.toPrecision(6)}`);
  return `${[
    `model ${model.name}: fixed ${fixed.join(', ')}; variances ${variances.join(', ')}`,
    "estimate and its interval compare officers; mean and satisfied are the officer's own",
    line(head),
    ...body.map(line),
  ].join('\n')}\n`;
}

function parseNames(text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (new Set(names).size !== names.length) throw new InvalidArgumentError('a stratum is named twice');
  return names;
}

function parseBoundaries(text: string): number[] {
  const boundaries = text.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
  if (!boundaries.every((boundary) => boundary >= 0 && boundary <= 1)) {
    throw new InvalidArgumentError('must be numbers from 0 to 1');
  }
  return boundaries;
}

function parseModel(text: string): EstimateModel {
  const model = models.find((name) => name === text);
  if (model === undefined) throw new InvalidArgumentError(`is not one of ${models.join(', ')}`);
  return model;
}

function parseLevel(text: string): number {
  const level = Number(text);
  if (!(level > 0 && level < 1)) throw new InvalidArgumentError('must lie between 0 and 1');
  return level;
}
