// Signing in over HTTP: sessions under new tokens, CSRF, the second factor, links, the first administrator.

import { readFileSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databasePath } from '../../server/storage/database.ts';
import { BoardClient } from '../support/board-client.ts';
import { expectProblem } from '../support/refusals.ts';
import { hourMs, minuteMs, openContext, TestServer, until } from '../support/server.ts';
import { CookieJar } from './browser.ts';

const password = 'mat khau thu nghiem';
let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server?.stop());

let count = 0;
/** A new person with a password. */
async function person(
  role: 'administrator' | 'manager' | 'personnel' | 'auditor' = 'manager',
): Promise<string> {
  count += 1;
  const name = `person ${count}`;
  await server.context.access.createUser({ name, role, officer: null, password });
  return name;
}
const browser = () => new CookieJar(server.url);
const signedIn = async (name: string): Promise<CookieJar> => {
  const jar = browser();
  expect((await jar.signIn(name, password)).status).toBe(200);
  return jar;
};
const codeOf = (secret: string, ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: server.clock.at + ahead,
  });

/** Sets up one-time codes; the secret and the recovery codes. */
async function enrol(jar: CookieJar): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await jar.ask('POST', '/api/account/totp', { password });
  expect(begun.status).toBe(200);
  const confirmed = await jar.ask('POST', '/api/account/totp/confirm', { code: codeOf(begun.json.secret) });
  expect(confirmed.status).toBe(200);
  await jar.ask('GET', '/api/session');
  // The code that proved it is used up.
  server.clock.advance(minuteMs);
  return { secret: begun.json.secret, recoveryCodes: confirmed.json.recoveryCodes };
}

