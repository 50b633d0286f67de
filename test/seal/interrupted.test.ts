// The night, killed at every named point as a power cut would kill it: what the next start finds and finishes is what an
// undisturbed night leaves.
import { readFileSync, statSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../server/context.ts';
import { databasePath } from '../../server/storage/database.ts';
import { commitmentOf, leafHashOf, publicEntryBytes } from '../../shared/ledger/commitment.ts';
import { everyRow } from '../support/server.ts';
import { runCommand } from '../support/spawn.ts';
import { copyOf, dayToSeal, withContext } from './night-shapes.ts';

/** Where the process dies; after a colon, the how manieth time the point is reached. */
const faultPoints = [
  'seal:comment-keys-tidied',
  'seal:begin',
  'seal:sever-row:1',
  'seal:sever-row:2',
  'seal:sever-row:9',
  'seal:sever-row:17',
  'seal:sever-row:26',
  'seal:comment-keys',
  'seal:comments-kept',
  'seal:severed',
  'seal:visits-severed',
  'seal:wait-row:3',
  'seal:waiting-kept',
  'seal:leaves-made',
  'seal:publish-row:1',
  'seal:publish-row:2',
  'seal:publish-row:8',
  'seal:publish-row:13',
  'seal:publish-row:18',
  'seal:published',
  'seal:cells-counted',
  'seal:before-commit',
  'seal:committed',
  'seal:rewriting',
  'seal:vacuumed',
  'seal:rewritten',
  'seal:marking',
  'seal:marked',
  'seal:done',
];

let master: string;
let undisturbed: EndState;

beforeAll(async () => {
  master = await dayToSeal();
  const folder = copyOf(master);
  const sealed = await runCommand(['seal', '--data', folder]);
  expect([sealed.code, sealed.stderr]).toEqual([0, '']);
  expect(JSON.parse(sealed.stdout)).toMatchObject({ severed: 26, published: 18, waiting: 8 });
  undisturbed = await withContext(folder, endState);
});

type EndState = ReturnType<typeof endState>;

/** Everything that does not depend on chance (salts, the leaf order they give, ids of comments). */
function endState(context: Context) {
  const { sqlite } = context.file;
  const rest = Object.entries(everyRow(context)).filter(
    ([table]) => !['ledger', 'openings', 'comments'].includes(table) && !table.startsWith('log_'),
  );
  return {
    rest,
    comments: textsOf(context),
    openings: sqlite.prepare('SELECT hex(tag) AS tag, entry FROM openings ORDER BY tag').all(),
    leaves: context.stores.responses.ledgerLength(),
  };
}

/** The comments as they can be read, whatever their ids and keys. */
const textsOf = (context: Context): string[] =>
  context.comments
    .list({ state: 'waiting', period: null, tag: null, text: '', after: null, limit: 100 })
    .comments.map(({ period, text }) => `${period} ${text}`)
    .sort();

/** What holds of every sealed file. */
function checkSealed(context: Context, dataDir: string): void {
  const { sqlite } = context.file;
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(sqlite.pragma('foreign_key_check')).toEqual([]);
  expect(sqlite.pragma('freelist_count', { simple: true })).toBe(0);
  const log = readFileSync(`${databasePath(dataDir)}-wal`);
  for (const { tag } of sqlite.prepare<[], { tag: Buffer }>('SELECT tag FROM tags').all()) {
    expect(log.includes(tag)).toBe(false);
  }
  expect(context.stores.responses.journalLength()).toBe(0);
  expect(context.stores.seals.rewritePending()).toBe(false);
  const leaves = sqlite
    .prepare<[], { leaf_index: number; kind: string; public_entry: Buffer; leaf_hash: Buffer }>(
      'SELECT leaf_index, kind, public_entry, leaf_hash FROM ledger ORDER BY leaf_index',
    )
    .all();
  expect(leaves.map(({ leaf_index }) => leaf_index)).toEqual(leaves.map((_, index) => index));
  const openings = sqlite
    .prepare<[], { tag: Buffer; leaf_index: number; salt: Buffer; entry: string }>(
      'SELECT tag, leaf_index, salt, entry FROM openings',
    )
    .all();
  expect(openings).toHaveLength(leaves.filter(({ kind }) => kind === 'response').length);
  for (const { public_entry, leaf_hash } of leaves)
    expect(leaf_hash.equals(leafHashOf(public_entry))).toBe(true);
  for (const { tag, leaf_index, salt, entry } of openings) {
    const leaf = leaves[leaf_index]!;
    const bytes = publicEntryBytes(commitmentOf(salt, JSON.parse(entry)), tag);
    expect(leaf.public_entry.equals(bytes)).toBe(true);
  }
  // Each night's leaves stand in the order of their hashes, which says nothing.
  const nights = sqlite.prepare<[], { leaves: number }>('SELECT leaves FROM seals ORDER BY number').all();
  let from = 0;
  for (const night of nights) {
    const hashes = leaves.slice(from, from + night.leaves).map(({ leaf_hash }) => leaf_hash.toString('hex'));
    expect(hashes).toEqual([...hashes].sort());
    from += night.leaves;
  }
  expect(from).toBe(leaves.length);
}

describe('an undisturbed night', () => {
  test('leaves a file that holds, with cells that count every published answer', async () => {
    const folder = copyOf(master);
    await withContext(folder, (context) => {
      context.seal.run();
      checkSealed(context, folder);
      expect(statSync(`${databasePath(folder)}-wal`).size).toBe(0);
      const rated = context.stores.responses
        .publishedCells()
        .filter(({ item }) => item === 'officer')
        .reduce((sum, { count }) => sum + count, 0);
      const responses = context.file.sqlite.prepare('SELECT count(*) FROM openings').pluck().get();
      expect(rated).toBe(responses);
    });
  });

  test('run again at once, and once more, changes not one row', async () => {
    const folder = copyOf(master);
    await withContext(folder, (context) => {
      const first = context.seal.run();
      const rows = everyRow(context);
      for (let time = 0; time < 2; time += 1) {
        expect(context.seal.run()).toEqual({ ...first, severed: 0, published: 0 });
        expect(everyRow(context)).toEqual(rows);
      }
    });
  });
});

describe('killed', () => {
  test.concurrent.each(faultPoints)('at %s, the next start ends in the same state', async (point) => {
    const folder = copyOf(master);
    const killed = await runCommand(['seal', '--data', folder], { LANGNGHE_FAULT_POINT: point });
    expect([point, killed.signal, killed.stdout]).toEqual([point, 'SIGKILL', '']);
    await withContext(folder, (context) => {
      context.seal.finish();
      const before = context.stores.responses.journalLength();
      const committed = faultPoints.indexOf(point) >= faultPoints.indexOf('seal:committed');
      expect([point, before]).toEqual([point, committed ? 0 : 26]);
      context.seal.run();
      expect(endState(context)).toEqual(undisturbed);
      checkSealed(context, folder);
    });
  });
});
