// `user create`, `api-key create`, `device pairing-code`, `board-link create`: each prints its secret alone, once.
import { randomBytes } from 'node:crypto';
import { type Role, roles, type Scope, scopes } from '../../shared/contract/access.ts';
import { InputError, type RegisterCommand } from './command.ts';
import { withData } from './open-data.ts';

export const registerAccounts: RegisterCommand = (program, cli) => {
  program
    .command('user')
    .description('people who sign in')
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

  program
    .command('api-key')
    .description('keys for other systems')
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
