// The witnesses of the centre's log, and taking in what they cosigned. Anybody may hand in a cosignature: what lets it in
// is the signature itself, by a key that the centre added, over a checkpoint that the log published. So nothing but a
// later statement of the same witness can ever replace it.
import { cosignatureTime, parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import {
  asType,
  formatSignatureLine,
  formatVerifierKey,
  type Note,
  NoteError,
  parseNote,
  parseVerifierKey,
  signaturesOf,
  signatureType,
} from '../../shared/ledger/note.ts';
import { Refusal } from '../refusal.ts';
import type { LogStorage } from './log-storage.ts';

/** A checkpoint with its own lines and these stays within the 16 signatures that every reader of notes takes. */
export const witnessesMax = 12;
/** Signature lines looked at in one request. */
const linesMax = 16;

export class WitnessError extends Error {
  override name = 'WitnessError';
}

/**
 * Adds a witness by its verifier key; the key as kept, and whether it was there before.
 * @throws WitnessError when it is no witness's key, the log's own, or one too many
 */
export function addWitness(
  storage: LogStorage,
  text: string,
  origin: string,
): { key: string; isNew: boolean } {
  const parsed = witnessKeyOf(text);
  if (parsed.name === origin)
    throw new WitnessError(`${parsed.name} is this log itself: a witness has a name of its own`);
  const key = formatVerifierKey(parsed);
  return storage.transact(() => {
    const known = storage.witnesses();
    if (known.includes(key)) return { key, isNew: false };
    if (known.length >= witnessesMax)
      throw new WitnessError(`a log carries at most ${witnessesMax} witnesses`);
    storage.addWitness(key);
    return { key, isNew: true };
  });
}

/** @throws WitnessError when there is no such witness */
export function removeWitness(storage: LogStorage, text: string): string {
  const kept = formatVerifierKey(witnessKeyOf(text));
  storage.transact(() => {
    if (!storage.witnesses().includes(kept)) throw new WitnessError(`${kept} is no witness of this log`);
    storage.removeWitness(kept);
  });
  return kept;
}

function witnessKeyOf(text: string) {
  try {
    const key = parseVerifierKey(text);
    if (key.type !== signatureType.cosignature) {
      throw new WitnessError(
        `the key of ${key.name} signs as a log (type 1); a witness prints its own with "witness key" (type 4)`,
      );
    }
    return key;
  } catch (error) {
    if (error instanceof NoteError) throw new WitnessError(error.message);
    throw error;
  }
}

/**
 * Takes a checkpoint with one or more cosignature lines below it, as a witness hands it in. Keeps each line by a witness
 * of this log unless a later one is there; lines by anybody else are left out, as readers of notes do.
 * @returns the number of witnesses whose line now stands
 * @throws Refusal malformed-body, not-found (no such checkpoint), forbidden (no line by a witness of this log)
 */
export function takeCosignatures(storage: LogStorage, body: string): number {
  const note = read(body);
  const { origin, treeSize } = parseCheckpointText(note.text);
  const published = storage.checkpointAt(origin, treeSize);
  if (published === undefined || parseNote(published.note).text !== note.text) {
    throw new Refusal('not-found', 'this log has published no such checkpoint');
  }
  const valid = storage.witnesses().flatMap((verifierKey) => {
    const key = parseVerifierKey(verifierKey);
    const line = latestLine(note, key);
    return line === undefined ? [] : [{ verifierKey, key, line }];
  });
  if (valid.length === 0) {
    throw new Refusal('forbidden', 'none of the signatures is a valid cosignature by a witness of this log');
  }
  storage.transact(() => {
    for (const { verifierKey, key, line } of valid) {
      const known = storage.cosignatureBy(published.number, verifierKey);
      const knownTime =
        known === undefined ? undefined : cosignatureTime(parseNote(`${note.text}\n${known}`), key);
      if (knownTime === undefined || knownTime < line.time) {
        storage.putCosignature(published.number, verifierKey, line.text);
      }
    }
  });
  return valid.length;
}

function read(body: string): Note {
  try {
    const note = parseNote(body);
    parseCheckpointText(note.text);
    if (note.signatures.length > linesMax)
      throw new NoteError('malformed', `more than ${linesMax} signatures`);
    return note;
  } catch (error) {
    if (error instanceof NoteError) throw new Refusal('malformed-body', error.message);
    throw error;
  }
}

/** The witness's valid line with the latest time; undefined when it has none, or one that does not verify. */
function latestLine(
  note: Note,
  key: ReturnType<typeof parseVerifierKey>,
): { time: number; text: string } | undefined {
  let latest: { time: number; text: string } | undefined;
  for (const signature of signaturesOf(note, asType(key, signatureType.cosignature))) {
    try {
      const time = cosignatureTime({ text: note.text, signatures: [signature] }, key);
      if (time !== undefined && (latest === undefined || time > latest.time)) {
        latest = { time, text: formatSignatureLine(signature) };
      }
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
    }
  }
  return latest;
}
