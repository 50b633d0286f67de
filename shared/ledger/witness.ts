// What a witness decides about a checkpoint it is shown: cosign it, or refuse and keep the evidence.
//
// A witness remembers, for each origin, the largest tree it has cosigned. It cosigns a checkpoint only when the log's
// key signed it and a consistency proof shows that it extends that tree. Two checkpoints of one size with different
// roots, or a larger one that does not extend the remembered one, are signed by the same key: whoever holds both can
// prove to anyone that the log has shown two histories. A smaller tree may be an old copy from a cache; it is refused
// and kept as well, but proves nothing by itself.
// Requests and answers are those of C2SP tlog-witness (`add-checkpoint`).
import { z } from 'zod';
import { sameBytes } from '../merkle/hash.ts';
import { ProofError, verifyConsistency } from '../merkle/proof.ts';
import { cosign, openCheckpoint, parseCheckpointText, type VerifiedCheckpoint } from './checkpoint.ts';
import { fromBase64, toBase64 } from './encoding.ts';
import { EntryError, parseLeaf } from './entry.ts';
import {
  asType,
  formatSignatureLine,
  keyIdOf,
  type Note,
  NoteError,
  parseNote,
  parseVerifierKey,
  type SignerKey,
  signatureType,
  type VerifierKey,
} from './note.ts';

/** The largest checkpoint cosigned for an origin, as the log signed it. What is stored is this text. */
export interface WitnessState {
  checkpoint: string;
}

export type RefusalReason =
  /** Not signed by the log's key, or not a checkpoint. Proves nothing about the log. */
  | 'not-authentic'
  /** Of another origin than the one followed. */
  | 'other-origin'
  /** Smaller than the tree cosigned before. */
  | 'rollback'
  /** As large as the tree cosigned before, with another root. Proof of two histories. */
  | 'split-view'
  /** Larger, and the proof given does not show that it extends the tree cosigned before. */
  | 'inconsistent';

/** Kept for ever by the witness that refused; complete without anything else but the log's verifier key. */
export const evidenceSchema = z.strictObject({
  reason: z.enum(['not-authentic', 'other-origin', 'rollback', 'split-view', 'inconsistent']),
  explanation: z.string(),
  /** The checkpoint cosigned before; null when there was none. */
  held: z.string().nullable(),
  offered: z.string(),
  /** Consistency proof as offered, base64. */
  proof: z.array(z.string()),
  seenAtSeconds: z.int(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export type WitnessDecision =
  | {
      outcome: 'cosigned' /** To be durable before the line is given out. */;
      state: WitnessState;
      signatureLine: string;
    }
  | { outcome: 'refused'; evidence: Evidence };

export interface WitnessedLog {
  origin: string;
  /** Keys of the log that the witness trusts. */
  keys: readonly VerifierKey[];
}

/**
 * Decides on one checkpoint. `held` is what the previous decision returned as state; `proof` is the consistency proof
 * from the held to the offered tree, empty when nothing is held or the sizes are equal.
 */
export function decide(
  log: WitnessedLog,
  held: WitnessState | undefined,
  offered: { checkpoint: string; proof: readonly Uint8Array[] },
  cosigner: SignerKey,
  nowSeconds: number,
): WitnessDecision {
  const refuse = (reason: RefusalReason, explanation: string): WitnessDecision => ({
    outcome: 'refused',
    evidence: {
      reason,
      explanation,
      held: held?.checkpoint ?? null,
      offered: offered.checkpoint,
      proof: offered.proof.map(toBase64),
      seenAtSeconds: nowSeconds,
    },
  });
  let next: VerifiedCheckpoint;
  try {
    const { origin } = parseCheckpointText(parseNote(offered.checkpoint).text);
    if (origin !== log.origin) return refuse('other-origin', `the checkpoint is of ${origin}`);
    next = openCheckpoint(offered.checkpoint, log.keys);
  } catch (error) {
    if (error instanceof NoteError) return refuse('not-authentic', error.message);
    throw error;
  }
  if (held !== undefined) {
    const before = openCheckpoint(held.checkpoint, log.keys);
    if (next.treeSize < before.treeSize) {
      return refuse(
        'rollback',
        `the log showed ${before.treeSize} leaves before and shows ${next.treeSize} now`,
      );
    }
    if (next.treeSize === before.treeSize && !sameBytes(next.rootHash, before.rootHash)) {
      return refuse('split-view', `the log has signed two different trees of ${next.treeSize} leaves`);
    }
    try {
      verifyConsistency(
        {
          earlierSize: before.treeSize,
          earlierRoot: before.rootHash,
          treeSize: next.treeSize,
          rootHash: next.rootHash,
        },
        offered.proof,
      );
    } catch (error) {
      if (error instanceof ProofError) return refuse('inconsistent', error.message);
      throw error;
    }
  }
  const signatureLine = formatSignatureLine(cosign(cosigner, next.note.text, nowSeconds));
  return { outcome: 'cosigned', state: { checkpoint: offered.checkpoint }, signatureLine };
}

/**
 * True when the note has a signature line in the log's name by a key that is not trusted: the log may be changing its key,
 * and the entry that names the new one is worth looking for.
 */
export function hasForeignSigner(note: Note, { origin, keys }: WitnessedLog): boolean {
  const known = keys.flatMap((key) =>
    [signatureType.ed25519, signatureType.cosignature].map((type) => keyIdOf(asType(key, type))),
  );
  return note.signatures.some(
    ({ name, keyId }) => name === origin && !known.some((id) => sameBytes(id, keyId)),
  );
}

/**
 * The key that a leaf names as the successor of a trusted one; undefined when it does not. The caller has seen a trusted
 * key sign a tree that holds the leaf: only then is the successor to be believed.
 */
export function successionIn(
  leaf: Uint8Array,
  { origin, keys }: WitnessedLog,
): { replaced: VerifierKey; key: VerifierKey } | undefined {
  try {
    const parsed = parseLeaf(leaf);
    if (parsed.kind !== 'open' || parsed.entry.kind !== 'key' || parsed.entry.replaces === null)
      return undefined;
    const before = parseVerifierKey(parsed.entry.replaces);
    const key = parseVerifierKey(parsed.entry.verifierKey);
    const replaced = keys.find(({ publicKey }) => sameBytes(publicKey, before.publicKey));
    return replaced === undefined || key.name !== origin ? undefined : { replaced, key };
  } catch (error) {
    if (error instanceof EntryError || error instanceof NoteError) return undefined;
    throw error;
  }
}

/** Body of an `add-checkpoint` request. */
export interface AddCheckpoint {
  oldSize: number;
  proof: Uint8Array[];
  checkpoint: string;
}

export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** @throws NoteError `malformed` */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const blank = body.indexOf('\n\n');
  const [first, ...rest] = body.slice(0, Math.max(blank, 0)).split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first ?? '');
  if (old === null) throw new NoteError('malformed', 'the request does not begin with the old size');
  if (rest.length > 63) throw new NoteError('malformed', 'the request has more than 63 proof lines');
  let proof: Uint8Array[];
  try {
    proof = rest.map(fromBase64);
  } catch (cause) {
    throw new NoteError('malformed', 'a proof line is not base64', { cause });
  }
  return { oldSize: Number(old[1]), proof, checkpoint: body.slice(blank + 2) };
}
