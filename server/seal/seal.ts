// The night: from the open day to the ledger.
//
// 1. One transaction: SEVER (journal -> entries without time, locale, device or order; comments apart, each under its own key; redeemed visits,
//    minutes and expired invitations gone; what waits keeps no day) and PUBLISH (groups large enough -> salted commitments in leaf-hash order,
//    openings, cells). Either all of it has happened or none.
// 2. The file is rewritten (VACUUM, WAL truncated), so that no free page or log frame keeps the old order.
// 3. The rewriting is recorded.
// 4. The log takes the new leaves into its tree and signs one checkpoint (ledger/tree.ts, which repairs itself).
// A crash before the commit of 1 leaves the day open; after it, the next start does 2 and 3 again: `finish` is both.
// Running it again with nothing new writes nothing.
import { addDays, monthOf } from '../../shared/calendar.ts';
import {
  canonicalText,
  commitmentOf,
  leafHashOf,
  publicEntryBytes,
  saltBytes,
} from '../../shared/ledger/commitment.ts';
import { type OpenEntry, openEntryBytes, type ResponseEntry } from '../../shared/ledger/entry.ts';
import { reachFaultPoint } from '../fault-point.ts';
import { nativeSha256 } from '../ledger/bundle-directory.ts';
import { groupsOf } from '../live/level-groups.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { JournalRow, LedgerRow } from '../storage/response-store.ts';
import type { UninvitedRow } from '../storage/visit-store.ts';
import { publishable, type Waiting } from './publishable-groups.ts';
import { cellsOf, countedCellsOf, ledgerDecisions, movingKinds, publishedResponses } from './sealed-cells.ts';

export interface SealReport {
  /** Responses taken out of the journal. */
  severed: number;
  /** Responses appended to the ledger. */
  published: number;
  /** Responses that wait, severed, for a larger group. */
  waiting: number;
  /** Leaves in the ledger. */
  treeSize: number;
}

/** Entries of other kinds that a part wants in tonight's batch. Asked inside the seal's transaction, before it publishes. */
export type NightEntries = (tx: Tx, today: string) => OpenEntry[];

export class Seal {
  readonly #services: Services;
  readonly #nightEntries: readonly NightEntries[];
  readonly #sealed: (() => void)[] = [];
  constructor(services: Services, nightEntries: readonly NightEntries[]) {
    this.#services = services;
    this.#nightEntries = nightEntries;
  }

  /** Tells when a seal is through: committed, rewritten, in a signed checkpoint. */
  onSealed(listener: () => void): void {
    this.#sealed.push(listener);
  }

