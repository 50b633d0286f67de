// What the log needs of a database, and nothing more. Calls are synchronous, as the one store's are.
export interface NewLeaf {
  kind: string;
  publicEntry: Uint8Array;
  /** 32 bytes. */
  leafHash: Uint8Array;
}

export interface StoredCheckpoint {
  /** Counts checkpoints from 1, over all origins. */
  number: number;
  origin: string;
  treeSize: number;
  /** Signed note without the cosignatures of witnesses. */
  note: string;
}

export interface LogStorage {
  /** One write transaction: durable on return, nothing of it there when `work` throws. */
  transact<T>(work: () => T): T;

  /** Number of sequenced leaves: those with a durable index, in the tree or not yet. */
  leafCount(): number;
  /** Hashes of leaves [from, to). */
  leafHashes(from: number, to: number): Uint8Array[];
  /** Public entries of leaves [from, to). */
  publicEntries(from: number, to: number): Uint8Array[];
  /** Canonical JSON of every entry of a kind other than response, in leaf order. */
  entriesOfKind(kind: string): { leafIndex: number; json: string }[];
  /** Adds leaves at the end, in the order given, leaving out those whose hash is there already. In a transaction. */
  append(leaves: readonly NewLeaf[]): void;
  /** Leaf of the response whose tag begins with these hex digits; undefined when none or several do. */
  leafOfTag(tagPrefix: string): number | undefined;

  /** Bytes of a hash tile as far as it has grown; undefined before its first hash. */
  tile(level: number, index: number): Uint8Array | undefined;
  /** In a transaction. */
  putTile(level: number, index: number, bytes: Uint8Array): void;
  /** Every stored tile, by level and index. */
  tiles(): Iterable<{ level: number; index: number; bytes: Uint8Array }>;
  /** Number of leaves in the tiles. */
  integratedSize(): number;
  /** Drops every tile, so that integration makes them again. In a transaction. */
  clearTiles(): void;

  latestCheckpoint(): StoredCheckpoint | undefined;
  checkpoints(): Iterable<StoredCheckpoint>;
  /** The checkpoint of that origin and size, if one was published. */
  checkpointAt(origin: string, treeSize: number): StoredCheckpoint | undefined;
  /** In a transaction. */
  addCheckpoint(checkpoint: Omit<StoredCheckpoint, 'number'>): void;

  /** Verifier keys of the witnesses whose cosignatures are carried. */
  witnesses(): string[];
  addWitness(verifierKey: string): void;
  /** Drops the witness with every cosignature it gave. In a transaction. */
  removeWitness(verifierKey: string): void;
  /** Cosignature lines of a checkpoint, each ending in a newline. */
  cosignatures(checkpoint: number): string[];
  /** The line of one witness; undefined when it has not cosigned that checkpoint. */
  cosignatureBy(checkpoint: number, verifierKey: string): string | undefined;
  putCosignature(checkpoint: number, verifierKey: string, line: string): void;
}
