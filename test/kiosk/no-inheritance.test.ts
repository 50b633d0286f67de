// Nothing of one respondent is ever visible to the next: random sessions in the real browser, ended in every way there is,
// and after each the screens of the next respondent compared, whole, with those of a kiosk nobody has used.
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { Centre, trustTestCertificate } from './support/centre.ts';
import { rate, withKiosk } from './support/kiosk-page.ts';

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser([trustTestCertificate]), Centre.start()]);
});
afterAll(async () => {
  await browser.close();
  await centre.remove();
});

/**
 * The whole document, without what belongs to the moment: the countdown, the codes that change by themselves, and which
 * attribute of the root was set first (its font may be ready before its size is, after a reload).
 */
const documentOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const root = document.documentElement.cloneNode(true) as HTMLElement;
    for (const moment of root.querySelectorAll('.time-left, .own-phone, .say-more, script, link, style')) {
      moment.remove();
    }
    const attributes = [...root.attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name } of attributes) root.removeAttribute(name);
    for (const { name, value } of attributes) root.setAttribute(name, value);
    const focused = document.activeElement === document.body ? '' : document.activeElement?.outerHTML;
    const selected = String(getSelection());
    const stored = JSON.stringify([
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      history.state,
    ]);
    return [location.href, root.outerHTML, focused, selected, stored, scrollY].join('\n');
  });

/** What the next respondent sees on the way through. Leaves the kiosk idle. */
async function look(page: Page): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  const note = async (name: string): Promise<void> => {
    seen[name] = await documentOf(page);
    const fields = page.locator('input, textarea, select');
    seen[`${name} fields`] = String(await fields.count());
  };
  await note('idle');
  await page.tap('text=Nhập mã trên phiếu');
  await page.waitForSelector('.code-screen');
  await note('code');
  await page.tap('text=Không có phiếu');
  await page.waitForSelector('.counters-screen');
  await note('counters');
  await page.tap('text=Quầy 08');
  await page.waitForSelector('.faces button[aria-disabled=false]');
  await note('faces');
  await rate(page, 3);
  await note('thanks');
  await page.clock.fastForward(6_000);
  await page.waitForSelector('.items-screen');
  await note('items');
  await toIdle(page);
  return seen;
}

/** Time alone brings the kiosk back. */
async function toIdle(page: Page): Promise<void> {
  for (let times = 0; times < 8; times += 1) {
    const idle = await page.evaluate(
      () =>
        document.querySelector('.idle-screen') !== null &&
        document.documentElement.lang === 'vi' &&
        document.documentElement.className === '',
    );
    if (idle) return;
    await page.clock.fastForward(61_000);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await page.waitForSelector('.idle-screen');
}

const aids = ['English', 'Chữ to', 'Tương phản'] as const;
const ways = ['digits', 'counters', 'walk-up', 'rated', 'undone', 'items', 'scanned'] as const;
const ends = ['time', 'reload', 'back', 'kept page', 'button'] as const;

async function walk(page: Page, way: (typeof ways)[number], level: number): Promise<void> {
  if (way === 'scanned') {
    await page.keyboard.type((await centre.closeVisit('CB04', 'Q04')).url);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.faces-screen');
    return;
  }
  await page.tap(`.ways button >> nth=${way === 'digits' ? 0 : 1}`);
  if (way === 'digits') {
    for (const digit of '4711') await page.tap(`.keypad button:text-is("${digit}")`);
    return;
  }
  if (way === 'counters') return;
  await page.tap('.counters button >> nth=2');
  await page.waitForSelector('.faces-screen');
  if (way === 'walk-up') return;
  await rate(page, level);
  if (way === 'undone') {
    await page.tap('.thanks-screen main button');
    await page.waitForSelector('.faces-screen');
  }
  if (way === 'items') {
    await page.clock.fastForward(6_000);
    await page.waitForSelector('.items-screen');
    await page.tap('.choices button >> nth=1');
    await page.tap('.choices button >> nth=7');
  }
}

async function leave(page: Page, end: (typeof ends)[number]): Promise<void> {
  if (end === 'reload') await page.reload();
  if (end === 'back') await page.goBack();
  if (end === 'kept page') {
    await Promise.all([
      page.waitForEvent('load'),
      page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      }),
    ]);
  }
  if (end === 'button')
    await page
      .locator('footer button')
      .last()
      .tap({ timeout: 500 })
      .catch(() => undefined);
  await page.waitForSelector('.screen');
  await toIdle(page);
}

const session = fc.record({
  aids: fc.subarray([...aids]),
  way: fc.constantFrom(...ways),
  level: fc.constantFrom(1, 2, 4, 5),
  end: fc.constantFrom(...ends),
});

describe('the next respondent', () => {
  it(
    'sees a kiosk that nobody has used, whatever came before and however it ended',
    () =>
      withKiosk(browser, centre, { counter: null }, async (page) => {
        // A kiosk that has been scanned at tells citizens of its scanner: so from the start.
        await page.keyboard.type((await centre.closeVisit('CB04', 'Q04')).url);
        await page.keyboard.press('Enter');
        await page.waitForSelector('.faces-screen');
        await toIdle(page);
        const untouched = await look(page);
        await fc.assert(
          fc.asyncProperty(fc.array(session, { minLength: 1, maxLength: 3 }), async (sessions) => {
            for (const { aids: asked, way, level, end } of sessions) {
              for (const aid of asked)
                await page.tap(`.aids button:text-is("${aid}")`, { timeout: 500 }).catch(() => undefined);
              await walk(page, way, level);
              await leave(page, end);
            }
            expect(await look(page)).toEqual(untouched);
          }),
          { numRuns: 6, endOnFailure: true },
        );
      }),
    300_000,
  );
});
