// The second factor: codes of an authenticator (RFC 6238: SHA-1, 6 digits, 30 seconds, as every authenticator reads them)
// and the recovery codes beside it.
import { Secret, TOTP } from 'otpauth';

const periodSeconds = 30;
const secretBytes = 20;
const recoveryCount = 10;
const recoveryLength = 10;
/** Letters and digits that are not mistaken for each other; 32, so that every byte value is as likely. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz123456789';

const totpOf = (secret: Buffer, label = ''): TOTP =>
  new TOTP({
    issuer: 'Lang Nghe',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

export const newTotpSecret = (random: (length: number) => Buffer): Buffer => random(secretBytes);

/** What the authenticator is told: the address behind the picture, and the secret in groups to type. */
export function enrolmentOf(secret: Buffer, name: string): { uri: string; text: string } {
  const totp = totpOf(secret, name);
  return { uri: totp.toString(), text: totp.secret.base32.replace(/(.{4})(?=.)/g, '$1 ') };
}

/**
 * The time step a code belongs to: the present one, the one before or the one after (clocks differ); null when it is no
 * code of these. Whoever accepts it must take the step, so that the same code is good once.
 */
export function stepOfCode(secret: Buffer, code: string, now: number): number | null {
  const token = code.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta;
}

/** Ten codes of 50 random bits, such as `k3f9p-2mwxz`. */
export function newRecoveryCodes(random: (length: number) => Buffer): string[] {
  return Array.from({ length: recoveryCount }, () => {
    const text = [...random(recoveryLength)].map((byte) => alphabet[byte % alphabet.length]).join('');
    return `${text.slice(0, recoveryLength / 2)}-${text.slice(recoveryLength / 2)}`;
  });
}

/** A recovery code as people type it, brought to one form; null when it cannot be one. */
export function normalRecoveryCode(text: string): string | null {
  const code = text.toLowerCase().replaceAll(/[\s-]/g, '');
  return code.length === recoveryLength && [...code].every((letter) => alphabet.includes(letter))
    ? code
    : null;
}
