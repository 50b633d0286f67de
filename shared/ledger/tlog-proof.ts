// The self-contained proof of C2SP tlog-proof: that an entry is in the log, checkable without a network. The extra data
// carry the public entry, from which the verifier computes the leaf hash: they are believed for nothing else.
import { hashBytes, hashLeaf } from '../merkle/hash.ts';
import { ProofError, verifyInclusion } from '../merkle/proof.ts';
import { openCheckpoint, type VerifiedCheckpoint } from './checkpoint.ts';
import { fromBase64, toBase64 } from './encoding.ts';
import { NoteError, type VerifierKey } from './note.ts';

const firstLine = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 leaves has proofs of at most 53 hashes. */
const proofHashesMax = 63;

export interface TlogProof {
  /** The public entry. */
  extra: Uint8Array | undefined;
  leafIndex: number;
  /** Sibling of the leaf first, child of the root last. */
  inclusion: Uint8Array[];
  /** The checkpoint as the log gave it, with every signature. */
  checkpoint: string;
}

export function formatTlogProof({ extra, leafIndex, inclusion, checkpoint }: TlogProof): string {
  const lines = [
    firstLine,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${leafIndex}`,
    ...inclusion.map(toBase64),
    '',
  ];
  return `${lines.join('\n')}\n${checkpoint}`;
}

/** @throws NoteError `malformed` */
export function parseTlogProof(text: string): TlogProof {
  const blank = text.indexOf('\n\n');
  if (blank < 0) throw new NoteError('malformed', 'the proof has no blank line before its checkpoint');
  const [first, ...rest] = text.slice(0, blank).split('\n');
  if (first !== firstLine) throw new NoteError('malformed', `the proof does not begin with ${firstLine}`);
  const extra = rest[0]?.startsWith('extra ') ? decode(rest.shift()!.slice('extra '.length)) : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(rest.shift() ?? '');
  if (index === null || !Number.isSafeInteger(Number(index[1]))) {
    throw new NoteError('malformed', 'the proof has no index line');
  }
  if (rest.length > proofHashesMax) throw new NoteError('malformed', 'the proof has too many hashes');
  const inclusion = rest.map(decode);
  if (inclusion.some(({ length }) => length !== hashBytes)) {
    throw new NoteError('malformed', 'a hash of the proof has not 32 bytes');
  }
  return { extra, leafIndex: Number(index[1]), inclusion, checkpoint: text.slice(blank + 2) };
}

/**
 * Checks that the entry is in the log whose checkpoint one of the trusted keys signed.
 * @throws NoteError for the checkpoint, ProofError for the inclusion
 */
export function verifyTlogProof(
  proof: TlogProof,
  entry: Uint8Array,
  trusted: readonly VerifierKey[],
): VerifiedCheckpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, trusted);
  if (proof.leafIndex >= checkpoint.treeSize) {
    throw new ProofError(
      'out-of-range',
      `leaf ${proof.leafIndex} is beyond the ${checkpoint.treeSize} of the checkpoint`,
    );
  }
  verifyInclusion({ leafHash: hashLeaf(entry), leafIndex: proof.leafIndex, ...checkpoint }, proof.inclusion);
  return checkpoint;
}

function decode(line: string): Uint8Array {
  try {
    return fromBase64(line);
  } catch (cause) {
    throw new NoteError('malformed', 'a line of the proof is not base64', { cause });
  }
}
