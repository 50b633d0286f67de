// Every way through the kiosk by keyboard alone, from idle to thanks to idle, in both languages: each control is reached by
// Tab, shows that it has the focus, and does its work by Enter or the space bar.
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import english from '../../kiosk/languages/en.json';
import vietnamese from '../../kiosk/languages/vi.json';
import { defaultQuestionnaire } from '../../server/questionnaire-default.ts';
import { reportTexts } from '../../shared/contract/sealed-report.ts';
import { launchBrowser } from '../support/browser.ts';
import { Centre, trustTestCertificate } from './support/centre.ts';
import { withKiosk } from './support/kiosk-page.ts';

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  browser = await launchBrowser([
    trustTestCertificate,
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
  ]);
});
afterAll(() => browser.close());

/** One centre for each group of tests: a server lets only so many devices try to pair a minute. */
const withCentre = (): void => {
  beforeAll(async () => {
    centre = await Centre.start();
  });
  afterAll(() => centre.remove());
};

const tabsMax = 60;

/** Goes on by Tab until the control of that name has the focus, and checks that this can be seen. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < tabsMax; tabs += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement!;
      const label = element instanceof HTMLTextAreaElement ? element.labels[0] : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { name: label?.textContent?.trim(), ring: outlineStyle === 'none' ? '0px' : outlineWidth };
    });
    if (focused.name !== name) continue;
    expect([name, Number.parseFloat(focused.ring) >= 2]).toEqual([name, true]);
    return;
  }
  throw new Error(`Tab does not come to "${name}"`);
}

async function press(page: Page, name: string, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

const face = async (page: Page, name: string): Promise<void> => {
  await page.waitForSelector('.faces button[aria-disabled=false]');
  await press(page, name, 'Space');
  await page.waitForSelector('.thanks-screen');
};

describe.each([
  ['vi', vietnamese.texts],
  ['en', english.texts],
] as const)('by keyboard alone (%s)', (lang, texts) => {
  withCentre();
  const [officer, guidance, , reasons] = defaultQuestionnaire.items;
  const level = (value: number): string => officer!.scale[value - 1]!.label[lang];
  /** The language first, where it is not the one a kiosk greets in. */
  const inLanguage = async (page: Page): Promise<void> => {
    if (lang === 'en') await press(page, 'English');
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, lang);
  };

  it('at a counter: the visit just closed, questions after it, thanks', () =>
    withKiosk(browser, centre, { counter: 'Q01' }, async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      await inLanguage(page);
      await face(page, level(2));
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      await press(page, guidance!.scale[0]!.label[lang], 'Space');
      await press(page, reasons!.scale[1]!.label[lang], 'Space');
      await press(page, texts.send);
      await page.waitForSelector('.items-screen', { state: 'detached' });
      expect(await page.textContent('h1')).toBe(texts.thanks);
      const completed = (): boolean => centre.journal().at(-1)?.answers.guidance !== undefined;
      while (!completed()) await page.clock.fastForward(1_000);
      await page.waitForSelector('.idle-screen');
      expect(centre.journal().slice(before)).toMatchObject([
        { tier: 'invited', level: 2, locale: lang, answers: { guidance: 1, reasons: [2] } },
      ]);
    }));

  it('at a counter: a walk-up that is taken back, chosen again, and given a receipt', () =>
    withKiosk(browser, centre, { counter: 'Q02' }, async (page) => {
      const before = centre.journal().length;
      await inLanguage(page);
      await press(page, texts.idleTouch);
      await face(page, level(1));
      await press(page, texts.undo);
      await face(page, level(4));
      await press(page, texts.keepReceipt);
      await page.waitForSelector('.receipt');
      await press(page, texts.closeReceipt);
      await page.waitForSelector('.items-screen');
      await press(page, texts.skip);
      await page.waitForSelector('.idle-screen');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).slice(before)).toMatchObject([
        { tier: 'walk-up', counter: 'Q02', level: 4 },
      ]);
    }));

  it('at a counter: an offer refused, and thanks ended at once', () =>
    withKiosk(browser, centre, { counter: 'Q03' }, async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit('CB03', 'Q03');
      await page.waitForSelector('.faces-screen');
      await inLanguage(page);
      await press(page, texts.skip);
      await page.waitForSelector('.idle-screen');
      await inLanguage(page);
      await press(page, texts.idleTouch);
      await face(page, level(5));
      await press(page, texts.leave);
      await page.waitForSelector('.idle-screen');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).slice(before)).toMatchObject([{ level: 5 }]);
    }));

  it('leaves no focus on the faces of the next respondent, whose heading has it', () =>
    withKiosk(browser, centre, { counter: 'Q05' }, async (page) => {
      await inLanguage(page);
      await press(page, texts.idleTouch);
      await page.waitForSelector('.faces-screen');
      await centre.closeVisit('CB05', 'Q05');
      await press(page, texts.skip);
      await page.waitForSelector('.officer');
      const focused = await page.evaluate(() => [document.activeElement?.tagName, scrollY]);
      expect(focused).toEqual(['H1', 0]);
    }));

  it('at the exit: by the slip’s digits, with a remark and the question on unofficial payments', async () => {
    const recipient = await identityToRecipient(await generateIdentity());
    centre.context.file.transact((tx) =>
      centre.context.stores.inspectorate.setInspectorate(
        tx,
        { name: 'Thanh tra mẫu', recipient },
        '2026-01-01',
      ),
    );
    const keyboard = `indexedDB.open('langnghe-device', 1).onupgradeneeded = (event) => {
      event.target.result.createObjectStore('values').put({ hasKeyboard: true }, 'settings');
    }`;
    await withKiosk(browser, centre, { counter: null, before: keyboard }, async (page) => {
      const before = centre.journal().length;
      const { code } = await centre.closeVisit('CB04', 'Q04');
      await inLanguage(page);
      await press(page, texts.enterCode);
      await page.waitForSelector('.code-screen');
      await press(page, code[0]!);
      await press(page, texts.erase);
      for (const digit of code) await press(page, digit, 'Space');
      await page.waitForSelector('.officer');
      await face(page, level(3));
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      await tabTo(page, texts.comment);
      // Somebody who types slowly is somebody who is there: the screen waits.
      for (const word of ['Chờ ', 'hơi ', 'lâu.']) {
        await page.keyboard.type(word);
        await page.clock.fastForward(45_000);
      }
      await press(page, reportTexts[lang].answers.no, 'Space');
      await press(page, texts.send);
      await page.waitForSelector('.items-screen', { state: 'detached' });
      const completed = (): boolean => (centre.journal().at(-1)?.comment ?? null) !== null;
      while (!completed()) await page.clock.fastForward(1_000);
      await page.waitForSelector('.idle-screen');
      expect(centre.journal().slice(before)).toMatchObject([
        { tier: 'invited', officer: 'CB04', level: 3, comment: 'Chờ hơi lâu.' },
      ]);
    });
  });

  it('at the exit: into the camera and out of it, to the counters, and back from each', () =>
    withKiosk(browser, centre, { counter: null }, async (page) => {
      const before = centre.journal().length;
      await inLanguage(page);
      await press(page, texts.scanCamera);
      await page.waitForSelector('.camera-screen');
      await press(page, texts.enterCode);
      await page.waitForSelector('.code-screen');
      await press(page, texts.back);
      await page.waitForSelector('.idle-screen');
      await inLanguage(page);
      await press(page, texts.noSlip);
      await page.waitForSelector('.counters-screen');
      await press(page, texts.back);
      await page.waitForSelector('.idle-screen');
      await inLanguage(page);
      await press(page, texts.enterCode);
      await press(page, texts.noSlip);
      await press(page, 'Quầy 08');
      await face(page, level(4));
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      await page.clock.fastForward(41_000);
      await page.waitForSelector('.idle-screen');
      expect((await centre.journalOf(before + 1)).slice(before)).toMatchObject([
        { tier: 'walk-up', counter: 'Q08', level: 4, locale: lang },
      ]);
    }));
});
