// tls/ in the data directory: the centre's own authority and the server's certificate under it.
//   ca.crt       the authority's certificate, for tablets and browsers
//   ca.key       its key (0600); may be kept elsewhere, then the server cannot renew by itself
//   server.pem   the server's key and certificate in one file (0600), so that they change together
// A file is written beside its place and renamed into it: a crash leaves the old one or the new one.
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertifiedKey,
  issueServerCertificate,
  makeAuthority,
  type ServerName,
  serverNamesOf,
} from './authority.ts';

export class TlsError extends Error {
  override name = 'TlsError';
  readonly code: 'authority-exists' | 'no-authority' | 'authority-key-elsewhere' | 'unreadable';
  constructor(code: TlsError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a person compares and a clock is held against. */
export interface CertificateFacts {
  /** SHA-256 of the certificate, as devices show it: `AB:CD:…`. */
  fingerprint: string;
  /** Epoch ms. */
  expiresAt: number;
  names: ServerName[];
}

export class CertificateFolder {
  readonly #folder: string;
  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'tls');
  }

  /** Certificate and key for a TLS server: one file for both. */
  get serverFile(): string {
    return join(this.#folder, 'server.pem');
  }
  get authorityFile(): string {
    return join(this.#folder, 'ca.crt');
  }
  get #authorityKeyFile(): string {
    return join(this.#folder, 'ca.key');
  }

  hasAuthority(): boolean {
    return existsSync(this.authorityFile) && existsSync(this.serverFile);
  }
  hasAuthorityKey(): boolean {
    return existsSync(this.#authorityKeyFile);
  }

  /**
   * Makes the authority and the first certificate. Throws TlsError `authority-exists`: another authority would have to be
   * put on every tablet.
   */
  async create(names: readonly ServerName[], now: number): Promise<void> {
    if (existsSync(this.authorityFile)) {
      throw new TlsError('authority-exists', `${this.#folder} holds an authority already`);
    }
    const authority = await makeAuthority(names, now);
    const server = await issueServerCertificate(authority, names, now);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#write(this.#authorityKeyFile, authority.key, 0o600);
    this.#writeServer(server);
    this.#write(this.authorityFile, authority.certificate, 0o644);
  }

  /**
   * A new key and certificate of the server for the names it has. `keyFile`: the authority's key where it is kept elsewhere.
   * Throws TlsError `no-authority` | `authority-key-elsewhere` | `unreadable`.
   */
  async renew(now: number, keyFile: string = this.#authorityKeyFile): Promise<void> {
    const { names } = this.server();
    if (!existsSync(keyFile)) {
      throw new TlsError('authority-key-elsewhere', `${keyFile} is not there: name the authority's key file`);
    }
    const certificate = this.#read(this.authorityFile);
    const key = this.#read(keyFile);
    let renewed: CertifiedKey;
    try {
      renewed = await issueServerCertificate({ certificate, key }, names, now);
    } catch (cause) {
      throw new TlsError('unreadable', `${keyFile} holds no key of an authority`, { cause });
    }
    const authority = new X509Certificate(certificate);
    if (!new X509Certificate(renewed.certificate).verify(authority.publicKey)) {
      throw new TlsError('unreadable', `${keyFile} is not the key of ${this.authorityFile}`);
    }
    this.#writeServer(renewed);
  }

  /** Throws TlsError `no-authority` | `unreadable`. */
  server(): CertificateFacts {
    return factsOf(this.#certificate(this.serverFile), this.serverFile);
  }
  /** Throws TlsError `no-authority` | `unreadable`. */
  authority(): Omit<CertificateFacts, 'names'> & { der: Buffer } {
    const certificate = this.#certificate(this.authorityFile);
    const { fingerprint256: fingerprint, raw: der } = certificate;
    return { fingerprint, der, expiresAt: Date.parse(certificate.validTo) };
  }

  #certificate(path: string): X509Certificate {
    try {
      return new X509Certificate(this.#read(path));
    } catch (cause) {
      if (cause instanceof TlsError) throw cause;
      throw new TlsError('unreadable', `${path} holds no certificate`, { cause });
    }
  }

  #read(path: string): string {
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new TlsError('no-authority', `${path} cannot be read; \`tls init\` makes it`, { cause });
    }
  }

  #writeServer({ certificate, key }: CertifiedKey): void {
    this.#write(this.serverFile, key + certificate, 0o600);
  }

  #write(path: string, text: string, mode: number): void {
    const beside = `${path}.new`;
    writeFileSync(beside, text, { mode, flush: true });
    renameSync(beside, path);
  }
}

function factsOf(certificate: X509Certificate, path: string): CertificateFacts {
  const { subjectAltName = '', validTo, fingerprint256: fingerprint } = certificate;
  const listed = subjectAltName.split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  try {
    return { fingerprint, expiresAt: Date.parse(validTo), names: serverNamesOf(listed.join(',')) };
  } catch (cause) {
    throw new TlsError('unreadable', `${path} names no server`, { cause });
  }
}

/** End of validity of the first certificate in a PEM text, epoch ms. Throws when there is none. */
export const expiresAtOf = (pem: string): number => Date.parse(new X509Certificate(pem).validTo);
