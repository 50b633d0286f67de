// From ledger rows to a signed checkpoint. The normal path is the recovery path: `advance` looks at what is durable and
// does what is left, whether that is a night's work or the rest of one that was interrupted.
//
//   sequenced    the rows are in the ledger, with their index (the seal's transaction, or `append`)
//   integrated   their hashes are in the tiles (transactions of some thousands of leaves)
//   signed       a checkpoint of them is in the file log-checkpoint, outside the database
//   published    that checkpoint is in the database, from which it is served
//
// A crash between any two leaves the earlier one, from which `advance` goes on; a checkpoint that was signed and not
// published is published as it is, never signed a second time.
//
// The log never signs a tree under an origin that does not extend the last one it signed there. When the file says that
// more was signed than the database holds, or the file or the key is gone although there are checkpoints, the database
// came from a backup: the log goes on under the next origin (`name`, `name/2`, `name/3`), beginning with an entry that
// says what is known of the loss.
import { bytesToHex } from '@noble/hashes/utils.js';
import { originSchema, parseCheckpointText, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { continuationEntrySchema, type OpenEntry, openEntryBytes } from '../../shared/ledger/entry.ts';
import { formatVerifierKey, parseNote, type SignerKey, signerKey } from '../../shared/ledger/note.ts';
import { formatTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { CompactRange, completeSubtrees } from '../../shared/merkle/compact-range.ts';
import { compareBytes, hashLeaf, sameBytes } from '../../shared/merkle/hash.ts';
import { consistencyProof, inclusionProof, type ReadNode } from '../../shared/merkle/proof.ts';
import {
  decodeHashTile,
  encodeHashTile,
  nodeReader,
  tileHeight,
  tileWidth,
} from '../../shared/merkle/tile.ts';
import { nativeSha256 } from './bundle-directory.ts';
import { LogFolder } from './key-file.ts';
import type { LogStorage, NewLeaf } from './log-storage.ts';

export interface LogTreeOptions {
  storage: LogStorage;
  /** Data directory: where the key and the last checkpoint lie. */
  folder: string;
  /** Name of a log that has no checkpoint yet. */
  origin: string;
  /** Seconds since 1970. */
  clock: () => number;
  random: (bytes: number) => Uint8Array;
  /** Told of each step, before it is taken; tests stop the process there. */
  reach?: (step: string) => void;
}

export class LogError extends Error {
  override name = 'LogError';
}

/** Leaves integrated in one transaction. */
const integrationLength = 4096;

export class LogTree {
  readonly #storage: LogStorage;
  readonly #folder: LogFolder;
  readonly #clock: () => number;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #reach: (step: string) => void;
  #origin: string;
  #keys: SignerKey[] = [];

  private constructor(options: LogTreeOptions) {
    this.#storage = options.storage;
    this.#folder = new LogFolder(options.folder);
    this.#clock = options.clock;
    this.#random = options.random;
    this.#reach = options.reach ?? (() => undefined);
    this.#origin = options.origin;
  }

  /**
   * Opens the log, making its key on first run, and finishes whatever was interrupted.
   * @throws LogError, KeyFileError
   */
  static open(options: LogTreeOptions): LogTree {
    if (!originSchema.safeParse(options.origin).success || baseOf(options.origin) !== options.origin) {
      throw new LogError(`${JSON.stringify(options.origin)} cannot be the origin of a log`);
    }
    const log = new LogTree(options);
    log.recover();
    return log;
  }

  get origin(): string {
    return this.#origin;
  }

  /** Number of leaves that the latest checkpoint covers. */
  get publishedSize(): number {
    return this.#storage.latestCheckpoint()?.treeSize ?? 0;
  }

  /** The key that signs, for promises and manifests as well. Its name is the origin. */
  get signer(): SignerKey {
    return this.#signers().at(-1)!;
  }

  /** What is printed, and shown on the public page. */
  get verifierKey(): string {
    return formatVerifierKey(this.signer);
  }

  /** Brings the log to a sound state from whatever is durable; does nothing when it is in one. */
  recover(): void {
    this.#keys = this.#folder.keys();
    this.#findOrigin();
    const lost = this.#whatIsLost();
    if (lost !== undefined) this.#continue(lost);
    else if (this.#keys.length === 0) this.#makeKey();
    this.advance();
    if (this.#keys.length > 1) this.#finishRotation();
  }

  /**
   * Integrates and publishes every sequenced leaf: one checkpoint for all that is new, none when nothing is. To be
   * called after each seal's transaction.
   */
  advance(): void {
    this.#integrate();
    this.#publish();
  }

  /** Adds open entries and publishes them at once, in a batch of their own. Durable on return. */
  append(entries: readonly OpenEntry[]): void {
    this.advance();
    this.#sequence(entries);
    this.advance();
  }

  /**
   * Replaces the signing key. The checkpoint that covers the entry naming the new key is signed by both, so that whoever
   * trusts the old one can follow.
   */
  rotateKey(): void {
    this.advance();
    const [current] = this.#keys;
    this.#keys = [current!, signerKey(this.#origin, this.#random(32))];
    this.#reach('rotate:keys');
    this.#folder.writeKeys(this.#keys);
    this.#finishRotation();
  }

  /** The latest checkpoint with the cosignatures that witnesses gave for it; undefined before the first. */
  checkpoint(): string | undefined {
    const last = this.#storage.latestCheckpoint();
    return last === undefined ? undefined : last.note + this.#storage.cosignatures(last.number).join('');
  }

  /** tlog-proof of a leaf in the latest checkpoint. Requires leafIndex < publishedSize. */
  proof(leafIndex: number): string {
    const treeSize = this.publishedSize;
    return formatTlogProof({
      extra: this.#storage.publicEntries(leafIndex, leafIndex + 1)[0],
      leafIndex,
      inclusion: inclusionProof(leafIndex, treeSize, this.#reader(), nativeSha256),
      checkpoint: this.checkpoint()!,
    });
  }

  /** Hashes from an earlier tree to a later one. Requires earlierSize <= treeSize <= publishedSize. */
  consistency(earlierSize: number, treeSize: number): Uint8Array[] {
    return consistencyProof(earlierSize, treeSize, this.#reader(), nativeSha256);
  }

  /** The latest origin that database, key or last checkpoint know of; another name in the configuration is a mistake. */
  #findOrigin(): void {
    const anchor = this.#folder.anchor();
    const known = [
      this.#storage.latestCheckpoint()?.origin,
      this.#keys.at(-1)?.name,
      anchor === undefined ? undefined : parseCheckpointText(parseNote(anchor).text).origin,
    ].filter((origin) => origin !== undefined);
    const other = known.find((origin) => baseOf(origin) !== this.#origin);
    if (other !== undefined) {
      throw new LogError(
        `the log is ${baseOf(other)} and cannot become ${this.#origin}: receipts and checkpoints carry its name`,
      );
    }
    known.sort((a, b) => numberOf(a) - numberOf(b));
    this.#origin = known.at(-1) ?? this.#origin;
  }

  #makeKey(): void {
    this.#keys = [signerKey(this.#origin, this.#random(32))];
    this.#reach('key:make');
    this.#folder.writeKeys(this.#keys);
  }

  /** What was signed and is not, or not provably, in the database; undefined when all is well. */
  #whatIsLost(): { reason: string; note: string } | undefined {
    const last = this.#storage.latestCheckpoint();
    const anchor = this.#folder.anchor();
    if (anchor === undefined) return last === undefined ? undefined : { reason: 'restored', note: last.note };
    const signed = parseCheckpointText(parseNote(anchor).text);
    // The file is never behind the database: what is published was written there first.
    if (this.#keys.length === 0) return { reason: 'key-lost', note: anchor };
    if (signed.treeSize > this.#storage.leafCount()) return { reason: 'restored', note: anchor };
    this.#integrate();
    return sameBytes(this.#rootAt(signed.treeSize), signed.rootHash)
      ? undefined
      : { reason: 'diverged', note: anchor };
  }

  /** Goes on under the next origin. Finds its own entry again when it was interrupted. */
  #continue({ reason, note }: { reason: string; note: string }): void {
    const previous = parseCheckpointText(parseNote(note).text);
    const known = this.#storage
      .entriesOfKind('continuation')
      .map(({ json }) => continuationEntrySchema.parse(JSON.parse(json)))
      .find((entry) => entry.previous.origin === previous.origin);
    if (known !== undefined) {
      this.#origin = known.origin;
    } else {
      this.#origin = nextOrigin(this.#origin);
      const agreed =
        reason === 'diverged' ? (this.#storage.latestCheckpoint()?.treeSize ?? 0) : previous.treeSize;
      this.#reach('continue:entry');
      this.#sequence([
        {
          kind: 'continuation',
          v: 1,
          origin: this.#origin,
          previous: {
            origin: previous.origin,
            treeSize: previous.treeSize,
            rootHash: bytesToHex(previous.rootHash),
            checkpoint: note,
          },
          kept: Math.min(agreed, this.#storage.leafCount()),
          reason,
        },
      ]);
    }
    // The key carries the number of the origin from here on, should everything else be brought back once more.
    if (this.#keys.length === 0) this.#makeKey();
    else this.#folder.writeKeys(this.#signers());
    this.#integrate();
    this.#sign();
  }

  #finishRotation(): void {
    const [old, next] = this.#signers();
    this.#reach('rotate:entry');
    this.#sequence([
      {
        kind: 'key',
        v: 1,
        verifierKey: formatVerifierKey(next!),
        replaces: formatVerifierKey(old!),
        reason: 'rotation',
      },
    ]);
    this.advance();
    this.#reach('rotate:drop');
    this.#keys = [this.#keys[1]!];
    this.#folder.writeKeys(this.#keys);
  }

  /** Rows for open entries, in the order of their leaf hashes. */
  #sequence(entries: readonly OpenEntry[]): void {
    const leaves = entries.map((entry): NewLeaf => {
      const publicEntry = openEntryBytes(entry);
      return { kind: entry.kind, publicEntry, leafHash: hashLeaf(publicEntry, nativeSha256) };
    });
    leaves.sort((a, b) => compareBytes(a.leafHash, b.leafHash));
    this.#storage.transact(() => {
      this.#storage.append(leaves);
      this.#reach('sequence:commit');
    });
    this.#reach('sequence:done');
  }

  /** Puts leaves that are in no tile yet into tiles. */
  #integrate(): void {
    const storage = this.#storage;
    const target = storage.leafCount();
    for (let from = storage.integratedSize(); from < target; from += integrationLength) {
      this.#reach('integrate:batch');
      storage.transact(() => this.#integrateBatch(from, Math.min(target, from + integrationLength)));
      this.#reach('integrate:done');
    }
  }

  #integrateBatch(from: number, to: number): void {
    const storage = this.#storage;
    const range = CompactRange.from(from, completeSubtrees(from).map(this.#reader()), nativeSha256);
    const grown = new Map<string, { level: number; index: number; hashes: Uint8Array[] }>();
    for (const leafHash of storage.leafHashes(from, to)) {
      range.append(leafHash, (height, at, hash) => {
        if (height % tileHeight !== 0) return;
        const level = height / tileHeight;
        const index = Math.floor(at / tileWidth);
        const key = `${level}/${index}`;
        let tile = grown.get(key);
        if (tile === undefined) {
          tile = { level, index, hashes: [...this.#tile(level, index)] };
          grown.set(key, tile);
        }
        tile.hashes.push(hash);
      });
    }
    for (const { level, index, hashes } of grown.values()) {
      this.#reach('integrate:tile');
      storage.putTile(level, index, encodeHashTile(hashes));
    }
    this.#reach('integrate:commit');
  }

  /** Gives out a checkpoint of everything integrated, unless the last one already is. */
  #publish(): void {
    const last = this.#storage.latestCheckpoint();
    const treeSize = this.#storage.integratedSize();
    if (last?.origin === this.#origin && last.treeSize === treeSize) return;
    const anchor = this.#folder.anchor();
    const signed = anchor === undefined ? undefined : parseCheckpointText(parseNote(anchor).text);
    if (signed !== undefined && signed.origin === this.#origin) {
      const published = last?.origin === signed.origin && last.treeSize === signed.treeSize;
      if (!published) this.#store(anchor!, signed.treeSize);
      if (signed.treeSize === treeSize) return;
    }
    this.#sign();
  }

  #sign(): void {
    const treeSize = this.#storage.integratedSize();
    const last = this.#storage.latestCheckpoint();
    if (last !== undefined && last.origin === this.#origin && last.treeSize > treeSize) {
      throw new LogError(
        `a tree of ${treeSize} leaves cannot follow one of ${last.treeSize} under one origin`,
      );
    }
    const checkpoint = { origin: this.#origin, treeSize, rootHash: this.#rootAt(treeSize) };
    this.#reach('publish:sign');
    const note = signCheckpoint(checkpoint, this.#signers(), this.#clock());
    this.#reach('publish:anchor');
    this.#folder.writeAnchor(note);
    this.#store(note, treeSize);
  }

  #store(note: string, treeSize: number): void {
    this.#reach('publish:store');
    this.#storage.transact(() => {
      this.#storage.addCheckpoint({ origin: this.#origin, treeSize, note });
      this.#reach('publish:commit');
    });
    this.#reach('publish:done');
  }

  /** Keys under the name of the origin in force: after a continuation the same key signs under the new name. */
  #signers(): SignerKey[] {
    return this.#keys.map((key) => ({ ...key, name: this.#origin }));
  }

  #rootAt(treeSize: number): Uint8Array {
    const subtrees = completeSubtrees(treeSize);
    return CompactRange.from(treeSize, subtrees.map(this.#reader()), nativeSha256).root();
  }

  #tile(level: number, index: number): Uint8Array[] {
    const bytes = this.#storage.tile(level, index);
    return bytes === undefined ? [] : decodeHashTile(bytes, bytes.length / 32);
  }

  #reader(): ReadNode {
    return nodeReader((level, index) => this.#tile(level, index), nativeSha256);
  }
}

/** The origin without the number of its continuation. */
function baseOf(origin: string): string {
  return origin.replace(/\/[1-9]\d*$/, '');
}

/** 1 for the origin without a number. */
function numberOf(origin: string): number {
  return Number(/\/([1-9]\d*)$/.exec(origin)?.[1] ?? 1);
}

function nextOrigin(origin: string): string {
  return `${baseOf(origin)}/${numberOf(origin) + 1}`;
}
