// `tls init` on the command line, then the server on that certificate: the kiosk in a real browser that takes this key and
// no other, and the plain page that puts the authority on tablets.
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../server/server.ts';
import { CertificateFolder } from '../../server/tls/certificate-folder.ts';
import { launchBrowser } from '../support/browser.ts';
import { runHere } from '../support/run-here.ts';
import { ask, temporaryFolder } from '../support/server.ts';

const distDir = fileURLToPath(new URL('../../dist', import.meta.url));
const dataDir = temporaryFolder();
const folder = new CertificateFolder(dataDir);
let server: RunningServer;
let plainUrl: string;

const langnghe = (...args: string[]) => runHere(args);

beforeAll(async () => {
  const made = await langnghe('tls', 'init', '--data', dataDir, '--name', 'localhost,127.0.0.1');
  expect(made.code).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({
    names: ['localhost', '127.0.0.1'],
    authority: { fingerprint: folder.authority().fingerprint, keyHere: true },
  });
  server = await startServer({
    dataDir,
    distDir,
    host: '127.0.0.1',
    port: 0,
    tls: 'own',
    installCaPort: 0,
    behindProxy: false,
    newCentre: { name: 'Trung tâm thử nghiệm', zone: 'Asia/Ho_Chi_Minh', sample: true },
    logLevel: 'silent',
  });
  plainUrl = new URL(server.installCaUrl!).origin;
});
afterAll(() => server.stop());

describe('the command', () => {
  test('refuses a second authority, names that are none, and a folder without one', async () => {
    const before = readFileSync(folder.authorityFile, 'utf8');
    const again = await langnghe('tls', 'init', '--data', dataDir, '--name', 'khac.mau.vn');
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(readFileSync(folder.authorityFile, 'utf8')).toBe(before);
    const empty = join(temporaryFolder(), 'none');
    const bad = await langnghe('tls', 'init', '--data', empty, '--name', 'a b');
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('"a b"')]);
    expect(existsSync(empty)).toBe(false);
    expect((await langnghe('tls', 'renew', '--data', empty)).code).toBe(2);
    expect((await langnghe('tls', 'show', '--data', empty)).code).toBe(2);
  });

  test('renews, and the running server shows the new certificate to the next who connects', async () => {
    const shown = () =>
      new Promise<string>((resolve, reject) => {
        const url = new URL('/healthz', server.url);
        const ca = readFileSync(folder.authorityFile);
        request(url, { ca, agent: false }, (response) => {
          const socket = response.socket as import('node:tls').TLSSocket;
          resolve(socket.getPeerCertificate().fingerprint256);
          response.resume();
        })
          .on('error', reject)
          .end();
      });
    const before = await shown();
    expect((await langnghe('tls', 'renew', '--data', dataDir)).code).toBe(0);
    expect(await shown()).not.toBe(before);
    expect(await shown()).toBe(folder.server().fingerprint);
  });
});

describe('the kiosk', () => {
  test('opens over TLS as a secure page where the certificate is trusted, and not where it is not', async () => {
    const { publicKey } = new X509Certificate(readFileSync(folder.serverFile));
    const spki = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64');
    const trusting = await launchBrowser([`--ignore-certificate-errors-spki-list=${spki}`]);
    const page = await trusting.newPage();
    const answer = await page.goto(`${server.url}/kiosk/`);
    expect(answer?.status()).toBe(200);
    expect(
      await page.evaluate(() => [isSecureContext, 'subtle' in crypto, 'serviceWorker' in navigator]),
    ).toEqual([true, true, true]);
    await trusting.close();
    const strange = await launchBrowser();
    const other = await strange.newPage();
    await expect(other.goto(`${server.url}/kiosk/`)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    await strange.close();
  });
});

describe('the page that installs the authority', () => {
  test('hands out the certificate whose fingerprint it shows, over the plain port and over TLS', async () => {
    const { status, text, headers } = await ask(plainUrl, 'GET', '/install-ca');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    const { fingerprint } = folder.authority();
    expect(text.replaceAll(' ', ':')).toContain(fingerprint);
    expect(text).toContain(`${server.url}/kiosk/`);
    const file = await fetch(`${plainUrl}/install-ca/langnghe-ca.crt`);
    expect(file.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    const certificate = new X509Certificate(Buffer.from(await file.arrayBuffer()));
    expect([certificate.fingerprint256, certificate.ca]).toEqual([fingerprint, true]);
  });

  test('is all that the plain port has', async () => {
    for (const path of ['/api/board', '/kiosk/', '/r/privacy', '/install-ca/ca.key', '/install-ca/../ca.key'])
      expect([path, (await ask(plainUrl, 'GET', path)).status]).toEqual([path, 404]);
    expect((await ask(plainUrl, 'POST', '/install-ca')).status).toBe(404);
  });

  test('can be read on a small screen, without violations', async () => {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 320, height: 568 } });
    const page = await context.newPage();
    await page.goto(`${plainUrl}/install-ca`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    await browser.close();
  });
});
