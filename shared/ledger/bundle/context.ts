// What the steps of a verification share: the files, the hash functions, the report, and what earlier steps found.
import type { Sha256 } from '../../merkle/hash.ts';
import type { SignatureCheck, VerifierKey } from '../note.ts';
import type { TableMethod } from '../published-table.ts';
import type { BundleFiles } from './format.ts';
import type { JobRunner } from './jobs.ts';
import type { ReportBuilder } from './report.ts';
import type { RunningSha256 } from './write.ts';

export interface VerifyOptions {
  /** Keys of the log that the auditor trusts, from somewhere else than the bundle. */
  keys: readonly VerifierKey[];
  /** Checkpoints kept from earlier or obtained from others; `name` is for messages. */
  checkpoints: readonly { name: string; text: string }[];
  /** Keys of witnesses that must have cosigned the checkpoint. */
  witnesses?: readonly VerifierKey[];
  /** An earlier bundle or mirror of the same log, to compare leaf by leaf. */
  earlier?: BundleFiles;
  /** Opens encrypted openings. */
  decrypt?: (sealed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** age recipients of the identities that `decrypt` has: the release in the log must name one of them. */
  recipients?: readonly string[];
  methods: ReadonlyMap<string, TableMethod>;
  hash: Sha256;
  runningHash: () => RunningSha256;
  /** A quicker check of signatures than the portable one, and as strict. */
  signatureHolds?: SignatureCheck;
  /** Runs the heavy parts, on the same bundle and earlier copy; left out, they run here one after the other. */
  jobs?: JobRunner;
  /** Tags looked at in one pass over the log; more need more passes. */
  tagsPerPassMax?: number;
  /** Bytes of openings that one job looks at, about; at least one line. */
  openingsPerJobBytes?: number;
}

export interface VerifyContext {
  files: BundleFiles;
  options: VerifyOptions;
  report: ReportBuilder;
  jobs: JobRunner;
}

/** A checkpoint of the log as the bundle or the auditor has it; not yet believed. */
export interface ListedCheckpoint {
  name: string;
  text: string;
  origin: string;
  treeSize: number;
  rootHash: Uint8Array;
}
