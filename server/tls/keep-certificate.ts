// The certificate of a running server: taken up anew when its files change (a renewal by `tls renew`, by ACME), renewed
// here when it comes from the centre's own authority and that key is at hand, and complained about in time otherwise.
// Open connections keep the certificate they began with.
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { type CertificateFolder, expiresAtOf } from './certificate-folder.ts';

/** Days before the end at which a certificate is renewed, or missing renewal becomes a warning. */
export const renewalDays = 30;
const dayMs = 86_400_000;

export interface CertificateFiles {
  certFile: string;
  keyFile: string;
}

export interface KeptCertificate {
  /** Reads the files and uses them when they changed. Throws when they cannot be read or do not fit together. */
  reload(): void;
  /** Renews or warns when the end is near; never rejects. */
  check(): Promise<void>;
  /** Epoch ms. */
  expiresAt(): number;
}

const readPair = ({ certFile, keyFile }: CertificateFiles) => ({
  cert: readFileSync(certFile, 'utf8'),
  key: readFileSync(keyFile, 'utf8'),
});

/** @param folder the centre's own authority when the files are its own, else null. */
export function keepCertificate(
  server: Server,
  files: CertificateFiles,
  folder: CertificateFolder | null,
  clock: () => number,
  warn: (text: string) => void,
): KeptCertificate {
  let used = readPair(files);
  const reload = (): void => {
    const found = readPair(files);
    if (found.cert === used.cert && found.key === used.key) return;
    server.setSecureContext(found);
    used = found;
  };
  const daysLeft = (): number => Math.floor((expiresAtOf(used.cert) - clock()) / dayMs);
  const attempt = async (work: () => void | Promise<void>, what: string): Promise<void> => {
    try {
      await work();
    } catch (error) {
      warn(`${what}: ${(error as Error).message}`);
    }
  };
  return {
    reload,
    async check() {
      await attempt(reload, 'the changed certificate cannot be used');
      if (daysLeft() >= renewalDays) return;
      if (folder?.hasAuthorityKey() === true) {
        await attempt(async () => {
          await folder.renew(clock());
          reload();
        }, 'the certificate could not be renewed');
      }
      const days = daysLeft();
      if (days < renewalDays) warn(`the certificate ${files.certFile} ends in ${days} days; renew it`);
    },
    expiresAt: () => expiresAtOf(used.cert),
  };
}
