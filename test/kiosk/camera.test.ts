// The slip before the camera of an exit kiosk: Chromium gets a film of the printed code for its camera.
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietZoneModules } from '../../kiosk/qr-path.ts';
import { qrOf } from '../../kiosk/slip/qr.ts';
import { launchBrowser } from '../support/browser.ts';
import { Centre, trustTestCertificate } from './support/centre.ts';
import { overflows, rate, violations, withKiosk } from './support/kiosk-page.ts';

const film = join(tmpdir(), `langnghe-camera-${process.pid}.y4m`);
const slips: { url: string }[] = [];
let browser: Browser;
let centre: Centre;

/** Two frames of 640 x 480 in YUV4MPEG2: a slip's code in grey light, held a little off the middle. */
function writeFilm(text: string): void {
  const [width, height] = [640, 480];
  const code = qrOf(text);
  const modules = code.size + 2 * quietZoneModules;
  const pixels = Math.floor(380 / modules);
  const luma = Buffer.alloc(width * height, 120);
  for (let y = 0; y < modules * pixels; y += 1) {
    for (let x = 0; x < modules * pixels; x += 1) {
      const row = Math.floor(y / pixels) - quietZoneModules;
      const column = Math.floor(x / pixels) - quietZoneModules;
      const inside = row >= 0 && column >= 0 && row < code.size && column < code.size;
      luma[(y + 40) * width + x + 150] = inside && code.isDark(row, column) ? 40 : 210;
    }
  }
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  writeFileSync(
    film,
    Buffer.concat([Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n'), frame, frame]),
  );
}

beforeAll(async () => {
  centre = await Centre.start();
  slips.push(await centre.closeVisit('CB03', 'Q03'));
  writeFilm(slips[0]!.url);
  browser = await launchBrowser([
    trustTestCertificate,
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.remove();
  rmSync(film, { force: true });
});

/** Runs in the page: keeps every camera stream that is opened, to see whether it ends. */
const keepStreams = `
  globalThis.streams = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await open(wish);
    globalThis.streams.push(stream);
    return stream;
  };`;
const refuse = (name: string): string =>
  `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '${name}'));`;
/** A browser that reads codes itself. */
const nativeReader = (text: string): string => `
  globalThis.nativeReads = 0;
  globalThis.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(['qr_code']); }
    detect() { globalThis.nativeReads += 1; return Promise.resolve([{ rawValue: ${JSON.stringify(text)} }]); }
  };`;

const streamStates = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    (globalThis as unknown as { streams: MediaStream[] }).streams.flatMap((stream) =>
      stream.getTracks().map((track) => track.readyState),
    ),
  );

describe('camera of an exit kiosk', () => {
  it('is off until the tap, reads the slip, and is off again', () =>
    withKiosk(browser, centre, { counter: null, before: keepStreams }, async (page) => {
      expect(await streamStates(page)).toEqual([]);
      await page.tap('text=Quét phiếu bằng camera');
      await page.waitForSelector('.camera-screen');
      while ((await page.locator('.faces-screen').count()) === 0) await page.clock.fastForward(250);
      await expect.poll(() => streamStates(page)).toEqual(['ended']);
      expect(await page.textContent('h1')).toContain('cán bộ ghi trên phiếu');
      const before = centre.journal().length;
      await rate(page, 2);
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({
        officer: 'CB03',
        tier: 'invited',
        mode: 'kiosk',
        level: 2,
      });
    }));

  it('uses the browser’s own reader where there is one, and says what is no slip', () =>
    withKiosk(
      browser,
      centre,
      { counter: null, before: keepStreams + nativeReader('https://example.org/') },
      async (page) => {
        await page.tap('text=Quét phiếu bằng camera');
        const said = () => page.textContent('.camera-screen .failure');
        while (!(await said())?.includes('không phải mã của phiếu')) await page.clock.fastForward(250);
        expect(
          await page.evaluate(() => (globalThis as unknown as { nativeReads: number }).nativeReads),
        ).not.toBe(0);
        expect(await streamStates(page)).toEqual(['live']);
        await page.tap('text=Quay lại');
        await page.waitForSelector('.idle-screen');
        await expect.poll(() => streamStates(page)).toEqual(['ended']);
      },
    ));

  it('goes off by itself when nobody holds a slip up', () =>
    withKiosk(browser, centre, { counter: null, before: keepStreams + nativeReader('x') }, async (page) => {
      await page.tap('text=Quét phiếu bằng camera');
      await page.waitForFunction(
        () => (globalThis as unknown as { streams: unknown[] }).streams.length === 1,
      );
      await page.clock.fastForward(61_000);
      await page.waitForSelector('.idle-screen');
      await expect.poll(() => streamStates(page)).toEqual(['ended']);
    }));

  it.each([
    ['NotAllowedError', 'chưa được phép dùng camera'],
    ['NotFoundError', 'không có camera'],
    ['NotReadableError', 'camera đang bận'],
  ])('says plainly what is wrong (%s), and leads to the digits', (name, words) =>
    withKiosk(browser, centre, { counter: null, before: refuse(name) }, async (page) => {
      await page.tap('text=Quét phiếu bằng camera');
      await page.waitForFunction((text) => document.body.textContent?.includes(text), words);
      expect(await page.locator('video:visible').count()).toBe(0);
      await page.tap('footer >> text=Nhập mã trên phiếu');
      await page.waitForSelector('.code-screen');
    }),
  );

  it.each(['vi', 'en'])('has no accessibility violation (%s)', (lang) =>
    withKiosk(browser, centre, { counter: null, before: nativeReader('x') }, async (page) => {
      if (lang === 'en') await page.tap('text=English');
      await page.tap('.ways button >> nth=1');
      await page.waitForSelector('.camera-screen');
      for (const size of [
        { width: 1280, height: 800 },
        { width: 320, height: 200 },
      ]) {
        await page.setViewportSize(size);
        expect([size.width, await violations(page), await overflows(page)]).toEqual([size.width, [], false]);
      }
    }),
  );
});
