// Checks a citizen's receipt (receipt-format.ts) without a network: that the response is in the log, nothing more. What
// it comes to never depends on the rating, so that a receipt can be shown to nobody as proof of how one rated.
import { bytesToHex } from '@noble/hashes/utils.js';
import { hashLeaf, sameBytes } from '../merkle/hash.ts';
import { ProofError, verifyConsistency, verifyInclusion } from '../merkle/proof.ts';
import { openCheckpoint, type VerifiedCheckpoint } from './checkpoint.ts';
import { NoteError, type NoteErrorCode, type VerifierKey } from './note.ts';
import { verifyPromise } from './promise.ts';
import { type Receipt, secondsOf } from './receipt-format.ts';
import { parseResponseLeaf } from './response-leaf.ts';
import { parseTlogProof } from './tlog-proof.ts';

/** Why something given as evidence does not hold. */
export type EvidenceProblem =
  | NoteErrorCode
  /** The hashes do not lead from the entry to the signed root. */
  | 'inclusion'
  /** The proof is of another response than the receipt. */
  | 'other-response'
  /** The proof carries no entry of a response. */
  | 'no-entry'
  /** Two signed trees of one size with different roots. */
  | 'split-view'
  /** The larger tree does not contain the smaller one as its beginning. */
  | 'inconsistent';

/** What a receipt comes to. None of it depends on, or shows, the rating. */
export type ReceiptState =
  /** Proven: entry `number` of `treeSize` in a checkpoint that the log's key signed. */
  | {
      state: 'in-log';
      number: number;
      treeSize: number;
      signedAtSeconds: number | undefined;
      origin: string;
      saved: SavedCheck;
    }
  /** No proof yet, and the promised time has not come. */
  | { state: 'waiting'; mergeBy: string }
  /** No proof although the promised time has passed: the receipt itself, being signed, is evidence. */
  | { state: 'promise-broken'; mergeBy: string }
  /** A receipt without a promise, and no proof. */
  | { state: 'no-proof' }
  /** The receipt was not signed by a trusted key of this log. */
  | { state: 'not-from-this-log' }
  /** What was given does not prove inclusion, or contradicts the saved checkpoint. `of`: where the fault lies. */
  | { state: 'does-not-hold'; of: 'proof' | 'saved'; problem: EvidenceProblem; reason: string };

/** How the proof stands to the checkpoint that the citizen or an observer saved earlier. */
export type SavedCheck = 'none-given' | 'same' | 'consistent' | 'not-compared' | 'other-origin';

export interface ReceiptEvidence {
  /** C2SP tlog-proof with the public entry as extra data; undefined when the log has given none. */
  proof: string | undefined;
  /** A checkpoint kept from another time or obtained from someone else. */
  savedCheckpoint?: string;
  /** Consistency proof between the saved checkpoint and that of the proof, smaller tree first. */
  consistency?: readonly Uint8Array[];
}

class EvidenceError extends Error {
  override name = 'EvidenceError';
  readonly problem: EvidenceProblem;
  constructor(problem: EvidenceProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/**
 * Checks a receipt without a network. `trusted` are the log's keys as the citizen knows them, latest last;
 * the clock is the caller's. Whoever asks a server has also to compare the answer with what it said before: a smaller
 * tree than the saved one can be an old file, but no answer of today.
 */
export function checkReceipt(
  receipt: Receipt,
  evidence: ReceiptEvidence,
  trusted: readonly VerifierKey[],
  nowSeconds: number,
): ReceiptState {
  const promise = 'tagPrefix' in receipt ? undefined : receipt;
  if (promise !== undefined && !trusted.some((key) => verifyPromise(promise, key))) {
    return { state: 'not-from-this-log' };
  }
  if (evidence.proof === undefined) {
    if (promise === undefined) return { state: 'no-proof' };
    const overdue = secondsOf(promise.mergeBy) < nowSeconds;
    return { state: overdue ? 'promise-broken' : 'waiting', mergeBy: promise.mergeBy };
  }
  let of: 'proof' | 'saved' = 'proof';
  try {
    const { checkpoint, leafIndex } = openProof(receipt, evidence.proof, trusted);
    of = 'saved';
    const saved = compareSaved(checkpoint, evidence, trusted);
    const { treeSize, signedAtSeconds, origin } = checkpoint;
    return { state: 'in-log', number: leafIndex + 1, treeSize, signedAtSeconds, origin, saved };
  } catch (error) {
    const problem = problemOf(error, of);
    if (problem === undefined) throw error;
    return { state: 'does-not-hold', of, problem, reason: (error as Error).message };
  }
}

function problemOf(error: unknown, of: 'proof' | 'saved'): EvidenceProblem | undefined {
  if (error instanceof EvidenceError) return error.problem;
  if (error instanceof NoteError) return error.code;
  if (error instanceof ProofError) return of === 'proof' ? 'inclusion' : 'inconsistent';
  return undefined;
}

function openProof(
  receipt: Receipt,
  text: string,
  trusted: readonly VerifierKey[],
): { checkpoint: VerifiedCheckpoint; leafIndex: number } {
  const proof = parseTlogProof(text);
  if (proof.extra === undefined) throw new EvidenceError('no-entry', 'the proof does not carry its entry');
  const leaf = parseResponseLeaf(proof.extra);
  if (leaf === undefined)
    throw new EvidenceError('no-entry', 'the proof carries something that is no response');
  const mine =
    'tagPrefix' in receipt
      ? bytesToHex(leaf.tag).startsWith(receipt.tagPrefix)
      : sameBytes(leaf.tag, receipt.tag);
  if (!mine) throw new EvidenceError('other-response', 'the proof is of another response');
  const checkpoint = openCheckpoint(proof.checkpoint, trusted);
  verifyInclusion(
    { ...checkpoint, leafHash: hashLeaf(proof.extra), leafIndex: proof.leafIndex },
    proof.inclusion,
  );
  return { checkpoint, leafIndex: proof.leafIndex };
}

function compareSaved(
  current: VerifiedCheckpoint,
  { savedCheckpoint, consistency }: ReceiptEvidence,
  trusted: readonly VerifierKey[],
): SavedCheck {
  if (savedCheckpoint === undefined) return 'none-given';
  const saved = openCheckpoint(savedCheckpoint, trusted);
  if (saved.origin !== current.origin) return 'other-origin';
  if (saved.treeSize === current.treeSize) {
    if (!sameBytes(saved.rootHash, current.rootHash)) {
      throw new EvidenceError(
        'split-view',
        `the log has signed two different trees of ${saved.treeSize} leaves`,
      );
    }
    return 'same';
  }
  if (consistency === undefined) return 'not-compared';
  const [earlier, later] = saved.treeSize < current.treeSize ? [saved, current] : [current, saved];
  verifyConsistency(
    {
      earlierSize: earlier.treeSize,
      earlierRoot: earlier.rootHash,
      treeSize: later.treeSize,
      rootHash: later.rootHash,
    },
    consistency,
  );
  return 'consistent';
}
