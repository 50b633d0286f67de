// Coming in and going out: password, second factor, identity provider, the first administrator's and the password links.
// Every way in ends a session the browser brought along and begins a new one under a new token.
import { type Request, type Response, Router } from 'express';
import {
  type ProviderRefusal,
  type SignInOptions,
  secondFactorRequestSchema,
  signInRequestSchema,
} from '../../shared/contract/access.ts';
import { firstAdministratorSchema, passwordByLinkSchema } from '../../shared/contract/accounts.ts';
import { Buckets } from '../access/buckets.ts';
import { callbackPath, flowMs, ProviderRefused } from '../access/identity-provider.ts';
import { networkOf } from '../access/network.ts';
import { type Begun, sessionMs } from '../access/sessions.ts';
import type { Attempt, Entered } from '../access/sign-in.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, cookieOf, jsonBody, sessionCookie, sessionTokenOf } from './request.ts';

const bodyBytesMax = 4 * 1024;
const knownBrowserCookie = 'langnghe_known';
/** As long as browsers keep a cookie at most. */
const knownBrowserMs = 400 * 24 * 3_600_000;
const ticketCookie = 'langnghe_second_factor';
const ticketCookieMs = 5 * 60_000;
const flowCookie = 'langnghe_provider';
const secondMs = 1000;
/** By address. A whole centre may have one, and all its officers come at half past seven. */
const providerCallLimits = { capacity: 120, refillMs: secondMs / 2 };

/** Puts a session into the browser. */
export function setSessionCookie(request: Request, response: Response, { token }: Begun): void {
  response.cookie(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.secure,
    path: '/',
    maxAge: sessionMs,
  });
}

