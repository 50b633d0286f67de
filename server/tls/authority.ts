// Certificates of a centre that has no public name: an authority of its own and the server's certificate under it.
// ECDSA P-256 with SHA-256. The authority can sign for the names it was made for and for nothing else (name constraints,
// RFC 5280 4.2.1.10), so that a tablet that trusts it takes no other risk. Makes bytes alone; certificate-folder.ts keeps
// them.
import { createPrivateKey, randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { X509Certificate } from '@peculiar/x509';
import { nameConstraintsOid, nameConstraintsValue } from './name-constraints.ts';
import { loadX509 } from './x509-library.ts';

/** Longest life that browsers take of a certificate of any authority; the backdating below counts. */
const leafDays = 397;
const authorityDays = 3650;
/** Tablets' clocks are wrong by up to a day. */
const backdatedDays = 1;
const dayMs = 86_400_000;
const namesMax = 20;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Certificate and private key (PKCS #8), both PEM. */
export interface CertifiedKey {
  certificate: string;
  key: string;
}

/** DNS names (ASCII, lower case) and IP addresses of a server, in the order given. */
export interface ServerName {
  type: 'dns' | 'ip';
  value: string;
}

/** `a.vn,192.168.1.5` as names. Throws RangeError naming the part that is none. */
export function serverNamesOf(text: string): ServerName[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > namesMax) throw new RangeError(`at most ${namesMax} names, not ${parts.length}`);
  const names = parts.map((part): ServerName => {
    if (isIP(part) !== 0) return { type: 'ip', value: new URL(ipUrl(part)).hostname.replace(/^\[|\]$/g, '') };
    const ascii = domainToASCII(part).toLowerCase();
    const labels = ascii.split('.');
    const fits = ascii.length <= 253 && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label));
    // A last label of digits would be read as an address.
    if (!fits || /^\d+$/.test(labels.at(-1)!))
      throw new RangeError(`"${part}" is neither a host name nor an IP address`);
    return { type: 'dns', value: ascii };
  });
  return names.filter((name, index) => names.findIndex((other) => other.value === name.value) === index);
}

const ipUrl = (address: string): string => `http://${isIP(address) === 6 ? `[${address}]` : address}/`;

/** A new authority that can sign for `names` alone. `now` is epoch ms. */
export async function makeAuthority(names: readonly ServerName[], now: number): Promise<CertifiedKey> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const subject = [{ CN: [`Lang Nghe CA ${names[0]!.value}`.slice(0, 64)] }, { O: ['Lang Nghe'] }];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: subject,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - backdatedDays * dayMs),
    notAfter: new Date(now + authorityDays * dayMs),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension(nameConstraintsOid, true, nameConstraintsValue(names)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: await keyPem(keys.privateKey) };
}

/** A new key and certificate of the server, signed by the authority; never outlives it. `now` is epoch ms. */
export async function issueServerCertificate(
  authority: CertifiedKey,
  names: readonly ServerName[],
  now: number,
): Promise<CertifiedKey> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(authority.key).export({ format: 'der', type: 'pkcs8' }),
    algorithm,
    false,
    ['sign'],
  );
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const notAfter = Math.min(now + (leafDays - backdatedDays) * dayMs, issuer.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [names[0]!.value.slice(0, 64)] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - backdatedDays * dayMs),
    notAfter: new Date(notAfter),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...names]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: await keyPem(keys.privateKey) };
}

/** 127 random bits, positive (RFC 5280 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

const pem = (certificate: X509Certificate): string => `${certificate.toString('pem').trim()}\n`;

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}
