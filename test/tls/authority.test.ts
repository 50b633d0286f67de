// The centre's own authority, by real TLS connections: what verifies, what must not, and what lies in the folder.
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { issueServerCertificate, makeAuthority, serverNamesOf } from '../../server/tls/authority.ts';
import { CertificateFolder } from '../../server/tls/certificate-folder.ts';
import { keepCertificate } from '../../server/tls/keep-certificate.ts';
import { temporaryFolder } from '../support/server.ts';

const dayMs = 86_400_000;

/** Serves with `pem` (key and certificate) and connects as a browser would; the error's code, or null when it holds. */
async function handshake(
  pem: string,
  ca: string,
  servername: string,
  host = '127.0.0.1',
): Promise<string | null> {
  const server = createServer({ cert: pem, key: pem });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      // Without a server name the address itself is what the certificate must carry.
      const socket = connect({ port, host, ca, ...(servername === '' ? {} : { servername }) }, () => {
        socket.destroy();
        resolve(null);
      });
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === undefined
          ? reject(error)
          : // Node has no name of its own for violated constraints.
            resolve(error.code === 'UNSPECIFIED' ? error.message : error.code),
      );
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const folderFor = async (names: string): Promise<{ folder: CertificateFolder; dir: string }> => {
  const dir = temporaryFolder();
  const folder = new CertificateFolder(dir);
  await folder.create(serverNamesOf(names), Date.now());
  return { folder, dir };
};

describe('names', () => {
  test('are hosts and addresses, as they stand in certificates, each once', () => {
    expect(serverNamesOf('Danhgia.Mau.vn, 192.168.1.5,[::1]'.replace('[::1]', '0:0::1'))).toEqual([
      { type: 'dns', value: 'danhgia.mau.vn' },
      { type: 'ip', value: '192.168.1.5' },
      { type: 'ip', value: '::1' },
    ]);
    expect(serverNamesOf('a.vn,A.VN')).toHaveLength(1);
  });
  test.each([
    '',
    'a b',
    '*.mau.vn',
    '-a.vn',
    'a..vn',
    '1.2.3',
    '256.1.1.1',
    'https://a.vn',
    'a.vn,',
    'a_b.vn',
  ])('refuse "%s"', (text) => {
    expect(() => serverNamesOf(text)).toThrow(RangeError);
  });
});

