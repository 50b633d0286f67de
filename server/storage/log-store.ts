// The log's tables: tiles, checkpoints, witnesses; and the ledger rows below them, read and appended.
import type { Database } from 'better-sqlite3';
import type { LogStorage, NewLeaf, StoredCheckpoint } from '../ledger/log-storage.ts';

/** The open data file: its connection and its write transaction. */
export interface LogFile {
  sqlite: Database;
  /** Runs `work` in one IMMEDIATE transaction; durable on return. */
  transact<T>(work: () => T): T;
}

const checkpointColumns = 'number, origin, tree_size AS treeSize, note';

export class LogStore implements LogStorage {
  readonly #file: LogFile;

  constructor(file: LogFile) {
    this.#file = file;
  }

  transact<T>(work: () => T): T {
    return this.#file.transact(work);
  }

  leafCount(): number {
    // Leaf indices have no gaps: the largest says how many there are.
    const row = this.#prepare<[], { size: number }>(
      'SELECT coalesce(max(leaf_index) + 1, 0) AS size FROM ledger',
    ).get();
    return row!.size;
  }

  leafHashes(from: number, to: number): Uint8Array[] {
    return this.#prepare<[number, number], { leaf_hash: Uint8Array }>(
      'SELECT leaf_hash FROM ledger WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index',
    )
      .all(from, to)
      .map((row) => row.leaf_hash);
  }

  publicEntries(from: number, to: number): Uint8Array[] {
    return this.#prepare<[number, number], { public_entry: Uint8Array }>(
      'SELECT public_entry FROM ledger WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index',
    )
      .all(from, to)
      .map((row) => row.public_entry);
  }

  entriesOfKind(kind: string): { leafIndex: number; json: string }[] {
    return this.#prepare<[string], { leaf_index: number; public_entry: Buffer }>(
      "SELECT leaf_index, public_entry FROM ledger WHERE kind = ? AND kind <> 'response' ORDER BY leaf_index",
    )
      .all(kind)
      .map((row) => ({ leafIndex: row.leaf_index, json: row.public_entry.toString('utf8') }));
  }

  append(leaves: readonly NewLeaf[]): void {
    const known = this.#prepare<[Uint8Array], unknown>('SELECT 1 FROM ledger WHERE leaf_hash = ?');
    const insert = this.#prepare<[number, string, Uint8Array, Uint8Array], unknown>(
      'INSERT INTO ledger (leaf_index, kind, public_entry, leaf_hash) VALUES (?, ?, ?, ?)',
    );
    let next = this.leafCount();
    for (const { kind, publicEntry, leafHash } of leaves) {
      if (known.get(leafHash) !== undefined) continue;
      insert.run(next, kind, publicEntry, leafHash);
      next++;
    }
  }

  leafOfTag(tagPrefix: string): number | undefined {
    const low = Buffer.from(tagPrefix.padEnd(64, '0'), 'hex');
    const high = Buffer.from(tagPrefix.padEnd(64, 'f'), 'hex');
    const rows = this.#prepare<[Uint8Array, Uint8Array], { leaf_index: number }>(
      'SELECT leaf_index FROM openings WHERE tag >= ? AND tag <= ? LIMIT 2',
    ).all(low, high);
    return rows.length === 1 ? rows[0]!.leaf_index : undefined;
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#prepare<[number, number], { hashes: Uint8Array }>(
      'SELECT hashes FROM log_tiles WHERE level = ? AND tile_index = ?',
    ).get(level, index)?.hashes;
  }

  putTile(level: number, index: number, bytes: Uint8Array): void {
    this.#prepare<[number, number, Uint8Array], unknown>(
      `INSERT INTO log_tiles (level, tile_index, hashes) VALUES (?, ?, ?)
       ON CONFLICT (level, tile_index) DO UPDATE SET hashes = excluded.hashes`,
    ).run(level, index, bytes);
  }

  *tiles(): Iterable<{ level: number; index: number; bytes: Uint8Array }> {
    const rows = this.#prepare<[], { level: number; tile_index: number; hashes: Uint8Array }>(
      'SELECT level, tile_index, hashes FROM log_tiles ORDER BY level, tile_index',
    ).iterate();
    for (const { level, tile_index: index, hashes: bytes } of rows) yield { level, index, bytes };
  }

  integratedSize(): number {
    const last = this.#prepare<[], { tile_index: number; bytes: number }>(
      'SELECT tile_index, length(hashes) AS bytes FROM log_tiles WHERE level = 0 ORDER BY tile_index DESC LIMIT 1',
    ).get();
    return last === undefined ? 0 : last.tile_index * 256 + last.bytes / 32;
  }

  clearTiles(): void {
    this.#file.sqlite.exec('DELETE FROM log_tiles');
  }

  latestCheckpoint(): StoredCheckpoint | undefined {
    return this.#prepare<[], StoredCheckpoint>(
      `SELECT ${checkpointColumns} FROM log_checkpoints ORDER BY number DESC LIMIT 1`,
    ).get();
  }

  checkpoints(): Iterable<StoredCheckpoint> {
    return this.#prepare<[], StoredCheckpoint>(
      `SELECT ${checkpointColumns} FROM log_checkpoints ORDER BY number`,
    ).iterate();
  }

  checkpointAt(origin: string, treeSize: number): StoredCheckpoint | undefined {
    return this.#prepare<[string, number], StoredCheckpoint>(
      `SELECT ${checkpointColumns} FROM log_checkpoints WHERE origin = ? AND tree_size = ? ORDER BY number DESC LIMIT 1`,
    ).get(origin, treeSize);
  }

  addCheckpoint({ origin, treeSize, note }: Omit<StoredCheckpoint, 'number'>): void {
    this.#prepare<[string, number, string], unknown>(
      'INSERT INTO log_checkpoints (origin, tree_size, note) VALUES (?, ?, ?)',
    ).run(origin, treeSize, note);
  }

  witnesses(): string[] {
    return this.#prepare<[], { verifier_key: string }>(
      'SELECT verifier_key FROM log_witnesses ORDER BY verifier_key',
    )
      .all()
      .map((row) => row.verifier_key);
  }

  addWitness(verifierKey: string): void {
    this.#prepare<[string], unknown>('INSERT OR IGNORE INTO log_witnesses (verifier_key) VALUES (?)').run(
      verifierKey,
    );
  }

  removeWitness(verifierKey: string): void {
    this.#prepare<[string], unknown>('DELETE FROM log_cosignatures WHERE verifier_key = ?').run(verifierKey);
    this.#prepare<[string], unknown>('DELETE FROM log_witnesses WHERE verifier_key = ?').run(verifierKey);
  }

  cosignatureBy(checkpoint: number, verifierKey: string): string | undefined {
    return this.#prepare<[number, string], { line: string }>(
      'SELECT line FROM log_cosignatures WHERE checkpoint = ? AND verifier_key = ?',
    ).get(checkpoint, verifierKey)?.line;
  }

  cosignatures(checkpoint: number): string[] {
    return this.#prepare<[number], { line: string }>(
      'SELECT line FROM log_cosignatures WHERE checkpoint = ? ORDER BY verifier_key',
    )
      .all(checkpoint)
      .map((row) => row.line);
  }

  putCosignature(checkpoint: number, verifierKey: string, line: string): void {
    this.#prepare<[number, string, string], unknown>(
      `INSERT INTO log_cosignatures (checkpoint, verifier_key, line) VALUES (?, ?, ?)
       ON CONFLICT (checkpoint, verifier_key) DO UPDATE SET line = excluded.line`,
    ).run(checkpoint, verifierKey, line);
  }

  #prepare<P extends unknown[], R>(sql: string) {
    return this.#file.sqlite.prepare<P, R>(sql);
  }
}
