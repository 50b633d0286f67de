// The log over a real SQLite file: growth, restarts, faults at every step, restored databases, rotated keys.
import { chmodSync, cpSync, mkdtempSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLog, dropTiles } from '../../server/ledger/fsck.ts';
import { KeyFileError } from '../../server/ledger/key-file.ts';
import { LogError, LogTree } from '../../server/ledger/tree.ts';
import { openCheckpoint, parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { continuationEntrySchema, type OpenEntry } from '../../shared/ledger/entry.ts';
import { parseNote, parseVerifierKey, type VerifierKey } from '../../shared/ledger/note.ts';
import { parseTlogProof, verifyTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { verifyConsistency } from '../../shared/merkle/proof.ts';
import { type OpenLogFile, openLogFile } from './log-file.ts';
import { random } from './test-ledger.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);
const base = mkdtempSync(join(tmpdir(), 'langnghe-log-'));
beforeAll(() => console.log(`log: seed ${seed}`));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const origin = 'log.example.vn/trung-tam-01';
let folders = 0;
function newFolder(): string {
  const folder = join(base, String(folders++));
  cpSync(mkdtempSync(join(base, 'empty-')), folder, { recursive: true });
  return folder;
}

class Fault extends Error {}

interface OpenLog {
  file: OpenLogFile;
  log: LogTree;
}

const draw = random(seed);
function openLog(folder: string, reach?: (step: string) => void): OpenLog {
  const file = openLogFile(folder);
  try {
    const log = LogTree.open({
      storage: file.store,
      folder,
      origin,
      clock: () => 1_790_000_000,
      random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(draw() * 256)),
      ...(reach && { reach }),
    });
    return { file, log };
  } catch (error) {
    file.close();
    throw error;
  }
}

let rows = 0;
/** What the seal's transaction leaves: some rows at the end of the ledger. */
function sequence({ store }: OpenLogFile, count: number): void {
  const leaves = Array.from({ length: count }, () => {
    const publicEntry = new TextEncoder().encode(`row ${rows++}`);
    return { kind: 'response', publicEntry, leafHash: hashLeaf(publicEntry) };
  });
  store.transact(() => store.append(leaves));
}

/** Everything that the log has said is true of what it holds. */
function expectSound({ file, log }: OpenLog): void {
  expect(checkLog(file.store)).toEqual([]);
  const all = file.store.leafHashes(0, file.store.leafCount());
  const current = parseCheckpointText(parseNote(log.checkpoint()!).text);
  expect(current.treeSize).toBe(all.length);
  expect(bytesToHex(current.rootHash)).toBe(bytesToHex(rootOf(all)));
  let before = 0;
  let last: string | undefined;
  for (const { note, origin: name, treeSize } of file.store.checkpoints()) {
    if (name === last) expect(treeSize).toBeGreaterThan(before);
    [before, last] = [treeSize, name];
    expect(bytesToHex(parseCheckpointText(parseNote(note).text).rootHash)).toBe(
      bytesToHex(rootOf(all.slice(0, treeSize))),
    );
  }
}

const policy: OpenEntry = {
  kind: 'policy',
  v: 1,
  id: 'kpi',
  version: '1',
  effective: '2026-10-01',
  document: {},
  approvedBy: ['u-1'],
};

describe('growth', () => {
  it('gives one checkpoint a batch, none without news, and the tiles that the leaves give', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 6 }), (batches) => {
        const folder = newFolder();
        const { file, log } = openLog(folder);
        for (const count of batches) {
          sequence(file, count);
          log.advance();
          log.advance();
        }
        const grown = batches.filter((count) => count > 0).length;
        expect([...file.store.checkpoints()]).toHaveLength(1 + grown);
        expectSound({ file, log });
        file.close();
      }),
      { seed, numRuns: 8 },
    );
  });

  it('integrates more than one transaction holds, and proves any leaf and any prefix', () => {
    const { file, log } = openLog(newFolder());
    sequence(file, 3);
    log.advance();
    const early = openCheckpoint(log.checkpoint()!, [parseVerifierKey(log.verifierKey)]);
    sequence(file, 10_000);
    log.advance();
    expectSound({ file, log });
    const keys = [parseVerifierKey(log.verifierKey)];
    for (const leafIndex of [0, 2, 3, 255, 256, 4095, 4096, 8191, 10_002]) {
      const [entry] = file.store.publicEntries(leafIndex, leafIndex + 1);
      expect(verifyTlogProof(parseTlogProof(log.proof(leafIndex)), entry!, keys).treeSize).toBe(10_003);
    }
    const now = openCheckpoint(log.checkpoint()!, keys);
    verifyConsistency(
      { earlierSize: 3, earlierRoot: early.rootHash, treeSize: now.treeSize, rootHash: now.rootHash },
      log.consistency(3, now.treeSize),
    );
    file.close();
  });

  it('says nothing new after a restart', () => {
    const folder = newFolder();
    const first = openLog(folder);
    sequence(first.file, 5);
    first.log.append([policy]);
    const { verifierKey } = first.log;
    const said = first.log.checkpoint();
    first.file.close();
    const second = openLog(folder);
    expect(second.log.checkpoint()).toBe(said);
    expect(second.log.verifierKey).toBe(verifierKey);
    expectSound(second);
    second.file.close();
  });
});

