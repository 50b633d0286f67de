// Encryption of openings for an auditor, by age (C2SP age, X25519 or post-quantum hybrid recipients), as streams.
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { BundleError } from '../../shared/ledger/bundle/format.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** @throws BundleError when a recipient is not one */
export function encryptTo(recipients: readonly string[]): (plain: Bytes) => Bytes {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new BundleError(`${recipient} is not an age recipient`, { cause });
    }
  }
  return async function* (plain) {
    yield* fromStream(await encrypter.encrypt(toStream(plain)));
  };
}

/** Opens with identities such as `age-keygen` writes: a line each, `#` begins a remark. @throws BundleError */
export function decryptWith(identities: string): (sealed: Bytes) => Bytes {
  const decrypter = new Decrypter();
  const lines = identityLines(identities);
  if (lines.length === 0) throw new BundleError('the identity file holds no identity');
  for (const line of lines) {
    try {
      decrypter.addIdentity(line);
    } catch (cause) {
      throw new BundleError('a line of the identity file is not an age identity', { cause });
    }
  }
  return async function* (sealed) {
    try {
      yield* fromStream(await decrypter.decrypt(toStream(sealed)));
    } catch (cause) {
      throw new BundleError(`decryption failed (${(cause as Error).message})`, { cause });
    }
  };
}

/** The recipients that stand for the identities of such a file. @throws BundleError */
export async function recipientsOf(identities: string): Promise<string[]> {
  try {
    return await Promise.all(identityLines(identities).map((line) => identityToRecipient(line)));
  } catch (cause) {
    throw new BundleError('a line of the identity file is not an age identity', { cause });
  }
}

function identityLines(identities: string): string[] {
  return identities
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A fresh identity and the recipient to give to the centre. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

function toStream(chunks: Bytes): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function* fromStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
