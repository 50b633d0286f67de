// `fsck`: recomputes everything that follows from something else in the data directory and names what does not fit.
// `--repair` makes what is derived again; the ledger, its openings and the open day are never written to.
import type { Context } from '../context.ts';
import { checkData, type DataDamage } from '../ledger/data-check.ts';
import type { RegisterCommand } from './command.ts';
import { finishInterrupted, withDataAlone } from './open-data.ts';

interface Options {
  data: string;
  repair?: true;
}

/** Lines shown; the rest is counted. */
const linesMax = 200;

export const registerFsck: RegisterCommand = (program, cli) => {
  program
    .command('fsck')
    .description('recompute everything derived and compare; exit code 1 when something does not fit')
    .requiredOption('--data <dir>', 'data directory; no server may be running on it')
    .option('--repair', 'make derived tables again')
    .action(async (options: Options) => {
      const { report, sound } = await withDataAlone(options.data, (context) => run(context, options));
      cli.answer(report);
      if (!sound) cli.exitCode = 1;
    });
};

function run(context: Context, { data, repair }: Options): { report: string; sound: boolean } {
  const { damage, repair: makeAgain } = checkData(context, data);
  const lines = describe(damage);
  if (damage.length === 0) return { report: `${lines.join('\n')}\n`, sound: true };
  if (repair === undefined) return { report: `${lines.join('\n')}\n`, sound: false };
  if (damage.some(({ derived }) => !derived)) {
    lines.push('result     NOTHING REPAIRED: what is derived would follow the damage; restore a backup');
    return { report: `${lines.join('\n')}\n`, sound: false };
  }
  makeAgain();
  // Puts the leaves into tiles again, as a starting server would.
  finishInterrupted(context);
  const after = checkData(context, data).damage;
  lines.push(...(after.length === 0 ? ['result     repaired; everything fits'] : describe(after)));
  return { report: `${lines.join('\n')}\n`, sound: after.length === 0 };
}

function describe(damage: readonly DataDamage[]): string[] {
  const sources = damage.filter(({ derived }) => !derived).length;
  const lines = damage
    .slice(0, linesMax)
    .map(({ derived, message }) => `${derived ? 'derived  ' : 'DAMAGED  '}  ${message}`);
  if (damage.length > linesMax) lines.push(`           ${damage.length - linesMax} more`);
  if (damage.length === 0) return ['result     everything fits'];
  const repairable = sources === 0 ? '; --repair makes it again' : '';
  lines.push(`result     ${sources} damaged, ${damage.length - sources} derived do not fit${repairable}`);
  return lines;
}
