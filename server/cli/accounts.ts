// `user create|list|password-link`, `api-key create|list|revoke`, `device pairing-code`, `board-link create`. What makes a
// secret prints it alone, once.
import { randomBytes } from 'node:crypto';
import { type Role, roles, type Scope, scopes } from '../../shared/contract/access.ts';
import { Refusal } from '../refusal.ts';
import { urlOf } from '../url.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';

export const registerAccounts: RegisterCommand = (program, cli) => {
  const user = program.command('user').description('people who sign in');
  user
    .command('create')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--name <name>', 'name to sign in with')
    .requiredOption('--role <role>', roles.join(' | '))
    .option('--officer <code>', 'code of the officer this person is (role officer)')
    .action(async (options: { data: string; name: string; role: string; officer?: string }) => {
      const role = roles.find((one) => one === options.role) as Role | undefined;
      if (role === undefined) throw new InputError(`--role is one of ${roles.join(', ')}`);
      const name = options.name.trim();
      if (name === '' || name.length > 100) throw new InputError('--name has 1 to 100 characters');
      if ((role === 'officer') !== (options.officer !== undefined)) {
        throw new InputError('--officer goes with --role officer, and only with it');
      }
      const password = randomBytes(12).toString('base64url');
      await withData(options.data, async (context) => {
        const officer = options.officer ?? null;
        if (officer !== null && context.stores.roster.officer(officer) === undefined) {
          throw new InputError(`no officer has the code ${officer}`);
        }
        if (!(await context.access.createUser({ name, role, officer, password }, 'cli'))) {
          throw new InputError(`the name ${name} is taken`);
        }
      });
      cli.answer(`${password}\n`);
    });

  user
    .command('list')
    .description('everyone who may sign in, a line of JSON each')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const users = await withData(data, (context) => context.accounts.list());
      cli.answer(users.map((one) => `${JSON.stringify(one)}\n`).join(''));
    });

  user
    .command('password-link')
    .description('print an address at which a person chooses a new password, once')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--name <name>', 'name to sign in with')
    .requiredOption('--public-url <url>', 'address of the server, such as https://danhgia.example.gov.vn')
    .action(async (options: { data: string; name: string; publicUrl: string }) => {
      const address = urlOf(options.publicUrl);
      if (address === null) throw new InputError('--public-url is an address such as https://NAME');
      const { code } = await withData(options.data, (context) =>
        context.accounts.createPasswordLink(options.name, 'cli').catch((error: unknown) => {
          if (error instanceof Refusal) throw new InputError(error.message);
          throw error;
        }),
      );
      cli.answer(`${address.origin}/admin/password#code=${code}\n`);
    });

  const apiKey = program.command('api-key').description('keys for other systems');
  apiKey
    .command('list')
    .description('every key with its id, a line of JSON each; never a secret')
    .requiredOption('--data <dir>', 'data directory')
    .action(async ({ data }: { data: string }) => {
      const keys = await withData(data, ({ stores, calendar }) =>
        stores.access.apiKeys().map(({ createdAt, revoked, ...key }) => ({
          ...key,
          createdAt: calendar.iso(createdAt),
          revoked: revoked === 1,
        })),
      );
      cli.answer(keys.map((one) => `${JSON.stringify(one)}\n`).join(''));
    });

  apiKey
    .command('revoke <id>')
    .description('end a key at once, also at a running server')
    .requiredOption('--data <dir>', 'data directory')
    .action(async (id: string, { data }: { data: string }) => {
      const done = await withData(data, (context) => context.access.revokeApiKey(id, 'cli'));
      if (!done) throw new InputError(`no key in use has the id ${id}; api-key list prints them`);
    });

  apiKey
    .command('create')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--scope <scopes>', `comma-separated: ${scopes.join(', ')}`)
    .option('--label <text>', 'what the key is for', 'api key')
    .action(async (options: { data: string; scope: string; label: string }) => {
      const wanted = options.scope.split(',').map((scope) => scope.trim());
      const unknown = wanted.find((scope) => !scopes.includes(scope as Scope));
      if (unknown !== undefined)
        throw new InputError(`unknown scope ${unknown}; one of ${scopes.join(', ')}`);
      const secret = await withData(options.data, (context) =>
        context.access.createApiKey(wanted as Scope[], options.label, 'cli'),
      );
      cli.answer(`${secret}\n`);
    });

  program
    .command('device')
    .description('kiosks')
    .command('pairing-code')
    .requiredOption('--data <dir>', 'data directory')
    .option('--counter <code>', 'counter the kiosk stands at; without it the kiosk is for the exit')
    .action(async (options: { data: string; counter?: string }) => {
      const { code } = await withData(options.data, (context) => {
        if (options.counter !== undefined && context.stores.roster.counter(options.counter) === undefined) {
          throw new InputError(`no counter has the code ${options.counter}`);
        }
        const place = options.counter === undefined ? 'exit' : 'counter';
        return context.access.createPairingCode(place, options.counter ?? null, 'cli');
      });
      cli.answer(`${code}\n`);
    });

  program
    .command('board-link')
    .description('read-only addresses of the live board')
    .command('create')
    .requiredOption('--data <dir>', 'data directory')
    .requiredOption('--label <text>', 'where the board hangs')
    .action(async (options: { data: string; label: string }) => {
      const { token } = await withData(options.data, (context) =>
        context.access.createBoardLink(options.label, 'cli'),
      );
      cli.answer(`${token}\n`);
    });
};
