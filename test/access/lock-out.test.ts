// Ten thousand wrong passwords from all over the world against one name: what reaches argon2, and what the owner sees.
// The flood goes to the sign-in itself, past the socket; the owner, and a small flood, come over HTTP, where other
// addresses are played by a proxy's header, which the server trusts from this machine when told to.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Buckets } from '../../server/access/buckets.ts';
import type { Refusal } from '../../server/refusal.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { Clock, distDir, hourMs, minuteMs, prepareData, temporaryFolder } from '../support/server.ts';
import { CookieJar } from './browser.ts';

const name = 'Chủ tài khoản';
const password = 'mat khau thu nghiem';
const attempts = 10_000;
const clock = new Clock();
let server: RunningServer;
beforeAll(async () => {
  const dataDir = temporaryFolder();
  await prepareData(dataDir, clock);
  server = await startServer({
    dataDir,
    distDir,
    host: '127.0.0.1',
    port: 0,
    behindProxy: true,
    clock: () => clock.at,
    logLevel: 'silent',
  });
});
afterAll(() => server?.stop());
// Two keys share a limit by chance (buckets.ts): what one test has filled is empty for the next.
beforeEach(() => clock.advance(2 * hourMs));

const from = (address: string) => new CookieJar(server.url, { 'x-forwarded-for': address });
const addressOf = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

let people = 0;
const person = async (): Promise<string> => {
  people += 1;
  await server.context.access.createUser({
    name: `${name} ${people}`,
    role: 'manager',
    officer: null,
    password,
  });
  return `${name} ${people}`;
};

/** Wrong passwords, a few at a time, over `addresses` addresses; how many were refused with which code. */
async function attack(
  victim: string,
  count: number,
  addresses: number,
  first = 0,
): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  let next = 0;
  const one = async () => {
    while (next < count) {
      next += 1;
      const address = addressOf(first + (next % addresses));
      const attempt = { address, knownBrowser: undefined, agent: '', presentToken: null };
      const code = await server.context.signIn.withPassword(victim, `wrong ${next}`, attempt).then(
        () => 'in',
        (error: Refusal) => error.code,
      );
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
  return codes;
}

test('10,000 wrong passwords from 5,000 addresses: few are even looked at, and the owner signs in', async () => {
  const owner = await person();
  const known = from('192.0.2.1');
  expect((await known.signIn(owner, password)).status).toBe(200);
  await known.ask('DELETE', '/api/session');
  const before = server.context.hashing.runs;

  const statuses = await attack(owner, attempts, 5_000);
  expect([...statuses.values()].reduce((sum, n) => sum + n, 0)).toBe(attempts);
  expect([...statuses.keys()].sort()).toEqual(['too-many-attempts', 'unauthenticated']);
  // 50 at once and 5 of the reserve; what shares a cell by chance can only make it fewer.
  expect(server.context.hashing.runs - before).toBeLessThanOrEqual(55);
  expect(statuses.get('unauthenticated')).toBe(server.context.hashing.runs - before);

  // From a browser of before, though its address changed: in, at once.
  const moved = new CookieJar(server.url, { 'x-forwarded-for': addressOf(1) });
  moved.cookies.set('langnghe_known', known.cookies.get('langnghe_known')!);
  expect((await moved.signIn(owner, password)).status).toBe(200);
  // The same cookie is nothing for another name.
  const other = await person();
  await attack(other, 100, 100, 50_000);
  const borrowed = new CookieJar(server.url, { 'x-forwarded-for': '192.0.2.9' });
  borrowed.cookies.set('langnghe_known', known.cookies.get('langnghe_known')!);
  expect((await borrowed.signIn(other, password)).status).toBe(429);

  // From a new browser: told to wait, and how long, as long as the whole world keeps trying …
  const fresh = from('192.0.2.2');
  const told = await fresh.signIn(owner, password);
  expect([told.status, told.json.code]).toEqual([429, 'too-many-attempts']);
  const waitSeconds = Number(told.headers.get('retry-after'));
  expect(waitSeconds).toBeGreaterThan(0);
  expect(waitSeconds).toBeLessThanOrEqual(60);
  // … and let in once that has passed, unless others were first.
  clock.advance(waitSeconds * 1000);
  expect((await fresh.signIn(owner, password)).status).toBe(200);
  // A link by the administrator helps even in the midst of it.
  await attack(owner, 500, 500, 90_000);
  const { code } = await server.context.accounts.createPasswordLink(owner, 'cli');
  const linked = from('192.0.2.3');
  expect((await linked.ask('POST', '/api/password', { code, password: `${password} moi` })).status).toBe(200);
  expect((await linked.signIn(owner, `${password} moi`)).status).toBe(200);

  await server.context.audit.settled();
  const seen = (action: string) =>
    server.context.stores.audit.page({ action, subject: `user:${owner}`, limit: 50 });
  expect(seen('session.held-up').length).toBe(1);
  expect(seen('session.refused').length).toBe(1);
});

test('an attack from a few addresses does not even hold up a new browser', async () => {
  const owner = await person();
  const statuses = await attack(owner, 2_000, 20, 200_000);
  expect(statuses.get('too-many-attempts')).toBeGreaterThan(1_900);
  clock.advance(minuteMs);
  expect((await from('198.51.100.7').signIn(owner, password)).status).toBe(200);
});

test('a name that does not exist is held up the same way, and nothing is written of it', async () => {
  const statuses = await attack('khong co ai', 300, 300, 300_000);
  expect(statuses.get('unauthenticated')).toBeLessThanOrEqual(55);
  expect(statuses.get('unauthenticated')).toBeGreaterThan(30);
  await server.context.audit.settled();
  expect(server.context.stores.audit.page({ subject: 'user:khong co ai', limit: 1 })).toEqual([]);
});

test('who tries out links keeps nobody out who has one', async () => {
  const owner = await person();
  const { code } = await server.context.accounts.createPasswordLink(owner, 'cli');
  const owned = from('203.0.113.9');
  const wrong = { code: 'x'.repeat(32), password: `${password} khac` };
  const tried = await Promise.all(
    Array.from({ length: 60 }, () => from('203.0.113.9').ask('POST', '/api/password', wrong)),
  );
  expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([404]));
  expect((await owned.ask('POST', '/api/password', { ...wrong, code })).status).toBe(200);
});

