// One running server on one data directory: takes the directory, listens, seals at night, and on `stop` finishes what
// waits. A second, loopback-only listener takes orders from the command line of the same machine (control.json, 0600).
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cron } from 'croner';
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import type { Documents } from '../shared/contract/documents.ts';
import type { Centre } from '../shared/contract/policy.ts';
import type { RenderReceiptPage } from '../shared/contract/receipt-page.ts';
import type { RenderSlip } from '../shared/contract/slip.ts';
import type { RenderSurvey } from '../shared/contract/survey-page.ts';
import { type Context, createContext } from './context.ts';
import { createApp } from './http/app.ts';
import { type InstallCaParts, installCaApp } from './http/install-ca.ts';
import { attachSockets } from './live/sockets.ts';
import { slipDrawer } from './printing/slip-drawer.ts';
import { takeDataDirectory } from './storage/exclusive.ts';
import type { GroupCommitLimits } from './storage/group-commit.ts';
import { CertificateFolder } from './tls/certificate-folder.ts';
import { type KeptCertificate, keepCertificate } from './tls/keep-certificate.ts';

export interface ServerOptions {
  dataDir: string;
  distDir: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** What slips carry; the address listened on when absent. */
  publicUrl?: string | undefined;
  /** Certificate files, or `own`: those that `tls init` made in the data directory. */
  tls?: { certFile: string; keyFile: string } | 'own' | undefined;
  /** Port of a plain listener on the same host that shows how to install the own authority, and nothing else. */
  installCaPort?: number | undefined;
  behindProxy: boolean;
  newCentre?: Centre | undefined;
  newLogOrigin?: string | undefined;
  clock?: (() => number) | undefined;
  commitLimits?: GroupCommitLimits | undefined;
  /** Level of the process log on standard error. */
  logLevel: 'info' | 'error' | 'silent';
}

export interface RunningServer {
  context: Context;
  /** Address it listens on. */
  url: string;
  /** Address of the plain listener for the authority's certificate. */
  installCaUrl: string | null;
  stop(): Promise<void>;
}

export const version = '0.1.0';
const requestMs = 30_000;
const shutdownGraceMs = 1_500;
const controlFile = 'control.json';

/** Starts serving. Throws StorageError when the directory is in use, and what listening throws. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const exclusive = takeDataDirectory(options.dataDir);
  const log = pino({ level: options.logLevel, base: null }, pino.destination({ fd: 2, sync: true }));
  let ownUrl = '';
  let context: Context | undefined;
  let certificate: KeptCertificate | null = null;
  const folder = options.tls === 'own' ? new CertificateFolder(options.dataDir) : null;
  try {
    const page = async <T>(name: string): Promise<T> =>
      (await import(pathToFileURL(join(options.distDir, 'survey', name)).href)) as T;
    const { render } = await page<{ render: RenderSurvey }>('render.js');
    const { documents } = await page<{ documents: Documents }>('documents.js');
    const { renderSlip } = await page<{ renderSlip: RenderSlip }>('slip.js');
    const receiptPage = {
      render: (await page<{ renderReceiptPage: RenderReceiptPage }>('receipt.js')).renderReceiptPage,
      script: readFileSync(join(options.distDir, 'receipt/verifier.js'), 'utf8'),
    };
    context = createContext({
      dataDir: options.dataDir,
      create: true,
      publicUrl: () => options.publicUrl ?? ownUrl,
      address: () => ({
        publicUrl: options.publicUrl ?? ownUrl,
        given: options.publicUrl !== undefined,
        certificate:
          certificate === null
            ? null
            : { kind: folder === null ? 'files' : 'own', endsAt: certificate.expiresAt() },
        authority: folder === null ? null : readFileSync(folder.authorityFile, 'utf8'),
      }),
      renderSurvey: render,
      renderSlip,
      documents,
      slipDrawer: slipDrawer(join(options.distDir, 'server/slip-worker.js')),
      ...(options.newLogOrigin === undefined ? {} : { newLogOrigin: options.newLogOrigin }),
      ...(options.newCentre === undefined ? {} : { newCentre: options.newCentre }),
      ...(options.commitLimits === undefined ? {} : { commitLimits: options.commitLimits }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    });
    const running = context;
    running.seal.finish();
    running.log.tree.advance();
    running.kpi.periods.afterSeal();
    const report = (error: unknown) => log.error({ err: error }, 'a request failed');
    const certificateFiles =
      options.tls === 'own'
        ? { certFile: folder!.serverFile, keyFile: folder!.serverFile }
        : (options.tls ?? null);
    const installCa: InstallCaParts | null =
      folder === null
        ? null
        : {
            folder,
            centre: running.centre,
            renderInstallCa: documents.renderInstallCa,
            tlsUrl: () => options.publicUrl ?? ownUrl,
            dayOf: (at) => running.calendar.dayOf(at),
          };
    const app = createApp(running, {
      distDir: options.distDir,
      version,
      behindProxy: options.behindProxy,
      receiptPage,
      report,
      installCa,
    });
    const server: HttpServer | HttpsServer =
      certificateFiles === null
        ? createHttpServer(app)
        : createHttpsServer(
            { cert: readFileSync(certificateFiles.certFile), key: readFileSync(certificateFiles.keyFile) },
            app,
          );
    const kept =
      certificateFiles === null
        ? null
        : keepCertificate(server as HttpsServer, certificateFiles, folder, running.clock, (text) =>
            log.warn(text),
          );
    certificate = kept;
    const connections = new Set<Socket>();
    server.on('connection', (connection: Socket) => {
      connections.add(connection);
      connection.once('close', () => connections.delete(connection));
    });
    server.requestTimeout = requestMs;
    server.headersTimeout = requestMs;
    await listen(server, options.port, options.host);
    const { port } = server.address() as AddressInfo;
    const shownHost = options.host === '0.0.0.0' || options.host === '::' ? 'localhost' : options.host;
    const shown = folder?.server().names[0]?.value ?? shownHost;
    ownUrl = `${options.tls === undefined ? 'http' : 'https'}://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
    const sockets = attachSockets(running, server);
    const control = await startControl(running, options.dataDir, kept, report);
    running.announcements.start();
    running.webhooks.start();
    running.alerts.start();
    await kept?.check();
    const dailyOf = () => (kept === null ? null : dailyCheck(running, kept));
    let daily = dailyOf();
    const plain =
      installCa === null || options.installCaPort === undefined
        ? null
        : await startPlain(installCa, options.installCaPort, options.host, report);
    const sealFailed = (error: unknown) =>
      log.error({ err: error }, 'the seal failed; it runs again tomorrow');
    let night = scheduleSeal(running, sealFailed);
    running.setup.onZoneChanged(() => {
      night.stop();
      daily?.stop();
      night = scheduleSeal(running, sealFailed);
      daily = dailyOf();
    });
    return {
      context: running,
      url: ownUrl,
      installCaUrl: plain === null ? null : `http://${new URL(ownUrl).hostname}:${plain.port}/install-ca`,
      async stop() {
        night.stop();
        daily?.stop();
        await plain?.stop();
        await control.stop();
        // Requests under way get a moment to end; whatever is still open then, half-made connections too, is cut.
        const cut = setTimeout(() => {
          for (const connection of connections) connection.destroy();
        }, shutdownGraceMs);
        await sockets.close();
        clearTimeout(cut);
        await running.close();
        exclusive.release();
      },
    };
  } catch (error) {
    await context?.close();
    exclusive.release();
    throw error;
  }
}

function listen(server: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Seals every night at the policy's hour, and at once when a day that is over was never sealed. */
function scheduleSeal(context: Context, failed: (error: unknown) => void): Cron {
  const attempt = () => {
    try {
      context.seal.run();
      refreshSoon(context, failed);
    } catch (error) {
      failed(error);
    }
  };
  const oldest = context.stores.responses.oldestReceivedDay();
  if (oldest !== null && oldest < context.calendar.dayOf(context.clock())) attempt();
  const [hour, minute] = context.policy().sealAt.split(':');
  return new Cron(`${minute} ${hour} * * *`, { timezone: context.centre.zone, unref: true }, attempt);
}

