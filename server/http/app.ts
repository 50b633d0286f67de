// The Express application: routers, the built screens, health and metrics, one handler for everything that goes wrong.
// No request is logged: a line with a minute and a path would join a person to a rating. What fails unforeseen is
// reported without body, address or path.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { Gauge, Registry } from 'prom-client';
import type { DeviceLine } from '../../shared/contract/board.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { accountRoutes } from './account.ts';
import { alertRoutes } from './alerts.ts';
import { auditRoutes } from './audit.ts';
import { backupRoutes } from './backups.ts';
import { cellExportRoutes } from './cell-exports.ts';
import { commentRoutes } from './comments.ts';
import { cosignatureRoutes } from './cosignatures.ts';
import { fieldSurveyPages } from './field-survey-pages.ts';
import { fieldSurveyRoutes } from './field-surveys.ts';
import { indicatorRoutes } from './indicators.ts';
import { type InstallCaParts, installCaRoutes } from './install-ca.ts';
import { kpiRoutes } from './kpi.ts';
import { kpiFeedRoutes } from './kpi-feed.ts';
import { languageRoutes } from './languages.ts';
import { logRoutes } from './log.ts';
import { logProofRoutes } from './log-proofs.ts';
import { openApiRoutes } from './openapi.ts';
import { ownSockets } from './own-origin.ts';
import { paperRoutes } from './paper.ts';
import { peopleRoutes } from './people.ts';
import { printerRoutes } from './printers.ts';
import { problemHandler } from './problem.ts';
import { questionnaireRoutes } from './questionnaires.ts';
import { type ReceiptPageParts, receiptRoutes } from './receipts.ts';
import { responseRoutes } from './responses.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';
import { surveyRoutes } from './survey.ts';
import { unitReportRoutes } from './unit-reports.ts';
import { userRoutes } from './users.ts';
import { visitRoutes } from './visits.ts';
import { webhookRoutes } from './webhooks.ts';

export interface AppOptions {
  distDir: string;
  version: string;
  /** Trust X-Forwarded-* of a reverse proxy on this machine. */
  behindProxy: boolean;
  receiptPage: ReceiptPageParts;
  report(error: unknown): void;
  /** The centre's own authority, when the server's certificate comes from it. */
  installCa?: InstallCaParts | null;
}

export function createApp(context: Context, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  if (options.behindProxy) app.set('trust proxy', 'loopback');

  app.use(responseRoutes(context));
  app.use(visitRoutes(context));
  app.use(printerRoutes(context));
  app.use(paperRoutes(context));
  app.use(surveyRoutes(context, options.report));
  app.use(sessionRoutes(context, options.report));
  app.use(accountRoutes(context));
  app.use(userRoutes(context));
  app.use(peopleRoutes(context));
  app.use(setupRoutes(context));
  app.use(backupRoutes(context));
  app.use(languageRoutes(context));
  app.use(questionnaireRoutes(context));
  app.use(fieldSurveyRoutes(context));
  app.use(fieldSurveyPages(context, options.report));
  app.use(indicatorRoutes(context));
  app.use(cellExportRoutes(context));
  app.use(unitReportRoutes(context));
  app.use(commentRoutes(context));
  app.use(auditRoutes(context));
  app.use(kpiRoutes(context));
  app.use(kpiFeedRoutes(context));
  app.use(alertRoutes(context));
  app.use(logRoutes(context));
  app.use(cosignatureRoutes(context));
  const standingOf = (tagPrefix: string) => context.stores.responses.standingOf(tagPrefix);
  app.use(logProofRoutes({ log: context.log, standingOf }));
  app.use(receiptRoutes(context, options.receiptPage, options.report));
  app.use(webhookRoutes(context));
  app.use(healthRoutes(context));
  app.use(openApiRoutes(options.version));
  app.use(installCaRoutes(options.installCa ?? null));
  app.use(screens(options.distDir, context.publicUrl));
  app.use((request, _response, next) =>
    next(new Refusal('not-found', `nothing answers ${request.method} here`)),
  );
  app.use(problemHandler(options.report));
  return app;
}

