// What browser tests of the kiosk share: a paired page with its own profile, and what is checked on every screen.
import AxeBuilder from '@axe-core/playwright';
import jsQR from 'jsqr';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { expect } from 'vitest';
import { type Centre, kioskContext } from './centre.ts';

export interface KioskWish {
  /** null: at the exit. */
  counter: string | null;
  pin?: string;
  /** Runs in the page before its own scripts. */
  before?: (() => void) | string;
}

/** Runs `use` with a fresh profile whose page is a paired kiosk. The page's clock can be moved on. */
export async function withKiosk(
  browser: Browser,
  centre: Centre,
  wish: KioskWish,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await kioskContext(browser);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  if (wish.before !== undefined) await page.addInitScript(wish.before);
  await page.clock.install();
  try {
    await centre.pair(page, wish.counter, wish.pin ?? '');
    await use(page, context);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
    while (centre.online() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const face = (page: Page, level: number): Locator => page.locator(`.faces button >> nth=${level - 1}`);

/** Taps a face of the counter's walk-up screen and waits for the thanks. */
export async function rate(page: Page, level: number): Promise<void> {
  await page.waitForSelector('.faces button[aria-disabled=false]');
  await face(page, level).tap();
  await page.waitForSelector('.thanks-screen');
}

export const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
};

export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** What a phone reads of a code on the screen: the picture, through a real decoder. */
export async function scan(code: Locator): Promise<string | null> {
  const { data, width, height } = PNG.sync.read(await code.screenshot());
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
