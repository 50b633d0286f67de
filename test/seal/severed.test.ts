// The morning after, by an insider: who holds every file of the data directory, the secrets among them, and the one-stop
// system's list of visits with their minutes. What must not be found: a token, a visit, a dossier, a minute with or in
// the order of the responses; and no published label that stands for fewer responses than the minimum.
import { createHash, randomUUID } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../server/context.ts';
import { commentKeysFileName } from '../../server/storage/comment-keys.ts';
import { databasePath } from '../../server/storage/database.ts';
import { hashOfToken, invitationKeys } from '../../server/visits/invitation-keys.ts';
import { isoWeekOf, monthOf } from '../../shared/calendar.ts';
import { tagOf } from '../../shared/ledger/commitment.ts';
import type { ResponseEntry } from '../../shared/ledger/entry.ts';
import {
  type Clock,
  minuteMs,
  openContext,
  procedures,
  putSampleRoster,
  takeRating,
  temporaryFolder,
  wednesday,
} from '../support/server.ts';

interface Known {
  externalId: string;
  officer: string;
  counter: string;
  procedure: string;
  day: string;
  closedAt: number;
  ratedAt: number | null;
  token: string;
  responseId: string | null;
  comment: string | null;
}

const visitCount = 360;
let context: Context;
let clock: Clock;
let dataDir: string;
const known: Known[] = [];
let dayFile: string;

