// The own account: password, second factor, sessions. Changes that matter ask for the password again, and the session goes
// on under a new token.
import { Router } from 'express';
import QRCode from 'qrcode';
import {
  type Account,
  passwordChangeSchema,
  passwordProofSchema,
  type TotpEnrolment,
  totpConfirmSchema,
} from '../../shared/contract/accounts.ts';
import { Buckets } from '../access/buckets.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody, sessionCookie } from './request.ts';
import { setSessionCookie } from './session.ts';

const bodyBytesMax = 4 * 1024;
const secondMs = 1000;

export function accountRoutes(context: Context): Router {
  const router = Router();
  const { accounts, sessions, stores, calendar, clock } = context;
  /** Passwords and codes tried inside a session, by person: only the person's own sessions can use them up. */
  const proofs = new Buckets({ capacity: 10, refillMs: 30 * secondMs });

  const proving = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const waitMs = proofs.take(clock(), name);
    if (waitMs > 0) {
      const retryAfterSeconds = Math.ceil(waitMs / secondMs);
      throw new Refusal('too-many-attempts', 'too many attempts; please wait', { retryAfterSeconds });
    }
    const done = await work();
    proofs.giveBack(clock(), name);
    return done;
  };

  router.get('/api/account', (request, response) => {
    const { session } = allowed(context, request, 'GET /api/account');
    const account: Account = {
      user: accounts.user(session.userName),
      recoveryCodesLeft: accounts.recoveryCodesLeft(session.userName),
      sessions: stores.accounts.sessionsOf(session.userName, clock()).map(({ id, startedAt, agent }) => ({
        id,
        current: id === session.id,
        startedAt: calendar.iso(startedAt),
        agent,
      })),
    };
    response.set('Cache-Control', 'no-store').json(account);
  });

  /** 200 with the new session, every other one ends; 422 wrong-password | invalid-request, 429. */
  router.put('/api/account/password', jsonBody(bodyBytesMax), async (request, response) => {
    const { session } = allowed(context, request, 'PUT /api/account/password');
    const { current, next } = bodyOf(request, passwordChangeSchema);
    const name = session.userName;
    await proving(name, () => accounts.changePassword(name, current, next));
    const begun = await sessions.begin(name, session.method, session.agent);
    setSessionCookie(request, response, begun);
    response.json(begun.session);
  });

  /** What an authenticator needs; nothing is on before a code has proven it. 200; 422 wrong-password, 429. */
  router.post('/api/account/totp', jsonBody(bodyBytesMax), async (request, response) => {
    const { session } = allowed(context, request, 'POST /api/account/totp');
    const { password } = bodyOf(request, passwordProofSchema);
    const name = session.userName;
    await proving(name, () => accounts.provePassword(name, password));
    const { uri, text } = await accounts.beginTotp(name);
    const svg = await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
    const answer: TotpEnrolment = { secret: text, uri, svg };
    response.set('Cache-Control', 'no-store').json(answer);
  });

  /** 200 with the recovery codes, shown this once, and a new session cookie; 404, 422 wrong-code, 429. */
  router.post('/api/account/totp/confirm', jsonBody(bodyBytesMax), async (request, response) => {
    const { session, token } = allowed(context, request, 'POST /api/account/totp/confirm');
    const { code } = bodyOf(request, totpConfirmSchema);
    const recoveryCodes = await proving(session.userName, () => accounts.confirmTotp(session.userName, code));
    setSessionCookie(request, response, await sessions.rotate(token, 'second-factor'));
    response.set('Cache-Control', 'no-store').json({ recoveryCodes });
  });

  /** 204 and a new session cookie; 404, 422 wrong-password, 429. */
  router.post('/api/account/totp/off', jsonBody(bodyBytesMax), async (request, response) => {
    const { session, token, actor } = allowed(context, request, 'POST /api/account/totp/off');
    const { password } = bodyOf(request, passwordProofSchema);
    const name = session.userName;
    await proving(name, () => accounts.provePassword(name, password));
    await accounts.removeSecondFactor(name, actor);
    setSessionCookie(request, response, await sessions.rotate(token, 'password'));
    response.status(204).end();
  });

  /** Signs out everywhere, here too. */
  router.delete('/api/account/sessions', async (request, response) => {
    const { session } = allowed(context, request, 'DELETE /api/account/sessions');
    await sessions.endAll(session.userName);
    response.clearCookie(sessionCookie, { path: '/' }).status(204).end();
  });

  router.delete('/api/account/sessions/:id', async (request, response) => {
    const { session } = allowed(context, request, 'DELETE /api/account/sessions/:id');
    if (!(await sessions.endOne(session.userName, request.params.id)))
      throw new Refusal('not-found', 'no such session');
    response.status(204).end();
  });

  return router;
}
