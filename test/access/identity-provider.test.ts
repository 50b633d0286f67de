// Sign-in at a real OpenID provider on this machine: the code flow as a browser walks it, and every way it can go wrong.
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flowMs, readIdentityProvider } from '../../server/access/identity-provider.ts';
import { BoardClient } from '../support/board-client.ts';
import { TestServer, temporaryFolder, until } from '../support/server.ts';
import { CookieJar } from './browser.ts';

const clientSecret = 'bi-mat-cua-ung-dung-thu-nghiem-0123456789';
interface Person {
  name: string;
  groups: string[];
  code?: string;
}
/** Whom the provider knows, by subject; tests change what it says of them. */
const people: Record<string, Person> = {
  chief: { name: 'Lãnh đạo 01', groups: ['nhan-vien', 'lanh-dao'] },
  officer: { name: 'Cán bộ 01', groups: ['can-bo'], code: 'CB01' },
  unknownOfficer: { name: 'Cán bộ 99', groups: ['can-bo'], code: 'CB99' },
  guest: { name: 'Khách 01', groups: ['khach'] },
  impostor: { name: 'administrator', groups: ['quan-tri'] },
};
/** Who is signed in at the provider: its own sign-in screen is not our part. */
let present = 'chief';
/** Seconds from now at which ID tokens end. */
let idTokenSeconds = 3600;
/** Put in place of the nonce that the browser brought. */
let forgedNonce: string | null = null;

let listener: Server;
let server: TestServer;
let issuer: string;

beforeAll(async () => {
  listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const dataDir = temporaryFolder();
  writeSettings(dataDir);
  server = await TestServer.start({ dataDir });
  listener.on('request', providerFor(`${server.url}/api/identity-provider/callback`).callback());
});
afterAll(async () => {
  await server?.stop();
  listener?.closeAllConnections();
  listener?.close();
});

function writeSettings(dataDir: string, change: object = {}, mode = 0o600): void {
  const settings = {
    label: 'Tài khoản tỉnh',
    issuer,
    clientId: 'langnghe',
    clientSecret,
    nameClaim: 'preferred_username',
    roleClaim: 'realm.groups',
    officerClaim: 'officer_code',
    roles: [
      { value: 'quan-tri', role: 'administrator' },
      { value: 'lanh-dao', role: 'manager' },
      { value: 'can-bo', role: 'officer' },
    ],
    ...change,
  };
  writeFileSync(join(dataDir, 'identity-provider.json'), JSON.stringify(settings), { mode });
}

