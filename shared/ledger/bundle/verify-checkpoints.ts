// Third step: who signed the checkpoints, whether they belong to the tree that the entries make, and how the log's keys
// and origins followed each other. A key is trusted because the auditor brought it, or because a trusted key signed a
// checkpoint that covers the entry which names it as its successor.
import { bytesToHex } from '@noble/hashes/utils.js';
import { sameBytes } from '../../merkle/hash.ts';
import { cosignatureTime, openCheckpoint, parseCheckpointText } from '../checkpoint.ts';
import { fromUtf8 } from '../encoding.ts';
import type { PlacedEntry } from '../ledger-data.ts';
import {
  asType,
  NoteError,
  parseNote,
  parseVerifierKey,
  type SignatureCheck,
  signatureType,
  type VerifierKey,
  verifyNote,
} from '../note.ts';
import type { ListedCheckpoint, VerifyContext } from './context.ts';
import { BundleError, bundleFile, LineError, LineReader } from './format.ts';
import type { CheckedManifest } from './verify-files.ts';
import type { TreeResult } from './verify-tree.ts';

const checkpointBytesMax = 100_000;

/** The checkpoint that the bundle is of. @throws BundleError when the directory has none: it is no bundle */
export async function readCheckpoint({
  files,
  report,
}: VerifyContext): Promise<ListedCheckpoint | undefined> {
  const bytes = await files.read(bundleFile.checkpoint, checkpointBytesMax);
  if (bytes === undefined) throw new BundleError('is no bundle: it has no file "checkpoint"');
  const name = bundleFile.checkpoint;
  try {
    const stated = parseCheckpointText(parseNote(bytes).text);
    return { name, text: fromUtf8(bytes), ...stated };
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    report.find('checkpoint', `${name}: ${error.message}`);
    return undefined;
  }
}

/** Every earlier checkpoint that the bundle holds, smallest tree first. */
export async function readCheckpoints({ files, report }: VerifyContext): Promise<ListedCheckpoint[]> {
  const chunks = await files.open(bundleFile.checkpoints);
  if (chunks === undefined) {
    report.find('file', `${bundleFile.checkpoints} is missing`);
    return [];
  }
  const lines = new LineReader(chunks);
  const list: ListedCheckpoint[] = [];
  try {
    for (let line = await lines.next(), number = 1; line !== undefined; line = await lines.next(), number++) {
      const name = `${bundleFile.checkpoints} line ${number}`;
      const listed = readLine(report, name, line);
      if (listed === undefined) continue;
      if (listed.treeSize < (list.at(-1)?.treeSize ?? 0))
        report.find('checkpoint', `${name} is of a smaller tree`);
      list.push(listed);
    }
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    report.find('checkpoint', `${bundleFile.checkpoints}: ${error.message}`);
  }
  return list;
}

function readLine(report: VerifyContext['report'], name: string, line: string): ListedCheckpoint | undefined {
  try {
    return listCheckpoint(name, JSON.parse(line) as string);
  } catch (error) {
    if (!(error instanceof NoteError || error instanceof SyntaxError)) throw error;
    report.find('checkpoint', `${name}: ${error.message}`);
    return undefined;
  }
}

/** @throws NoteError when the text is no checkpoint */
export function listCheckpoint(name: string, text: string): ListedCheckpoint {
  if (typeof text !== 'string') throw new NoteError('malformed', 'is not text');
  return { name, text, ...parseCheckpointText(parseNote(text).text) };
}

/** A trusted key, up to the tree size at which another took its place. */
interface TrustedKey {
  key: VerifierKey;
  until: number;
}

/** Checks signatures and roots of every checkpoint, the manifest's signature, and the checkpoints given. */
export function verifyCheckpoints(
  context: VerifyContext,
  bundled: {
    manifest: CheckedManifest | undefined;
    current: ListedCheckpoint;
    earlier: readonly ListedCheckpoint[];
  },
  given: readonly ListedCheckpoint[],
  tree: TreeResult,
): void {
  const { report } = context;
  const { manifest, current, earlier } = bundled;
  const trust = new Trust(context, tree.openEntries);
  trust.believePredecessors(current, earlier);
  for (const checkpoint of [...earlier, current]) {
    checkRoot(context, checkpoint, tree);
    trust.checkSignature(checkpoint);
  }
  const last = earlier.at(-1);
  if (last !== undefined && (last.treeSize !== current.treeSize || last.origin !== current.origin)) {
    report.find('checkpoint', `${last.name} is not the last one: ${bundleFile.checkpoint} is`);
  }
  if (manifest !== undefined) {
    const { origin, treeSize, rootHash } = manifest.manifest;
    const same =
      origin === current.origin &&
      treeSize === current.treeSize &&
      bytesToHex(rootHash) === bytesToHex(current.rootHash);
    if (!same) report.find('manifest', 'the manifest is of another checkpoint');
    trust.checkManifest(manifest, current);
  }
  const unchanged = Math.max(
    0,
    ...given
      .filter(({ treeSize, rootHash }) => tree.roots.get(treeSize) === bytesToHex(rootHash))
      .map(({ treeSize }) => treeSize),
  );
  for (const checkpoint of given) checkGiven(context, checkpoint, unchanged, current, tree, trust);
  const witnessed = checkWitnesses(context, current);
  // What a witness cosigned is the whole tree; a checkpoint kept speaks of the leaves it had.
  trust.summarise(current, witnessed > 0 ? current.treeSize : unchanged, given.length + witnessed > 0);
}

