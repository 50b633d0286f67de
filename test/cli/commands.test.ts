// The command line as people use it: the answer alone on standard output, secrets shown once, and bad input answered by
// one line and exit code 2 with nothing written.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Context, createContext } from '../../server/context.ts';
import { databasePath } from '../../server/storage/database.ts';
import { runHere } from '../support/run-here.ts';
import {
  Clock,
  everyRow,
  openContext,
  procedures,
  putSampleRoster,
  temporaryFolder,
  zoneAtNoon,
} from '../support/server.ts';
import { type Finished, runCommand } from '../support/spawn.ts';

let dataDir: string;
let folder: string;
/** A day on which the visits of the files below were closed; yesterday by the wall clock. */
let day: string;

beforeAll(async () => {
  folder = temporaryFolder();
  const opened = await openContext({ clock: new Clock(new Date().toISOString()), zone: zoneAtNoon() });
  dataDir = opened.dataDir;
  await putSampleRoster(opened.context);
  day = opened.context.calendar.dayOf(Date.now() - 86_400_000);
  await opened.context.close();
});

async function withContext<T>(work: (context: Context) => T | Promise<T>): Promise<T> {
  const context = createContext({ dataDir, create: false, publicUrl: () => 'http://localhost' });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function expectBadInput(ended: Finished, reason: RegExp, lines = 1): void {
  expect([ended.code, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toMatch(reason);
  expect(ended.stderr.trim().split('\n')).toHaveLength(lines);
  expect(ended.stderr).not.toMatch(/\bat .*:\d+:\d+/);
}

describe('accounts', () => {
  test('user create prints the password alone, and it opens a session', async () => {
    const made = await runCommand([
      'user',
      'create',
      '--data',
      dataDir,
      '--name',
      'truong-tt',
      '--role',
      'manager',
    ]);
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toMatch(/^[A-Za-z0-9_-]{16}\n$/);
    const password = made.stdout.trim();
    const attempt = { address: '127.0.0.1', knownBrowser: undefined, agent: 'test', presentToken: null };
    await withContext(async ({ signIn }) => {
      const entered = await signIn.withPassword('truong-tt', password, attempt);
      expect(entered.kind === 'begun' && entered.begun.session.role).toBe('manager');
      await expect(signIn.withPassword('truong-tt', `${password}x`, attempt)).rejects.toThrow('wrong');
      await expect(signIn.withPassword('somebody', password, attempt)).rejects.toThrow('wrong');
    });
    expect(readFileSync(databasePath(dataDir)).includes(password)).toBe(false);
    const again = await runCommand([
      'user',
      'create',
      '--data',
      dataDir,
      '--name',
      'truong-tt',
      '--role',
      'auditor',
    ]);
    expectBadInput(again, /the name truong-tt is taken/);
  });

  test('api-key create prints a key that has the scopes asked for, and is kept as a hash alone', async () => {
    const made = await runCommand([
      'api-key',
      'create',
      '--data',
      dataDir,
      '--scope',
      'visits:write, board:read',
    ]);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const secret = made.stdout.trim();
    expect(made.stdout).toBe(`${secret}\n`);
    await withContext(({ access }) => {
      expect(access.apiKey(secret)?.scopes).toEqual(['visits:write', 'board:read']);
      expect(access.apiKey(`${secret}x`)).toBeNull();
    });
    expect(readFileSync(databasePath(dataDir)).includes(secret)).toBe(false);
  });

  test('device pairing-code and board-link create print theirs', async () => {
    const code = await runCommand(['device', 'pairing-code', '--data', dataDir, '--counter', 'Q01']);
    expect(code.stdout).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}\n$/);
    const link = await runCommand(['board-link', 'create', '--data', dataDir, '--label', 'Sảnh']);
    await withContext(({ access }) => expect(access.boardLink(link.stdout.trim())).not.toBeNull());
  });
});

describe('imports', () => {
  const visits = (rows: string[]) => `\uFEFFMã lượt;Quầy;Cán bộ;Thủ tục;Kết thúc\n${rows.join('\n')}\n`;

  test('visits, then their paper forms; each file again changes nothing', async () => {
    const visitFile = file(
      'visits.csv',
      visits([
        `G-1;Q01;CB01;${procedures[0].code};${day} 08:15`,
        `G-2;Q02;CB02;${procedures[1].code};${day} 09:00`,
        `G-3;Q01;CB01;${procedures[0].code};${day} 09:30`,
      ]),
    );
    const importing = (what: string, path: string) => runCommand(['import', what, path, '--data', dataDir]);
    const first = await importing('visits', visitFile);
    expect([first.code, first.stderr, JSON.parse(first.stdout)]).toEqual([0, '', { visits: 3, created: 3 }]);
    expect(JSON.parse((await importing('visits', visitFile)).stdout)).toEqual({ visits: 3, created: 0 });

    const formFile = file('forms.csv', 'Mã lượt,Mức hài lòng\nG-1,5\nG-2,1\n');
    expect(JSON.parse((await importing('responses', formFile)).stdout)).toEqual({ responses: 2, created: 2 });
    const before = await withContext(everyRow);
    expect(JSON.parse((await importing('responses', formFile)).stdout)).toEqual({ responses: 2, created: 0 });
    expectBadInput(
      await importing('responses', file('changed.csv', 'Mã lượt,Mức hài lòng\nG-3,4\nG-1,2\n')),
      /^changed\.csv, row 3, column externalId: another response/,
    );
    expect(await withContext(everyRow)).toEqual(before);
    await withContext(({ stores }) => {
      expect(
        stores.responses.journal().map(({ officer, level, mode, day: of }) => [officer, level, mode, of]),
      ).toEqual([
        ['CB01', 5, 'paper', day],
        ['CB02', 1, 'paper', day],
      ]);
    });
  });

  test('with bad rows name file, row and column, and write nothing', async () => {
    const good = `X-1;Q01;CB01;${procedures[0].code};${day} 08:15`;
    const before = await withContext(everyRow);
    const cases: [string, string, string, RegExp, number?][] = [
      [
        'visits',
        'a.csv',
        visits([good, `X-2;Q01;CB99;${procedures[0].code};${day} 08:15`]),
        /^a\.csv, row 3, column officer: no officer has the code CB99/,
      ],
      [
        'visits',
        'b.csv',
        visits([good, `X-2;Q99;CB01;${procedures[0].code};${day} 08:15`]),
        /^b\.csv, row 3, column counter/,
      ],
      [
        'visits',
        'c.csv',
        visits([good, `X-2;Q01;CB01;${procedures[0].code};2020-01-01 08:00`]),
        /^c\.csv, row 3, column closedAt/,
      ],
      [
        'visits',
        'd.csv',
        visits([good, `;Q01;CB01;${procedures[0].code};`, `X-3;Q01;CB01;${procedures[0].code};sáng nay`]),
        /^d\.csv, row 3, column externalId.*\nd\.csv, row 4, column closedAt/,
        2,
      ],
      [
        'responses',
        'e.csv',
        'externalId,rating\nG-1,5\nG-9,4\n',
        /^e\.csv, row 3, column externalId: no such invitation/,
      ],
      [
        'responses',
        'f.csv',
        'externalId,rating\nG-1,6\n',
        /^f\.csv, row 2, column rating: must be 1, 2, 3, 4 or 5/,
      ],
      ['responses', 'g.csv', 'externalId\nG-1\n', /^g\.csv, row 1, column rating: is missing/],
      ['officers', 'h.csv', 'code,name\nCB80,\n', /^h\.csv, row 2, column name/],
      ['roster', 'i.csv', 'code,name\n', /must be an \.xlsx workbook/],
    ];
    for (const [what, name, content, reason, lines] of cases) {
      const path = file(name, content);
      expectBadInput(await runHere(['import', what, path, '--data', dataDir]), reason, lines);
    }
    expect(await withContext(everyRow)).toEqual(before);
  });
});

describe('bad input', () => {
  let taken: ReturnType<typeof createServer>;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => taken.close(resolve)));

  test('is answered with one line and exit code 2, and nothing is written', async () => {
    const before = await withContext(everyRow);
    const nowhere = join(folder, 'nowhere');
    const ratings = file('ratings.csv', 'officer,rating\nCB01,5\n');
    const cases: [string[], RegExp][] = [
      [['dance'], /unknown command/],
      [['user', 'create', '--data', dataDir, '--name', 'a', '--role', 'king'], /--role is one of/],
      [['user', 'create', '--data', dataDir, '--name', 'a', '--role', 'officer'], /--officer goes with/],
      [
        ['user', 'create', '--data', dataDir, '--name', 'a', '--role', 'officer', '--officer', 'CB99'],
        /no officer has the code CB99/,
      ],
      [['user', 'create', '--data', dataDir, '--name', ' ', '--role', 'manager'], /--name/],
      [['user', 'create', '--name', 'a', '--role', 'manager'], /--data/],
      [['user', 'create', '--data', nowhere, '--name', 'a', '--role', 'manager'], /holds no data/],
      [['api-key', 'create', '--data', dataDir, '--scope', 'everything'], /unknown scope everything/],
      [['device', 'pairing-code', '--data', dataDir, '--counter', 'Q99'], /no counter has the code Q99/],
      [['seal', '--data', nowhere], /holds no data/],
      [['import', 'visits', join(folder, 'none.csv'), '--data', dataDir], /none\.csv: no such file/],
      [['serve', '--data', nowhere, '--port', '70000'], /a port is 0 to 65535/],
      [['serve', '--data', nowhere, '--port', '0', '--tls-cert', 'a.pem'], /--tls-cert and --tls-key/],
      [['serve', '--data', nowhere, '--port', '0', '--public-url', 'danhgia'], /an address is/],
      [
        ['serve', '--data', join(folder, 'zone'), '--port', '0', '--zone', 'Mars/Base'],
        /not a known time zone/,
      ],
      [
        [
          'serve',
          '--data',
          join(folder, 'port'),
          '--port',
          String((taken.address() as { port: number }).port),
        ],
        /is taken by another program/,
      ],
      [['replay', ratings, '--url', 'nothing', '--key', 'k'], /is not an address/],
      [['replay', ratings, '--url', 'http://127.0.0.1:1'], /an API key is needed/],
      [
        [
          'replay',
          file('bad.csv', 'officer,rating\nCB01,5\nCB01,9\n'),
          '--url',
          'http://127.0.0.1:1',
          '--key',
          'k',
        ],
        /^bad\.csv, row 3, column rating/,
      ],
      [['replay', join(folder, 'none.csv'), '--url', 'http://127.0.0.1:1', '--key', 'k'], /no such file/],
    ];
    for (const [args, reason] of cases) {
      const ended = await runHere(args);
      expect([args.join(' '), ended.code, ended.stdout]).toEqual([args.join(' '), 2, '']);
      expectBadInput(ended, reason);
    }
    // And once as a person starts it.
    expectBadInput(await runCommand(['seal', '--data', nowhere]), /nowhere holds no data/);
    expect([nowhere, join(folder, 'zone')].filter((path) => existsSync(path))).toEqual([]);
    expect(await withContext(everyRow)).toEqual(before);
  });
});
