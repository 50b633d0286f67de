// What a verification comes to: what does not hold and where, what could not be checked, what is only attested.

export type FindingCode =
  /** A file is missing, extra, or not as the manifest says. */
  | 'file'
  /** The manifest is not signed by the log's key or contradicts the checkpoint. */
  | 'manifest'
  /** A checkpoint is not signed by the log's key, or is not one. */
  | 'checkpoint'
  /** The entries do not have the root that a checkpoint states. */
  | 'root'
  /** The log is shorter than a checkpoint that was given. */
  | 'rollback'
  /** An entry and the hash tile disagree. */
  | 'leaf'
  /** A leaf differs from that of an earlier copy of the log. */
  | 'changed-leaf'
  /** A leaf is no entry, or contradicts another. */
  | 'entry'
  /** Leaves that entered together are not in the order of their hashes. */
  | 'order'
  /** Two responses have one tag: two citizens were given one leaf. */
  | 'duplicate-tag'
  /** An opening does not belong to its leaf. */
  | 'opening'
  /** Counts that cannot be: more answers than invitations, more responses than answers. */
  | 'count'
  /** A decision names something that is not in the log. */
  | 'reference'
  /** A published table is not what the ledger gives. */
  | 'table';

export interface Finding {
  code: FindingCode;
  message: string;
  /** The leaf that it is about, where it is about one. */
  leafIndex?: number;
}

/** Findings of one code kept in full; the rest are counted, so that a thousand of one sort do not hide another. */
export const findingsPerCodeMax = 50;

export interface VerifyReport {
  /** Holds only when there is none. */
  findings: Finding[];
  /** All, also those beyond `findingsPerCodeMax`. */
  findingCount: number;
  /** What was checked and holds, a sentence each. */
  holds: string[];
  /** What was not checked, and why. */
  notChecked: string[];
  /** What the log binds and nobody can prove from it. */
  attested: string[];
  figures: {
    origin: string;
    treeSize: number;
    responses: number;
    openings: number;
    /** Of the longest part of the log that a table is of; of all of it without tables. */
    cells: number;
    bytes: number;
  };
}

export class ReportBuilder {
  readonly findings: Finding[] = [];
  findingCount = 0;
  readonly #ofCode = new Map<FindingCode, number>();
  readonly holds: string[] = [];
  readonly notChecked: string[] = [];
  readonly attested: string[] = [];

  find(code: FindingCode, message: string, leafIndex?: number): void {
    this.add(leafIndex === undefined ? { code, message } : { code, message, leafIndex });
  }

  add(finding: Finding): void {
    this.findingCount++;
    const before = this.#ofCode.get(finding.code) ?? 0;
    this.#ofCode.set(finding.code, before + 1);
    if (before < findingsPerCodeMax) this.findings.push(finding);
  }

  /** Adds to what holds when the work given found nothing. */
  async section(holds: () => string | undefined, work: () => Promise<void>): Promise<void> {
    const before = this.findingCount;
    await work();
    const sentence = holds();
    if (this.findingCount === before && sentence !== undefined) this.holds.push(sentence);
  }
}
