// Everything an invitation is made of follows from the visit's external id and the key outside the database: the same
// visit always gives the same slip, and the database alone gives none.
import { formCodeCount, formCodeOf } from '../../shared/form-code.ts';
import { slipCodeOf } from '../../shared/slip-code.ts';
import type { Secrets } from '../storage/secrets.ts';
import type { VisitSource } from '../storage/visit-store.ts';

export interface InvitationKeys {
  visitId: Buffer;
  /** 22 characters, base64url of 128 bits: goes into the QR code and nowhere else. */
  token: string;
  tokenHash: Buffer;
}

export function invitationKeys(secrets: Secrets, source: VisitSource, externalId: string): InvitationKeys {
  const token = secrets.mac('invitation-token', source, externalId).subarray(0, 16).toString('base64url');
  return {
    visitId: secrets.mac('visit-id', source, externalId).subarray(0, 16),
    token,
    tokenHash: hashOfToken(secrets, token),
  };
}

/** What the database keeps of a token: 128 bits of its HMAC. */
export const hashOfToken = (secrets: Secrets, token: string): Buffer =>
  secrets.mac('stored-token', token).subarray(0, 16);

/**
 * Who types a slip's code gets a token of its own for the same invitation: the slip's token cannot be read back from
 * its hash, but the hash itself, one block long, can be carried under a secret permutation. Needs no storage, is as
 * long as a token and as hard to guess.
 */
export const tokenForHash = (secrets: Secrets, tokenHash: Buffer): string =>
  secrets.permute('code-token', tokenHash).toString('base64url');

/** The hash that a token given out for a slip's code carries. */
export const hashOfCodeToken = (secrets: Secrets, token: string): Buffer =>
  secrets.unpermute('code-token', Buffer.from(token, 'base64url'));

/** The 7-digit code of a slip; `attempt` moves on when another visit of the day has the same digits. */
export function slipCode(
  secrets: Secrets,
  source: VisitSource,
  externalId: string,
  day: string,
  attempt: number,
): string {
  const mac = secrets.mac('slip-code', source, externalId, day, String(attempt));
  return slipCodeOf(Number(mac.readBigUInt64BE(0) % 1_000_000n));
}

/**
 * The 9 digits on the paper form of an invitation. Nothing of them is kept: whoever looks one up goes through the hashes
 * of the invitations that are there.
 */
export function formCode(secrets: Secrets, tokenHash: Buffer): string {
  const mac = secrets.mac('form-code', tokenHash.toString('base64url'));
  return formCodeOf(Number(mac.readBigUInt64BE(0) % BigInt(formCodeCount)));
}

/** What the database keeps of a code: it is good for its own day only. */
export const hashOfCode = (secrets: Secrets, day: string, code: string): Buffer =>
  secrets.mac('stored-code', day, code);
