// One round of following a log: read its checkpoint, prove from its tiles that it extends what was cosigned before, cosign,
// hand the cosignature in. What is refused is kept as evidence. A round that was interrupted anywhere is simply done again.
import {
  cosignatureTime,
  openCheckpoint,
  parseCheckpointText,
  type VerifiedCheckpoint,
} from '../../shared/ledger/checkpoint.ts';
import { type Note, NoteError, parseNote, type VerifierKey } from '../../shared/ledger/note.ts';
import {
  type Evidence,
  hasForeignSigner,
  successionIn,
  type WitnessedLog,
} from '../../shared/ledger/witness.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { ProofError, verifyInclusion } from '../../shared/merkle/proof.ts';
import { tileWidth } from '../../shared/merkle/tile.ts';
import { reachFaultPoint } from '../fault-point.ts';
import { nativeSha256 } from '../ledger/bundle-directory.ts';
import type { Cosigner } from './cosigner.ts';
import { type LogClient, LogClientError } from './log-client.ts';

export type Round =
  /** The log carries this witness's cosignature of its latest checkpoint; `isNew` when this round gave it. */
  | { outcome: 'cosigned'; origin: string; treeSize: number; isNew: boolean }
  /** `file` holds the evidence; undefined for what proves nothing about the log, or where there is no room. */
  | { outcome: 'refused'; origin: string; evidence: Evidence; file: string | undefined };

/** Leaves looked through, from the end, for the entry that names a new key of the log. */
const leavesSearchedMax = 4096;
/** Rounds in a round: another checkpoint may be cosigned through `add-checkpoint` meanwhile. */
const attemptsMax = 3;

/** @throws LogClientError when the log cannot be read or does not take the cosignature; nothing is lost by it */
export async function followOnce(client: LogClient, cosigner: Cosigner): Promise<Round> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const checkpoint = await client.checkpoint();
    const { log, held, heldSize } = cosigner.view();
    const note = readNote(checkpoint);
    if (note !== undefined && held?.startsWith(`${note.text}\n`) && carries(note, cosigner)) {
      return { outcome: 'cosigned', origin: log.origin, treeSize: heldSize, isNew: false };
    }
    const offered = readOffer(checkpoint, log);
    const proof = offered === undefined ? [] : await consistency(client, heldSize, offered);
    const successions = offered === undefined ? [] : await findSuccessions(client, heldSize, offered, log);
    const result = cosigner.cosign({ checkpoint, oldSize: heldSize, proof, successions });
    if (result.outcome === 'conflict') continue;
    if (result.outcome === 'refused') {
      const { evidence } = result;
      const file = isEvidence(evidence, log) ? cosigner.keep(evidence) : undefined;
      return { outcome: 'refused', origin: log.origin, evidence, file };
    }
    await client.handIn(`${note!.text}\n${result.signatureLine}`);
    reachFaultPoint('witness:handed-in');
    return { outcome: 'cosigned', origin: log.origin, treeSize: result.treeSize, isNew: true };
  }
  throw new LogClientError('other checkpoints were cosigned meanwhile');
}

function readNote(checkpoint: string): Note | undefined {
  try {
    return parseNote(checkpoint);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

/** The checkpoint, when the followed log signed it: only then is it worth fetching anything for. */
function readOffer(checkpoint: string, log: WitnessedLog): VerifiedCheckpoint | undefined {
  try {
    const offered = openCheckpoint(checkpoint, log.keys);
    return offered.origin === log.origin ? offered : undefined;
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

/** True when the note has a valid cosignature by this witness. */
function carries(note: Note, { key }: Cosigner): boolean {
  try {
    return cosignatureTime(note, key) !== undefined;
  } catch (error) {
    if (error instanceof NoteError) return false;
    throw error;
  }
}

/**
 * The proof from what was cosigned to what is offered; empty when none is needed. A log whose tiles make none is offered
 * as it is: the decision is then that it is inconsistent.
 */
async function consistency(
  client: LogClient,
  heldSize: number,
  { treeSize }: VerifiedCheckpoint,
): Promise<Uint8Array[]> {
  return heldSize === 0 || treeSize <= heldSize ? [] : client.consistency(heldSize, treeSize);
}

/** Keys that replace trusted ones, by entries proven to be in the offered tree. */
async function findSuccessions(
  client: LogClient,
  heldSize: number,
  { note, treeSize, rootHash }: VerifiedCheckpoint,
  log: WitnessedLog,
): Promise<{ replaced: VerifierKey; key: VerifierKey }[]> {
  if (!hasForeignSigner(note, log)) return [];
  const first = Math.max(treeSize <= heldSize ? 0 : heldSize, treeSize - leavesSearchedMax);
  for (let index = Math.floor((treeSize - 1) / tileWidth); (index + 1) * tileWidth > first; index--) {
    const entries = await client.entries(index, treeSize);
    for (const [i, entry] of entries.entries()) {
      const found = successionIn(entry, log);
      if (found === undefined) continue;
      const leafIndex = index * tileWidth + i;
      const proof = await client.inclusion(leafIndex, treeSize);
      try {
        const leafHash = hashLeaf(entry, nativeSha256);
        verifyInclusion({ leafHash, leafIndex, treeSize, rootHash }, proof, nativeSha256);
        return [found];
      } catch (error) {
        if (!(error instanceof ProofError)) throw error;
      }
    }
  }
  return [];
}

/**
 * What says something about the log: it signed all of it. Also when it goes on under another origin with the same key,
 * which it does after it lost what it had signed.
 */
function isEvidence({ reason, offered }: Evidence, log: WitnessedLog): boolean {
  if (reason === 'not-authentic') return false;
  if (reason !== 'other-origin') return true;
  try {
    const { origin } = parseCheckpointText(parseNote(offered).text);
    openCheckpoint(
      offered,
      log.keys.map((key) => ({ ...key, name: origin })),
    );
    return true;
  } catch (error) {
    if (error instanceof NoteError) return false;
    throw error;
  }
}