function checkRoot(
  { report }: VerifyContext,
  { name, treeSize, rootHash }: ListedCheckpoint,
  tree: TreeResult,
): void {
  if (treeSize > tree.size) {
    report.find('root', `${name} speaks of ${treeSize} leaves, the bundle holds ${tree.size}`);
  } else if (tree.roots.get(treeSize) !== bytesToHex(rootHash)) {
    report.find('root', `${name}: the first ${treeSize} leaves do not have the root that it states`);
  }
}

/** A checkpoint that did not come with the bundle: what the log once said to somebody else. */
function checkGiven(
  { report }: VerifyContext,
  given: ListedCheckpoint,
  unchanged: number,
  current: ListedCheckpoint,
  tree: TreeResult,
  trust: Trust,
): void {
  trust.checkSignature(given);
  const continuation = tree.openEntries.find(
    ({ entry }) => entry.kind === 'continuation' && entry.previous.origin === given.origin,
  )?.entry;
  if (given.origin !== current.origin && continuation?.kind !== 'continuation') {
    report.find('checkpoint', `${given.name} is of ${given.origin}, which this log does not continue`);
    return;
  }
  const kept = continuation?.kind === 'continuation' ? Math.min(continuation.kept, tree.size) : tree.size;
  if (given.treeSize > kept) {
    report.find(
      'rollback',
      `${given.name} is of ${given.treeSize} leaves, the bundle has only ${kept} of them: leaves ${kept} to ${given.treeSize - 1} are gone`,
      kept,
    );
    return;
  }
  if (tree.roots.get(given.treeSize) === bytesToHex(given.rootHash)) {
    report.holds.push(`the log still begins with the ${given.treeSize} leaves of ${given.name}`);
  } else {
    report.find(
      'root',
      `the first ${given.treeSize} leaves are not those of ${given.name}: one from ${unchanged} to ${given.treeSize - 1} was changed, moved, added or deleted (an earlier copy of the log, --earlier, names it)`,
    );
  }
}

/** The witnesses that the auditor trusts must have cosigned the checkpoint. Returns how many have. */
function checkWitnesses({ options, report }: VerifyContext, { text, name }: ListedCheckpoint): number {
  let cosigned = 0;
  for (const witness of options.witnesses ?? []) {
    let seconds: number | undefined;
    try {
      seconds = cosignatureTime(parseNote(text), witness, options.signatureHolds);
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      report.find('checkpoint', `${name}: ${error.message}`);
      continue;
    }
    if (seconds === undefined) {
      report.find('checkpoint', `${name} is not cosigned by the witness ${witness.name}`);
      continue;
    }
    cosigned++;
    const time = new Date(seconds * 1000).toISOString();
    report.holds.push(
      `${witness.name} cosigned the checkpoint at ${time}: it extends all that this witness had seen`,
    );
  }
  return cosigned;
}

class Trust {
  readonly #context: VerifyContext;
  readonly #keys: TrustedKey[];
  readonly #successions: { leafIndex: number; replaces: VerifierKey; key: VerifierKey }[] = [];
  readonly #continuations: { origin: string; previous: string }[] = [];
  #signatures = 0;
  #bad = 0;

