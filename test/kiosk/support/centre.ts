// A whole centre for browser tests: the real server over TLS on a temporary data directory, with the sample roster. The
// screens come from dist/, which `npm test` builds first.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, devices, type Page } from 'playwright-core';
import { sampleCentre, seedSampleRoster } from '../../../server/cli/sample.ts';
import type { Context } from '../../../server/context.ts';
import { type RunningServer, startServer } from '../../../server/server.ts';
import { type ServicePolicy, servicePolicySchema } from '../../../shared/contract/policy.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tls = {
  certFile: join(root, 'test/fixtures/tls/localhost.cert.pem'),
  keyFile: join(root, 'test/fixtures/tls/localhost.key.pem'),
};

/** Lets the browser take the test certificate for service workers too, which the context option alone does not. */
export const trustTestCertificate = '--ignore-certificate-errors';

export interface JournalLine {
  officer: string;
  counter: string;
  tier: string;
  mode: string;
  level: number;
  answers: Record<string, unknown>;
  comment: string | null;
  locale: string;
}

export class Centre {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'langnghe-kiosk-'));
  #server: RunningServer | null = null;
  #port = 0;
  #visits = 0;

  /** @param policy values of the service policy that differ from the defaults. */
  static async start(policy: Partial<ServicePolicy> = {}): Promise<Centre> {
    const centre = new Centre();
    await centre.up();
    if (Object.keys(policy).length > 0) {
      const { context } = centre;
      context.file.transact((tx) =>
        context.stores.centre.addPolicy(tx, '2026-01-01', servicePolicySchema.parse(policy)),
      );
      // A policy is in force from the next start.
      await centre.down();
      await centre.up();
    }
    await seedSampleRoster(centre.context);
    return centre;
  }

  /** Starts the server, on the port it had before. */
  async up(): Promise<void> {
    this.#server = await startServer({
      dataDir: this.#dataDir,
      distDir: join(root, 'dist'),
      host: '127.0.0.1',
      port: this.#port,
      publicUrl: this.#port === 0 ? undefined : this.url,
      tls,
      behindProxy: false,
      newCentre: sampleCentre,
      logLevel: 'error',
    });
    this.#port = Number(new URL(this.#server.url).port);
  }

  async down(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  get url(): string {
    return `https://localhost:${this.#port}`;
  }

  get context(): Context {
    if (this.#server === null) throw new Error('the server is down');
    return this.#server.context;
  }

  /** Closes a visit; officer and counter default to those of counter 1. */
  async closeVisit(officer = 'CB01', counter = 'Q01'): Promise<{ token: string; code: string; url: string }> {
    this.#visits += 1;
    const { token, answer } = await this.context.visits.close(
      { externalId: `visit-${this.#visits}`, counter, officer, procedure: '1.004222' },
      'integrated',
    );
    return { token, code: answer.invitation.code, url: `${this.url}/r/${token}` };
  }

  /** Every response of the open day, in order of arrival. */
  journal(): JournalLine[] {
    return (
      this.context.file.sqlite
        .prepare(
          'SELECT officer, counter, tier, mode, level, answers, comment, locale FROM journal ORDER BY id',
        )
        .all() as (Omit<JournalLine, 'answers'> & { answers: string })[]
    ).map((line) => ({ ...line, answers: JSON.parse(line.answers) as Record<string, unknown> }));
  }

  /** Resolves with the journal once it has `length` lines. */
  async journalOf(length: number): Promise<JournalLine[]> {
    for (;;) {
      const lines = this.journal();
      if (lines.length >= length) return lines;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Pairs a page as a kiosk, at a counter or at the exit, and waits until the line is up. */
  async pair(page: Page, counter: string | null, pin = ''): Promise<void> {
    const { code } = await this.context.access.createPairingCode(
      counter === null ? 'exit' : 'counter',
      counter,
    );
    const before = new Set(this.#onlineIds());
    await page.goto(`${this.url}/kiosk/`);
    await page.fill('#code', code);
    await page.fill('#pin', pin);
    await page.click('button[type=submit]');
    await page.waitForSelector('.idle-screen');
    // Not by number: a page closed a moment ago may leave while this one comes.
    while (this.#onlineIds().every((id) => before.has(id))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  online(): number {
    return this.#onlineIds().length;
  }

  #onlineIds(): string[] {
    return this.context.kiosks
      .lines()
      .filter((line) => line.state === 'online')
      .map((line) => line.id);
  }
}

/** A fresh browser profile for a kiosk of the given size. */
export const kioskContext = (
  browser: Browser,
  viewport = { width: 1280, height: 800 },
): Promise<BrowserContext> => browser.newContext({ viewport, ignoreHTTPSErrors: true, hasTouch: true });

/** A citizen's phone. */
export const phoneContext = (
  browser: Browser,
  options: { javaScriptEnabled?: boolean; locale?: string; width?: number } = {},
): Promise<BrowserContext> =>
  browser.newContext({
    ...devices['Galaxy S8'],
    viewport: { width: options.width ?? 360, height: 740 },
    ignoreHTTPSErrors: true,
    javaScriptEnabled: options.javaScriptEnabled ?? true,
    locale: options.locale ?? 'vi-VN',
  });
