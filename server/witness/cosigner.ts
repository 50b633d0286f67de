// The one place where a witness signs: reads what it has cosigned, decides (shared/ledger/witness.ts), makes the new state
// durable, and only then lets the cosignature out. Synchronous from reading to writing, so that a checkpoint pulled and one
// pushed at the same time cannot both follow the same state.
import { parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import {
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  type SignerKey,
  type VerifierKey,
} from '../../shared/ledger/note.ts';
import { decide, type Evidence, type WitnessedLog } from '../../shared/ledger/witness.ts';
import { reachFaultPoint } from '../fault-point.ts';
import type { LogState, WitnessedLogFolder } from './witness-folder.ts';

export interface OfferedCheckpoint {
  checkpoint: string;
  /** Size of the tree that the proof begins with. */
  oldSize: number;
  proof: readonly Uint8Array[];
  /** Keys that the offered tree names as successors of keys in force; each proven to be in it. */
  successions: readonly { replaced: VerifierKey; key: VerifierKey }[];
}

export type Cosigning =
  | { outcome: 'cosigned'; treeSize: number; signatureLine: string }
  /** What was cosigned last is another tree than the proof begins with. */
  | { outcome: 'conflict'; heldSize: number }
  | { outcome: 'refused'; evidence: Evidence };

export class Cosigner {
  readonly key: SignerKey;
  readonly origin: string;
  readonly #folder: WitnessedLogFolder;
  readonly #given: readonly VerifierKey[];
  readonly #now: () => number;

  /**
   * @param given the log's keys as the person who runs the witness knows them; all of one name
   * @param now seconds since 1970
   */
  constructor(parts: {
    key: SignerKey;
    folder: WitnessedLogFolder;
    given: readonly VerifierKey[];
    now: () => number;
  }) {
    this.key = parts.key;
    this.origin = parts.given[0]!.name;
    this.#folder = parts.folder;
    this.#given = parts.given;
    this.#now = parts.now;
  }

  /** What is remembered and believed now. */
  view(): { log: WitnessedLog; held: string | undefined; heldSize: number } {
    const state = this.#folder.state();
    return {
      log: { origin: this.origin, keys: this.#keys(state).map(parseVerifierKey) },
      held: state?.checkpoint,
      heldSize: state === undefined ? 0 : sizeOf(state.checkpoint),
    };
  }

  /** Cosigns, or says why not. The new state is durable on return. */
  cosign({ checkpoint, oldSize, proof, successions }: OfferedCheckpoint): Cosigning {
    const { log, held, heldSize } = this.view();
    if (oldSize !== heldSize) return { outcome: 'conflict', heldSize };
    const decision = decide(
      log,
      held === undefined ? undefined : { checkpoint: held },
      { checkpoint, proof },
      this.key,
      this.#now(),
    );
    if (decision.outcome === 'refused') return decision;
    const state = this.#folder.state();
    const replaced = successions.map((step) => formatVerifierKey(step.replaced));
    const keys = this.#keys(state).filter((key) => !replaced.includes(key));
    const next: LogState = {
      v: 1,
      origin: this.origin,
      keys: [...new Set([...keys, ...successions.map(({ key }) => formatVerifierKey(key))])],
      retired: [...new Set([...(state?.retired ?? []), ...replaced])],
      checkpoint: decision.state.checkpoint,
    };
    reachFaultPoint('witness:before-state');
    this.#folder.writeState(next);
    reachFaultPoint('witness:state-written');
    return { outcome: 'cosigned', treeSize: sizeOf(checkpoint), signatureLine: decision.signatureLine };
  }

  /** @returns the file, or undefined when it was not kept */
  keep(evidence: Evidence): string | undefined {
    return this.#folder.keepEvidence(evidence);
  }

  /** Verifier keys in force: those of the state, and any given since that no entry has replaced. */
  #keys(state: LogState | undefined): string[] {
    const given = this.#given.map(formatVerifierKey).filter((key) => !state?.retired.includes(key));
    return [...new Set([...(state?.keys ?? []), ...given])];
  }
}

function sizeOf(checkpoint: string): number {
  return parseCheckpointText(parseNote(checkpoint).text).treeSize;
}
