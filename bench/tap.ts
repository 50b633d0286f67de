// Bench `tap`: how long a citizen waits on the kiosk. From the touch (the time stamp of the browser's own input event)
// to the next painted frame with the pressed state, to the tap being durable in IndexedDB, to the painted thank-you; p50
// and p99, on the real page against the real server, the processor slowed down.
//
// Faces take no tap in their first 300 ms, lest a double tap rate. So that the bench need not wait for that 500 times,
// several kiosks take turns: one is tapped while the others only show their faces.
//
// Options: --taps 500 --slowdown 6 --seed 1 --kiosks 3 (1 to 4)
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { machine, option, quantile, seeded } from './support/machine.ts';
import { startSampleCentre } from './support/sample-centre.ts';

const taps = option('taps', 500);
const slowdown = option('slowdown', 6);
const seed = option('seed', 1);
const kiosks = Math.min(4, Math.max(1, option('kiosks', 3)));

/** Longest wait for a screen before the bench gives up. */
const screenMsMax = 30_000;

interface Marks {
  startMs: number;
  pressedMs: number;
  durableMs: number;
  thanksMs: number;
}

interface Watched {
  marks: Marks;
  /** Resolves when an element matches, with the change that made it match: no polling, which takes up to half a second. */
  until(selector: string): Promise<void>;
}

/** Runs in the page before its own scripts: notes when things were painted or committed. */
function watch(): void {
  const marks: Marks = { startMs: 0, pressedMs: 0, durableMs: 0, thanksMs: 0 };
  const until = (selector: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (document.querySelector(selector) === null) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      look();
    });
  Object.assign(window, { marks, until } satisfies Watched);
  /** After the next frame has been produced: what changed before is on the screen. */
  const painted = (note: () => void): void => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = note;
      channel.port2.postMessage(0);
    });
  };
  addEventListener(
    'click',
    (event) => {
      if (!(event.target as Element).closest('.faces')) return;
      Object.assign(marks, { startMs: event.timeStamp, pressedMs: 0, durableMs: 0, thanksMs: 0 });
    },
    { capture: true },
  );
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...given) {
    const transaction = open.apply(this, given);
    const [stores, mode] = given;
    // The outbox's `add` is the only one over both stores.
    if (mode === 'readwrite' && Array.isArray(stores) && stores.length === 2) {
      transaction.addEventListener('complete', () => {
        marks.durableMs ||= performance.now();
      });
    }
    return transaction;
  };
  let pressedSeen = false;
  let thanksSeen = false;
  new MutationObserver(() => {
    const pressed = document.querySelector('.faces .pressed') !== null;
    const thanks = document.querySelector('.thanks-screen') !== null;
    if (pressed && !pressedSeen)
      painted(() => {
        marks.pressedMs ||= performance.now();
      });
    if (thanks && !thanksSeen)
      painted(() => {
        marks.thanksMs ||= performance.now();
      });
    pressedSeen = pressed;
    thanksSeen = thanks;
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
}

/** One kiosk at its counter. */
class Kiosk {
  readonly #page: Page;
  readonly #cdp: CDPSession;
  /** Where things are: the same on every round, so that they are looked for once. */
  readonly #places = new Map<string, { x: number; y: number }>();

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  static async open(counter: string): Promise<Kiosk> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      ignoreHTTPSErrors: true,
      hasTouch: true,
    });
    const page = await context.newPage();
    // tsx wraps named functions in a helper that the page does not have.
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.addInitScript(watch);
    const { code } = await centre.context.access.createPairingCode('counter', counter);
    await page.goto(`${centre.url}/kiosk/`);
    await page.fill('#code', code);
    await page.click('button[type=submit]');
    await page.waitForSelector('html[data-font=own] .idle-screen');
    return new Kiosk(page, await context.newCDPSession(page));
  }

  /** The browser slows a page down by keeping its thread busy: only the one that is measured, or they slow each other. */
  async #slowDown(rate: number): Promise<void> {
    await this.#cdp.send('Emulation.setCPUThrottlingRate', { rate });
  }

  /** Waits in the page; throws when the screen does not come. */
  async #until(selector: string): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${selector} did not come`)), screenMsMax);
    });
    const come = this.#page.evaluate((wanted) => (window as unknown as Watched).until(wanted), selector);
    await Promise.race([come, silence]).finally(() => clearTimeout(timer));
  }

  /** A finger at the middle of it: the browser's own touch, without the checks that a test makes before it. */
  async #touch(selector: string): Promise<void> {
    let place = this.#places.get(selector);
    if (place === undefined) {
      const box = await this.#page.locator(selector).boundingBox();
      if (box === null) throw new Error(`${selector} is not shown`);
      place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      this.#places.set(selector, place);
    }
    await this.#page.touchscreen.tap(place.x, place.y);
  }

  /** From the idle screen to the faces, painted. */
  async begin(): Promise<void> {
    await this.#touch('.whole');
    await this.#until('.faces-screen');
    await this.#page.evaluate(() => new Promise((painted) => requestAnimationFrame(painted)));
  }

  /** A touch on a face until the thanks are painted, slowed down; then back to the idle screen. */
  async rate(level: number): Promise<Marks> {
    await this.#until('.faces button[aria-disabled=false]');
    await this.#slowDown(slowdown);
    await this.#touch(`.faces button >> nth=${level - 1}`);
    await this.#until('.thanks-screen');
    const marks = await this.#page.evaluate(async () => {
      const { marks: found } = window as unknown as Watched;
      while (found.thanksMs === 0) await new Promise(requestAnimationFrame);
      return found;
    });
    await this.#slowDown(1);
    await this.#touch('.thanks-screen button >> text="Xong"');
    await this.#until('.idle-screen');
    return marks;
  }
}

const centre = await startSampleCentre();
const browser = await launchBrowser(['--ignore-certificate-errors']);
console.log(JSON.stringify({ machine: machine(), taps, slowdown, seed, kiosks, browser: browser.version() }));
const counters = ['Q01', 'Q02', 'Q03', 'Q04'].slice(0, kiosks);
const line: Kiosk[] = [];
for (const counter of counters) {
  const kiosk = await Kiosk.open(counter);
  await kiosk.begin();
  line.push(kiosk);
}
const random = seeded(seed);
const pressed: number[] = [];
const durable: number[] = [];
const thanks: number[] = [];
for (let index = 0; index < taps; index += 1) {
  // Only one kiosk does anything at a time; the others show their faces, and the time passes in which they take no tap.
  const kiosk = line[index % line.length]!;
  const { startMs, pressedMs, durableMs, thanksMs } = await kiosk.rate(1 + Math.floor(random() * 5));
  // Both states can fall into one frame: then the thank-you was painted as early as the pressed state.
  pressed.push((pressedMs || thanksMs) - startMs);
  durable.push(durableMs - startMs);
  thanks.push(thanksMs - startMs);
  await kiosk.begin();
}
await browser.close();
await centre.stop();
const summary = (values: number[]) => ({
  p50Ms: Number(quantile(values, 0.5).toFixed(1)),
  p99Ms: Number(quantile(values, 0.99).toFixed(1)),
  maxMs: Number(Math.max(...values).toFixed(1)),
});
console.log(
  JSON.stringify({
    bench: 'tap',
    taps,
    slowdown,
    kiosks,
    pressed: summary(pressed),
    durable: summary(durable),
    thanksPainted: summary(thanks),
  }),
);
process.exit(0);
