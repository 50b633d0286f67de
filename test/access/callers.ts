// Everyone who may ask: nobody, each role with and without the CSRF token, each scope, a kiosk, a board link, and forgeries
// of each. `mayCall` says from the permission table alone what the answer has to be.

import type { Permission } from '../../server/http/permissions.ts';
import { roles, scopes } from '../../shared/contract/access.ts';
import { boardLinkHeader } from '../../shared/contract/board-link.ts';
import { TestKiosk, type TestServer } from '../support/server.ts';

export interface Caller {
  name: string;
  role?: (typeof roles)[number];
  /** Officer of a session of that role. */
  officer?: string;
  scope?: (typeof scopes)[number];
  /** A signature that holds, or one that does not. */
  device?: 'good' | 'bad';
  /** A board link that is valid, or one that is not. */
  link?: 'good' | 'bad';
  /** Sends no token, or a wrong one, with its session. */
  csrf?: 'missing' | 'wrong';
  headers(method: string, path: string, body: string): Record<string, string>;
  /** Added to the address. */
  query?: string;
}

/** One caller of each kind, on a running server with the sample roster. */
export async function makeCallers(server: TestServer): Promise<Caller[]> {
  const callers: Caller[] = [{ name: 'nobody', headers: () => ({}) }];
  for (const role of roles) {
    for (const officer of role === 'officer' ? ['CB01', 'CB02'] : [null]) {
      const { headers } = await server.signIn(role, officer);
      const who = { role, ...(officer === null ? {} : { officer }) };
      const name = officer === null ? role : `${role} ${officer}`;
      const { 'x-csrf-token': token, ...cookie } = headers;
      callers.push({ name: `${name}, no CSRF token`, ...who, csrf: 'missing', headers: () => cookie });
      callers.push({
        name: `${name}, wrong CSRF token`,
        ...who,
        csrf: 'wrong',
        headers: () => ({ ...cookie, 'x-csrf-token': `${token!.slice(0, -1)}!` }),
      });
      // After the forgeries: what it asks may end the session.
      callers.push({ name, ...who, headers: () => headers });
    }
  }
  callers.push({ name: 'unknown session', headers: () => ({ cookie: 'langnghe_session=none' }) });
  for (const scope of scopes) {
    const headers = { authorization: `Bearer ${server.makeKey(scope)}` };
    callers.push({ name: `key ${scope}`, scope, headers: () => headers });
  }
  callers.push({ name: 'unknown key', headers: () => ({ authorization: 'Bearer ln_none' }) });
  const kiosk = await server.pairKiosk('Q01');
  const signed = (method: string, path: string, body: string) =>
    kiosk.headers(method, path.split('?')[0]!, body);
  callers.push({ name: 'kiosk', device: 'good', headers: signed });
  const stranger = new TestKiosk();
  stranger.deviceId = kiosk.deviceId;
  callers.push({
    name: 'kiosk with a key of its own making',
    device: 'bad',
    headers: (method, path, body) => stranger.headers(method, path.split('?')[0]!, body),
  });
  const { token } = await server.context.access.createBoardLink('Sảnh');
  callers.push({ name: 'board link', link: 'good', query: `link=${token}`, headers: () => ({}) });
  callers.push({
    name: 'board link in its header',
    link: 'good',
    headers: () => ({ [boardLinkHeader]: token }),
  });
  callers.push({ name: 'unknown board link', link: 'bad', query: 'link=none', headers: () => ({}) });
  return callers;
}

/** What the table says of a caller; `officer` is the officer whose resource is asked for, where the route names one. */
export function mayCall(permission: Permission, method: string, caller: Caller, officer: string): boolean {
  if (permission.device === true && caller.device !== undefined) return caller.device === 'good';
  if (permission.public === true) return true;
  if (permission.boardLink === true && caller.link === 'good') return true;
  if (caller.scope !== undefined) return caller.scope === permission.scope;
  if (caller.role === undefined || permission.roles?.includes(caller.role) !== true) return false;
  if (method !== 'GET' && caller.csrf !== undefined) return false;
  return permission.ownOfficer === undefined || caller.role !== 'officer' || caller.officer === officer;
}