describe('the certificate', () => {
  test('verifies for its names and addresses, and for no other', async () => {
    const { folder } = await folderFor('danhgia.mau.vn,127.0.0.1');
    const pem = readFileSync(folder.serverFile, 'utf8');
    const ca = readFileSync(folder.authorityFile, 'utf8');
    expect(await handshake(pem, ca, 'danhgia.mau.vn')).toBeNull();
    expect(await handshake(pem, ca, '')).toBeNull();
    expect(await handshake(pem, ca, 'khac.mau.vn')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await handshake(pem, ca, 'localhost')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('is refused by who trusts another authority, or none', async () => {
    const [one, other] = [await folderFor('a.vn'), await folderFor('a.vn')];
    const pem = readFileSync(one.folder.serverFile, 'utf8');
    expect(await handshake(pem, readFileSync(other.folder.authorityFile, 'utf8'), 'a.vn')).toMatch(
      /UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE/,
    );
  });

  test('of an authority for one name cannot be stretched to another', async () => {
    const now = Date.now();
    for (const [allowed, wished, host] of [
      ['a.vn', 'b.vn', 'b.vn'],
      ['a.vn', '127.0.0.1', ''],
      ['127.0.0.1', 'a.vn', 'a.vn'],
      ['10.0.0.1', '127.0.0.1', ''],
    ] as const) {
      const authority = await makeAuthority(serverNamesOf(allowed), now);
      const forged = await issueServerCertificate(authority, serverNamesOf(wished), now);
      const outcome = await handshake(forged.key + forged.certificate, authority.certificate, host);
      expect([allowed, wished, outcome]).toEqual([
        allowed,
        wished,
        expect.stringMatching(/^(permitted|excluded) subtree violation$/),
      ]);
    }
  });

  test('is short-lived enough for browsers, signs nothing, and its authority signs no other authority', async () => {
    const { folder } = await folderFor('a.vn');
    const leaf = new X509Certificate(readFileSync(folder.serverFile));
    const authority = new X509Certificate(readFileSync(folder.authorityFile));
    const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / dayMs;
    expect(days).toBeLessThanOrEqual(397);
    expect(days).toBeGreaterThan(390);
    expect(Date.parse(leaf.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(authority.validTo)).toBeGreaterThan(Date.parse(leaf.validTo));
    expect([leaf.ca, authority.ca]).toEqual([false, true]);
    expect(leaf.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(leaf.serialNumber).not.toBe(authority.serialNumber);
  });

  test('never outlives its authority', async () => {
    const names = serverNamesOf('a.vn');
    const authority = await makeAuthority(names, Date.now() - 3600 * dayMs);
    const leaf = await issueServerCertificate(authority, names, Date.now());
    expect(new X509Certificate(leaf.certificate).validTo).toBe(
      new X509Certificate(authority.certificate).validTo,
    );
  });
});

describe('the folder', () => {
  test('keeps both keys from other users and is never overwritten', async () => {
    const { folder, dir } = await folderFor('a.vn');
    const mode = (name: string) => statSync(join(dir, 'tls', name)).mode & 0o777;
    expect([mode('ca.key'), mode('server.pem')]).toEqual([0o600, 0o600]);
    expect(readdirSync(join(dir, 'tls')).sort()).toEqual(['ca.crt', 'ca.key', 'server.pem']);
    const before = readFileSync(folder.authorityFile, 'utf8');
    await expect(folder.create(serverNamesOf('b.vn'), Date.now())).rejects.toMatchObject({
      code: 'authority-exists',
    });
    expect(readFileSync(folder.authorityFile, 'utf8')).toBe(before);
  });

  test('renews with a new key for the same names, also by a key kept elsewhere, and by no other', async () => {
    const { folder, dir } = await folderFor('a.vn,127.0.0.1');
    const before = folder.server();
    await folder.renew(Date.now() + dayMs);
    expect(folder.server().names).toEqual(before.names);
    expect(folder.server().fingerprint).not.toBe(before.fingerprint);
    expect(folder.server().expiresAt).toBeGreaterThan(before.expiresAt);
    const elsewhere = join(temporaryFolder(), 'ca.key');
    renameSync(join(dir, 'tls/ca.key'), elsewhere);
    await expect(folder.renew(Date.now())).rejects.toMatchObject({ code: 'authority-key-elsewhere' });
    await folder.renew(Date.now(), elsewhere);
    const pem = readFileSync(folder.serverFile, 'utf8');
    expect(await handshake(pem, readFileSync(folder.authorityFile, 'utf8'), 'a.vn')).toBeNull();
    const other = await folderFor('a.vn');
    await expect(folder.renew(Date.now(), join(other.dir, 'tls/ca.key'))).rejects.toMatchObject({
      code: 'unreadable',
    });
    expect(readFileSync(folder.serverFile, 'utf8')).toBe(pem);
    writeFileSync(elsewhere, 'no key');
    await expect(folder.renew(Date.now(), elsewhere)).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('without an authority says so', async () => {
    const dir = temporaryFolder();
    const folder = new CertificateFolder(dir);
    expect(folder.hasAuthority()).toBe(false);
    await expect(folder.renew(Date.now())).rejects.toMatchObject({ code: 'no-authority' });
    mkdirSync(join(dir, 'tls'));
    writeFileSync(folder.authorityFile, 'x');
    expect(() => folder.authority()).toThrow(/holds no certificate/);
  });
});

describe('a running server', () => {
  /** A TLS server over the folder, and the fingerprint that a new connection is shown. */
  async function serving(folder: CertificateFolder, clock: () => number, warnings: string[]) {
    const pem = readFileSync(folder.serverFile, 'utf8');
    const server = createServer({ cert: pem, key: pem });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const files = { certFile: folder.serverFile, keyFile: folder.serverFile };
    const kept = keepCertificate(server, files, folder, clock, (text) => warnings.push(text));
    const shown = () =>
      new Promise<string>((resolve, reject) => {
        const ca = readFileSync(folder.authorityFile);
        const socket = connect({ port, host: '127.0.0.1', servername: 'a.vn', ca }, () => {
          resolve(socket.getPeerCertificate().fingerprint256);
          socket.destroy();
        }).on('error', reject);
      });
    return {
      kept,
      shown,
      stop() {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('renews by itself thirty days before the end, and not a day earlier', async () => {
    const { folder } = await folderFor('a.vn');
    const { expiresAt, fingerprint } = folder.server();
    let now = expiresAt - 31 * dayMs;
    const warnings: string[] = [];
    const server = await serving(folder, () => now, warnings);
    await server.kept.check();
    expect(await server.shown()).toBe(fingerprint);
    now = expiresAt - 30 * dayMs + 1;
    await server.kept.check();
    expect(folder.server().fingerprint).not.toBe(fingerprint);
    expect(server.kept.expiresAt()).toBeGreaterThan(expiresAt);
    expect(warnings).toEqual([]);
    server.stop();
  });

  test('takes up what was renewed beside it, without a restart', async () => {
    const { folder } = await folderFor('a.vn');
    const server = await serving(folder, Date.now, []);
    const before = await server.shown();
    await folder.renew(Date.now());
    server.kept.reload();
    expect(await server.shown()).not.toBe(before);
    expect(await server.shown()).toBe(folder.server().fingerprint);
    server.stop();
  });

  test('warns where it cannot renew, and keeps serving when the files break', async () => {
    const { folder, dir } = await folderFor('a.vn');
    renameSync(join(dir, 'tls/ca.key'), join(dir, 'ca.key'));
    const { expiresAt, fingerprint } = folder.server();
    const warnings: string[] = [];
    const server = await serving(folder, () => expiresAt - 5 * dayMs, warnings);
    await server.kept.check();
    expect(warnings).toEqual([expect.stringMatching(/ends in 5 days; renew it/)]);
    writeFileSync(folder.serverFile, 'broken');
    await server.kept.check();
    expect(warnings[1]).toMatch(/changed certificate cannot be used/);
    expect(await server.shown()).toBe(fingerprint);
    server.stop();
  });
});