function providerFor(redirectUri: string): Provider {
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'langnghe', client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'realm', 'officer_code'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
    ttl: {
      IdToken: () => idTokenSeconds,
      AccessToken: 3600,
      AuthorizationCode: 60,
      Session: 3600,
      Grant: 3600,
      Interaction: 600,
    },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => {
        const { name, groups, code } = people[sub]!;
        return {
          sub,
          preferred_username: name,
          realm: { groups },
          ...(code === undefined ? {} : { officer_code: code }),
        };
      },
    }),
    interactions: {
      url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}`,
    },
  });
  provider.use(async (context, next) => {
    if (context.path === '/auth' && forgedNonce !== null) {
      const url = new URL(context.url, issuer);
      url.searchParams.set('nonce', forgedNonce);
      context.url = url.pathname + url.search;
    }
    if (!context.path.startsWith('/interaction/')) return next();
    const { params } = await provider.interactionDetails(context.req, context.res);
    const grant = new provider.Grant({ accountId: present, clientId: String(params.client_id) });
    grant.addOIDCScope('openid profile');
    const result = { login: { accountId: present }, consent: { grantId: await grant.save() } };
    context.redirect(await provider.interactionResult(context.req, context.res, result));
  });
  return provider;
}

/** The way through the provider: where it sends the browser back to. */
async function through(address: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = address;
  for (let step = 0; step < 8; step += 1) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const to = response.headers.get('location');
    if (to === null)
      throw new Error(`the provider stopped with ${response.status}: ${await response.text()}`);
    at = new URL(to, at).href;
    if (at.startsWith(server.url)) return at.slice(server.url.length);
  }
  throw new Error('the provider goes round in circles');
}

interface Walk {
  jar: CookieJar;
  /** Path and query the provider sends back to. */
  back: string;
}
async function walk(subject: string, jar = new CookieJar(server.url), goTo = ''): Promise<Walk> {
  present = subject;
  const started = await jar.ask('GET', `/api/identity-provider/start${goTo}`);
  expect([started.status, started.headers.get('location')?.startsWith(issuer)]).toEqual([302, true]);
  return { jar, back: await through(started.headers.get('location')!) };
}
/** Walks and comes back; where the browser is sent in the end. */
async function enter(
  subject: string,
  jar = new CookieJar(server.url),
  goTo = '',
): Promise<{ jar: CookieJar; at: string }> {
  const { back } = await walk(subject, jar, goTo);
  const answer = await jar.ask('GET', back);
  expect(answer.status).toBe(303);
  return { jar, at: answer.headers.get('location')! };
}
const sessionOf = (jar: CookieJar) => jar.ask('GET', '/api/session');

describe('comes in', () => {
  test('with the role and officer the provider says, to the page asked for', async () => {
    expect((await server.ask('GET', '/api/sign-in')).json.identityProvider).toEqual({
      label: 'Tài khoản tỉnh',
    });
    const { jar, at } = await enter('chief', undefined, '?then=/admin/officers');
    expect(at).toBe('/admin/officers');
    expect((await sessionOf(jar)).json).toMatchObject({
      name: 'Lãnh đạo 01',
      role: 'manager',
      secondFactor: 'not-asked',
    });
    const officer = await enter('officer');
    expect((await sessionOf(officer.jar)).json).toMatchObject({ role: 'officer', officer: 'CB01' });
    // No password of ours opens an account of theirs.
    expect((await new CookieJar(server.url).signIn('Lãnh đạo 01', 'x')).status).toBe(401);
  });

  test('never to another site', async () => {
    for (const goTo of [
      '//evil.example',
      'https://evil.example/admin/',
      '/admin/../../x?y',
      '/admin/%0d%0a',
      '/api/roster',
    ]) {
      const { at } = await enter('chief', undefined, `?then=${encodeURIComponent(goTo)}`);
      expect([goTo, at]).toEqual([goTo, '/admin/']);
    }
  });

  test('under a new token, whatever the browser brought along', async () => {
    const jar = new CookieJar(server.url);
    jar.cookies.set('langnghe_session', 'planted');
    await enter('chief', jar);
    expect(jar.token).not.toBe('planted');
  });

  test('with another role at the next sign-in, which holds for open sessions too', async () => {
    const { jar } = await enter('chief');
    const board = new BoardClient(server.url, {}, { cookie: `langnghe_session=${jar.token}` });
    await board.ready();
    expect(board.snapshots.length).toBe(1);
    people.chief!.groups = ['quan-tri', 'lanh-dao'];
    const again = await enter('chief');
    expect((await sessionOf(again.jar)).json.role).toBe('administrator');
    expect((await sessionOf(jar)).json.role).toBe('administrator');
    await until(() => !board.socket.connected, 'connections of the former role are cut');
    board.close();
    people.chief!.groups = [];
    const refused = await enter('chief');
    expect([refused.at, refused.jar.token]).toEqual(['/admin/?sign-in=unmapped', undefined]);
    // Whoever has no role any more is signed out everywhere.
    expect((await sessionOf(again.jar)).status).toBe(401);
    people.chief!.groups = ['lanh-dao'];
  });
});

describe('is refused', () => {
  test('without a role, as an officer nobody knows, or under the name of an account of ours', async () => {
    expect((await enter('guest')).at).toBe('/admin/?sign-in=unmapped');
    expect((await enter('unknownOfficer')).at).toBe('/admin/?sign-in=officer-unknown');
    await server.context.access.createUser({
      name: 'administrator',
      role: 'administrator',
      officer: null,
      password: 'x',
    });
    const { at, jar } = await enter('impostor');
    expect([at, jar.token]).toEqual(['/admin/?sign-in=name-taken', undefined]);
    expect(server.context.accounts.list().some(({ name }) => name === 'Khách 01')).toBe(false);
  });

  test('when disabled here', async () => {
    await enter('officer');
    await server.context.accounts.change('Cán bộ 01', { disabled: true }, 'cli');
    expect((await enter('officer')).at).toBe('/admin/?sign-in=disabled');
    await server.context.accounts.change('Cán bộ 01', { disabled: false }, 'cli');
  });

  test('with another nonce than the browser was given', async () => {
    forgedNonce = 'of-another-sign-in';
    const { at, jar } = await enter('chief');
    forgedNonce = null;
    expect([at, jar.token]).toEqual(['/admin/?sign-in=failed', undefined]);
  });

  test('when the callback is replayed, by the same browser or another', async () => {
    const { jar, back } = await walk('chief');
    const flow = jar.cookies.get('langnghe_provider')!;
    expect((await jar.ask('GET', back)).headers.get('location')).toBe('/admin/');
    for (const cookie of [undefined, flow]) {
      const thief = new CookieJar(server.url);
      if (cookie !== undefined) thief.cookies.set('langnghe_provider', cookie);
      const answer = await thief.ask('GET', back);
      expect([answer.headers.get('location'), thief.token]).toEqual(['/admin/?sign-in=expired', undefined]);
    }
  });

  test("with another browser's answer (login CSRF), another state, or no code", async () => {
    const attacker = await walk('chief');
    const victim = await walk('officer');
    const crossed = await victim.jar.ask('GET', attacker.back);
    expect([crossed.headers.get('location'), victim.jar.token]).toEqual([
      '/admin/?sign-in=failed',
      undefined,
    ]);
    const own = await walk('chief');
    const query = new URL(own.back, server.url).searchParams;
    query.set('state', 'of-another');
    const wrong = await own.jar.ask('GET', `/api/identity-provider/callback?${query}`);
    expect(wrong.headers.get('location')).toBe('/admin/?sign-in=failed');
    const none = await walk('chief');
    const empty = await none.jar.ask('GET', '/api/identity-provider/callback');
    expect(empty.headers.get('location')).toBe('/admin/?sign-in=failed');
  });

  test('too late, or with a token that has ended', async () => {
    const { jar, back } = await walk('chief');
    server.clock.advance(flowMs + 1);
    expect((await jar.ask('GET', back)).headers.get('location')).toBe('/admin/?sign-in=expired');
    idTokenSeconds = -600;
    const ended = await enter('chief');
    idTokenSeconds = 3600;
    expect([ended.at, ended.jar.token]).toEqual(['/admin/?sign-in=failed', undefined]);
  });
});

test('settings: readable by their owner only, https but on this machine, and never repeated', () => {
  const read = (change: object, mode = 0o600) => {
    const dataDir = temporaryFolder();
    writeSettings(dataDir, change, mode);
    return () => readIdentityProvider(dataDir);
  };
  expect(read({})()?.clientId).toBe('langnghe');
  expect(readIdentityProvider(temporaryFolder())).toBeNull();
  expect(read({}, 0o644)).toThrow('mode 0600');
  expect(read({ issuer: 'http://id.example.gov.vn' })).toThrow('issuer: must be https');
  expect(read({ roles: [] })).toThrow('roles');
  expect(read({ roles: [{ value: 'x', role: 'king' }] })).toThrow('roles.0.role');
  expect(read({ clientSecret: 7 })).toThrow(/^identity-provider\.json: clientSecret: (?!.*7)/);
  const dump = JSON.stringify(server.rows(), (_key, value) => (value instanceof Uint8Array ? '' : value));
  expect(dump).not.toContain(clientSecret);
});
