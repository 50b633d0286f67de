// Where people reach the centre, and whether that holds: what the server was started with, and a call of the public
// address from this machine that must find this very server behind a certificate that browsers accept.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressCheck, SetupState } from '../../shared/contract/setup.ts';

export interface Address {
  publicUrl: string;
  /** Said at the start, not guessed from what the server listens on. */
  given: boolean;
  /** The certificate this server shows; `endsAt` in epoch ms. */
  certificate: { kind: 'own' | 'files'; endsAt: number } | null;
  /** The centre's own authority, PEM: tablets have it, this machine's store has not. */
  authority: string | null;
}

/** What is printed as a code holds 62 bytes: the address, `/r/` and 22 characters. */
const printableBytesMax = 62 - '/r/'.length - 22;
const checkMs = 5_000;
const answerBytesMax = 4 * 1024;

export function addressState(address: Address, iso: (at: number) => string): SetupState['address'] {
  const url = new URL(address.publicUrl);
  const { certificate } = address;
  return {
    publicUrl: address.publicUrl,
    given: address.given,
    https: url.protocol === 'https:',
    loopback: /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname),
    printable: Buffer.byteLength(url.origin) <= printableBytesMax,
    certificate: certificate === null ? null : { kind: certificate.kind, endsAt: iso(certificate.endsAt) },
  };
}

/** @param verifierKey of the centre's log: who answers with it is this centre */
export async function checkAddress(address: Address, verifierKey: string): Promise<AddressCheck> {
  const url = address.publicUrl;
  try {
    const text = await get(`${url}/log/key`, address.authority);
    return { url, result: text.trim() === verifierKey.trim() ? 'holds' : 'another-server' };
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code ?? '');
    const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|HOSTNAME/.test(code);
    return { url, result: isCertificate ? 'certificate-refused' : 'unreachable' };
  }
}

/** The beginning of what an address answers; rejects when nothing does in time. */
function get(url: string, authority: string | null): Promise<string> {
  return new Promise((resolve, reject) => {
    const isHttps = url.startsWith('https:');
    const options = { timeout: checkMs, agent: false, ...(authority === null ? {} : { ca: authority }) };
    const asked = (isHttps ? httpsRequest : httpRequest)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > answerBytesMax) response.destroy();
      });
      response.once('error', reject);
      response.once('close', () => resolve(text));
    });
    const limit = setTimeout(() => asked.destroy(new Error('no answer in time')), checkMs);
    asked.once('close', () => clearTimeout(limit));
    asked.once('error', reject);
    asked.end();
  });
}