export function sessionRoutes(context: Context, report: (error: unknown) => void): Router {
  const router = Router();
  const { sessions, signIn, accounts, firstAdministrator, identityProvider, stores } = context;
  const providerCalls = new Buckets(providerCallLimits);

  const attemptOf = (request: Request): Attempt => ({
    address: request.ip ?? '',
    knownBrowser: cookieOf(request, knownBrowserCookie),
    agent: String(request.headers['user-agent'] ?? ''),
    presentToken: sessionTokenOf(request.headers.cookie),
  });

  const remember = (request: Request, response: Response, value: string): void => {
    const options = { httpOnly: true, sameSite: 'strict', secure: request.secure } as const;
    response.cookie(knownBrowserCookie, value, { ...options, path: '/api', maxAge: knownBrowserMs });
  };

  const enter = (request: Request, response: Response, entered: Entered): void => {
    response.set('Cache-Control', 'no-store');
    if (entered.kind === 'second-factor') {
      const options = { httpOnly: true, sameSite: 'strict', secure: request.secure } as const;
      response.cookie(ticketCookie, entered.ticket, {
        ...options,
        path: '/api/session',
        maxAge: ticketCookieMs,
      });
      throw new Refusal('second-factor-needed', 'enter the code of your authenticator');
    }
    setSessionCookie(request, response, entered.begun);
    remember(request, response, entered.knownBrowser);
    response.clearCookie(ticketCookie, { path: '/api/session' });
    response.json(entered.begun.session);
  };

  const limitProviderCalls = (request: Request): void => {
    const waitMs = providerCalls.take(context.clock(), networkOf(request.ip ?? ''));
    if (waitMs === 0) return;
    throw new Refusal('too-many-attempts', 'too many attempts; please wait', {
      retryAfterSeconds: Math.ceil(waitMs / secondMs),
    });
  };

  router.get('/api/sign-in', (_request, response) => {
    const options: SignInOptions = {
      identityProvider: identityProvider === null ? null : { label: identityProvider.settings.label },
      isNew: !stores.accounts.hasUsers(),
    };
    response.set('Cache-Control', 'no-store').json(options);
  });

  /** 200 and a cookie; 401 unauthenticated | second-factor-needed (go on at /api/session/second-factor), 429, 503. */
  router.post('/api/session', jsonBody(bodyBytesMax), async (request, response) => {
    const { name, password } = bodyOf(request, signInRequestSchema);
    enter(request, response, await signIn.withPassword(name, password, attemptOf(request)));
  });

  /** 200 and a cookie; 401 (begin again), 422 wrong-code, 429. */
  router.post('/api/session/second-factor', jsonBody(bodyBytesMax), async (request, response) => {
    const { code } = bodyOf(request, secondFactorRequestSchema);
    const ticket = cookieOf(request, ticketCookie);
    enter(request, response, await signIn.withSecondFactor(ticket, code, attemptOf(request)));
  });

  router.get('/api/session', (request, response) => {
    const { session } = allowed(context, request, 'GET /api/session');
    response.json(sessions.contractOf(session));
  });

  router.delete('/api/session', async (request, response) => {
    const { token } = allowed(context, request, 'DELETE /api/session');
    await sessions.end(token);
    response.clearCookie(sessionCookie, { path: '/' }).status(204).end();
  });

  // Neither of the two links has a limit of tries: nobody guesses 192 random bits, what is wrong costs one look-up, and a
  // limit by address would let one machine in the hall keep everyone of the centre out.

  /** The first administrator, by the link the server printed when it started. 200 and a cookie; 403, 404, 410, 422. */
  router.post('/api/setup/administrator', jsonBody(bodyBytesMax), async (request, response) => {
    const { code, name, password } = bodyOf(request, firstAdministratorSchema);
    await firstAdministrator.create(code, name, password);
    const attempt = attemptOf(request);
    const begun = await sessions.begin(name, 'password', attempt.agent, attempt.presentToken);
    enter(request, response, {
      kind: 'begun',
      begun,
      knownBrowser: signIn.remember(attempt.knownBrowser, name),
    });
  });

  /** A password chosen by an administrator's link; the browser counts as known from then on. 200, 404, 410, 422. */
  router.post('/api/password', jsonBody(bodyBytesMax), async (request, response) => {
    const { code, password } = bodyOf(request, passwordByLinkSchema);
    const name = await accounts.setPasswordByLink(code, password);
    remember(request, response, signIn.remember(cookieOf(request, knownBrowserCookie), name));
    response.set('Cache-Control', 'no-store').json({ name });
  });

  /** 302 to the identity provider; 404 when there is none, 429. `then` is where to end, a page of the administration. */
  router.get('/api/identity-provider/start', async (request, response) => {
    if (identityProvider === null) throw new Refusal('not-found', 'people sign in here only');
    limitProviderCalls(request);
    const asked = request.query.then;
    const goTo = typeof asked === 'string' && /^\/admin\/[\w/-]{0,200}$/.test(asked) ? asked : '/admin/';
    response.set('Cache-Control', 'no-store');
    try {
      const { url, cookie } = await identityProvider.start(goTo);
      // `lax`: the way back from the provider is a navigation from another site.
      const options = { httpOnly: true, sameSite: 'lax', secure: request.secure } as const;
      response.cookie(flowCookie, cookie, { ...options, path: callbackPath, maxAge: flowMs });
      response.redirect(302, url);
    } catch (error) {
      refuse(response, error);
    }
  });

  /** 303 to where the person was going, with a session; to the sign-in screen with the reason when not. */
  router.get('/api/identity-provider/callback', async (request, response) => {
    if (identityProvider === null) throw new Refusal('not-found', 'people sign in here only');
    limitProviderCalls(request);
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    const cookie = cookieOf(request, flowCookie);
    response.clearCookie(flowCookie, { path: callbackPath });
    try {
      const search = request.originalUrl.slice(request.originalUrl.indexOf('?'));
      const { name, goTo } = await identityProvider.finish(search, cookie);
      const { agent, presentToken, knownBrowser } = attemptOf(request);
      const begun = await sessions.begin(name, 'identity-provider', agent, presentToken);
      remember(request, response, signIn.remember(knownBrowser, name));
      setSessionCookie(request, response, begun);
      response.redirect(303, goTo);
    } catch (error) {
      refuse(response, error);
    }
  });

  const refuse = (response: Response, error: unknown): void => {
    if (!(error instanceof ProviderRefused)) throw error;
    // What the provider did wrong is for whoever runs the server; no token and no claim is in it.
    if (error.code === 'failed')
      report(new Error('sign-in at the identity provider failed', { cause: reasonOf(error.cause) }));
    response.redirect(303, `/admin/?sign-in=${error.code satisfies ProviderRefusal}`);
  };

  return router;
}

/** Name and code of an error of the library: its message may repeat what the provider sent. */
function reasonOf(cause: unknown): string {
  const { name, code, error } = (cause ?? {}) as { name?: unknown; code?: unknown; error?: unknown };
  return [name, code, error].filter((one) => typeof one === 'string').join(' ');
}