/** Numbers in [0,1) from a seed that is printed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const allBytes = (folder: string): { name: string; bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }));

/** Spearman's rank correlation of two lists without ties. */
function rankCorrelation(one: number[], other: number[]): number {
  const ranks = (values: number[]): number[] => {
    const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
    const result: number[] = [];
    order.forEach((index, rank) => {
      result[index] = rank;
    });
    return result;
  };
  const [a, b] = [ranks(one), ranks(other)];
  const n = one.length;
  const squares = a.reduce((sum, rank, index) => sum + (rank - b[index]!) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** Five standard errors of a rank correlation of unrelated lists: passed by chance once in two million runs. */
const chance = (n: number): number => 5 / Math.sqrt(n - 1);

beforeAll(async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const random = randomFrom(seed);
  const opened = await openContext();
  ({ context, clock, dataDir } = opened);
  await putSampleRoster(context);
  clock.set('2026-10-14T07:30:00+07:00');
  const open: Known[] = [];
  const rateOne = async (): Promise<void> => {
    const visit = open.splice(Math.floor(random() * open.length), 1)[0]!;
    clock.advance(Math.floor(random() * 20_000) + 1);
    visit.ratedAt = clock.at;
    visit.responseId = randomUUID();
    const level = 1 + Math.floor(random() * 5);
    if (random() < 0.2) visit.comment = `Nhận xét số ${known.indexOf(visit)} của người dân`;
    await takeRating(context, visit, level, {
      responseId: visit.responseId,
      ...(visit.comment === null ? {} : { comment: visit.comment }),
    });
  };
  for (let number = 0; number < visitCount; number += 1) {
    clock.advance(Math.floor(random() * minuteMs) + 1);
    const counter = 1 + Math.floor(random() * 3);
    const externalId = `HS.2026.${String(number).padStart(6, '0')}`;
    const visit: Known = {
      externalId,
      // Now and then somebody helps out at another counter.
      officer: `CB0${random() < 0.03 ? (counter % 3) + 1 : counter}`,
      counter: `Q0${counter}`,
      procedure: procedures[random() < 0.03 ? 2 : Math.floor(random() * 2)]!.code,
      day: '2026-10-14',
      closedAt: clock.at,
      ratedAt: null,
      token: invitationKeys(context.secrets, 'integrated', externalId).token,
      responseId: null,
      comment: null,
    };
    await context.visits.close(visit, 'integrated');
    known.push(visit);
    open.push(visit);
    if (open.length > 20) await rateOne();
  }
  dayFile = join(temporaryFolder(), 'day');
  cpSync(dataDir, dayFile, { recursive: true });
  clock.set('2026-10-14T22:00:00+07:00');
  context.seal.run();
});

/** Where each comment's text and key lie now, by the text. */
function sealedComments(): { sealed: Map<string, Buffer>; keys: Map<string, Buffer> } {
  const keyFile = new SqliteDatabase(join(dataDir, commentKeysFileName), { readonly: true });
  const sealed = new Map<string, Buffer>();
  const keys = new Map<string, Buffer>();
  const all = { state: 'waiting', period: null, tag: null, text: '', after: null, limit: 100 } as const;
  for (const { id, text } of context.comments.list(all).comments) {
    const row = context.stores.comments.comment(Buffer.from(id, 'hex'))!;
    sealed.set(text!, row.sealed!);
    const key = keyFile
      .prepare<[Buffer], { key: Buffer }>('SELECT key FROM keys WHERE id = ?')
      .get(row.sealed!.subarray(0, 16));
    keys.set(text!, key!.key);
  }
  keyFile.close();
  return { sealed, keys };
}

const rated = (): Known[] =>
  known.filter(({ ratedAt }) => ratedAt !== null).sort((a, b) => a.ratedAt! - b.ratedAt!);
const arrivalOf = (visits: Known[]): number[] => visits.map((_, index) => index);

describe('the file of the open day (so that the search below is known to find)', () => {
  test('holds hashes, minutes and the order of arrival', () => {
    const { bytes } = allBytes(dayFile).find(({ name }) => name === 'langnghe.sqlite-wal')!;
    const last = rated().slice(-1)[0]!;
    const ms = Buffer.alloc(6);
    ms.writeUIntBE(last.ratedAt!, 0, 6);
    expect(bytes.includes(ms)).toBe(true);
    const file = new SqliteDatabase(databasePath(dayFile), { readonly: true });
    const order = file
      .prepare<[], { tag: Buffer }>('SELECT tag FROM journal ORDER BY id')
      .all()
      .map(({ tag }) => tag.toString('hex'));
    file.close();
    const positions = rated().map(({ responseId }) =>
      order.indexOf(Buffer.from(tagOf(responseId!)).toString('hex')),
    );
    expect(rankCorrelation(arrivalOf(rated()), positions)).toBeGreaterThan(0.999);
  });
});

describe('the raw bytes after the seal', () => {
  test('hold no token, external id, visit id of a redeemed visit, or responseId, in any spelling', () => {
    const files = allBytes(dataDir);
    expect(files.map(({ name }) => name)).toContain('langnghe.sqlite');
    const found: string[] = [];
    const absent = (what: string, bytes: Buffer): void => {
      for (const file of files) if (file.bytes.includes(bytes)) found.push(`${file.name}: ${what}`);
    };
    for (const visit of known) {
      const { visitId } = invitationKeys(context.secrets, 'integrated', visit.externalId);
      absent('external id', Buffer.from(visit.externalId));
      absent('token', Buffer.from(visit.token));
      absent('token bytes', Buffer.from(visit.token, 'base64url'));
      if (visit.responseId === null) continue;
      absent('visit id', visitId);
      absent('responseId', Buffer.from(visit.responseId));
      absent('responseId bytes', Buffer.from(visit.responseId.replaceAll('-', ''), 'hex'));
      absent('body hash', createHash('sha256').update(visit.responseId).update('body').digest());
    }
    expect(found).toEqual([]);
  });

  test('hold no minute of any visit or rating', () => {
    const files = allBytes(dataDir);
    const found: string[] = [];
    for (const visit of known) {
      for (const at of [visit.closedAt, visit.ratedAt]) {
        if (at === null) continue;
        const ms = Buffer.alloc(6);
        ms.writeUIntBE(at, 0, 6);
        const iso = new Date(at).toISOString();
        const local = context.calendar.iso(at);
        const spellings = [
          ms,
          String(at),
          iso.slice(0, 16),
          local.slice(0, 16),
          local.slice(0, 16).replace('T', ' '),
        ];
        for (const file of files) {
          for (const spelling of spellings)
            if (file.bytes.includes(spelling)) found.push(`${file.name}: ${iso}`);
        }
      }
    }
    expect(found).toEqual([]);
  });

  test('hold the hash of a redeemed invitation in the list of spent ones alone', () => {
    const folder = join(temporaryFolder(), 'copy');
    cpSync(dataDir, folder, { recursive: true });
    const file = new SqliteDatabase(databasePath(folder));
    file.pragma('secure_delete = ON');
    const spent = file.prepare<[], { hash: Buffer }>('SELECT token_hash AS hash FROM spent').all();
    expect(spent).toHaveLength(rated().length);
    file.exec('DELETE FROM spent; VACUUM');
    file.pragma('wal_checkpoint(TRUNCATE)');
    file.close();
    const found = allBytes(folder).filter(({ bytes }) =>
      rated().some(({ token }) => bytes.includes(hashOfToken(context.secrets, token))),
    );
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  test('keep no trace of the order of arrival: not in ledger, openings, tags, spent, comments, nor in the file', () => {
    const { sqlite } = context.file;
    const visits = rated();
    expect(visits.length).toBeGreaterThan(300);
    const tags = visits.map(({ responseId }) => Buffer.from(tagOf(responseId!)));
    const offsetsOf = (needles: Buffer[]): Map<string, number[]>[] =>
      allBytes(dataDir)
        .filter(({ name }) => name.startsWith('langnghe.sqlite'))
        .map(({ name, bytes }) => {
          const first: number[] = [];
          const last: number[] = [];
          for (const needle of needles) {
            first.push(bytes.indexOf(needle));
            last.push(bytes.lastIndexOf(needle));
          }
          return new Map([
            [`${name} first`, first],
            [`${name} last`, last],
          ]);
        });
    const correlations: [string, number, number][] = [];
    const measure = (what: string, positions: number[]): void => {
      const present = positions.flatMap((position, index) =>
        position < 0 ? [] : [[index, position] as const],
      );
      if (present.length < 30) return;
      correlations.push([
        what,
        rankCorrelation(
          present.map(([index]) => index),
          present.map(([, position]) => position),
        ),
        present.length,
      ]);
    };
    const leafOf = new Map(
      sqlite
        .prepare<[], { tag: string; leaf: number }>(
          'SELECT hex(tag) AS tag, leaf_index AS leaf FROM openings',
        )
        .all()
        .map(({ tag, leaf }) => [tag.toLowerCase(), leaf]),
    );
    measure(
      'leaf index',
      tags.map((tag) => leafOf.get(tag.toString('hex')) ?? -1),
    );
    for (const offsets of offsetsOf(tags))
      for (const [what, positions] of offsets) measure(`tag in ${what}`, positions);
    const hexTags = tags.map((tag) => Buffer.from(tag.toString('hex')));
    for (const offsets of offsetsOf(hexTags))
      for (const [what, positions] of offsets) measure(`hex tag in ${what}`, positions);
    const hashes = visits.map(({ token }) => hashOfToken(context.secrets, token));
    for (const offsets of offsetsOf(hashes))
      for (const [what, positions] of offsets) measure(`hash in ${what}`, positions);
    const comments = visits.filter(({ comment }) => comment !== null);
    const { keys, sealed } = sealedComments();
    const inOrder = (rows: ReadonlyMap<string, Buffer>) => comments.map(({ comment }) => rows.get(comment!)!);
    for (const offsets of offsetsOf(inOrder(sealed)))
      for (const [what, positions] of offsets) measure(`comment in ${what}`, positions);
    const keyFile = readFileSync(join(dataDir, commentKeysFileName));
    measure(
      'key of a comment in its file',
      inOrder(keys).map((key) => keyFile.indexOf(key)),
    );

    expect(correlations.map(([what]) => what)).toEqual(
      expect.arrayContaining([
        'leaf index',
        'tag in langnghe.sqlite first',
        'comment in langnghe.sqlite first',
      ]),
    );
    for (const [what, correlation, n] of correlations) {
      expect([what, Math.abs(correlation) < chance(n), correlation]).toEqual([what, true, correlation]);
    }
  });

  test('no two places of the file keep invitations and responses in the same order', () => {
    const visits = rated();
    const bytes = readFileSync(databasePath(dataDir));
    const tagOffsets = visits.map(({ responseId }) => bytes.indexOf(Buffer.from(tagOf(responseId!))));
    const hashOffsets = visits.map(({ token }) => bytes.indexOf(hashOfToken(context.secrets, token)));
    expect(Math.abs(rankCorrelation(tagOffsets, hashOffsets))).toBeLessThan(chance(visits.length));
  });
});

describe('what an insider can still join', () => {
  const covers = (when: string, day: string): boolean =>
    when === day || when === isoWeekOf(day) || when === monthOf(day);
  const fieldOf = (procedure: string): string =>
    procedures.find(({ code }) => code === procedure)?.field ?? '';
  /** Redeemed visits that a sealed response may belong to, by everything it still says. */
  const candidates = (entry: ResponseEntry): Known[] =>
    rated().filter(
      (visit) =>
        visit.officer === entry.officer &&
        covers(entry.when, visit.day) &&
        (entry.counter === 'other' || entry.counter === visit.counter) &&
        (entry.procedure === 'other' ||
          entry.procedure === visit.procedure ||
          entry.procedure === `field:${fieldOf(visit.procedure)}`),
    );
  const published = (): ResponseEntry[] =>
    context.file.sqlite
      .prepare<[], { entry: string }>('SELECT entry FROM openings')
      .all()
      .map(({ entry }) => JSON.parse(entry) as ResponseEntry);

  test('of a published response is a group of at least the minimum', () => {
    const sizes = published().map((entry) => candidates(entry).length);
    expect(sizes.length).toBeGreaterThan(300);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(context.policy().groupMinimum);
  });

  test('of the comments is their officer and month, not their response', () => {
    const columns = context.file.sqlite.pragma('table_info(comments)') as { name: string }[];
    expect(columns.map(({ name }) => name)).toEqual(['id', 'officer', 'period', 'state', 'sealed', 'tags']);
    const comments = [...sealedComments().sealed.keys()];
    expect(comments.length).toBe(rated().filter(({ comment }) => comment !== null).length);
    for (const entry of published()) {
      expect(Object.keys(entry).sort()).toEqual([
        'answers',
        'counter',
        'flags',
        'kind',
        'mode',
        'officer',
        'period',
        'procedure',
        'questionnaire',
        'tier',
        'v',
        'when',
      ]);
    }
  });

  test('ends when the response window is past: nothing says any more which visits were rated', async () => {
    const own = await openContext();
    await putSampleRoster(own.context);
    own.clock.set(wednesday);
    const visit = (number: number) => ({
      externalId: `HS-${number}`,
      officer: 'CB01',
      counter: 'Q01',
      procedure: procedures[0].code,
    });
    await takeRating(own.context, visit(1), 1);
    await own.context.visits.close(visit(2), 'integrated');
    own.clock.set('2026-10-25T22:00:00+07:00');
    own.context.seal.run();
    for (const table of ['spent', 'visits', 'journal']) {
      expect([table, own.context.file.sqlite.prepare(`SELECT * FROM ${table}`).all()]).toEqual([table, []]);
    }
    expect(own.context.stores.responses.waitingLength()).toBe(1);
    await own.context.close();
  });
});
