// Languages and senses on the kiosk: a pack that is only begun, reading aloud, sight aids, and that all of it ends with
// the one who asked for it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultQuestionnaire } from '../../server/questionnaire-default.ts';
import { launchBrowser } from '../support/browser.ts';
import { Centre, kioskContext, trustTestCertificate } from './support/centre.ts';
import { face, overflows, rate, violations, withKiosk } from './support/kiosk-page.ts';

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  [browser, centre] = await Promise.all([
    launchBrowser([trustTestCertificate]),
    Centre.start({ kioskLanguages: ['vi', 'en', 'hmn'] }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await centre.remove();
});

describe('a language pack that is only begun', () => {
  it('says so on the screen, shows what it lacks in Vietnamese and marked, and ends with the session', () =>
    withKiosk(browser, centre, { counter: 'Q01' }, async (page) => {
      const before = centre.journal().length;
      expect(await page.locator('.unreviewed').count()).toBe(0);
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      await page.tap('.aids >> text=Hmoob');
      expect(await page.getAttribute('html', 'lang')).toBe('hmn');
      expect(await page.textContent('.unreviewed')).toContain('chưa được kiểm tra');
      expect(await page.textContent('h1')).toContain('txaus siab');
      expect(await page.textContent('.officer')).toContain('Cán bộ (vi)');
      for (const size of [
        { width: 1280, height: 800 },
        { width: 320, height: 200 },
      ]) {
        await page.setViewportSize(size);
        expect([await violations(page), await overflows(page)]).toEqual([[], false]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await rate(page, 5);
      expect(await page.textContent('h1')).toBe('Ua tsaug!');
      await page.tap('text=Tas lawm');
      await page.waitForSelector('.idle-screen');
      expect(await page.getAttribute('html', 'lang')).toBe('vi');
      expect(await page.locator('.unreviewed').count()).toBe(0);
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({ locale: 'hmn', level: 5 });
    }));
});

/** A device with voices for two languages; what is spoken ends when the test says so. */
const voices = `
  globalThis.spoken = [];
  globalThis.utterance = null;
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(globalThis, 'speechSynthesis', { value: {
    getVoices: () => [{ lang: 'vi-VN' }, { lang: 'en_US' }],
    addEventListener() {},
    cancel() { globalThis.utterance = null; },
    speak(utterance) { globalThis.utterance = utterance; globalThis.spoken.push(utterance.lang + ' ' + utterance.text); },
  } });`;
interface Speaking {
  spoken: string[];
  utterance: { onend(): void } | null;
}
const spoken = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as Speaking).spoken);
const silent = (page: Page): Promise<boolean> =>
  page.evaluate(() => (globalThis as unknown as Speaking).utterance === null);
const endUtterance = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as Speaking).utterance?.onend());

const { labels, scale } = defaultQuestionnaire.items[0]!;

describe('reading aloud', () => {
  it('reads the question and every label in order, and nothing of the choice', () =>
    withKiosk(browser, centre, { counter: 'Q01', before: voices }, async (page) => {
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      expect(await spoken(page)).toEqual([]);
      await page.tap('text=Đọc to');
      for (let times = 0; times < 6; times += 1) await endUtterance(page);
      const all = [labels.vi, ...scale.map((step) => step.label.vi)].map((text) => `vi ${text}`);
      expect(await spoken(page)).toEqual(all);
      expect(await page.locator('.aids >> text=Đọc to').count()).toBe(1);
      await rate(page, 1);
      await page.clock.fastForward(60_000);
      expect(await spoken(page)).toEqual(all);
    }));

  it.each([
    ['a press', async (page: Page) => rate(page, 4)],
    ['another language', async (page: Page) => page.tap('.aids >> text=English')],
    ['leaving', async (page: Page) => page.tap('footer >> text=Bỏ qua')],
    ['the end of the time', async (page: Page) => page.clock.fastForward(130_000)],
    ['a second tap on the button', async (page: Page) => page.tap('text=Dừng đọc')],
  ])('stops in the middle of a word: %s', (_, end) =>
    withKiosk(browser, centre, { counter: 'Q02', before: voices }, async (page) => {
      await centre.closeVisit('CB02', 'Q02');
      await page.waitForSelector('.faces-screen');
      await page.tap('text=Đọc to');
      await endUtterance(page);
      expect(await silent(page)).toBe(false);
      const before = await spoken(page);
      await end(page);
      await page.waitForFunction(() => (globalThis as unknown as Speaking).utterance === null);
      expect(await spoken(page)).toEqual(before);
    }),
  );

  it('speaks the language of the screen, and has no button where no voice does', () =>
    withKiosk(browser, centre, { counter: 'Q03', before: voices }, async (page) => {
      await centre.closeVisit('CB03', 'Q03');
      await page.waitForSelector('.faces-screen');
      await page.tap('.aids >> text=English');
      await page.tap('text=Read aloud');
      expect(await spoken(page)).toEqual([`en ${labels.en}`]);
      await page.tap('.aids >> text=Hmoob');
      await page.waitForFunction(() => document.documentElement.lang === 'hmn');
      expect(await page.locator('.aids >> text=Nyeem nrov').count()).toBe(0);
    }));
});

