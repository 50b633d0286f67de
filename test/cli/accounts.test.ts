// Keys and accounts from the command line, beside a server that runs: what is ended is ended there too, and no list or
// refusal gives a secret away.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BoardClient } from '../support/board-client.ts';
import { TestServer, until } from '../support/server.ts';
import { type Finished, runCommand } from '../support/spawn.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const run = (...args: string[]): Promise<Finished> => runCommand([...args, '--data', server.dataDir]);
const lines = ({ stdout }: Finished) =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('a key is listed without its secret, and revoked also where it is in use', async () => {
  const made = await run('api-key', 'create', '--scope', 'board:read', '--label', 'Bảng số');
  const key = made.stdout.trim();
  expect((await server.ask('GET', '/api/board', { key })).status).toBe(200);
  const client = new BoardClient(server.url, { key });
  await client.ready();

  const listed = await run('api-key', 'list');
  expect([listed.code, listed.stderr]).toEqual([0, '']);
  expect(listed.stdout).not.toContain(key);
  const line = lines(listed).find(({ label }) => label === 'Bảng số');
  expect(line).toMatchObject({ scopes: ['board:read'], revoked: false });
  expect(line.createdAt).toMatch(/^\d{4}-\d{2}-\d{2}T.*\+07:00$/);

  const revoked = await run('api-key', 'revoke', line.id);
  expect([revoked.code, revoked.stdout, revoked.stderr]).toEqual([0, '', '']);
  const answer = await server.ask('GET', '/api/board', { key });
  expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated']);
  await until(() => !client.socket.connected, 'the open connection ends');
  client.close();
  expect(lines(await run('api-key', 'list')).find(({ id }) => id === line.id).revoked).toBe(true);

  for (const id of [line.id, 'khong-co']) {
    const refused = await run('api-key', 'revoke', id);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toBe(`no key in use has the id ${id}; api-key list prints them\n`);
  }
});

test('people are listed without a secret, and choose a new password by a link that works once', async () => {
  const before = await server.signIn('manager');
  const { name } = (await server.ask('GET', '/api/session', { headers: before.headers })).json;
  const listed = await run('user', 'list');
  expect([listed.code, listed.stderr]).toEqual([0, '']);
  expect(lines(listed).find((one) => one.name === name)).toMatchObject({ name, role: 'manager' });
  expect(listed.stdout).not.toMatch(/argon2|hash|secret/i);

  const link = await run(
    'user',
    'password-link',
    '--name',
    name,
    '--public-url',
    'https://danhgia.example.vn/x',
  );
  expect([link.code, link.stderr]).toEqual([0, '']);
  const code = /^https:\/\/danhgia\.example\.vn\/admin\/password#code=(\S+)\n$/.exec(link.stdout)?.[1];
  expect(code).toBeDefined();
  const choose = (password: string) => server.ask('POST', '/api/password', { body: { code, password } });
  const chosen = await choose('một cụm mật khẩu mới dài');
  expect([chosen.status, chosen.text.includes('mật khẩu')]).toEqual([chosen.status, false]);
  expect(chosen.status).toBeLessThan(300);
  expect((await choose('một cụm mật khẩu khác dài')).status).toBeGreaterThanOrEqual(400);
  // What was open under the old password is not any more.
  expect((await server.ask('GET', '/api/board', { headers: before.headers })).status).toBe(401);
  const body = { name, password: 'một cụm mật khẩu mới dài' };
  expect((await server.ask('POST', '/api/session', { body })).status).toBeLessThan(300);

  const nobody = await run(
    'user',
    'password-link',
    '--name',
    'khong-ai',
    '--public-url',
    'https://a.example.vn',
  );
  expect([nobody.code, nobody.stdout]).toEqual([2, '']);
  expect(nobody.stderr.trim().split('\n')).toHaveLength(1);
  const nowhere = await run('user', 'password-link', '--name', name, '--public-url', 'danhgia');
  expect([nowhere.code, nowhere.stdout]).toEqual([2, '']);
  expect(nowhere.stderr).toContain('--public-url is an address such as https://NAME');
});