/** Figures are computed after the night, not by the first who reads them. */
function refreshSoon(context: Context, failed: (error: unknown) => void): void {
  setImmediate(() => {
    try {
      context.indicators.refresh();
    } catch (error) {
      failed(error);
    }
  });
}

/** Looks at the certificate every morning, before opening hours. */
const dailyCheck = (context: Context, certificate: KeptCertificate): Cron =>
  new Cron('15 5 * * *', { timezone: context.centre.zone, unref: true }, () => certificate.check());

async function startPlain(
  parts: InstallCaParts,
  port: number,
  host: string,
  report: (error: unknown) => void,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createHttpServer(installCaApp(parts, report));
  server.requestTimeout = requestMs;
  server.headersTimeout = requestMs;
  await listen(server, port, host);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Orders from the same machine: POST /seal and /reload with the token of control.json. */
async function startControl(
  context: Context,
  dataDir: string,
  certificate: KeptCertificate | null,
  report: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const token = randomBytes(24).toString('base64url');
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) next();
    else response.status(401).end();
  });
  app.post('/seal', (_request, response) => {
    response.json(context.seal.run());
    refreshSoon(context, report);
  });
  app.post('/reload', (_request, response) => {
    context.live.reload();
    context.access.recheckKeys();
    certificate?.reload();
    response.status(204).end();
  });
  const server = createHttpServer(app);
  await listen(server, 0, '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  const path = join(dataDir, controlFile);
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify({ url: `http://127.0.0.1:${port}`, token }), { mode: 0o600 });
  return {
    stop: () =>
      new Promise((resolve) => {
        rmSync(path, { force: true });
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const controlSchema = z.object({ url: z.url(), token: z.string() });

/**
 * Gives an order to the server that runs on the data directory; null when none runs there.
 * Rejects when a server runs but fails to carry it out.
 */
export async function orderServer(dataDir: string, order: 'seal' | 'reload'): Promise<unknown> {
  const path = join(dataDir, controlFile);
  if (!existsSync(path)) return null;
  const { url, token } = controlSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  let response: Response;
  try {
    response = await fetch(`${url}/${order}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
  } catch {
    return null;
  }
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`the server answered ${response.status} to ${order}`);
  return response.status === 204 ? {} : response.json();
}