describe('sight aids', () => {
  it('end with the session, and a screen in use keeps them', () =>
    withKiosk(browser, centre, { counter: 'Q04' }, async (page) => {
      await page.tap('.whole');
      await page.tap('text=Chữ to');
      await page.tap('text=Tương phản');
      const root = () => page.getAttribute('html', 'class');
      expect(await root()).toBe('large-text contrast');
      await rate(page, 3);
      expect(await root()).toBe('large-text contrast');
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      expect(await root()).toBe('large-text contrast');
      await page.clock.fastForward(120_000);
      await page.waitForSelector('.idle-screen');
      expect(await root()).toBe('');
    }));

  it('moves nothing for those who asked the device for less motion', async () => {
    await withKiosk(browser, centre, { counter: 'Q05' }, async (page) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await centre.closeVisit('CB05', 'Q05');
      await page.waitForSelector('.faces-screen');
      const moving = await page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter((element) => {
            const { animationName, transitionDuration } = getComputedStyle(element);
            return animationName !== 'none' || !/^0s(, 0s)*$/.test(transitionDuration);
          }).length,
      );
      expect(moving).toBe(0);
    });
  });

  it('faces are at least 24 mm high once the screen is calibrated, at the sizes of kiosks', () =>
    withKiosk(
      browser,
      centre,
      {
        counter: 'Q06',
        // A dense 10-inch screen: 6 CSS pixels a millimetre.
        before: `indexedDB.open('langnghe-device', 1).onupgradeneeded = (event) => {
          event.target.result.createObjectStore('values').put({ pixelsPerMm: 6 }, 'settings');
        }`,
      },
      async (page) => {
        await centre.closeVisit('CB06', 'Q06');
        await page.waitForSelector('.faces-screen');
        for (const size of [
          { width: 1280, height: 800 },
          { width: 1080, height: 1920 },
        ]) {
          await page.setViewportSize(size);
          for (let level = 1; level <= 5; level += 1) {
            const box = (await face(page, level).boundingBox())!;
            expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24 * 6);
          }
        }
      },
    ));
});

describe('set-up', () => {
  it('calibrates millimetres while pairing, without an accessibility violation at any size', async () => {
    const context = await kioskContext(browser);
    const page = await context.newPage();
    await page.goto(`${centre.url}/kiosk/`);
    await page.waitForSelector('.pair-screen #code');
    for (const size of [
      { width: 1280, height: 800 },
      { width: 1080, height: 1920 },
      { width: 320, height: 200 },
    ]) {
      await page.setViewportSize(size);
      expect([size.width, await violations(page), await overflows(page)]).toEqual([size.width, [], false]);
    }
    await page.fill('#card', '6');
    await page.waitForFunction(
      () => getComputedStyle(document.documentElement).getPropertyValue('--mm') === '6px',
    );
    await page.setViewportSize({ width: 1280, height: 800 });
    expect((await page.locator('.card-frame').boundingBox())!.width).toBeCloseTo(85.6 * 6, 0);
    await context.close();
  });
});

describe('escapes', () => {
  it('are not there: menu, zoom, way back, selection', () =>
    withKiosk(browser, centre, { counter: 'Q07' }, async (page) => {
      const prevented = await page.evaluate(() => {
        const key = (init: KeyboardEventInit): KeyboardEvent =>
          new KeyboardEvent('keydown', { cancelable: true, bubbles: true, ...init });
        const tried = [
          new MouseEvent('contextmenu', { cancelable: true, bubbles: true }),
          new WheelEvent('wheel', { cancelable: true, bubbles: true, ctrlKey: true }),
          ...['+', '0', 'r', 'p', 's', 'o', 'u', 'j', 'w', 'a'].map((letter) =>
            key({ key: letter, ctrlKey: true }),
          ),
          ...['I', 'J', 'Delete'].map((letter) => key({ key: letter, ctrlKey: true, shiftKey: true })),
          ...['ArrowLeft', 'Home'].map((name) => key({ key: name, altKey: true })),
          ...['F1', 'F5', 'F11', 'F12', 'BrowserBack'].map((name) => key({ key: name })),
          new DragEvent('dragstart', { cancelable: true, bubbles: true }),
        ];
        const left = [key({ key: 'Tab' }), key({ key: 'Enter' }), key({ key: 'a' }), key({ key: '5' })];
        return [tried, left].map((events) => events.map((event) => !document.body.dispatchEvent(event)));
      });
      expect(prevented).toEqual([Array(23).fill(true), Array(4).fill(false)]);
      expect(
        await page.evaluate(() => {
          const { userSelect, overscrollBehaviorX, touchAction } = getComputedStyle(document.body);
          return [userSelect, overscrollBehaviorX, touchAction];
        }),
      ).toEqual(['none', 'none', 'pan-x pan-y']);
    }));
});
