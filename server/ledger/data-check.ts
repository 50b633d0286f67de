// Everything in the data directory that follows from something else in it, recomputed and compared:
//
//   the file      SQLite's own structure, references between rows
//   the log       leaf hashes, tiles, roots of checkpoints (fsck.ts), and the last checkpoint that was signed
//   openings      one for each response leaf, and it opens its commitment under its tag
//   tags          one for each response that is open, waiting or published, and none besides
//   cells         the counts of published and of waiting responses
//   closes        tables of closed periods have the hash that their close in the ledger states
//   tallies       what was last put into the ledger for a day, officer and procedure
//
// Rows of the ledger, openings, the journal and what waits are the source. What is derived from a sound source can be made
// again; a damaged source is never written to: a backup, a bundle or a witness has to say what it was.

import { toUtf8 } from '../../shared/ledger/encoding.ts';
import {
  EntryError,
  parseLeaf,
  parseResponseEntry,
  type ResponseEntry,
  tallyEntrySchema,
} from '../../shared/ledger/entry.ts';
import { sameBytes } from '../../shared/merkle/hash.ts';
import type { Cell } from '../../shared/statistics/cell.ts';
import { cellsOf, countedCellsOf, ledgerDecisions } from '../seal/sealed-cells.ts';
import type { Services } from '../services.ts';
import type { OpeningRow } from '../storage/response-store.ts';
import type { LoggedTallyRow } from '../storage/visit-store.ts';
import { nativeSha256 } from './bundle-directory.ts';
import { checkLog, dropTiles, type LogDamage, readCheckpoint } from './fsck.ts';
import { LogFolder } from './key-file.ts';
import { countsText } from './night-entries.ts';

export type DataDamage = LogDamage;

export interface DataCheck {
  damage: DataDamage[];
  /** Makes everything derived anew. Requires that all damage is derived, and the data directory for this process alone. */
  repair(): void;
}

const pageLength = 4096;

/** Reads all of it, writes nothing. */
export function checkData(services: Services, dataDir: string): DataCheck {
  const { responses, seals } = services.stores;
  const damage: DataDamage[] = seals.fileDamage().map(lost);
  damage.push(...checkLog(services.log.storage), ...checkAnchor(services, dataDir));
  const published = new Map<string, ResponseEntry>();
  damage.push(...checkOpenings(services, published));
  const waiting = new Map<string, ResponseEntry>();
  for (const { tag, entry } of responses.waiting()) {
    const parsed = entryOf(entry);
    if (typeof parsed === 'string') damage.push(lost(`the waiting response ${hex(tag)} ${parsed}`));
    else waiting.set(hex(tag), parsed);
  }
  const missingTags: Buffer[] = [];
  damage.push(...checkTags(services, published, waiting, missingTags));
  const publishedCells = [...countedCellsOf(tagged(published), ledgerDecisions(responses))];
  const waitingCells = [...cellsOf(entries(waiting))];
  damage.push(...compareCells('published', responses.publishedCells(), publishedCells));
  damage.push(...compareCells('waiting', responses.waitingCells(), waitingCells));
  const tallies = new Map<string, LoggedTallyRow>();
  damage.push(...checkTallies(services, tallies), ...checkCloses(services));
  return {
    damage,
    repair() {
      if (damage.some(({ derived }) => !derived)) throw new Error('a damaged source cannot be repaired from');
      services.file.transact((tx) => {
        for (const tag of missingTags) responses.putClaim(tx, tag);
        responses.putPublishedCells(tx, publishedCells);
        responses.putWaitingCells(tx, waitingCells);
        const { visits } = services.stores;
        for (const row of visits.loggedTalliesSince('')) {
          if (!tallies.has(tallyKey(row))) visits.removeLoggedTally(tx, row);
        }
        for (const row of tallies.values()) visits.putLoggedTally(tx, row);
      });
      dropTiles(services.log.storage);
    },
  };
}

const lost = (message: string): DataDamage => ({ derived: false, message });
const derived = (message: string): DataDamage => ({ derived: true, message });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function* entries(of: ReadonlyMap<string, ResponseEntry>): Generator<{ entry: ResponseEntry }> {
  for (const entry of of.values()) yield { entry };
}

