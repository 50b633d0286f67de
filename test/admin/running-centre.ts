// A sample centre with its real server and a browser in front of it, for the tests of the administration application.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { sampleCentre, seedSampleRoster } from '../../server/cli/sample.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import type { Role } from '../../shared/contract/access.ts';
import { launchBrowser } from '../support/browser.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const password = 'mat-khau-thu-nghiem';
/** For a busy machine; what is waited for comes within a second on a quiet one. */
const waitMsMax = 60_000;
export const distDir = join(root, 'dist');

export class RunningCentre {
  readonly browser: Browser;
  readonly #dataDir: string;
  readonly #port: number;
  readonly #clock: (() => number) | undefined;
  #server: RunningServer | null;
  #key = '';

  private constructor(
    browser: Browser,
    dataDir: string,
    server: RunningServer,
    clock: (() => number) | undefined,
  ) {
    this.#clock = clock;
    this.browser = browser;
    this.#dataDir = dataDir;
    this.#server = server;
    this.#port = Number(new URL(server.url).port);
  }

  /** @param clock epoch ms, for centres that live through several days; the machine's otherwise */
  static async start(clock?: () => number): Promise<RunningCentre> {
    const buildScript = pathToFileURL(join(root, 'scripts/build.mjs')).href;
    const { ensureBuilt, allTargets } = (await import(buildScript)) as {
      ensureBuilt: (names: string[]) => Promise<void>;
      allTargets: string[];
    };
    await ensureBuilt(allTargets);
    const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-admin-'));
    const server = await serve(dataDir, 0, clock);
    await seedSampleRoster(server.context);
    const centre = new RunningCentre(await launchBrowser(), dataDir, server, clock);
    centre.#key = server.context.access.createApiKey(
      ['visits:write', 'roster:write', 'devices:write'],
      'test',
    );
    for (const role of ['administrator', 'manager', 'auditor'] as const) await centre.addUser(role, role);
    await centre.addUser('canbo03', 'officer', 'CB03');
    return centre;
  }

  get context() {
    if (this.#server === null) throw new Error('the server is stopped');
    return this.#server.context;
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async addUser(name: string, role: Role, officer: string | null = null): Promise<void> {
    await this.context.access.createUser({ name, role, officer, password });
  }

  /** Nothing answers on the port from here on. */
  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  async startServerAgain(): Promise<void> {
    this.#server = await serve(this.#dataDir, this.#port, this.#clock);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stopServer();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** A page of a browser of its own (no cookies shared). */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(waitMsMax);
    const page = await context.newPage();
    await page.goto(this.url + path);
    return page;
  }

  async openAs(name: string, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.open(path, options);
    await this.signIn(page, name);
    return page;
  }

  async signIn(page: Page, name: string, secret = password): Promise<void> {
    await page.getByLabel('Tên đăng nhập').fill(name);
    await page.locator('#password').fill(secret);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
  }

  /** Closes a visit over HTTP; resolves to its invitation. */
  async closeVisit(counter: string, officer: string, procedure = '1.001193'): Promise<string> {
    const body = { externalId: randomUUID(), counter, officer, procedure };
    const answer = (await this.#post('/api/visits', body)) as { invitation: { url: string } };
    return answer.invitation.url.split('/').at(-1) ?? '';
  }

  async rate(invitation: string, level: number): Promise<void> {
    const { version } = (await (await fetch(`${this.url}/api/questionnaire`)).json()) as { version: string };
    await this.#post('/api/responses', {
      responseId: randomUUID(),
      invitation,
      questionnaire: version,
      answers: { officer: level },
      locale: 'vi',
      ageSeconds: 0,
    });
  }

  async putRoster(roster: object): Promise<void> {
    const response = await fetch(`${this.url}/api/roster`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#key}` },
      body: JSON.stringify(roster),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** What a kiosk does with a code typed on it; resolves to the device's id. */
  async pairDevice(code: string, label: string): Promise<string> {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const answer = (await this.#post('/api/devices/pair', { code, label, publicKey: spki })) as {
      deviceId: string;
    };
    return answer.deviceId;
  }

  async #post(path: string, body: object): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#key}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }
}

const serve = (dataDir: string, port: number, clock: (() => number) | undefined): Promise<RunningServer> =>
  startServer({
    dataDir,
    distDir,
    host: '127.0.0.1',
    port,
    behindProxy: false,
    newCentre: sampleCentre,
    clock,
    logLevel: 'silent',
  });

/** When set, every state that is checked is also pictured into this folder: phone and laptop, both languages. */
const pictures = process.env.LANGNGHE_PICTURES;
const pictureSizes = { phone: { width: 360, height: 740 }, laptop: { width: 1280, height: 800 } };

async function picture(page: Page, state: string): Promise<void> {
  if (pictures === undefined) return;
  const size = page.viewportSize();
  const name = state.replace(/[^\p{L}\p{N}]+/gu, '-');
  const shoot = async (language: string) => {
    for (const [device, viewport] of Object.entries(pictureSizes)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: join(pictures, `${name}.${device}.${language}.png`), fullPage: true });
    }
    if (size !== null) await page.setViewportSize(size);
  };
  await shoot(await page.evaluate(() => document.documentElement.lang));
  const english = page.getByRole('button', { name: 'English', pressed: false });
  if ((await english.count()) !== 1) return;
  await english.click();
  await shoot('en');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
}

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No accessibility violation in the page as it stands, and no sideways scrolling. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await picture(page, state);
  await check(page, state);
}

async function check(page: Page, state: string): Promise<void> {
  // What a preview shows is looked at as the page it is elsewhere: a frame without scripts cannot be looked into.
  const { violations, passes } = await new AxeBuilder({ page })
    .exclude('.preview iframe')
    .withTags(axeTags)
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect([state, ...found]).toEqual([state]);
  expect(passes.length).toBeGreaterThan(10);
  const sideways = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 30)}`);
  });
  expect([state, ...sideways]).toEqual([state]);
}

/** The same at 320 CSS pixels, which is what a laptop of 1280 shows at 400%. */
export async function expectReflow(page: Page, state: string): Promise<void> {
  await picture(page, state);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await check(page, `${state}, 320 px`);
  if (size !== null) await page.setViewportSize(size);
}
