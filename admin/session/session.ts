// Who is signed in. One store for the whole application; pages read the signal, calls go through http/request.ts.
import { signal } from '@preact/signals';
import { z } from 'zod';
import {
  type Session,
  type SignInOptions,
  sessionSchema,
  signInOptionsSchema,
} from '../../shared/contract/access.ts';
import { ApiError, lendSessionAccess, request } from '../http/request.ts';

export type SessionState =
  | { kind: 'unknown' }
  /** The server could not be asked. */
  | { kind: 'unavailable'; error: ApiError }
  | { kind: 'signed-out'; reason: 'none' | 'expired' | 'signed-out' }
  | { kind: 'signed-in'; session: Session };

export const session = signal<SessionState>({ kind: 'unknown' });

const path = '/api/session';

/** Asks the server who is signed in (on start, or after it could not be reached). */
export async function loadSession(): Promise<void> {
  try {
    const found = await request(sessionSchema, 'GET', path, { isSessionCall: true });
    session.value = { kind: 'signed-in', session: found };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    session.value =
      error.code === 'unauthenticated'
        ? { kind: 'signed-out', reason: 'none' }
        : { kind: 'unavailable', error };
  }
}

/** Throws ApiError: `unauthenticated` when name or password are wrong. */
export async function signIn(name: string, password: string): Promise<void> {
  const found = await request(sessionSchema, 'POST', path, { body: { name, password }, isSessionCall: true });
  session.value = { kind: 'signed-in', session: found };
}

/** Throws ApiError: `wrong-code`; `unauthenticated` when name and password have to be entered again. */
export async function enterSecondFactor(code: string): Promise<void> {
  const found = await request(sessionSchema, 'POST', `${path}/second-factor`, {
    body: { code },
    isSessionCall: true,
  });
  session.value = { kind: 'signed-in', session: found };
}

/** What else the sign-in screen offers; null when the server does not say. */
export async function readSignInOptions(): Promise<SignInOptions | null> {
  return request(signInOptionsSchema, 'GET', '/api/sign-in', { isSessionCall: true }).catch(() => null);
}

/** Ends the session at the server. Throws ApiError when the server could not be told: the person is then still in. */
export async function signOut(): Promise<void> {
  try {
    await request(z.unknown(), 'DELETE', path, { isSessionCall: true });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
  }
  session.value = { kind: 'signed-out', reason: 'signed-out' };
}

/** The server no longer knows the session: the sign-in screen comes up in place, the address stays. */
export function endSession(reason: 'expired' | 'signed-out' = 'expired'): void {
  if (session.peek().kind === 'signed-in') session.value = { kind: 'signed-out', reason };
}

lendSessionAccess({
  csrfToken: () => {
    const state = session.peek();
    return state.kind === 'signed-in' ? state.session.csrfToken : null;
  },
  onEnded: () => endSession(),
  refreshed: async () => {
    const before = session.peek();
    const found = await request(sessionSchema, 'GET', path, { isSessionCall: true }).catch(() => null);
    if (found === null || before.kind !== 'signed-in') return false;
    if (found.csrfToken === before.session.csrfToken) return false;
    session.value = { kind: 'signed-in', session: found };
    // Only for the same person: what another one may do is not this one's request.
    return found.name === before.session.name;
  },
});
