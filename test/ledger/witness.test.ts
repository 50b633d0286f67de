import { describe, expect, it } from 'vitest';
import { cosignatureTime, openCheckpoint, signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseNote, parseSignatureLine, signerKey } from '../../shared/ledger/note.ts';
import {
  decide,
  evidenceSchema,
  formatAddCheckpoint,
  parseAddCheckpoint,
  type WitnessState,
} from '../../shared/ledger/witness.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { hashLeaf } from '../../shared/merkle/hash.ts';
import { consistencyProof } from '../../shared/merkle/proof.ts';
import { memoryReader } from '../merkle/memory-tree.ts';

const key = signerKey('log.example.vn/a', new Uint8Array(32).fill(1));
const witness = signerKey('witness.example.vn', new Uint8Array(32).fill(2));
const log = { origin: key.name, keys: [key] };
const leaves = Array.from({ length: 20 }, (_, i) => hashLeaf(Uint8Array.of(i)));
const forked = leaves.with(3, hashLeaf(Uint8Array.of(99)));
const checkpoint = (size: number, of = leaves) =>
  signCheckpoint({ origin: key.name, treeSize: size, rootHash: rootOf(of.slice(0, size)) }, [key], 1_000);
const proof = (from: number, to: number, of = leaves) => consistencyProof(from, to, memoryReader(of));
const state = (size: number): WitnessState => ({ checkpoint: checkpoint(size) });
const reason = (decision: ReturnType<typeof decide>) =>
  decision.outcome === 'refused' ? decision.evidence.reason : decision.outcome;

describe('a witness', () => {
  it('cosigns what extends what it has seen, and remembers it', () => {
    let held: WitnessState | undefined;
    let size = 0;
    for (const next of [3, 3, 8, 20]) {
      const path = held === undefined ? [] : proof(size, next);
      const decision = decide(
        log,
        held,
        { checkpoint: checkpoint(next), proof: path },
        witness,
        2_000 + next,
      );
      if (decision.outcome !== 'cosigned') throw new Error(decision.evidence.explanation);
      held = decision.state;
      size = next;
      const note = parseNote(checkpoint(next) + decision.signatureLine);
      expect(cosignatureTime(note, witness)).toBe(2_000 + next);
      expect(openCheckpoint(checkpoint(next) + decision.signatureLine, [key]).treeSize).toBe(next);
      expect(parseSignatureLine(decision.signatureLine.trimEnd()).name).toBe(witness.name);
    }
  });

  it('refuses a rollback', () => {
    expect(reason(decide(log, state(8), { checkpoint: checkpoint(5), proof: [] }, witness, 1))).toBe(
      'rollback',
    );
  });

  it('refuses a second history of the same size, of which the evidence convinces anyone', () => {
    const decision = decide(log, state(8), { checkpoint: checkpoint(8, forked), proof: [] }, witness, 1);
    if (decision.outcome !== 'refused') throw new Error('cosigned');
    const evidence = evidenceSchema.parse(JSON.parse(JSON.stringify(decision.evidence)));
    expect(evidence.reason).toBe('split-view');
    const [a, b] = [evidence.held!, evidence.offered].map((text) => openCheckpoint(text, [key]));
    expect(a!.treeSize).toBe(b!.treeSize);
    expect(a!.rootHash).not.toEqual(b!.rootHash);
  });

  it('refuses a larger tree that does not extend the one it has seen', () => {
    const offered = { checkpoint: checkpoint(12, forked), proof: proof(8, 12, forked) };
    expect(reason(decide(log, state(8), offered, witness, 1))).toBe('inconsistent');
    const unproven = { checkpoint: checkpoint(12), proof: [] };
    expect(reason(decide(log, state(8), unproven, witness, 1))).toBe('inconsistent');
  });

  it('refuses what the log has not signed', () => {
    const stranger = signerKey(key.name, new Uint8Array(32).fill(7));
    const text = signCheckpoint(
      { origin: key.name, treeSize: 8, rootHash: rootOf(leaves.slice(0, 8)) },
      [stranger],
      1,
    );
    expect(reason(decide(log, state(8), { checkpoint: text, proof: [] }, witness, 1))).toBe('not-authentic');
    expect(reason(decide(log, undefined, { checkpoint: 'rubbish', proof: [] }, witness, 1))).toBe(
      'not-authentic',
    );
    const both = { origin: 'log.example.vn/b', keys: [key] };
    expect(reason(decide(both, undefined, { checkpoint: checkpoint(8), proof: [] }, witness, 1))).toBe(
      'other-origin',
    );
  });
});

describe('the request of C2SP tlog-witness', () => {
  it('reads back as it is written', () => {
    const request = { oldSize: 8, proof: proof(8, 12), checkpoint: checkpoint(12) };
    expect(parseAddCheckpoint(formatAddCheckpoint(request))).toEqual(request);
    const first = { oldSize: 0, proof: [], checkpoint: checkpoint(12) };
    expect(parseAddCheckpoint(formatAddCheckpoint(first))).toEqual(first);
  });

  it.each(['', 'old 01\n\n', 'new 1\n\na', 'old 1\n*\n\na', `old 1\n${'AA==\n'.repeat(64)}\na`])(
    'refuses %j',
    (body) => {
      expect(() => parseAddCheckpoint(body)).toThrow();
    },
  );
});
