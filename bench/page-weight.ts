// Bench `page-weight`: requests and bytes on the wire of the first view of the rating page, the start of the kiosk and
// the live board, in a real browser with nothing cached, over TLS; and the time until each can be used on a slow mobile
// line (400 kbit/s, 400 ms round trip, TLS handshake included, by a proxy at TCP level).
//
// What "can be used" means:
//   rating pages   the five buttons are shown
//   kiosk          never paired: the form that pairs it is shown, by the script that also sends it
//   pairedKiosk    paired before, its files gone from every cache: what the next citizen touches is shown. Then counter and
//                  face are really touched, and the time until the thank-you stands as \`tapStoredOnSlowLineMs\`: it is shown
//                  only when the tap is durable on the device.
//   board          opened by a wall's link: the figures of today are shown
// A time runs from the order to open the address to the frame after which the browser finds that shown.
//
// The browser trusts the certificate, as devices and phones trust a centre's. One that does not asks its user first, and
// connects a second time afterwards: about 0.9 s more on this line (--trusted 0).
//
// With --peers 1, beside them the survey bundles of SurveyJS (survey-core, survey-js-ui and its style sheet), installed
// from npm into a temporary folder and compressed with gzip.
//
// Options: --rounds 5 --peers 0 --trusted 1
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { machine, median, option } from './support/machine.ts';
import { startSampleCentre } from './support/sample-centre.ts';
import { type SlowLine, startSlowLine } from './support/slow-line.ts';

const rounds = option('rounds', 5);
const withPeers = option('peers', 0) === 1;
const trusted = option('trusted', 1) === 1;
const slow = { bytesPerSecond: 400_000 / 8, roundTripMs: 400 };

const centre = await startSampleCentre();
const fast = await startSlowLine(centre.port, null);
const slowLine = await startSlowLine(centre.port, slow);

interface View {
  name: string;
  /** Address below the line's origin, made anew for each visit. */
  path(): Promise<string>;
  /** What must be visible before somebody can use it. */
  usable: string;
  /** Made before in the same browser profile, while nothing is measured. */
  before?(page: Page, origin: string): Promise<void>;
  /** A first use, to its end. */
  use?(page: Page): Promise<void>;
}

let visits = 0;
const { token: boardToken } = await centre.context.access.createBoardLink('bench');
const views: View[] = [
  {
    name: 'qr',
    async path() {
      visits += 1;
      const { token } = await centre.context.visits.close(
        { externalId: `bench-${visits}`, counter: 'Q01', officer: 'CB01', procedure: 'P01' },
        'integrated',
      );
      return `/r/${token}`;
    },
    usable: 'button[name=officer]',
  },
  { name: 'walkUp', path: async () => '/c/Q01', usable: 'button[name=officer]' },
  { name: 'kiosk', path: async () => '/kiosk/', usable: '.pair-screen form' },
  {
    name: 'pairedKiosk',
    path: async () => '/kiosk/',
    usable: '.idle-screen .whole',
    async before(page, origin) {
      const { code } = await centre.context.access.createPairingCode('counter', 'Q01');
      await page.goto(`${origin}/kiosk/`);
      await page.fill('#code', code);
      await page.click('button[type=submit]');
      await page.waitForSelector('.idle-screen');
      await page.waitForLoadState('networkidle');
      await page.goto('about:blank');
    },
    async use(page) {
      await page.click('.whole');
      await page.click('.faces button[aria-disabled=false] >> nth=4');
      await shown(page, '.thanks-screen');
    },
  },
  {
    name: 'board',
    path: async () => `/admin/board#link=${boardToken}`,
    usable: '[data-figure="visits"] .figure-value',
  },
];

/** Resolves with the first frame in which `selector` is visible. */
const shown = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector(wanted)?.checkVisibility() === true, selector, {
    polling: 'raf',
  });

/** HTTP bytes (headers and bodies as sent, without TLS) that CDP saw arrive, and the requests behind them. */
async function firstView(
  browser: Browser,
  view: View,
  line: SlowLine,
): Promise<{ requests: number; httpBytes: number; wireBytes: number; usableMs: number; usedMs: number }> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    ignoreHTTPSErrors: true,
    serviceWorkers: 'block',
  });
  const page: Page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  let requests = 0;
  let httpBytes = 0;
  cdp.on('Network.requestWillBeSent', ({ request }) => {
    if (request.url.startsWith('https:')) requests += 1;
  });
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    httpBytes += encodedDataLength;
  });
  const origin = `https://localhost:${line.port}`;
  await view.before?.(page, origin);
  line.hangUp();
  const path = await view.path();
  line.reset();
  requests = 0;
  httpBytes = 0;
  const startMs = performance.now();
  await page.goto(origin + path, { waitUntil: 'commit' });
  await shown(page, view.usable);
  const usableMs = performance.now() - startMs;
  await view.use?.(page);
  const usedMs = performance.now() - startMs;
  await page.waitForLoadState('networkidle');
  const wireBytes = line.bytesDown();
  await context.close();
  return { requests, httpBytes, wireBytes, usableMs, usedMs };
}

/** gzip -9 bytes of what a page with SurveyJS has to load before it can show a question. */
function peerBytes(): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'langnghe-peers-'));
  try {
    const installed = spawnSync(
      'npm',
      [
        'install',
        '--no-audit',
        '--no-fund',
        '--no-save',
        '--ignore-scripts',
        '--prefix',
        folder,
        'survey-core',
        'survey-js-ui',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
    );
    if (installed.status !== 0) throw new Error('the peers could not be installed');
    const sizes: Record<string, number> = {};
    for (const file of [
      'survey-core/survey.core.min.js',
      'survey-js-ui/survey-js-ui.min.js',
      'survey-core/survey-core.min.css',
    ]) {
      const name = file.slice(file.indexOf('/') + 1);
      sizes[name] = gzipSync(readFileSync(join(folder, 'node_modules', file)), { level: 9 }).length;
    }
    const { version } = JSON.parse(
      readFileSync(join(folder, 'node_modules/survey-core/package.json'), 'utf8'),
    ) as { version: string };
    console.log(`peer: SurveyJS ${version}`);
    return sizes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const browser = await launchBrowser(trusted ? ['--ignore-certificate-errors'] : []);
console.log(JSON.stringify({ machine: machine(), rounds, slow, trusted, browser: browser.version() }));
const result: Record<string, Record<string, number>> = {};
for (const view of views) {
  const weight = await firstView(browser, view, fast);
  const times: number[] = [];
  const useTimes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { usableMs, usedMs } = await firstView(browser, view, slowLine);
    times.push(usableMs);
    useTimes.push(usedMs);
  }
  result[view.name] = {
    requests: weight.requests,
    httpBytes: weight.httpBytes,
    wireBytesWithTls: weight.wireBytes,
    usableOnSlowLineMsMedian: Math.round(median(times)),
    usableOnSlowLineMsMax: Math.round(Math.max(...times)),
    ...(view.use && { tapStoredOnSlowLineMsMedian: Math.round(median(useTimes)) }),
  };
  console.log(view.name, JSON.stringify(result[view.name]));
}
await browser.close();
await Promise.all([fast.stop(), slowLine.stop()]);
await centre.stop();
const peers = withPeers ? peerBytes() : null;
if (peers) console.log('SurveyJS, gzip bytes', JSON.stringify(peers));
console.log(
  JSON.stringify({ bench: 'page-weight', trusted, ...result, ...(peers && { surveyJsGzipBytes: peers }) }),
);
process.exit(0);
