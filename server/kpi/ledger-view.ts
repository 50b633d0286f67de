// The ledger as the KPI part reads it: policies, figures, decisions, references, tallies and cells. Kept until it grows.

import { type ActivePolicy, activatedPolicies, policyForPeriod } from '../../shared/kpi/ledger-rules.ts';
import type { LedgerPrefix } from '../../shared/kpi/ledger-sheets.ts';
import { monthsOf, quarterOf } from '../../shared/kpi/period.ts';
import { leafHashOf } from '../../shared/ledger/commitment.ts';
import { fromUtf8 } from '../../shared/ledger/encoding.ts';
import { type OpenEntry, openEntryBytes, type TallyEntry } from '../../shared/ledger/entry.ts';
import { LedgerData, type PlacedEntry } from '../../shared/ledger/ledger-data.ts';
import { ledgerDecisions, movingKinds, openEntryOf } from '../seal/sealed-cells.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';

interface KnownLedger {
  treeSize: number;
  entries: OpenEntry[];
  policies: ActivePolicy[];
}

const kindsRead = ['policy', 'figures', 'decision', 'reference'] as const;

export class LedgerView {
  readonly #services: Services;
  #known: KnownLedger | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  treeSize(): number {
    return this.#services.stores.responses.ledgerLength();
  }

  #read(): KnownLedger {
    const treeSize = this.treeSize();
    if (this.#known?.treeSize === treeSize) return this.#known;
    const { responses } = this.#services.stores;
    const entries = kindsRead
      .flatMap((kind) => responses.entriesOfKind(kind))
      .flatMap((bytes) => openEntryOf(bytes) ?? []);
    this.#known = { treeSize, entries, policies: activatedPolicies(entries) };
    return this.#known;
  }

  /** Policies, figures, decisions and references of the ledger. */
  entries(): readonly OpenEntry[] {
    return this.#read().entries;
  }

  /** The same with what the next seal takes in. */
  entriesAhead(): OpenEntry[] {
    return [...this.entries(), ...this.pending()];
  }

  pending(): OpenEntry[] {
    return this.#services.stores.pending.all().map(({ entry }) => JSON.parse(entry) as OpenEntry);
  }

  /** The KPI policy of a period by the ledger alone; undefined where none is in force. */
  policyFor(period: string): ActivePolicy | undefined {
    return policyForPeriod(period, this.#read().policies);
  }

  policies(): readonly ActivePolicy[] {
    return this.#read().policies;
  }

  /** What sheets of a period follow from, all of the ledger as it stands. */
  prefix(period: string, entries: readonly OpenEntry[] = this.entries()): LedgerPrefix {
    const { responses } = this.#services.stores;
    const months = [...new Set(monthsOf(period).flatMap((month) => monthsOf(quarterOf(month))))];
    return {
      cells: months.flatMap((month) => responses.publishedCells(month)),
      tallies: this.#tallies(months),
      entries,
    };
  }

  #tallies(months: readonly string[]): TallyEntry[] {
    const wanted = new Set(months);
    const placed: PlacedEntry[] = [];
    for (const { leafIndex, json } of this.#services.log.storage.entriesOfKind('tally')) {
      const entry = JSON.parse(json) as TallyEntry;
      if (wanted.has(entry.day.slice(0, 7))) placed.push({ leafIndex, leafHash: new Uint8Array(), entry });
    }
    return [...new LedgerData(placed, Number.POSITIVE_INFINITY).tallies()].map(({ tally }) => tally);
  }

  /** Exclusions, reinstatements and corrections, also those that wait for the seal. */
  decisionsAhead(): PlacedEntry[] {
    const { responses, pending } = this.#services.stores;
    let leafIndex = this.treeSize();
    return [
      ...ledgerDecisions(responses),
      ...pending
        .all()
        .filter(({ kind }) => (movingKinds as readonly string[]).includes(kind))
        .map(({ leafHash, entry }) => ({
          leafIndex: leafIndex++,
          leafHash,
          entry: JSON.parse(entry) as OpenEntry,
        })),
    ];
  }

  /** Lets entries wait for the seal; the leaf hash of each. Requires that none waits or stands in the ledger already. */
  propose(tx: Tx, entries: readonly OpenEntry[]): Buffer[] {
    return entries.map((entry) => {
      const bytes = openEntryBytes(entry);
      const leafHash = Buffer.from(leafHashOf(bytes));
      const added = this.#services.stores.pending.put(tx, {
        kind: entry.kind,
        leafHash,
        entry: fromUtf8(bytes),
      });
      if (!added) throw new Error(`an entry ${entry.kind} is the same as one before`);
      return leafHash;
    });
  }
}