function* tagged(of: ReadonlyMap<string, ResponseEntry>): Generator<{ tag: Buffer; entry: ResponseEntry }> {
  for (const [tag, entry] of of) yield { tag: Buffer.from(tag, 'hex'), entry };
}

/** The entry, or what is wrong with it. */
function entryOf(json: string, canonical = false): ResponseEntry | string {
  try {
    if (canonical) return parseResponseEntry(json);
    return JSON.parse(json) as ResponseEntry;
  } catch (error) {
    if (error instanceof EntryError) return error.message;
    if (error instanceof SyntaxError) return 'is not JSON';
    throw error;
  }
}

/** The file log-checkpoint is never behind the database and never beyond the ledger. */
function checkAnchor({ log }: Services, dataDir: string): DataDamage[] {
  const last = log.storage.latestCheckpoint();
  const anchor = new LogFolder(dataDir).anchor();
  if (anchor === undefined) {
    if (last === undefined) return [];
    return [
      lost('the file log-checkpoint is missing: the log goes on under its next origin when it is opened'),
    ];
  }
  const signed = readCheckpoint(anchor);
  if (signed === undefined) return [lost('the file log-checkpoint holds no checkpoint')];
  if (signed.treeSize > log.storage.leafCount()) {
    return [
      lost(
        `${signed.treeSize} leaves were signed as ${signed.origin} and the ledger holds ${log.storage.leafCount()}: it is older than its log`,
      ),
    ];
  }
  const behind = last !== undefined && last.origin === signed.origin && last.treeSize > signed.treeSize;
  return behind
    ? [lost(`log-checkpoint is of ${signed.treeSize} leaves, ${last.treeSize} are published`)]
    : [];
}

/** Leaves and openings side by side; fills `published` by tag with those that fit. */
function checkOpenings(services: Services, published: Map<string, ResponseEntry>): DataDamage[] {
  const { storage } = services.log;
  const damage: DataDamage[] = [];
  const count = storage.leafCount();
  for (let from = 0; from < count; from += pageLength) {
    const leaves = storage.publicEntries(from, Math.min(count, from + pageLength));
    const openings = new Map<number, OpeningRow>();
    for (const row of services.stores.responses.openings(from, pageLength)) openings.set(row.leafIndex, row);
    for (const [i, bytes] of leaves.entries()) {
      const message = checkLeaf(bytes, openings.get(from + i), published);
      if (message !== undefined) damage.push(lost(`leaf ${from + i} ${message}`));
    }
  }
  return damage;
}

/** What is wrong with a leaf or its opening; undefined when nothing is. */
function checkLeaf(
  bytes: Uint8Array,
  opening: OpeningRow | undefined,
  published: Map<string, ResponseEntry>,
): string | undefined {
  let leaf: ReturnType<typeof parseLeaf>;
  try {
    leaf = parseLeaf(bytes);
  } catch (error) {
    if (error instanceof EntryError) return error.message;
    throw error;
  }
  if (leaf.kind === 'unknown') return `is ${leaf.name}, which this program does not know`;
  if (leaf.kind === 'open') return opening === undefined ? undefined : 'has an opening and is no response';
  if (opening === undefined) return 'is a response without an opening';
  if (!sameBytes(opening.tag, leaf.tag)) return 'has the opening of another tag';
  const text = toUtf8(opening.entry);
  if (!sameBytes(nativeSha256(Buffer.concat([opening.salt, text])), leaf.commitment)) {
    return 'has an opening that does not match its commitment';
  }
  const entry = entryOf(opening.entry, true);
  if (typeof entry === 'string') return `has an opening that ${entry}`;
  published.set(hex(leaf.tag), entry);
  return undefined;
}

