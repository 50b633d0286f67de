// Bench `tap`: how long a citizen waits on the kiosk. From the touch (the time stamp of the browser's own input event)
// to the next painted frame with the pressed state, to the tap being durable in IndexedDB, to the painted thank-you; p50
// and p99, on the real page against the real server, the processor slowed down.
//
// Options: --taps 500 --slowdown 6 --seed 1
import { launchBrowser } from '../test/support/browser.ts';
import { machine, option, quantile, seeded } from './support/machine.ts';
import { startSampleCentre } from './support/sample-centre.ts';

const taps = option('taps', 500);
const slowdown = option('slowdown', 6);
const seed = option('seed', 1);

interface Marks {
  startMs: number;
  pressedMs: number;
  durableMs: number;
  thanksMs: number;
}

/** Runs in the page before its own scripts: notes when things were painted or committed. */
function watch(): void {
  const marks: Marks = { startMs: 0, pressedMs: 0, durableMs: 0, thanksMs: 0 };
  (window as unknown as { marks: Marks }).marks = marks;
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

const centre = await startSampleCentre();
const browser = await launchBrowser(['--ignore-certificate-errors']);
console.log(JSON.stringify({ machine: machine(), taps, slowdown, seed, browser: browser.version() }));
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  ignoreHTTPSErrors: true,
  hasTouch: true,
});
const page = await context.newPage();
// tsx wraps named functions in a helper that the page does not have.
await page.addInitScript('globalThis.__name = (named) => named');
await page.addInitScript(watch);
const { code } = await centre.context.access.createPairingCode('counter', 'Q01');
await page.goto(`${centre.url}/kiosk/`);
await page.fill('#code', code);
await page.click('button[type=submit]');
await page.waitForSelector('.idle-screen');
const cdp = await context.newCDPSession(page);
await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });

const random = seeded(seed);
const pressed: number[] = [];
const durable: number[] = [];
const thanks: number[] = [];
for (let index = 0; index < taps; index += 1) {
  await page.tap('.whole');
  await page.waitForSelector('.faces-screen');
  await page.tap(`.faces button >> nth=${Math.floor(random() * 5)}`);
  await page.waitForSelector('.thanks-screen');
  const marks = await page.waitForFunction(() => {
    const { marks: found } = window as unknown as { marks: Marks };
    return found.thanksMs > 0 ? found : null;
  });
  const { startMs, pressedMs, durableMs, thanksMs } = (await marks.jsonValue())!;
  // Both states can fall into one frame: then the thank-you was painted as early as the pressed state.
  pressed.push((pressedMs || thanksMs) - startMs);
  durable.push(durableMs - startMs);
  thanks.push(thanksMs - startMs);
  await page.getByRole('button', { name: 'Xong' }).tap();
  await page.waitForSelector('.idle-screen');
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
    pressed: summary(pressed),
    durable: summary(durable),
    thanksPainted: summary(thanks),
  }),
);
process.exit(0);
