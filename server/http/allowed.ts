// Who asks, and whether the permission table lets them: the one guard of every route that is not open to all.
import type { Request } from 'express';
import { csrfHeader } from '../../shared/contract/access.ts';
import { boardLinkHeader } from '../../shared/contract/board-link.ts';
import type { Actor } from '../access/audit-trail.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { ApiKeyRow, DeviceRow } from '../storage/access-store.ts';
import type { SessionRow } from '../storage/account-store.ts';
import { type Permission, permissionOf, type permissions, type RouteName } from './permissions.ts';
import { bearerOf, deviceOf, sessionTokenOf } from './request.ts';

/** Who was let in. `actor` is how the audit trail names them. */
export type Asker =
  | { kind: 'session'; actor: Actor; session: SessionRow; token: string }
  | { kind: 'key'; actor: Actor; key: ApiKeyRow }
  | { kind: 'device'; actor: Actor; device: DeviceRow }
  | { kind: 'board-link'; actor: Actor; id: string }
  | { kind: 'anyone'; actor: Actor };

type Kind<K extends Asker['kind']> = Extract<Asker, { kind: K }>;
type Row<R extends RouteName> = (typeof permissions)[R];

/** What the row of a route lets in, and so what its handler has to expect. */
export type AskerOf<R extends RouteName> =
  | (Row<R> extends { roles: unknown } ? Kind<'session'> : never)
  | (Row<R> extends { scope: unknown } ? Kind<'key'> : never)
  | (Row<R> extends { device: true } ? Kind<'device'> : never)
  | (Row<R> extends { boardLink: true } ? Kind<'board-link'> : never)
  | (Row<R> extends { public: true } ? Kind<'anyone'> : never);

/**
 * Who asks, when the row of `route` lets them. Refuses with unauthenticated, invalid-signature or forbidden.
 * A signed request is checked over its body: on routes for devices the body must have been read before.
 */
export function allowed<R extends RouteName>(context: Context, request: Request, route: R): AskerOf<R> {
  return admit(context, request, permissionOf(route)) as AskerOf<R>;
}

function admit(context: Context, request: Request, permission: Permission): Asker {
  if (permission.device === true) {
    const device = deviceOf(context, request);
    if (device !== null) return { kind: 'device', actor: `device:${device.id}`, device };
    if (permission.public !== true) throw new Refusal('unauthenticated', 'only a paired kiosk may ask this');
  }
  if (permission.public === true) return { kind: 'anyone', actor: 'system' };
  const link = permission.boardLink === true ? linkOf(request) : null;
  if (link !== null) {
    const id = context.access.boardLink(link);
    if (id === null) throw new Refusal('unauthenticated', 'this board link is not valid');
    return { kind: 'board-link', actor: `link:${id}`, id };
  }
  const secret = bearerOf(request);
  if (secret !== null) return ofKey(context, secret, permission);
  return ofSession(context, request, permission);
}

/** The token of a board link: in its header, or as `?link=` from programs that can send none. */
function linkOf(request: Request): string | null {
  const token = request.headers[boardLinkHeader] ?? request.query.link;
  return typeof token === 'string' ? token : null;
}

function ofKey(context: Context, secret: string, { scope }: Permission): Asker {
  const key = context.access.apiKey(secret);
  if (key === null) throw new Refusal('unauthenticated', 'the API key is not known');
  if (scope === undefined) throw new Refusal('forbidden', 'no API key may do this');
  if (!key.scopes.includes(scope)) throw new Refusal('forbidden', `the API key lacks the scope ${scope}`);
  return { kind: 'key', actor: `key:${key.label}`, key };
}

function ofSession(context: Context, request: Request, permission: Permission): Asker {
  if (permission.roles === undefined) throw new Refusal('unauthenticated', 'an API key is needed');
  const token = sessionTokenOf(request.headers.cookie);
  const session = token === null ? null : context.access.session(token);
  if (token === null || session === null) throw new Refusal('unauthenticated', 'please sign in');
  if (!permission.roles.includes(session.role))
    throw new Refusal('forbidden', 'your role does not allow this');
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && request.headers[csrfHeader] !== session.csrfToken) {
    throw new Refusal('forbidden', `the header ${csrfHeader} is missing or wrong`);
  }
  if (permission.ownAccount !== true && context.sessions.isConfined(session)) {
    throw new Refusal('forbidden', 'the centre demands a second factor: set it up in your own account first');
  }
  if (session.role === 'officer' && permission.ownOfficer !== undefined) {
    const asked = request.params[permission.ownOfficer] ?? request.query[permission.ownOfficer];
    if (session.officer === null || asked !== session.officer) {
      throw new Refusal('forbidden', 'officers reach what is their own only');
    }
  }
  return { kind: 'session', actor: `user:${session.userName}`, session, token };
}