test('a right password takes no try away: one address signs in many people', async () => {
  const owner = await person();
  for (let index = 0; index < 45; index += 1) {
    expect([index, (await from('203.0.113.5').signIn(owner, password)).status]).toEqual([index, 200]);
  }
});

test('over HTTP each address counts for itself, as the proxy names it', async () => {
  const owner = await person();
  const tried = async (address: string) => (await from(address).signIn(owner, 'wrong')).status;
  const one = await Promise.all(Array.from({ length: 14 }, () => tried('203.0.113.77')));
  expect(one.filter((status) => status === 401).length).toBe(10);
  expect(one.filter((status) => status === 429).length).toBe(4);
  expect(await tried('203.0.113.78')).toBe(401);
});

test('one IPv6 network counts as one address', async () => {
  const owner = await person();
  let refused = 0;
  for (let index = 0; index < 15; index += 1) {
    const { status } = await from(`2001:db8:1:2::${index.toString(16)}`).signIn(owner, 'wrong');
    if (status === 429) refused += 1;
  }
  expect(refused).toBe(5);
});

test('buckets: as many as they hold, then one each refill; never more than full', () => {
  const bucket = new Buckets({ capacity: 3, refillMs: 1000 });
  const taken = Array.from({ length: 5 }, () => bucket.take(0, 'a'));
  expect(taken).toEqual([0, 0, 0, 1000, 1000]);
  expect(bucket.take(999, 'a')).toBe(1);
  expect(bucket.take(1000, 'a')).toBe(0);
  expect(bucket.take(1000, 'b')).toBe(0);
  bucket.giveBack(1000, 'a');
  expect([bucket.take(1000, 'a'), bucket.take(1000, 'a')]).toEqual([0, 1000]);
  const later = Array.from({ length: 4 }, () => bucket.take(hourMs, 'a'));
  expect(later).toEqual([0, 0, 0, 1000]);
  // A clock set back gives nothing away.
  expect(bucket.take(0, 'a')).toBeGreaterThan(0);
});