  constructor(context: VerifyContext, openEntries: readonly PlacedEntry[]) {
    this.#context = context;
    this.#keys = context.options.keys.map((key) => ({
      key: asType(key, signatureType.ed25519),
      until: Number.POSITIVE_INFINITY,
    }));
    for (const { leafIndex, entry } of openEntries) {
      if (entry.kind === 'continuation') {
        this.#continuations.push({ origin: entry.origin, previous: entry.previous.origin });
      }
      if (entry.kind !== 'key' || entry.replaces === null) continue;
      try {
        this.#successions.push({
          leafIndex,
          replaces: parseVerifierKey(entry.replaces),
          key: parseVerifierKey(entry.verifierKey),
        });
      } catch (error) {
        context.report.find('entry', (error as Error).message, leafIndex);
      }
    }
  }

  get #given(): boolean {
    return this.#keys.length > 0;
  }

  /** Keys that may sign for that origin at that size. A continued log's key counts under both names. */
  #keysFor(origin: string, treeSize: number): VerifierKey[] {
    const keys = this.#keys.filter(({ until }) => treeSize <= until).map(({ key }) => key);
    const names = new Set([origin]);
    for (let grown = true; grown; ) {
      grown = false;
      for (const step of this.#continuations) {
        if (names.has(step.origin) === names.has(step.previous)) continue;
        names.add(step.origin).add(step.previous);
        grown = true;
      }
    }
    return keys.filter(({ name }) => names.has(name)).map((key) => ({ ...key, name: origin }));
  }

  /**
   * Whoever trusts a key trusts what it says of the past: it signed the tree that holds the entry by which it replaced an
   * older one, so that older one may sign until the checkpoint that covers this entry.
   */
  believePredecessors(current: ListedCheckpoint, earlier: readonly ListedCheckpoint[]): void {
    for (let at = this.#successions.length - 1; at >= 0; at--) {
      const { leafIndex, replaces, key } = this.#successions[at]!;
      const covering = [...earlier, current].find(({ treeSize }) => treeSize > leafIndex);
      const trusted = this.#keys.some((one) => sameBytes(one.key.publicKey, key.publicKey));
      const known = this.#keys.some((one) => sameBytes(one.key.publicKey, replaces.publicKey));
      if (
        covering === undefined ||
        !trusted ||
        known ||
        !isSignedBy(covering, key, this.#context.options.signatureHolds)
      )
        continue;
      this.#keys.push({ key: asType(replaces, signatureType.ed25519), until: covering.treeSize });
      this.#context.report.holds.push(
        `the key given says in leaf ${leafIndex} which key it replaced: checkpoints until then are verified with that one`,
      );
    }
  }

  checkSignature(checkpoint: ListedCheckpoint): void {
    if (!this.#given) return;
    const { origin, treeSize, name, text } = checkpoint;
    try {
      const { signers } = openCheckpoint(
        text,
        this.#keysFor(origin, treeSize),
        this.#context.options.signatureHolds,
      );
      this.#signatures++;
      for (const step of this.#successions) {
        const same = (key: VerifierKey) => sameBytes(key.publicKey, step.replaces.publicKey);
        if (!signers.some(same) || step.leafIndex >= treeSize) continue;
        const replaced = this.#keys.find(({ key }) => same(key));
        if (replaced !== undefined && replaced.until > treeSize) {
          replaced.until = treeSize;
          this.#keys.push({ key: step.key, until: Number.POSITIVE_INFINITY });
        }
      }
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.#bad++;
      this.#context.report.find(
        'checkpoint',
        `${name} (${treeSize} leaves): ${error.message}${otherSigners(error, text, origin)}`,
      );
    }
  }

  checkManifest({ note }: CheckedManifest, current: ListedCheckpoint): void {
    if (!this.#given) return;
    try {
      verifyNote(note, this.#keysFor(current.origin, current.treeSize), this.#context.options.signatureHolds);
      this.#signatures++;
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.#bad++;
      this.#context.report.find('manifest', error.message);
    }
  }

  /** @param covered leaves that somebody outside has seen as they are; `isGiven`, whether anything was brought to tell */
  summarise(current: ListedCheckpoint, covered: number, isGiven: boolean): void {
    const { report } = this.#context;
    if (!this.#given) {
      report.notChecked.push(
        `authenticity: no verifier key was given, so anyone may have made this bundle (it says it is of ${current.origin})`,
      );
    } else if (this.#bad === 0) {
      report.holds.push(
        `${this.#signatures} signatures on the manifest and the checkpoints are those of the trusted key`,
      );
    }
    if (covered > 0) {
      if (covered < current.treeSize) {
        report.attested.push(
          `leaves ${covered} to ${current.treeSize - 1} are younger than every checkpoint given: that they have not been rewritten since they were sealed`,
        );
      }
    } else if (!isGiven || current.treeSize > 0) {
      const given = isGiven ? 'that holds any of these leaves' : 'obtained elsewhere';
      report.notChecked.push(
        `completeness: no checkpoint ${given} was given, so the log may have been rewritten or shortened before it was signed again`,
      );
    }
  }
}

function isSignedBy(
  { text, origin }: ListedCheckpoint,
  key: VerifierKey,
  holds: SignatureCheck | undefined,
): boolean {
  try {
    openCheckpoint(text, [{ ...key, name: origin }], holds);
    return true;
  } catch (error) {
    if (error instanceof NoteError) return false;
    throw error;
  }
}

/** Who signed instead, and what can be done about it. */
function otherSigners(error: NoteError, text: string, origin: string): string {
  if (error.code !== 'no-trusted-signature') return '';
  const ids = parseNote(text).signatures.flatMap(({ name, keyId, bytes }) =>
    name === origin && bytes.length === 64 ? [bytesToHex(keyId)] : [],
  );
  if (ids.length === 0) return '';
  return `: its signature is by a key with the id ${ids.join(', ')}; if the log had another key then, give that one too (--key)`;
}