describe('sessions', () => {
  test('cookies are HttpOnly and SameSite; nothing of them is in the answer', async () => {
    const answer = await browser().signIn(await person(), password);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies)
      expect(cookie).toMatch(/HttpOnly; SameSite=Strict|Expires=Thu, 01 Jan 1970/);
    const session = /langnghe_session=([^;]+)/.exec(cookies.join())![1]!;
    expect(answer.text).not.toContain(session);
    expect(readFileSync(databasePath(server.dataDir)).includes(session)).toBe(false);
  });

  test('a token planted before sign-in opens nothing, and the session it names ends', async () => {
    const attacker = await signedIn(await person());
    const planted = attacker.token!;
    const victim = browser();
    victim.cookies.set('langnghe_session', planted);
    await victim.signIn(await person(), password);
    expect(victim.token).not.toBe(planted);
    expectProblem(await attacker.ask('GET', '/api/session'), 'unauthenticated');
    const invented = browser();
    invented.cookies.set('langnghe_session', 'x'.repeat(32));
    await invented.signIn(await person(), password);
    expect(invented.token).not.toBe('x'.repeat(32));
  });

  test('changes need the CSRF token of this session; a form of another site cannot even sign in', async () => {
    const own = await signedIn(await person('administrator'));
    const other = await signedIn(await person('administrator'));
    const body = { label: 'Sảnh' };
    for (const token of ['', other.csrfToken, own.csrfToken.slice(1), `${own.csrfToken}x`]) {
      const headers = { cookie: `langnghe_session=${own.token}`, 'x-csrf-token': token };
      expectProblem(await server.ask('POST', '/api/board-links', { body, headers }), 'forbidden');
    }
    expect((await own.ask('POST', '/api/board-links', body)).status).toBe(201);
    const form = new URLSearchParams({ name: await person(), password }).toString();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
      const answer = await server.ask('POST', '/api/session', {
        body: form,
        headers: { 'content-type': type },
      });
      expect([type, answer.status, answer.headers.getSetCookie()]).toEqual([type, 415, []]);
    }
  });

  test('a session ends after its time, by signing out, and everywhere at once with its open sockets', async () => {
    const name = await person();
    const jars = [await signedIn(name), await signedIn(name), await signedIn(name)];
    const boards = jars.map(
      (jar) => new BoardClient(server.url, {}, { cookie: `langnghe_session=${jar.token}` }),
    );
    for (const board of boards) await board.ready();
    expect(boards.map((board) => board.snapshots.length)).toEqual([1, 1, 1]);
    const listed = await jars[0]!.ask('GET', '/api/account');
    expect(listed.json.sessions.length).toBe(3);
    const second = listed.json.sessions.find(({ current }: { current: boolean }) => !current).id;
    expect((await jars[0]!.ask('DELETE', `/api/account/sessions/${second}`)).status).toBe(204);
    await until(() => boards.filter(({ socket }) => socket.connected).length === 2, 'one board is cut');
    const stranger = await signedIn(await person());
    expectProblem(await stranger.ask('DELETE', `/api/account/sessions/${second}`), 'not-found');
    expect((await jars[0]!.ask('DELETE', '/api/account/sessions')).status).toBe(204);
    await until(() => boards.every(({ socket }) => !socket.connected), 'all boards are cut');
    for (const jar of jars) expectProblem(await jar.ask('GET', '/api/session'), 'unauthenticated');
    for (const board of boards) board.close();
    const late = await signedIn(name);
    server.clock.advance(12 * hourMs + 1);
    expectProblem(await late.ask('GET', '/api/session'), 'unauthenticated');
  });

  test('a changed role holds at once; disabling ends what is open; the last administrator stays', async () => {
    const name = await person('manager');
    const jar = await signedIn(name);
    const administrator = await signedIn(await person('administrator'));
    const board = new BoardClient(server.url, {}, { cookie: `langnghe_session=${jar.token}` });
    await board.ready();
    const change = (body: object) =>
      administrator.ask('PATCH', `/api/users/${encodeURIComponent(name)}`, body);
    expect((await change({ role: 'officer', officer: 'CB01' })).json).toMatchObject({
      role: 'officer',
      officer: 'CB01',
    });
    await until(() => !board.socket.connected, 'the board of the former manager is cut');
    board.close();
    expectProblem(await jar.ask('GET', '/api/indicators'), 'forbidden');
    expectProblem(await change({ role: 'manager', officer: 'CB01' }), 'invalid-request');
    expectProblem(await change({ role: 'officer', officer: 'CB99' }), 'unknown-officer');
    expect((await change({ disabled: true })).status).toBe(200);
    expectProblem(await jar.ask('GET', '/api/session'), 'unauthenticated');
    expectProblem(await browser().signIn(name, password), 'unauthenticated');

    const alone = await openContext();
    await alone.context.access.createUser({ name: 'a', role: 'administrator', officer: null, password });
    for (const wish of [{ disabled: true }, { role: 'auditor' as const }]) {
      await expect(alone.context.accounts.change('a', wish, 'cli')).rejects.toMatchObject({
        code: 'last-administrator',
      });
    }
    await alone.context.close();
  });

  test('a changed password ends every other session', async () => {
    const name = await person();
    const own = await signedIn(name);
    const other = await signedIn(name);
    const before = own.token;
    const next = 'mot mat khau khac han';
    expectProblem(
      await own.ask('PUT', '/api/account/password', { current: 'khong phai', next }),
      'wrong-password',
    );
    for (const weak of ['ngan', 'aaaaaaaaaaaaaaaa', `${name} 2026`]) {
      expectProblem(
        await own.ask('PUT', '/api/account/password', { current: password, next: weak }),
        'invalid-request',
      );
    }
    expect((await own.ask('PUT', '/api/account/password', { current: password, next })).status).toBe(200);
    expect(own.token).not.toBe(before);
    expect((await own.ask('GET', '/api/session')).status).toBe(200);
    expectProblem(await other.ask('GET', '/api/session'), 'unauthenticated');
    expectProblem(await browser().signIn(name, password), 'unauthenticated');
    expect((await browser().signIn(name, next)).status).toBe(200);
  });
});