/** The built single-page applications, each with its own fallback to index.html for deep links. */
function screens(distDir: string, publicUrl: () => string): express.Router {
  const router = express.Router();
  const secure = (scriptHashes: string[], frameAncestors: string) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'", ...scriptHashes],
          imgSrc: ["'self'", 'data:', 'blob:'],
          styleSrc: ["'self'", "'unsafe-inline'"],
          connectSrc: ["'self'", (request) => ownSockets(request, publicUrl())],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          frameAncestors: [frameAncestors],
        },
      },
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'no-referrer' },
    });
  router.get('/', (_request, response) => response.redirect(302, '/admin/'));
  for (const name of ['kiosk', 'kiosk-preview', 'admin']) {
    const folder = join(distDir, name);
    const page = screenPage(join(folder, 'index.html'));
    // The preview is shown within the administration, and holds nothing but what that page gives it.
    router.use(`/${name}`, secure(page?.scriptHashes ?? [], name === 'kiosk-preview' ? "'self'" : "'none'"));
    router.use(`/${name}`, compressedCopies(folder));
    router.use(
      `/${name}`,
      express.static(folder, {
        index: false,
        redirect: false,
        setHeaders: (response, path) => response.setHeader('Cache-Control', cacheControlOf(folder, path)),
      }),
    );
    router.get([`/${name}`, `/${name}/{*path}`], (request, response, next) => {
      const wantsFile = /\.[a-z0-9]+$/i.test(request.path);
      if (wantsFile || page === null) {
        next();
        return;
      }
      const asks = takesBrotli(request);
      response
        .set({
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-cache',
          Vary: 'Accept-Encoding',
        })
        .set(asks ? { 'Content-Encoding': 'br' } : {})
        .send(asks ? page.brotli : page.plain);
    });
  }
  return router;
}

const takesBrotli = (request: express.Request): boolean =>
  /\bbr\b/.test(request.headers['accept-encoding'] ?? '');

interface ScreenPage {
  plain: Buffer;
  brotli: Buffer;
  /** Sources for a Content-Security-Policy: the scripts that stand inside the page, by their SHA-256. */
  scriptHashes: string[];
}

/** The page of a screen, read once; null where it is not built. */
function screenPage(path: string): ScreenPage | null {
  if (!existsSync(path)) return null;
  const plain = readFileSync(path);
  const scripts = plain.toString('utf8').matchAll(/<script\b(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g);
  const scriptHashes = [...scripts].map(
    ([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`,
  );
  return { plain, brotli: brotliCompressSync(plain), scriptHashes };
}

/** Answers with the brotli copy that the build laid beside a file, when there is one and the browser takes it. */
function compressedCopies(folder: string): express.RequestHandler {
  const types: Record<string, string> = {
    js: 'text/javascript; charset=utf-8',
    css: 'text/css; charset=utf-8',
    svg: 'image/svg+xml',
    json: 'application/json',
  };
  return (request, response, next) => {
    const type = types[request.path.slice(request.path.lastIndexOf('.') + 1)];
    const plain = normalize(join(folder, decodeURIComponent(request.path)));
    const usable =
      type !== undefined &&
      request.method === 'GET' &&
      plain.startsWith(`${folder}/`) &&
      takesBrotli(request) &&
      existsSync(`${plain}.br`);
    if (!usable) {
      next();
      return;
    }
    response.set({
      'Content-Type': type,
      'Content-Encoding': 'br',
      Vary: 'Accept-Encoding',
      'Cache-Control': cacheControlOf(folder, plain),
    });
    response.sendFile(`${plain}.br`, {
      cacheControl: false,
      acceptRanges: false,
      headers: { 'Content-Type': type },
    });
  };
}

/** Hashed assets never change under their name; everything else is asked for anew each time. */
const cacheControlOf = (folder: string, path: string): string =>
  path.startsWith(join(folder, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache';

function healthRoutes(context: Context): express.Router {
  const router = express.Router();
  const registry = new Registry();
  new Gauge({
    name: 'langnghe_commit_queue_length',
    help: 'Writes waiting for their transaction',
    registers: [registry],
    collect() {
      this.set(context.commit.queueLength);
    },
  });
  new Gauge({
    name: 'langnghe_ledger_leaves',
    help: 'Leaves in the ledger',
    registers: [registry],
    collect() {
      this.set(context.stores.responses.ledgerLength());
    },
  });
  new Gauge({
    name: 'langnghe_kiosks_online',
    help: 'Paired kiosks connected now',
    registers: [registry],
    collect() {
      this.set(context.kiosks.lines().filter((line) => line.state === 'online').length);
    },
  });
  const kioskGauge = (name: string, help: string, value: (line: DeviceLine) => number | undefined): void => {
    new Gauge({
      name,
      help,
      labelNames: ['device', 'counter'],
      registers: [registry],
      collect() {
        this.reset();
        for (const line of context.kiosks.lines()) {
          const found = value(line);
          if (found !== undefined) this.set({ device: line.id, counter: line.counter ?? 'exit' }, found);
        }
      },
    });
  };
  kioskGauge('langnghe_kiosk_dark', '1 when a paired kiosk is not heard from', (line) =>
    line.state === 'dark' ? 1 : 0,
  );
  kioskGauge('langnghe_kiosk_outbox_length', 'Responses waiting on a kiosk that is online', (line) =>
    line.state === 'online' ? line.outboxSize : undefined,
  );
  kioskGauge('langnghe_kiosk_battery_ratio', 'Charge of a kiosk, where it tells', (line) => line.battery);
  router.get('/healthz', (_request, response) => {
    response.type('text').send('ok\n');
  });
  router.get('/readyz', (_request, response) => {
    context.stores.centre.hasPolicy();
    response.type('text').send('ready\n');
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
