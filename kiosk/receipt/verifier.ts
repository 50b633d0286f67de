// The script of the receipt page: checks in the browser what the server says, and checks saved files without a network.
//
// Outline. A receipt comes from the field or from behind `#` in the address. Online, the proof is asked for by POST, so
// that the tag stands in no address; then the consistency proof since the checkpoint that this browser saved earlier,
// between exactly the two sizes at hand; then everything is verified here, by the keys the reader gave or, without any,
// by those the page carries. A checkpoint is saved only when all of it held and it is the larger one. An answer with a
// smaller tree than the saved one is a rollback: a server has no business to answer with an old tree. By files, the
// same check runs on what was chosen or pasted, and nothing is asked of anybody.
import type { ReceiptLocale, ReceiptResult, ReceiptStanding } from '../../shared/contract/receipt-page.ts';
import { parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { toBase64 } from '../../shared/ledger/encoding.ts';
import { parseNote, type VerifierKey } from '../../shared/ledger/note.ts';
import { checkReceipt, type ReceiptEvidence } from '../../shared/ledger/receipt.ts';
import {
  type Receipt,
  ReceiptError,
  readReceipt,
  receiptCharsMax,
  tagDigitsOf,
} from '../../shared/ledger/receipt-format.ts';
import { receiptResult } from '../../shared/ledger/receipt-result.ts';
import { parseTlogProof } from '../../shared/ledger/tlog-proof.ts';
import { asNote, fileBytesMax, filesMax, GivenError, partOf, readConsistency, readKeys } from './evidence.ts';
import { resultMarkup } from './result.ts';

const requestMsMax = 20_000;
const savedCheckpointKey = (origin: string): string => `langnghe-checkpoint:${origin}`;
const ownKeysKey = 'langnghe-keys';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const field = (id: string): HTMLTextAreaElement => element<HTMLTextAreaElement>(id);

const locale = document.documentElement.lang as ReceiptLocale;
const isFile = document.body.dataset.delivery === 'single-file';
const pageKeys = readKeys((document.body.dataset.keys ?? '').replaceAll(' ', '\n'));
const receiptField = element<HTMLInputElement>('receipt');
const resultPlace = element('result');
const keepPlace = element('keep');

/** What the save buttons write; empty until a check has held. */
const kept = new Map<string, string>();

/** Storage may be forbidden, as in private windows and in files of some browsers: then nothing is remembered. */
const memory = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // The check holds all the same; next time there is nothing to compare with.
    }
  },
};

function show(result: ReceiptResult): void {
  resultPlace.innerHTML = resultMarkup(result, locale).text;
  element('printed').firstElementChild!.textContent = receiptField.value;
  element('print').hidden = false;
  keepPlace.hidden = kept.size === 0;
  for (const button of keepPlace.querySelectorAll<HTMLButtonElement>('[data-keep]')) {
    button.hidden = !kept.has(button.dataset.keep ?? '');
  }
  resultPlace.scrollIntoView({ block: 'nearest' });
}

interface Trust {
  keys: readonly VerifierKey[];
  keyFrom: 'own' | 'page';
}

function trust(): Trust {
  const own = readKeys(field('keys').value);
  return own.length > 0 ? { keys: own, keyFrom: 'own' } : { keys: pageKeys, keyFrom: 'page' };
}

function readGivenReceipt(): Receipt {
  try {
    return readReceipt(receiptField.value);
  } catch (cause) {
    if (cause instanceof ReceiptError) throw new GivenError('receipt', cause.message, { cause });
    throw cause;
  }
}

class ServerFailure extends Error {}
class Offline extends Error {}

