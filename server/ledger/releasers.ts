// The two persons who release openings to an auditor: accounts of this centre, each shown by password and, where the person
// has one, second factor. A name in the log then stands for somebody who was there, and not for whoever typed it.
import type { Role } from '../../shared/contract/access.ts';
import type { Context } from '../context.ts';
import { ledgerName, requireSecondPerson } from '../kpi/actor.ts';
import { Refusal } from '../refusal.ts';

/** Officers are whom the openings are about, auditors who receives them. */
const mayRelease: readonly Role[] = ['administrator', 'manager', 'personnel'];

type Accounts = Pick<Context, 'accounts' | 'stores' | 'audit'>;

/**
 * Asks each of the two to show who they are; resolves to their names as the log carries them.
 * Refuses with second-person-needed | not-found | forbidden | wrong-password | wrong-code.
 */
export async function proveReleasers(
  { accounts, stores, audit }: Accounts,
  names: readonly [string, string],
  ask: (question: string) => Promise<string>,
): Promise<[string, string]> {
  requireSecondPerson(names[0], { name: names[1] }, 'openings are released');
  const users = names.map((name) => {
    const user = stores.accounts.user(name);
    if (user === undefined) throw new Refusal('not-found', `no account has the name ${name}`);
    if (user.disabled === 1 || !mayRelease.includes(user.role)) {
      const roles = mayRelease.join(', ');
      throw new Refusal(
        'forbidden',
        `${name} cannot release openings: that takes an account in use of ${roles}`,
      );
    }
    if (user.passwordHash === null) {
      throw new Refusal('forbidden', `${name} has no password here and cannot release openings`);
    }
    return user;
  });
  for (const { name, totpSecret } of users) {
    try {
      await accounts.provePassword(name, await ask(`Password of ${name}: `));
      if (totpSecret !== null && !(await accounts.takeSecondFactor(name, await ask(`Code of ${name}: `)))) {
        throw new Refusal('wrong-code', 'the code does not fit, or was used before');
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      audit.read('cli', 'openings.refused', `user:${name}`);
      throw new Refusal(error.code, `${name}: ${error.message}`);
    }
  }
  return [ledgerName(names[0]), ledgerName(names[1])];
}