describe('the key', () => {
  it('is made on first run for its owner alone, and refused when others can read it', () => {
    const folder = newFolder();
    openLog(folder).file.close();
    const path = join(folder, 'log-key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    expect(() => openLog(folder)).toThrow(KeyFileError);
  });

  it('changes with a checkpoint that both sign', () => {
    const { file, log } = openLog(newFolder());
    sequence(file, 5);
    const before = parseVerifierKey(log.verifierKey);
    log.rotateKey();
    const after = parseVerifierKey(log.verifierKey);
    expect(after.publicKey).not.toEqual(before.publicKey);
    expect(openCheckpoint(log.checkpoint()!, [before, after]).signers).toHaveLength(2);
    sequence(file, 1);
    log.advance();
    expect(openCheckpoint(log.checkpoint()!, [after]).signers).toHaveLength(1);
    expect(() => openCheckpoint(log.checkpoint()!, [before])).toThrow();
    expectSound({ file, log });
    file.close();
  });
});

describe('a fault at any step', () => {
  /** Every step is tried as the place where the process dies; the next start must bring everything to an end. */
  const scripts: Record<string, (open: OpenLog) => void> = {
    'three nights': ({ file, log }) => {
      for (const count of [300, 5000, 1]) {
        sequence(file, count);
        log.advance();
      }
    },
    'an entry of its own': ({ log }) => log.append([policy]),
    'a rotation': ({ file, log }) => {
      sequence(file, 10);
      log.rotateKey();
    },
  };

  it.each(Object.entries(scripts))('%s', (_, script) => {
    let faults = 0;
    for (let at = 1; ; at++) {
      const folder = newFolder();
      let reached = 0;
      let told: string | undefined;
      let before = '';
      const reach = (step: string) => {
        // Of the tiles of one transaction the first is enough here: the process is killed at more in seal/killed.test.ts.
        const again = step === 'integrate:tile' && before === step;
        before = step;
        if (!again && ++reached === at) throw new Fault();
      };
      let keys: VerifierKey[] = [];
      let died = false;
      let open: OpenLog | undefined;
      try {
        open = openLog(folder, reach);
        keys = [parseVerifierKey(open.log.verifierKey)];
        script(open);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        died = true;
        told = open?.log.checkpoint();
      } finally {
        open?.file.close();
      }
      const again = openLog(folder);
      expect(again.log.origin).toBe(origin);
      expectSound(again);
      if (told !== undefined) {
        // What had been published before is a prefix of what is published now.
        const said = parseCheckpointText(parseNote(told).text);
        expect(again.log.publishedSize).toBeGreaterThanOrEqual(said.treeSize);
        expect(bytesToHex(rootOf(again.file.store.leafHashes(0, said.treeSize)))).toBe(
          bytesToHex(said.rootHash),
        );
      }
      if (keys.length > 0) {
        // A key that was ever shown can still follow the log, directly or over the rotation.
        const notes = [...again.file.store.checkpoints()].map(({ note }) => note);
        expect(() => openCheckpoint(notes[0]!, keys)).not.toThrow();
      }
      again.file.close();
      if (!died) break;
      faults++;
    }
    expect(faults).toBeGreaterThan(3);
  });
});

describe('a database brought back from a backup', () => {
  /** A log whose database is set back by one night, with the key and the last checkpoint as they were. */
  function restored(): { folder: string; lost: string; verifierKey: string } {
    const folder = newFolder();
    const first = openLog(folder);
    sequence(first.file, 300);
    first.log.advance();
    first.file.close();
    const backup = newFolder();
    cpSync(folder, backup, { recursive: true });
    const second = openLog(folder);
    sequence(second.file, 50);
    second.log.advance();
    const lost = second.log.checkpoint()!;
    const { verifierKey } = second.log;
    second.file.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `langnghe.sqlite${end}`), { force: true });
    cpSync(join(backup, 'langnghe.sqlite'), join(folder, 'langnghe.sqlite'));
    return { folder, lost, verifierKey };
  }

  it('goes on under the next origin, with an entry that says what was lost', () => {
    const { folder, lost, verifierKey } = restored();
    const open = openLog(folder);
    expect(open.log.origin).toBe(`${origin}/2`);
    const [entry] = open.file.store.entriesOfKind('continuation');
    expect(continuationEntrySchema.parse(JSON.parse(entry!.json))).toMatchObject({
      origin: `${origin}/2`,
      previous: { origin, treeSize: 350, checkpoint: lost },
      kept: 300,
      reason: 'restored',
    });
    expect(parseVerifierKey(open.log.verifierKey).publicKey).toEqual(parseVerifierKey(verifierKey).publicKey);
    expectSound(open);
    sequence(open.file, 100);
    open.log.advance();
    expectSound(open);
    // Never again under the first origin.
    const under = [...open.file.store.checkpoints()].filter((stored) => stored.origin === origin);
    expect(Math.max(...under.map(({ treeSize }) => treeSize))).toBe(300);
    open.file.close();
    const again = openLog(folder);
    expect(again.log.origin).toBe(`${origin}/2`);
    expect(again.file.store.entriesOfKind('continuation')).toHaveLength(1);
    again.file.close();
  });

  it('does so once, whatever step the process dies at', () => {
    for (let at = 1; ; at++) {
      const { folder } = restored();
      let reached = 0;
      let died = false;
      try {
        openLog(folder, () => {
          if (++reached === at) throw new Fault();
        }).file.close();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        died = true;
      }
      const open = openLog(folder);
      expect(open.log.origin).toBe(`${origin}/2`);
      expect(open.file.store.entriesOfKind('continuation')).toHaveLength(1);
      expectSound(open);
      open.file.close();
      if (!died) break;
    }
  });

  it.each(['log-checkpoint', 'log-key'])('goes on under the next origin when %s is gone', (name) => {
    const folder = newFolder();
    const first = openLog(folder);
    sequence(first.file, 20);
    first.log.advance();
    first.file.close();
    unlinkSync(join(folder, name));
    const open = openLog(folder);
    expect(open.log.origin).toBe(`${origin}/2`);
    expectSound(open);
    open.file.close();
  });

  it('goes on under the same origin when nothing was signed after the backup', () => {
    const folder = newFolder();
    const first = openLog(folder);
    sequence(first.file, 20);
    first.log.advance();
    first.file.close();
    const backup = newFolder();
    cpSync(folder, backup, { recursive: true });
    rmSync(join(folder, 'langnghe.sqlite'));
    cpSync(join(backup, 'langnghe.sqlite'), join(folder, 'langnghe.sqlite'));
    const open = openLog(folder);
    expect(open.log.origin).toBe(origin);
    open.file.close();
  });

  it('refuses another name', () => {
    const folder = newFolder();
    openLog(folder).file.close();
    const file = openLogFile(folder);
    const options = { storage: file.store, folder, clock: () => 1, random: () => new Uint8Array(32) };
    expect(() => LogTree.open({ ...options, origin: 'log.example.vn/other' })).toThrow(LogError);
    expect(() => LogTree.open({ ...options, origin: `${origin}/7` })).toThrow(LogError);
    file.close();
  });
});

describe('checking and repairing', () => {
  it('finds damaged tiles, rows and checkpoints, and makes the tiles again', () => {
    const { file, log } = openLog(newFolder());
    sequence(file, 600);
    log.advance();
    const tile = Buffer.from(file.store.tile(0, 1)!);
    tile[40]! ^= 1;
    file.store.transact(() => file.store.putTile(0, 1, tile));
    expect(checkLog(file.store)).toEqual([
      { derived: true, message: 'tile 0/1 does not follow from the ledger' },
    ]);
    dropTiles(file.store);
    expect(checkLog(file.store).every(({ derived }) => derived)).toBe(true);
    log.advance();
    expect(checkLog(file.store)).toEqual([]);
    file.sqlite.exec("UPDATE ledger SET public_entry = x'00' WHERE leaf_index = 7");
    expect(checkLog(file.store)).toEqual([{ derived: false, message: 'leaf 7 does not have its hash' }]);
    file.close();
  });
});
