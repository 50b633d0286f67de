// Responses on their way: tags (one effect each, for ever), the journal of the open day, those that wait severed, the
// ledger rows and the cells derived from them.
import type { ReceiptStanding } from '../../shared/contract/receipt-page.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import type { Sqlite, Tx } from './database.ts';

export interface JournalRow {
  tag: Buffer;
  bodyHash: Buffer;
  /** `unknown` for a walk-up at a counter without duty. */
  officer: string;
  counter: string;
  procedure: string;
  mode: Cell['mode'];
  tier: Cell['tier'];
  day: string;
  receivedDay: string;
  receivedAt: number;
  questionnaire: string;
  level: number;
  /** JSON of the answers. */
  answers: string;
  comment: string | null;
  locale: string;
  /** JSON list of coarse timing flags. */
  flags: string;
  completed: number;
}

export interface WaitingRow {
  tag: Buffer;
  /** JSON of the sealed entry, no finer than a week. */
  entry: string;
}

export interface LedgerRow {
  kind: string;
  publicEntry: Buffer;
  leafHash: Buffer;
  opening: { tag: Buffer; salt: Buffer; entry: string } | null;
}

/** What opens the commitment of a leaf. */
export interface OpeningRow {
  leafIndex: number;
  tag: Buffer;
  salt: Buffer;
  /** Canonical JSON of the response entry. */
  entry: string;
}

const journalColumns = `tag, body_hash AS bodyHash, officer, counter, procedure, mode, tier, day,
  received_day AS receivedDay, received_at AS receivedAt, questionnaire, level, answers, comment, locale, flags, completed`;