describe('second factor', () => {
  test('enrolled, asked for, good once, within a step either way; the session has a new token', async () => {
    const name = await person('administrator');
    const jar = await signedIn(name);
    const before = jar.token;
    expect((await jar.ask('GET', '/api/session')).json.secondFactor).toBe('advised');
    expectProblem(await jar.ask('POST', '/api/account/totp', { password: 'khong phai' }), 'wrong-password');
    expectProblem(await jar.ask('POST', '/api/account/totp/confirm', { code: '000000' }), 'not-found');
    const { secret, recoveryCodes } = await enrol(jar);
    expect(jar.token).not.toBe(before);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await jar.ask('GET', '/api/session')).json.secondFactor).toBe('set-up');
    const stored = server.context.stores.accounts.user(name)!;
    const plain = Buffer.from(Secret.fromBase32(secret.replaceAll(' ', '')).buffer);
    expect(stored.totpSecret!.includes(plain)).toBe(false);
    expect(server.context.secrets.open('totp', name, stored.totpSecret!)?.equals(plain)).toBe(true);
    expect(server.context.secrets.open('totp', 'somebody else', stored.totpSecret!)).toBeNull();

    const second = (from: CookieJar, code: string) =>
      from.ask('POST', '/api/session/second-factor', { code });
    const tried = async (code: string) => {
      const from = browser();
      expectProblem(await from.signIn(name, password), 'second-factor-needed');
      expect(from.token).toBeUndefined();
      return { from, answer: await second(from, code) };
    };
    const { from, answer } = await tried(codeOf(secret));
    expect([answer.status, from.token === undefined]).toEqual([200, false]);
    expectProblem((await tried(codeOf(secret))).answer, 'wrong-code');
    // One step of drift either way, none of it twice, nothing beyond.
    server.clock.advance(2 * minuteMs);
    expectProblem((await tried(codeOf(secret, -minuteMs))).answer, 'wrong-code');
    expectProblem((await tried(codeOf(secret, minuteMs))).answer, 'wrong-code');
    expect((await tried(codeOf(secret, 30_000))).answer.status).toBe(200);
    // A later step was taken: the present one's code is refused too.
    expectProblem((await tried(codeOf(secret))).answer, 'wrong-code');

    const [first, other] = recoveryCodes as [string, string];
    expect((await tried(first.toUpperCase().replace('-', ' '))).answer.status).toBe(200);
    expectProblem((await tried(first)).answer, 'wrong-code');
    expect((await jar.ask('GET', '/api/account')).json.recoveryCodesLeft).toBe(9);
    // Another person's codes are nobody else's.
    const neighbour = await person();
    await enrol(await signedIn(neighbour));
    const at = browser();
    expectProblem(await at.signIn(neighbour, password), 'second-factor-needed');
    expectProblem(await second(at, other), 'wrong-code');
  });

  test('without the password, or too late after it, no code helps; strangers run out of tries, the owner does not', async () => {
    const name = await person();
    const owner = await signedIn(name);
    const { secret, recoveryCodes } = await enrol(owner);
    expectProblem(
      await browser().ask('POST', '/api/session/second-factor', { code: codeOf(secret) }),
      'unauthenticated',
    );
    const slow = browser();
    await slow.signIn(name, password);
    server.clock.advance(6 * minuteMs);
    expectProblem(
      await slow.ask('POST', '/api/session/second-factor', { code: codeOf(secret) }),
      'unauthenticated',
    );

    const thief = browser();
    expectProblem(await thief.signIn(name, password), 'second-factor-needed');
    let refused = 0;
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const answer = await thief.ask('POST', '/api/session/second-factor', {
        code: recoveryCodes[0]!.replace(/./, '9'),
      });
      if (answer.status === 429) refused += 1;
    }
    expect(refused).toBe(30);
    await owner.ask('DELETE', '/api/session');
    expectProblem(await owner.signIn(name, password), 'second-factor-needed');
    expect((await owner.ask('POST', '/api/session/second-factor', { code: codeOf(secret) })).status).toBe(
      200,
    );
  });

  test('a centre may demand it: until then a session reaches its own account only', async () => {
    const personnel = await signedIn(await person('personnel'));
    const manager = await signedIn(await person('manager'));
    const administrator = await signedIn(await person('administrator'));
    expect(
      (await administrator.ask('PUT', '/api/access-settings', { secondFactor: 'required' })).status,
    ).toBe(200);
    expect((await personnel.ask('GET', '/api/session')).json.secondFactor).toBe('needed');
    expectProblem(await personnel.ask('GET', '/api/roster'), 'forbidden');
    expectProblem(
      await administrator.ask('PUT', '/api/access-settings', { secondFactor: 'optional' }),
      'forbidden',
    );
    const board = new BoardClient(server.url, {}, { cookie: `langnghe_session=${personnel.token}` });
    await board.ready();
    expect(board.refused).toBe('unauthenticated');
    board.close();
    expect((await manager.ask('GET', '/api/roster')).status).toBe(200);
    await enrol(personnel);
    expect((await personnel.ask('GET', '/api/roster')).status).toBe(200);
    await enrol(administrator);
    await administrator.ask('PUT', '/api/access-settings', { secondFactor: 'optional' });
  });

  test('an administrator takes a lost one off; its owner too, with the password', async () => {
    const name = await person();
    const own = await signedIn(name);
    await enrol(own);
    expectProblem(
      await own.ask('POST', '/api/account/totp/off', { password: 'khong phai' }),
      'wrong-password',
    );
    expect((await own.ask('POST', '/api/account/totp/off', { password })).status).toBe(204);
    await own.ask('GET', '/api/session');
    await enrol(own);
    const administrator = await signedIn(await person('administrator'));
    const path = `/api/users/${encodeURIComponent(name)}/totp`;
    expect((await administrator.ask('DELETE', path)).status).toBe(204);
    expect((await browser().signIn(name, password)).status).toBe(200);
  });
});