/** A response is open, waiting or published, each once, and has a tag; fills `missing`. */
function checkTags(
  { stores: { responses } }: Services,
  published: ReadonlyMap<string, unknown>,
  waiting: ReadonlyMap<string, unknown>,
  missing: Buffer[],
): DataDamage[] {
  const damage: DataDamage[] = [];
  const unclaimed = new Set([...published.keys(), ...waiting.keys()]);
  for (const tag of waiting.keys()) {
    if (published.has(tag)) damage.push(lost(`the response ${tag} waits and is published`));
  }
  const open = new Set<string>();
  for (const row of responses.journal()) {
    const tag = hex(row.tag);
    if (open.has(tag) || unclaimed.has(tag))
      damage.push(lost(`the response ${tag} is in the journal twice, or sealed`));
    open.add(tag);
  }
  for (const tag of open) unclaimed.add(tag);
  for (const { tag, journalId, journalTag } of responses.claims()) {
    const name = hex(tag);
    if (!unclaimed.delete(name)) {
      damage.push(lost(`the acknowledged response ${name} is neither open nor waiting nor published`));
      continue;
    }
    const fits = open.has(name) ? journalTag?.equals(tag) === true : journalId === null;
    if (fits) continue;
    damage.push(derived(`the tag ${name} points at another row of the journal`));
    missing.push(Buffer.from(tag));
  }
  for (const name of unclaimed) {
    damage.push(derived(`the tag ${name} is missing: its response could be given again`));
    missing.push(Buffer.from(name, 'hex'));
  }
  return damage;
}

function compareCells(which: string, kept: readonly Cell[], counted: readonly Cell[]): DataDamage[] {
  const nameOf = ({ count: _, ...cell }: Cell): string =>
    JSON.stringify(
      Object.entries(cell)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, value]) => value),
    );
  const wanted = new Map(counted.map((cell) => [nameOf(cell), cell.count]));
  const damage: DataDamage[] = [];
  for (const cell of kept) {
    const name = nameOf(cell);
    const count = wanted.get(name) ?? 0;
    wanted.delete(name);
    if (count !== cell.count)
      damage.push(derived(`the ${which} cell ${name} says ${cell.count}, counted ${count}`));
  }
  for (const [name, count] of wanted) {
    damage.push(derived(`the ${which} cell ${name} is missing, counted ${count}`));
  }
  return damage;
}

/** Tables of final versions against the closes of the ledger, both ways; closes on their way into it. */
function checkCloses({ stores }: Services): DataDamage[] {
  const damage: DataDamage[] = [];
  const closes = new Map(
    stores.responses
      .placedEntries('period-close')
      .map(({ leafHash, publicEntry }) => [hex(leafHash), publicEntry.toString('utf8')]),
  );
  for (const row of stores.kpi.closes()) {
    const name = `version ${row.version} of ${row.period}`;
    if (hex(nativeSha256(Buffer.from(row.tableBytes))) !== row.tableHash) {
      damage.push(lost(`the table of ${name} does not have its hash`));
    }
    if (row.leafHash === null) continue;
    const leaf = hex(row.leafHash);
    const entry = closes.get(leaf);
    closes.delete(leaf);
    if (row.state === 'final' && entry?.includes(`"${row.tableHash}"`) !== true) {
      damage.push(lost(`the ledger holds no close with the table of ${name}`));
    }
    if (row.state === 'confirmed' && !stores.pending.isPending(row.leafHash)) {
      damage.push(lost(`the close of ${name} is confirmed and does not wait for the seal`));
    }
  }
  for (const leaf of closes.keys()) damage.push(lost(`the table of the close ${leaf} is missing`));
  return damage;
}

const tallyKey = ({
  day,
  officer,
  procedure,
}: Pick<LoggedTallyRow, 'day' | 'officer' | 'procedure'>): string =>
  JSON.stringify([day, officer, procedure]);

/** Fills `logged` with the last revision of each tally in the ledger. */
function checkTallies({ log, stores }: Services, logged: Map<string, LoggedTallyRow>): DataDamage[] {
  for (const { json } of log.storage.entriesOfKind('tally')) {
    const parsed = tallyEntrySchema.safeParse(JSON.parse(json));
    // One that is no tally has been named with its leaf already.
    if (!parsed.success) continue;
    const { day, officer, procedure, revision } = parsed.data;
    const row = { day, officer, procedure, revision, counts: countsText(parsed.data) };
    const known = logged.get(tallyKey(row));
    if (known === undefined || known.revision < revision) logged.set(tallyKey(row), row);
  }
  const damage: DataDamage[] = [];
  const left = new Map(logged);
  for (const row of stores.visits.loggedTalliesSince('')) {
    const key = tallyKey(row);
    const wanted = left.get(key);
    left.delete(key);
    if (wanted?.revision !== row.revision || wanted.counts !== row.counts) {
      damage.push(derived(`the tally kept of ${key} is not the last one in the ledger`));
    }
  }
  for (const key of left.keys()) damage.push(derived(`the tally kept of ${key} is missing`));
  return damage;
}