  /** Seals whatever is there to seal; durable and rewritten on return. */
  run(): SealReport {
    const { stores, file, live, comments } = this.#services;
    this.finish();
    comments.finish();
    reachFaultPoint('seal:comment-keys-tidied');
    const report = file.transact((tx): SealReport & { changed: boolean } => {
      const today = this.#services.calendar.dayOf(this.#services.clock());
      const policy = this.#services.policy();
      const boardDay = live.boardDay();
      const journal = stores.responses.journal();
      reachFaultPoint('seal:begin');
      const groups = groupsOf(
        journal,
        { minimum: policy.groupMinimum, officersMinimum: policy.groupOfficersMinimum },
        (day) => stores.seals.boardDay(day)?.released,
      );
      const candidates = [
        ...journal.map((row, index): Waiting => {
          const group = groups[index];
          return { tag: row.tag, entry: entryOf(row), ...(group === undefined ? {} : { group }) };
        }),
        ...stores.responses
          .waiting()
          .map(({ tag, entry }): Waiting => ({ tag, entry: JSON.parse(entry) as ResponseEntry })),
      ];
      stores.responses.sever(
        tx,
        each(journal, 'seal:sever-row', (row) => row.tag),
      );
      comments.keep(
        tx,
        journal.flatMap(({ comment, officer, day }) =>
          comment === null ? [] : [{ officer, period: monthOf(day), text: comment }],
        ),
      );
      reachFaultPoint('seal:comments-kept');
      for (const row of uninvitedOf(journal)) stores.visits.countUninvited(tx, row);
      stores.presence.sever(tx);
      stores.paper.sever(tx);
      reachFaultPoint('seal:severed');
      const erased = stores.visits.sever(tx, {
        today,
        at: this.#services.clock(),
        lastExpiryKept: addDays(today, -policy.offlineGraceDays),
      });
      reachFaultPoint('seal:visits-severed');
      const { published, waiting, overlap } = publishable(candidates, {
        today,
        groupMinimum: policy.groupMinimum,
        procedureMinimum: policy.procedureMinimum,
        arrivalDays: policy.invitationDays + policy.offlineGraceDays,
        fieldOf: (procedure) => stores.roster.procedure(procedure)?.field ?? '',
        overlap: stores.seals.overlap(),
      });
      const moved = journal.length > 0 || published.length > 0;
      if (moved) {
        stores.responses.keepWaiting(
          tx,
          each(waiting, 'seal:wait-row', ({ tag, entry }) => ({ tag, entry: JSON.stringify(entry) })),
        );
        stores.seals.keepOverlap(tx, overlap);
      }
      reachFaultPoint('seal:waiting-kept');
      const rows = [
        ...published.map((response) => this.#responseRow(response)),
        ...this.#nightEntries.flatMap((entries) => entries(tx, today)).map(openRow),
      ].sort((a, b) => Buffer.compare(a.leafHash, b.leafHash));
      reachFaultPoint('seal:leaves-made');
      stores.responses.publish(
        tx,
        each(rows, 'seal:publish-row', (row) => row),
      );
      reachFaultPoint('seal:published');
      const decisions = ledgerDecisions(stores.responses);
      const counted = (responses: Iterable<{ tag: Uint8Array; entry: ResponseEntry }>) =>
        each(countedCellsOf(responses, decisions), 'seal:published-cell', (cell) => cell);
      if (rows.some(({ kind }) => (movingKinds as readonly string[]).includes(kind))) {
        // A decision reaches back over everything published: all of it is counted again.
        stores.responses.putPublishedCells(tx, counted(publishedResponses(stores.responses)));
      } else {
        stores.responses.addPublishedCells(tx, counted(published));
      }
      if (moved) {
        stores.responses.putWaitingCells(
          tx,
          each(cellsOf(waiting), 'seal:waiting-cell', (cell) => cell),
        );
      }
      reachFaultPoint('seal:cells-counted');
      const changed = journal.length > 0 || rows.length > 0 || erased > 0;
      if (changed) {
        stores.seals.begin(tx, today, rows.length);
        stores.seals.keepBoardDay(tx, boardDay.day, boardDay.board);
      }
      reachFaultPoint('seal:before-commit');
      return {
        changed,
        severed: journal.length,
        published: published.length,
        waiting: waiting.length,
        treeSize: stores.responses.ledgerLength(),
      };
    });
    reachFaultPoint('seal:committed');
    live.reload();
    this.finish();
    this.#services.log.tree.advance();
    reachFaultPoint('seal:advanced');
    stores.seals.truncateWal();
    for (const listener of this.#sealed) listener();
    reachFaultPoint('seal:ended');
    const { changed: _, ...answer } = report;
    return answer;
  }

  /** Completes a seal that was interrupted after its transaction; does nothing otherwise. */
  finish(): void {
    const { stores, file } = this.#services;
    if (!stores.seals.rewritePending()) return;
    reachFaultPoint('seal:rewriting');
    stores.seals.rewriteFile();
    reachFaultPoint('seal:rewritten');
    file.transact((tx) => {
      stores.seals.markRewritten(tx);
      reachFaultPoint('seal:marking');
    });
    reachFaultPoint('seal:marked');
    stores.seals.truncateWal();
    reachFaultPoint('seal:done');
  }

  #responseRow({ tag, entry }: Waiting): LedgerRow {
    const salt = this.#services.random(saltBytes);
    const text = canonicalText(entry);
    const commitment = commitmentOf(salt, entry, nativeSha256, Buffer.from(text, 'utf8'));
    const publicEntry = publicEntryBytes(commitment, tag);
    return {
      kind: 'response',
      publicEntry: Buffer.from(publicEntry),
      leafHash: Buffer.from(leafHashOf(publicEntry, nativeSha256)),
      opening: { tag, salt, entry: text },
    };
  }
}

/** The row of an entry that stands in the ledger as it is. */
function openRow(entry: OpenEntry): LedgerRow {
  const publicEntry = openEntryBytes(entry);
  return {
    kind: entry.kind,
    publicEntry: Buffer.from(publicEntry),
    leafHash: Buffer.from(leafHashOf(publicEntry)),
    opening: null,
  };
}

function* each<T, U>(items: Iterable<T>, faultPoint: string, map: (item: T) => U): Generator<U> {
  for (const item of items) {
    reachFaultPoint(faultPoint);
    yield map(item);
  }
}

/** Counts of the responses without an invitation, by day and officer. */
function uninvitedOf(journal: JournalRow[]): UninvitedRow[] {
  const rows = new Map<string, UninvitedRow>();
  for (const { day, officer, tier } of journal) {
    if (tier === 'invited') continue;
    const key = `${day} ${officer}`;
    const row = rows.get(key) ?? { day, officer, presence: 0, walkUp: 0 };
    if (tier === 'presence') row.presence += 1;
    else row.walkUp += 1;
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** What of a journal row survives: nothing that tells when, from where or in which language. */
export function entryOf(row: JournalRow): ResponseEntry {
  return {
    kind: 'response',
    v: 1,
    officer: row.officer,
    counter: row.counter,
    procedure: row.procedure,
    mode: row.mode,
    tier: row.tier,
    when: row.day,
    period: row.day.slice(0, 7),
    questionnaire: row.questionnaire,
    answers: JSON.parse(row.answers),
    flags: (JSON.parse(row.flags) as string[]).sort(),
  };
}
