// Sealing of reports: padded to one size, then encrypted by age (C2SP age, X25519). Runs in the kiosk and in the server.
// What is sealed has the same length whatever was said, also when nothing was.
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { Decrypter, Encrypter } from 'age-encryption';
import {
  ageBytes,
  type Report,
  type ReportEnvelope,
  reportBytes,
  reportEnvelopeSchema,
  reportSchema,
} from '../contract/sealed-report.ts';

/** Bytes of an envelope before encryption: a sealed report in hex fits. */
const envelopeBytes = 5120;
export const sealedEnvelopeBytes: number = envelopeBytes + ageBytes;

const space = 0x20;

/** JSON with spaces behind it, which a JSON parser skips. Throws RangeError when it does not fit. */
function padded(value: unknown, bytes: number): Uint8Array {
  const text = utf8ToBytes(JSON.stringify(value));
  if (text.length > bytes) throw new RangeError(`a report has ${text.length} bytes; ${bytes} fit`);
  const block = new Uint8Array(bytes).fill(space);
  block.set(text);
  return block;
}

function encrypt(recipient: string, plain: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(plain);
}

/** Hex of always the same length. */
export const sealReport = async (recipient: string, report: Report): Promise<string> =>
  bytesToHex(await encrypt(recipient, padded(report, reportBytes)));

/** `sealedEnvelopeBytes` bytes. */
export const sealEnvelope = (recipient: string, envelope: ReportEnvelope): Promise<Uint8Array> =>
  encrypt(recipient, padded(envelope, envelopeBytes));

/** Opens one record with an age identity. Throws when it is not for this identity, or damaged. */
export async function openEnvelope(
  identity: string,
  sealed: Uint8Array,
): Promise<Omit<ReportEnvelope, 'report'> & { report: Report }> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const { report, ...where } = reportEnvelopeSchema.parse(
    JSON.parse(await decrypter.decrypt(sealed, 'text')),
  );
  if (!('sealed' in report)) return { ...where, report };
  const inner = await decrypter.decrypt(hexToBytes(report.sealed), 'text');
  return { ...where, report: reportSchema.parse(JSON.parse(inner)) };
}