/** @throws Offline when nothing answers in time */
async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), requestMsMax);
  try {
    return await fetch(path, { ...init, cache: 'no-store', signal: abort.signal });
  } catch (cause) {
    throw new Offline('the server was not reached', { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function askProof(receipt: Receipt): Promise<{ proof: string } | { standing: ReceiptStanding }> {
  const response = await ask('/log/proof', {
    method: 'POST',
    body: new URLSearchParams({ tag: tagDigitsOf(receipt) }),
  });
  if (response.ok) return { proof: await response.text() };
  const { standing } = (await response.json().catch(() => ({}))) as { standing?: unknown };
  if (response.status === 404 && (standing === 'tonight' || standing === 'group' || standing === 'unknown')) {
    return { standing };
  }
  throw new ServerFailure(`the server answered ${response.status}`);
}

const sizeOf = (note: string): { origin: string; treeSize: number } =>
  parseCheckpointText(parseNote(note).text);

async function checkOnline(receipt: Receipt, { keys, keyFrom }: Trust): Promise<ReceiptResult> {
  const answer = await askProof(receipt);
  const standing = 'standing' in answer ? answer.standing : undefined;
  const proof = 'proof' in answer ? answer.proof : undefined;
  const circumstances = { standing, checkedBy: 'browser', keyFrom, online: true } as const;
  const nowSeconds = Math.floor(Date.now() / 1000);
  // First for itself: sizes out of a proof that does not hold are nobody's sizes.
  const alone = receiptResult(checkReceipt(receipt, { proof }, keys, nowSeconds), circumstances);
  if (alone.state !== 'in-log' || proof === undefined) return alone;
  const { checkpoint } = parseTlogProof(proof);
  kept.set('proof', proof).set('checkpoint', checkpoint);
  const saved = memory.read(savedCheckpointKey(alone.origin));
  if (saved === null) {
    memory.write(savedCheckpointKey(alone.origin), checkpoint);
    return alone;
  }
  const evidence: ReceiptEvidence = { proof, savedCheckpoint: saved };
  const savedSize = sizeOf(saved).treeSize;
  if (savedSize > alone.treeSize) {
    // Whatever is wrong with the saved one itself is said first.
    const compared = checkReceipt(receipt, evidence, keys, nowSeconds);
    if (compared.state === 'does-not-hold') return receiptResult(compared, circumstances);
    const reason = `the server shows ${alone.treeSize} leaves and has shown ${savedSize}`;
    return { state: 'does-not-hold', of: 'saved', problem: 'rollback', reason };
  }
  if (savedSize < alone.treeSize) {
    const response = await ask(`/log/consistency?from=${savedSize}&to=${alone.treeSize}`);
    if (!response.ok) throw new ServerFailure(`the server answered ${response.status}`);
    evidence.consistency = readConsistency(await response.text());
  }
  const result = receiptResult(checkReceipt(receipt, evidence, keys, nowSeconds), circumstances);
  if (result.state === 'in-log') {
    kept.set('checkpoint', saved);
    if (evidence.consistency !== undefined) {
      kept.set('consistency', evidence.consistency.map((hash) => `${toBase64(hash)}\n`).join(''));
      if (result.saved === 'consistent') memory.write(savedCheckpointKey(result.origin), checkpoint);
    }
  }
  return result;
}

function checkFiles(receipt: Receipt, { keys, keyFrom }: Trust): ReceiptResult {
  const given = (id: string): string | undefined => {
    const text = field(id).value;
    return text.trim() === '' ? undefined : text;
  };
  const [proof, checkpoint, consistency] = ['proof', 'checkpoint', 'consistency'].map(given);
  const state = checkReceipt(
    receipt,
    {
      proof: proof === undefined ? undefined : asNote(proof),
      ...(checkpoint !== undefined && { savedCheckpoint: asNote(checkpoint) }),
      ...(consistency !== undefined && { consistency: readConsistency(consistency) }),
    },
    keys,
    Math.floor(Date.now() / 1000),
  );
  return receiptResult(state, { standing: undefined, checkedBy: 'browser', keyFrom, online: false });
}

let run = 0;
async function check(work: (receipt: Receipt, trusted: Trust) => ReceiptResult | Promise<ReceiptResult>) {
  run += 1;
  const mine = run;
  kept.clear();
  keepPlace.hidden = true;
  resultPlace.textContent = resultPlace.dataset.checking ?? '';
  let result: ReceiptResult;
  try {
    const trusted = trust();
    const receipt = readGivenReceipt();
    result = await work(receipt, trusted);
    if (result.state === 'in-log' && trusted.keyFrom === 'own') memory.write(ownKeysKey, field('keys').value);
  } catch (error) {
    if (error instanceof GivenError) {
      result = { state: 'malformed', part: error.part, reason: error.message };
    } else if (error instanceof Offline) result = { state: 'offline' };
    else {
      console.error(error);
      result = { state: 'server-failure' };
    }
  }
  // The answer to an earlier question comes too late.
  if (mine === run) show(result);
}

/** Puts each chosen file into its field; a file of no known form is named and the rest taken. */
async function takeFiles(files: readonly File[]): Promise<void> {
  for (const file of files.slice(0, filesMax)) {
    const text = file.size <= fileBytesMax ? (await file.text()).replaceAll('\r\n', '\n') : '';
    const part = partOf(text);
    if (part === undefined) {
      show({ state: 'malformed', part: 'file', reason: file.name });
      return;
    }
    if (part === 'receipt') receiptField.value = text.trim();
    else field(part === 'key' ? 'keys' : part).value = text;
  }
}

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const fileNames: Readonly<Record<string, string>> = {
  proof: 'bien-nhan.tlog-proof.txt',
  checkpoint: 'ban-chot-so.checkpoint.txt',
  consistency: 'phan-noi.consistency.txt',
};

for (const place of document.querySelectorAll<HTMLElement>('.needs-script')) place.hidden = false;
field('keys').value = memory.read(ownKeysKey) ?? '';
element('check').addEventListener('submit', (event) => {
  event.preventDefault();
  void check(isFile ? checkFiles : checkOnline);
});
element('check-files').addEventListener('click', () => void check(checkFiles));
element<HTMLInputElement>('files').addEventListener('change', (event) => {
  const input = event.target as HTMLInputElement;
  void takeFiles([...(input.files ?? [])]);
});
element('print').addEventListener('click', () => print());
keepPlace.addEventListener('click', (event) => {
  const name = (event.target as HTMLElement).dataset.keep ?? '';
  const text = kept.get(name);
  if (text !== undefined) save(fileNames[name]!, text);
});

function takeFragment(): void {
  const { hash } = location;
  if (hash.length < 2 || hash.length > receiptCharsMax) return;
  receiptField.value = hash.slice(1);
  if (!isFile) void check(checkOnline);
}
addEventListener('hashchange', takeFragment);
takeFragment();