describe('links', () => {
  test('a new person chooses the password by a link that works once; a newer link ends the older', async () => {
    const administrator = await signedIn(await person('administrator'));
    const made = await administrator.ask('POST', '/api/users', {
      name: 'Cán bộ 02',
      role: 'officer',
      officer: 'CB02',
    });
    expect([made.status, made.json.user.signIn]).toEqual([201, 'none']);
    const codeAt = (url: string) => new URL(url).hash.slice('#code='.length);
    const first = codeAt(made.json.link.url);
    expectProblem(await browser().signIn('Cán bộ 02', first), 'unauthenticated');
    const again = await administrator.ask(
      'POST',
      `/api/users/${encodeURIComponent('Cán bộ 02')}/password-link`,
    );
    const code = codeAt(again.json.url);
    expectProblem(await browser().ask('POST', '/api/password', { code: first, password }), 'unknown-code');
    expectProblem(
      await browser().ask('POST', '/api/password', { code, password: 'ngan' }),
      'invalid-request',
    );
    const jar = browser();
    expect((await jar.ask('POST', '/api/password', { code, password })).json).toEqual({ name: 'Cán bộ 02' });
    expectProblem(await browser().ask('POST', '/api/password', { code, password }), 'unknown-code');
    expect((await jar.signIn('Cán bộ 02', password)).json).toMatchObject({
      role: 'officer',
      officer: 'CB02',
    });
    expectProblem(
      await administrator.ask('POST', '/api/users', { name: 'Cán bộ 02', role: 'auditor' }),
      'name-taken',
    );
    const late = await administrator.ask('POST', '/api/users', { name: 'Cán bộ 03', role: 'auditor' });
    server.clock.advance(73 * hourMs);
    expectProblem(
      await browser().ask('POST', '/api/password', { code: codeAt(late.json.link.url), password }),
      'link-expired',
    );
  });

  test('the first administrator is made once, by the code of the terminal, while there is nobody', async () => {
    const empty = await TestServer.start();
    const { firstAdministrator } = empty.context;
    const setUp = (code: string, jar = new CookieJar(empty.url)) =>
      jar.ask('POST', '/api/setup/administrator', { code, name: 'Quản trị', password });
    expect((await empty.ask('GET', '/api/sign-in')).json.isNew).toBe(true);
    const old = firstAdministrator.newCode()!;
    const code = firstAdministrator.newCode()!;
    expectProblem(await setUp(old), 'unknown-code');
    expectProblem(await setUp('x'.repeat(32)), 'unknown-code');
    const jar = new CookieJar(empty.url);
    const both = await Promise.all([setUp(code, jar), setUp(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(empty.count('users')).toBe(1);
    expectProblem(await setUp(code), 'forbidden');
    expect(firstAdministrator.newCode()).toBeNull();
    expect((await empty.ask('GET', '/api/sign-in')).json.isNew).toBe(false);
    await empty.stop();

    const late = await openContext();
    const expired = late.context.firstAdministrator.newCode()!;
    late.clock.advance(2 * hourMs + 1);
    await expect(late.context.firstAdministrator.create(expired, 'a', password)).rejects.toMatchObject({
      code: 'link-expired',
    });
    await late.context.close();
  });
});

test('a revoked API key is refused at once, and what it has open is cut', async () => {
  const administrator = await signedIn(await person('administrator'));
  const made = await administrator.ask('POST', '/api/api-keys', { label: 'Bảng số', scopes: ['board:read'] });
  const { id, secret } = made.json;
  expect((await server.ask('GET', '/api/board', { key: secret })).status).toBe(200);
  const socket = io(`${server.url}/board`, {
    auth: { key: secret },
    transports: ['websocket'],
    reconnection: false,
  });
  await until(() => socket.connected, 'the key opens the board');
  const listed = await administrator.ask('GET', '/api/api-keys');
  expect(listed.text).not.toContain(secret);
  expect((await administrator.ask('DELETE', `/api/api-keys/${id}`)).status).toBe(204);
  await until(() => !socket.connected, 'the socket is cut');
  expectProblem(await server.ask('GET', '/api/board', { key: secret }), 'unauthenticated');
  expectProblem(await administrator.ask('DELETE', `/api/api-keys/${id}`), 'not-found');
});
