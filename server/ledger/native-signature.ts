// Ed25519 by the platform, some thirty times as quick as the portable code, and exactly as strict.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isSoundPublicKey, type SignatureCheck, verifyBytes } from '../../shared/ledger/note.ts';

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 section 4) up to the 32 bytes of the key itself. */
const keyInfoStart = Buffer.from('302a300506032b6570032100', 'hex');

/** Keys met in one verification; a log changes its key rarely. */
const keysMax = 1000;

/**
 * OpenSSL checks that S is reduced and compares R as encoded, so what it accepts of a sound key the strict rules accept
 * too. All else, refusals above all, is for the portable code to say.
 */
export function nativeSignatureCheck(): SignatureCheck {
  const keys = new Map<string, KeyObject | undefined>();
  const nativeKey = (publicKey: Uint8Array): KeyObject | undefined => {
    const id = Buffer.from(publicKey).toString('hex');
    if (!keys.has(id)) {
      if (keys.size >= keysMax) keys.clear();
      const der = Buffer.concat([keyInfoStart, publicKey]);
      const isSound = isSoundPublicKey(publicKey);
      keys.set(id, isSound ? createPublicKey({ key: der, format: 'der', type: 'spki' }) : undefined);
    }
    return keys.get(id);
  };
  return (key, message, signature) => {
    const native = nativeKey(key.publicKey);
    if (native !== undefined && signature.length === 64 && verify(null, message, native, signature))
      return true;
    return verifyBytes(key, message, signature);
  };
}
