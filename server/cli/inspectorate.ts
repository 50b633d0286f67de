// `inspectorate key set|show|clear`, `inspectorate export`, `inspectorate open`: the question on unofficial payments. The
// centre sets the key it was given, and hands over a file it cannot read; the inspectorate opens it on its own machine.
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { inspectorateSchema } from '../../shared/contract/sealed-report.ts';
import { openEnvelope, sealedEnvelopeBytes } from '../../shared/inspectorate/seal-report.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';

const format = 'langnghe-sealed-reports/v1';
const recordsMax = 1_000_000;
const fileSchema = z.strictObject({
  format: z.literal(format),
  centre: z.string(),
  inspectorate: z.string(),
  /** base64 of age files, each of one length, in an order that says nothing. */
  records: z.array(z.base64()).max(recordsMax),
});

export const registerInspectorate: RegisterCommand = (program, cli) => {
  const group = program
    .command('inspectorate')
    .description('reports of unofficial payment, sealed to the inspectorate');
  const key = group.command('key').description("the inspectorate's key");
  const withDir = (command: Command): Command => command.requiredOption('--data <dir>', 'data directory');

  withDir(key.command('set <recipient>'))
    .description('ask the question from now on, sealed to this age recipient (age1…)')
    .requiredOption('--name <name>', 'the inspectorate, as citizens read it')
    .action(async (recipient: string, { data, name }: { data: string; name: string }) => {
      const parsed = inspectorateSchema.safeParse({ name, recipient });
      if (!parsed.success) throw new InputError(parsed.error.issues[0]!.message);
      await withData(data, (context) =>
        context.file.transact((tx) => {
          const today = context.calendar.dayOf(context.clock());
          context.stores.inspectorate.setInspectorate(tx, parsed.data, today);
          context.audit.record(tx, {
            actor: 'cli',
            action: 'inspectorate.key',
            subject: 'inspectorate',
            detail: parsed.data,
          });
        }),
      );
      cli.answer(`${JSON.stringify(parsed.data)}\n`);
    });

  withDir(key.command('show'))
    .description('print the key in force')
    .action(async ({ data }: { data: string }) => {
      const set = await withData(data, (context) => context.stores.inspectorate.inspectorate());
      cli.answer(`${JSON.stringify(set)}\n`);
    });

  withDir(key.command('clear'))
    .description('stop asking the question')
    .action(async ({ data }: { data: string }) => {
      await withData(data, (context) =>
        context.file.transact((tx) => {
          const today = context.calendar.dayOf(context.clock());
          context.stores.inspectorate.setInspectorate(tx, null, today);
          context.audit.record(tx, { actor: 'cli', action: 'inspectorate.key', subject: 'inspectorate' });
        }),
      );
      cli.answer('null\n');
    });

  withDir(group.command('export'))
    .description('write the sealed records to a file for the inspectorate')
    .requiredOption('--out <file>', 'file to write; must not be there')
    .option('--erase', 'forget what was written, once it is durable')
    .action(async ({ data, out, erase }: { data: string; out: string; erase?: boolean }) => {
      const count = await withData(data, (context) => {
        const { inspectorate } = context.stores;
        const rows = inspectorate.sealed();
        writeNew(out, {
          format,
          centre: context.centre.name,
          inspectorate: inspectorate.inspectorate()?.name ?? '',
          records: rows.map(({ sealed }) => sealed.toString('base64')),
        });
        context.file.transact((tx) => {
          if (erase === true) {
            inspectorate.forgetSealed(
              tx,
              rows.map(({ id }) => id),
            );
          }
          const detail = { erased: erase === true };
          context.audit.record(tx, {
            actor: 'cli',
            action: 'inspectorate.export',
            subject: 'inspectorate',
            detail,
          });
        });
        return rows.length;
      });
      cli.answer(`${JSON.stringify({ records: count })}\n`);
      cli.say('one record for each completed form that offered the question, answered or not');
    });

  group
    .command('open <file>')
    .description('for the inspectorate: print what citizens reported, a JSON line each')
    .requiredOption('--identity <file>', 'age identity file (AGE-SECRET-KEY-1…)')
    .action(async (path: string, { identity }: { identity: string }) => {
      const secret = readSecret(identity);
      const { records } = readRecords(path);
      const reports: string[] = [];
      for (const [index, record] of records.entries()) {
        const bytes = Buffer.from(record, 'base64');
        if (bytes.length !== sealedEnvelopeBytes)
          throw new InputError('is damaged', { file: path, row: index + 1 });
        let opened: Awaited<ReturnType<typeof openEnvelope>>;
        try {
          opened = await openEnvelope(secret, bytes);
        } catch (error) {
          throw new InputError(`does not open (${(error as Error).message})`, { file: path, row: index + 1 });
        }
        if (opened.report.answer === null && opened.report.text === '') continue;
        const { officer, counter, day, report } = opened;
        reports.push(`${JSON.stringify({ officer, counter, day, ...report })}\n`);
      }
      cli.answer(reports.join(''));
      cli.say(`${reports.length} answered, of ${records.length} to whom the question was offered`);
    });
};

/** Durable on return; nothing there when it throws. */
function writeNew(path: string, document: z.infer<typeof fileSchema>): void {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new InputError(exists ? 'exists already' : 'cannot be written', { file: path });
  }
  try {
    writeFileSync(file, `${JSON.stringify(document)}\n`);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new InputError('no such file', { file: path });
  }
}

function readSecret(path: string): string {
  const line = readText(path)
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text.startsWith('AGE-SECRET-KEY-1'));
  if (line === undefined) throw new InputError('holds no age identity', { file: path });
  return line;
}

function readRecords(path: string): z.infer<typeof fileSchema> {
  const text = readText(path);
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    throw new InputError('is not a file of sealed reports', { file: path });
  }
}
