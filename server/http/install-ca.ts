// GET /install-ca and the certificate it offers: how a tablet comes to trust a centre without a public name. Also served
// over plain HTTP on a port of its own, since a tablet that does not trust the centre yet cannot open it over TLS without
// being taught to click warnings away. Neither page nor certificate is a secret.
import { randomBytes } from 'node:crypto';
import express, { type Express, Router } from 'express';
import type { RenderInstallCa } from '../../shared/contract/documents.ts';
import { Refusal } from '../refusal.ts';
import type { CertificateFolder } from '../tls/certificate-folder.ts';

const fileName = 'langnghe-ca.crt';

export interface InstallCaParts {
  folder: CertificateFolder;
  centre: { name: string; sample: boolean };
  renderInstallCa: RenderInstallCa;
  /** Address of this server over TLS. */
  tlsUrl(): string;
  /** Day of an instant (epoch ms) in the centre's zone. */
  dayOf(at: number): string;
}

/** Where the server has no authority of its own both answer 404. */
export function installCaRoutes(own: InstallCaParts | null): Router {
  const router = Router();
  const required = (): InstallCaParts => {
    if (own === null) throw new Refusal('not-found', 'this server has no certificate authority of its own');
    return own;
  };
  router.get('/install-ca', (_request, response) => {
    const parts = required();
    const { fingerprint, expiresAt } = parts.folder.authority();
    const nonce = randomBytes(12).toString('base64');
    response
      .set({
        'Cache-Control': 'no-store',
        'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
      })
      .type('html')
      .send(
        parts.renderInstallCa(
          {
            centre: parts.centre,
            fingerprint,
            certificate: `/install-ca/${fileName}`,
            fileName,
            kioskUrl: `${parts.tlsUrl()}/kiosk/`,
            lastDay: parts.dayOf(expiresAt),
          },
          nonce,
        ),
      );
  });
  router.get('/install-ca/langnghe-ca.crt', (_request, response) => {
    const { der } = required().folder.authority();
    response
      .set({
        'Content-Type': 'application/x-x509-ca-cert',
        'Content-Disposition': `attachment; filename="${fileName}"`,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      })
      .send(der);
  });
  return router;
}

/** The application of the plain port: this page and nothing else. */
export function installCaApp(parts: InstallCaParts, report: (error: unknown) => void): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(installCaRoutes(parts));
  app.get('/', (_request, response) => response.redirect(302, '/install-ca'));
  app.use((_request, response) => {
    response.status(404).type('text').send('Only /install-ca is here.\n');
  });
  app.use(
    (error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
      report(error);
      response.status(500).type('text').send('The certificate cannot be read.\n');
    },
  );
  return app;
}
