// Reads what somebody pastes or chooses as files: which part of the evidence a text is, and the parts as values.
import type { GivenPart } from '../../shared/contract/receipt-page.ts';
import { fromBase64 } from '../../shared/ledger/encoding.ts';
import { parseVerifierKey, type VerifierKey } from '../../shared/ledger/note.ts';
import { ReceiptError, readReceipt } from '../../shared/ledger/receipt-format.ts';

/** Larger than any of these texts; what is larger is not read. */
export const fileBytesMax = 1_000_000;
export const filesMax = 12;
const keysMax = 64;
const consistencyHashesMax = 126;

/** Something given that cannot be read. */
export class GivenError extends Error {
  override name = 'GivenError';
  readonly part: GivenPart;
  constructor(part: GivenPart, message: string, options?: ErrorOptions) {
    super(message, options);
    this.part = part;
  }
}

const hashLine = /^[A-Za-z0-9+/]{43}=$/;
const keyLine = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Which part a text is, by its form alone. Whether it holds is for the check. */
export function partOf(text: string): Exclude<GivenPart, 'file'> | undefined {
  if (text.startsWith('c2sp.org/tlog-proof@')) return 'proof';
  if (text.includes('\n\n\u2014 ')) return 'checkpoint';
  const lines = linesOf(text);
  if (lines.length > 0 && lines.every((line) => keyLine.test(line))) return 'key';
  if (lines.length > 0 && lines.every((line) => hashLine.test(line))) return 'consistency';
  try {
    readReceipt(text);
    return 'receipt';
  } catch (error) {
    if (error instanceof ReceiptError) return undefined;
    throw error;
  }
}

/**
 * A note as it was before a text field or an editor: one newline a line, one at the end. Nothing else is mended: a
 * signature covers every other byte.
 */
export const asNote = (text: string): string => `${text.replaceAll('\r\n', '\n').trim()}\n`;

/** @throws GivenError */
export function readKeys(text: string): VerifierKey[] {
  const lines = linesOf(text);
  if (lines.length > keysMax) throw new GivenError('key', `there are more than ${keysMax} keys`);
  return lines.map((line) => {
    try {
      return parseVerifierKey(line);
    } catch (cause) {
      throw new GivenError('key', (cause as Error).message, { cause });
    }
  });
}

/** @throws GivenError */
export function readConsistency(text: string): Uint8Array[] {
  const lines = linesOf(text);
  if (lines.length > consistencyHashesMax) throw new GivenError('consistency', 'there are too many hashes');
  return lines.map((line) => {
    try {
      return fromBase64(line);
    } catch (cause) {
      throw new GivenError('consistency', `${JSON.stringify(line.slice(0, 60))} is not base64`, { cause });
    }
  });
}
