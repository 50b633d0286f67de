// `policy show`, `policy set`: the service policy (invitations, groups, hours) as a YAML document. A new version is added,
// none is ever changed; a running server takes it up when it starts again.
import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { servicePolicySchema } from '../../shared/contract/policy.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';

export const registerPolicy: RegisterCommand = (program, cli) => {
  const group = program.command('policy').description('the service policy of a centre');
  group
    .command('show')
    .description('print the policy in force')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const { version, document } = await withData(data, (context) => context.stores.centre.policy());
      cli.answer(`# version ${version}\n${stringify(document)}`);
    });
  group
    .command('set <file>')
    .description('add a version; values that the file leaves out are as documented by default')
    .requiredOption('--data <dir>', 'data directory')
    .action(async (file: string, { data }: { data: string }) => {
      const document = await readPolicy(file);
      const version = await withData(data, (context) => {
        const today = context.calendar.dayOf(context.clock());
        return context.file.transact((tx) => {
          const added = context.stores.centre.addPolicy(tx, today, document);
          context.audit.record(tx, { actor: 'cli', action: 'policy.add', subject: `policy:${added}` });
          return added;
        });
      });
      cli.answer(`${JSON.stringify({ version })}\n`);
      cli.say('a running server takes it up when it starts again');
    });
};

async function readPolicy(file: string) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new InputError('no such file', { file });
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new InputError(`not readable as YAML (${(error as Error).message.split('\n')[0]})`, { file });
  }
  const result = servicePolicySchema.strict().safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new InputError(issue.message, { file, column: issue.path.map(String).join('.') || 'document' });
}