export class ResponseStore {
  readonly #sqlite: Sqlite;
  readonly #claim;
  readonly #claimed;
  readonly #append;
  readonly #byTag;
  readonly #nextId;
  readonly #unclaim;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#claim = sqlite.prepare<[Buffer, number]>(
      'INSERT OR IGNORE INTO tags (tag, journal_id) VALUES (?, ?)',
    );
    this.#claimed = sqlite.prepare<[Buffer]>('SELECT 1 FROM tags WHERE tag = ?');
    this.#append = sqlite.prepare<[JournalRow & { id: number }]>(
      `INSERT INTO journal (id, tag, body_hash, officer, counter, procedure, mode, tier, day, received_day, received_at,
         questionnaire, level, answers, comment, locale, flags, completed)
       VALUES (@id, @tag, @bodyHash, @officer, @counter, @procedure, @mode, @tier, @day, @receivedDay, @receivedAt,
         @questionnaire, @level, @answers, @comment, @locale, @flags, @completed)`,
    );
    this.#nextId = sqlite.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) + 1 AS id FROM journal');
    this.#unclaim = sqlite.prepare<[Buffer]>('DELETE FROM tags WHERE tag = ?');
    this.#byTag = sqlite.prepare<[Buffer], JournalRow>(
      `SELECT ${journalColumns} FROM journal WHERE id = (SELECT journal_id FROM tags WHERE tag = ?)`,
    );
  }

  /** True when a response was ever accepted. */
  hasTags(): boolean {
    return this.#sqlite.prepare('SELECT 1 FROM tags LIMIT 1').get() !== undefined;
  }
  /** Responses acknowledged since the centre began. */
  tagCount(): number {
    return this.#sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM tags').get()!.n;
  }

  /**
   * Claims a responseId by its tag for the journal row to come, whose id is returned; null when it has been claimed
   * before, by the primary key.
   */
  claim(_tx: Tx, tag: Buffer): number | null {
    const { id } = this.#nextId.get()!;
    return this.#claim.run(tag, id).changes === 1 ? id : null;
  }
  /** Gives a claim back within the transaction that made it. */
  unclaim(_tx: Tx, tag: Buffer): void {
    this.#unclaim.run(tag);
  }
  isClaimed(tag: Buffer): boolean {
    return this.#claimed.get(tag) !== undefined;
  }
  append(_tx: Tx, id: number, row: JournalRow): void {
    this.#append.run({ ...row, id });
  }
  /** Every tag, and the tag of the journal row it points at (null when it points at none that is there). */
  *claims(): Iterable<{ tag: Buffer; journalId: number | null; journalTag: Buffer | null }> {
    yield* this.#sqlite
      .prepare<[], { tag: Buffer; journalId: number | null; journalTag: Buffer | null }>(
        `SELECT tags.tag AS tag, journal_id AS journalId, journal.tag AS journalTag
         FROM tags LEFT JOIN journal ON journal.id = journal_id ORDER BY tags.tag`,
      )
      .iterate();
  }
  /** Makes a tag known as that of a journal row, or of a sealed response when there is none. */
  putClaim(_tx: Tx, tag: Buffer): void {
    this.#sqlite
      .prepare(
        `INSERT INTO tags (tag, journal_id) VALUES (@tag, (SELECT id FROM journal WHERE tag = @tag))
         ON CONFLICT (tag) DO UPDATE SET journal_id = excluded.journal_id`,
      )
      .run({ tag });
  }
  inJournal(tag: Buffer): JournalRow | undefined {
    return this.#byTag.get(tag);
  }
  /** The sealed entry of a tag, published or waiting, as JSON. */
  sealedEntry(tag: Buffer): string | undefined {
    return this.#sqlite
      .prepare<[Buffer, Buffer], { entry: string }>(
        'SELECT entry FROM openings WHERE tag = ? UNION ALL SELECT entry FROM waiting WHERE tag = ?',
      )
      .get(tag, tag)?.entry;
  }
  /**
   * Where the one response is whose tag begins with these hex digits: in the open day, or severed from it and waiting
   * for a larger group (or for its leaf, which follows within the same seal). `unknown` also when several begin so.
   */
  standingOf(tagPrefix: string): ReceiptStanding {
    const low = Buffer.from(tagPrefix.padEnd(64, '0'), 'hex');
    const high = Buffer.from(tagPrefix.padEnd(64, 'f'), 'hex');
    const rows = this.#sqlite
      .prepare<[Buffer, Buffer], { journalId: number | null }>(
        'SELECT journal_id AS journalId FROM tags WHERE tag >= ? AND tag <= ? LIMIT 2',
      )
      .all(low, high);
    if (rows.length !== 1) return 'unknown';
    return rows[0]!.journalId === null ? 'group' : 'tonight';
  }
  /** Adds optional answers and a comment, once; false when that was done before. `hash` is that of what was sent. */
  complete(_tx: Tx, tag: Buffer, answers: string, comment: string | null, hash: Buffer): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE journal SET answers = ?, comment = coalesce(?, comment), completed = 1, completion_hash = ?
           WHERE id = (SELECT journal_id FROM tags WHERE tag = ?) AND completed = 0`,
        )
        .run(answers, comment, hash, tag).changes === 1
    );
  }
  /** Hash of what completed a response of the open day. */
  completionHash(tag: Buffer): Buffer | null {
    return (
      this.#sqlite
        .prepare<[Buffer], { hash: Buffer | null }>(
          'SELECT completion_hash AS hash FROM journal WHERE id = (SELECT journal_id FROM tags WHERE tag = ?)',
        )
        .get(tag)?.hash ?? null
    );
  }

  /** Tags of the open day received since `sinceMs` (epoch), newest first, at most `count`. */
  receivedSince(sinceMs: number, count: number): { tag: Buffer; completed: number }[] {
    return this.#sqlite
      .prepare<[number, number], { tag: Buffer; completed: number }>(
        'SELECT tag, completed FROM journal WHERE received_at >= ? ORDER BY id DESC LIMIT ?',
      )
      .all(sinceMs, count);
  }

  journalLength(): number {
    return this.#sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM journal').get()!.n;
  }
  oldestReceivedDay(): string | null {
    return (
      this.#sqlite.prepare<[], { day: string | null }>('SELECT min(received_day) AS day FROM journal').get()
        ?.day ?? null
    );
  }
  journal(): JournalRow[] {
    return this.#sqlite.prepare<[], JournalRow>(`SELECT ${journalColumns} FROM journal ORDER BY id`).all();
  }
  receivedOn(
    day: string,
  ): IterableIterator<Pick<JournalRow, 'counter' | 'officer' | 'mode' | 'tier' | 'level'>> {
    return this.#sqlite
      .prepare<[string], Pick<JournalRow, 'counter' | 'officer' | 'mode' | 'tier' | 'level'>>(
        'SELECT counter, officer, mode, tier, level FROM journal WHERE received_day = ? ORDER BY id',
      )
      .iterate(day);
  }

  /** Empties the journal: tags point at nothing any more. */
  sever(_tx: Tx, tags: Iterable<Buffer>): void {
    const leave = this.#sqlite.prepare('UPDATE tags SET journal_id = NULL WHERE tag = ?');
    for (const tag of tags) leave.run(tag);
    this.#sqlite.prepare('DELETE FROM journal').run();
  }
  /** Replaces all that waits. */
  keepWaiting(_tx: Tx, rows: Iterable<WaitingRow>): void {
    this.#sqlite.prepare('DELETE FROM waiting').run();
    const wait = this.#sqlite.prepare<[WaitingRow]>('INSERT INTO waiting (tag, entry) VALUES (@tag, @entry)');
    for (const row of rows) wait.run(row);
  }
  waiting(): WaitingRow[] {
    return this.#sqlite.prepare<[], WaitingRow>('SELECT tag, entry FROM waiting').all();
  }
  waitingLength(): number {
    return this.#sqlite.prepare<[], { n: number }>('SELECT count(*) AS n FROM waiting').get()!.n;
  }

  /** Appends rows to the ledger in the order given. */
  publish(_tx: Tx, rows: Iterable<LedgerRow>): void {
    let leafIndex = this.ledgerLength();
    const append = this.#sqlite.prepare(
      'INSERT INTO ledger (leaf_index, kind, public_entry, leaf_hash) VALUES (?, ?, ?, ?)',
    );
    const open = this.#sqlite.prepare(
      'INSERT INTO openings (tag, leaf_index, salt, entry) VALUES (?, ?, ?, ?)',
    );
    for (const row of rows) {
      append.run(leafIndex, row.kind, row.publicEntry, row.leafHash);
      if (row.opening !== null) {
        open.run(row.opening.tag, leafIndex, row.opening.salt, row.opening.entry);
      }
      leafIndex += 1;
    }
  }
  /** Openings in leaf order, of `leafIndex` and later leaves, at most `count`. */
  openings(leafIndex: number, count: number): OpeningRow[] {
    return this.#sqlite
      .prepare<[number, number], OpeningRow>(
        `SELECT leaf_index AS leafIndex, tag, salt, entry FROM openings WHERE leaf_index >= ?
         ORDER BY leaf_index LIMIT ?`,
      )
      .all(leafIndex, count);
  }
  /** Public entries of one kind other than `response`, in leaf order. */
  entriesOfKind(kind: string): Buffer[] {
    return this.#sqlite
      .prepare<[string], { publicEntry: Buffer }>(
        "SELECT public_entry AS publicEntry FROM ledger WHERE kind = ? AND kind <> 'response' ORDER BY leaf_index",
      )
      .all(kind)
      .map((row) => row.publicEntry);
  }
  /** Published responses of an officer (as the visits were closed) and month. Looks through all openings. */
  publishedOf(officer: string, month: string): { tag: Buffer; entry: string }[] {
    return this.#sqlite
      .prepare<[string, string], { tag: Buffer; entry: string }>(
        `SELECT tag, entry FROM openings
         WHERE json_extract(entry, '$.period') = ? AND json_extract(entry, '$.officer') = ? ORDER BY tag`,
      )
      .all(month, officer);
  }
  /** Responses of some months that are not in the ledger yet: of the open day, and those that wait for a larger group. */
  unpublishedOf(months: readonly string[]): number {
    const count = this.#sqlite.prepare<[string, string], { n: number }>(
      `SELECT (SELECT count(*) FROM journal WHERE substr(day, 1, 7) = ?)
         + (SELECT count(*) FROM waiting WHERE json_extract(entry, '$.period') = ?) AS n`,
    );
    return months.reduce((sum, month) => sum + count.get(month, month)!.n, 0);
  }
  /** Entries of one kind other than `response` with their leaves, in leaf order. */
  placedEntries(kind: string): { leafIndex: number; leafHash: Buffer; publicEntry: Buffer }[] {
    return this.#sqlite
      .prepare<[string], { leafIndex: number; leafHash: Buffer; publicEntry: Buffer }>(
        `SELECT leaf_index AS leafIndex, leaf_hash AS leafHash, public_entry AS publicEntry FROM ledger
         WHERE kind = ? AND kind <> 'response' ORDER BY leaf_index`,
      )
      .all(kind);
  }
  ledgerLength(): number {
    return this.#sqlite
      .prepare<[], { n: number }>('SELECT coalesce(max(leaf_index) + 1, 0) AS n FROM ledger')
      .get()!.n;
  }

  /** Adds to the cells of the ledger. */
  addPublishedCells(_tx: Tx, cells: Iterable<Cell>): void {
    this.#addCells(1, cells);
  }
  /** Replaces the cells of what waits. */
  putWaitingCells(_tx: Tx, cells: Iterable<Cell>): void {
    this.#sqlite.prepare('DELETE FROM cells WHERE published = 0').run();
    this.#addCells(0, cells);
  }
  #addCells(published: 0 | 1, cells: Iterable<Cell>): void {
    const add = this.#sqlite.prepare(
      `INSERT INTO cells (published, period, when_label, officer, counter, procedure, mode, tier, item, level, flagged,
         excluded, count)
       VALUES (@published, @period, @when, @officer, @counter, @procedure, @mode, @tier, @item, @level, @flagged,
         @excluded, @count)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    );
    for (const cell of cells) {
      add.run({ ...cell, published, flagged: cell.flagged ? 1 : 0, excluded: cell.excluded ? 1 : 0 });
    }
  }

  /** Responses of an officer and month in the ledger. */
  publishedCount(officer: string, period: string): number {
    return this.#sqlite
      .prepare<[string, string], { n: number }>(
        `SELECT coalesce(sum(count), 0) AS n FROM cells
         WHERE published = 1 AND item = 'officer' AND officer = ? AND period = ?`,
      )
      .get(officer, period)!.n;
  }
  /** Replaces the cells of the ledger. */
  putPublishedCells(_tx: Tx, cells: Iterable<Cell>): void {
    this.#sqlite.prepare('DELETE FROM cells WHERE published = 1').run();
    this.#addCells(1, cells);
  }
  /** Cells of what waits. */
  waitingCells(): Cell[] {
    return this.#cells('published = 0', []);
  }

  /** Cells of the ledger; of one period (month) when given. */
  publishedCells(period?: string): Cell[] {
    const where = period === undefined ? 'published = 1' : 'published = 1 AND period = ?';
    return this.#cells(where, period === undefined ? [] : [period]);
  }
  /** Cells of the ledger and of what waits: everything sealed. */
  sealedCells(): Cell[] {
    return this.#cells('1', []);
  }
  #cells(where: string, values: string[]): Cell[] {
    const rows = this.#sqlite
      .prepare<string[], Omit<Cell, 'flagged' | 'excluded'> & { flagged: number; excluded: number }>(
        `SELECT period, when_label AS "when", officer, counter, procedure, mode, tier, item, level, flagged, excluded,
           count
         FROM cells WHERE ${where}`,
      )
      .all(...values);
    return rows.map((row) => ({ ...row, flagged: row.flagged === 1, excluded: row.excluded === 1 }));
  }
}
