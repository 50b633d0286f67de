// Days without a server, in a real browser that is killed and not closed. Fault model: the server is down for 200 taps;
// the browser process dies twice by SIGKILL, each time within the undo time of the last tap; the wall clock jumps a day
// ahead while it is off, then two days back; when the line returns it flaps: requests are lost, answers are lost after
// the server has taken the response, and the server stops once more in between.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../support/browser.ts';
import { Centre, trustTestCertificate } from './support/centre.ts';

const profile = mkdtempSync(join(tmpdir(), 'langnghe-profile-'));
let centre: Centre;
let running: { process: ChildProcess; browser: Browser } | null = null;

/** A browser on the profile, as a process that can be killed. */
async function launch(): Promise<Browser> {
  const child = spawn(
    await browserPath(),
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      trustTestCertificate,
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const endpoint = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stderr!.on('data', (part: Buffer) => {
      text += part.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the browser ended: ${text}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  running = { process: child, browser };
  return browser;
}

async function kill(): Promise<void> {
  if (running === null) return;
  const { process: child, browser } = running;
  running = null;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  await browser.close().catch(() => undefined);
}

/** The kiosk's page in a fresh process, its wall clock moved by `clockMs`. */
async function openKiosk(clockMs: number): Promise<Page> {
  const browser = await launch();
  const page = await browser.contexts()[0]!.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.clock.install({ time: Date.now() + clockMs });
  return page;
}

beforeAll(async () => {
  centre = await Centre.start();
});
afterAll(async () => {
  await kill();
  await centre.remove();
  rmSync(profile, { recursive: true, force: true });
});

const tapCount = 200;
const dayMs = 86_400_000;

describe('kiosk without a server', () => {
  it('loses nothing and doubles nothing over 200 taps, two kills, clock jumps and a flapping line', async () => {
    let page = await openKiosk(0);
    await centre.pair(page, null);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

    // Every fifth is a walk-up, the others scan a slip; eight officers in turn, levels in turn.
    const plan: { number: string; level: number; slip: string | null }[] = [];
    for (let index = 0; index < tapCount; index += 1) {
      const number = `0${(index % 8) + 1}`;
      const level = (index % 5) + 1;
      const slip = index % 5 === 4 ? null : (await centre.closeVisit(`CB${number}`, `Q${number}`)).url;
      plan.push({ number, level, slip });
    }
    await centre.down();

    const tap = async ({ number, level, slip }: (typeof plan)[number]): Promise<void> => {
      if (slip === null) {
        await page.click('text=Không có phiếu');
        await page.click(`text=Quầy ${number}`);
      } else {
        await page.keyboard.type(slip);
        await page.keyboard.press('Enter');
      }
      await page.click(`.faces button >> nth=${level - 1}`);
      await page.waitForSelector('.thanks-screen');
    };
    for (const [index, planned] of plan.entries()) {
      await tap(planned);
      if (index === 69 || index === 139) {
        await kill();
        page = await openKiosk(index === 69 ? dayMs : -dayMs);
        // No server: the page itself comes from the service worker.
        await page.goto(`${centre.url}/kiosk/`);
        await page.waitForSelector('.idle-screen');
      } else {
        await page.click('text=Xong');
        await page.waitForSelector('.idle-screen');
      }
    }

    let requests = 0;
    const posts = new Map<string, number>();
    await page.route('**/api/responses', async (route) => {
      requests += 1;
      const { responseId } = route.request().postDataJSON() as { responseId: string };
      posts.set(responseId, (posts.get(responseId) ?? 0) + 1);
      if (requests % 7 === 0) return route.abort('connectionreset');
      if (requests % 11 === 0) {
        await route.fetch().catch(() => undefined);
        return route.abort('connectionreset');
      }
      return route.continue();
    });
    await centre.up();
    let restarted = false;
    for (;;) {
      await page.clock.fastForward(61_000);
      const received = centre.journal().length;
      if (received >= tapCount) break;
      if (received > tapCount / 2 && !restarted) {
        restarted = true;
        await centre.down();
        await page.clock.fastForward(61_000);
        await centre.up();
      }
    }
    // Until the last answer is in: nothing waits on the device any more.
    const waiting = (): Promise<number> =>
      page.evaluate(
        () =>
          new Promise<number>((resolve, reject) => {
            const open = indexedDB.open('langnghe-outbox');
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
              const all = open.result.transaction('responses').objectStore('responses').getAll();
              all.onsuccess = () => {
                open.result.close();
                const records = all.result as { phase: string }[];
                resolve(records.filter((record) => record.phase !== 'acknowledged').length);
              };
            };
          }),
      );
    while ((await waiting()) > 0) await page.clock.fastForward(61_000);

    const journal = centre.journal();
    expect(journal).toHaveLength(tapCount);
    expect(posts.size).toBe(tapCount);
    expect(restarted).toBe(true);
    expect(Math.max(...posts.values())).toBeGreaterThan(1);
    const seen = journal.map(({ tier, counter, officer, level }) =>
      tier === 'invited' ? `${officer} ${level}` : `walk-up ${counter} ${level}`,
    );
    const wanted = plan.map(({ number, level, slip }) =>
      slip === null ? `walk-up Q${number} ${level}` : `CB${number} ${level}`,
    );
    expect(seen.sort()).toEqual(wanted.sort());
    expect(new Set(journal.map(({ mode }) => mode))).toEqual(new Set(['kiosk']));
  }, 480_000);
});
