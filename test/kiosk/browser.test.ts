// The kiosk in a real browser over TLS against the real server: counter and exit, both languages, undo, timeouts, two
// kiosks at once, officer swapped, kiosk revoked, nothing left for the next respondent, accessibility of every screen.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { Centre, kioskContext, trustTestCertificate } from './support/centre.ts';

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  browser = await launchBrowser([trustTestCertificate]);
});
afterAll(() => browser.close());

/** One centre for each group of tests: a server lets only so many devices try to pair a minute. */
const withCentre = (): void => {
  beforeAll(async () => {
    centre = await Centre.start();
  });
  afterAll(() => centre.remove());
};

const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
};

const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Runs `use` with a fresh profile whose page is a paired kiosk. The page's clock can be moved on. */
async function withKiosk(
  counter: string | null,
  use: (page: Page, context: BrowserContext) => Promise<void>,
  pin = '',
): Promise<void> {
  const context = await kioskContext(browser);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.clock.install();
  try {
    await centre.pair(page, counter, pin);
    await use(page, context);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
    while (centre.online() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const face = (page: Page, level: number) => page.locator(`.faces button >> nth=${level - 1}`);

describe('kiosk at a counter', () => {
  withCentre();

  it('offers the visit just closed, takes one tap, and sends it after the time of the undo', () =>
    withKiosk('Q01', async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      expect(await page.textContent('.officer')).toContain('Cán bộ 01');
      expect(await page.textContent('.privacy')).toBe('Không ghi tên. Cán bộ không biết ai chấm.');
      await face(page, 5).tap();
      await page.waitForSelector('.thanks-screen');
      expect(centre.journal().length).toBe(before);
      await page.clock.fastForward(6_000);
      const lines = await centre.journalOf(before + 1);
      expect(lines.slice(before)).toMatchObject([
        { officer: 'CB01', counter: 'Q01', tier: 'invited', mode: 'kiosk', level: 5, locale: 'vi' },
      ]);
      await page.waitForSelector('.items-screen');
      await page.clock.fastForward(41_000);
      await page.waitForSelector('.idle-screen');
    }));

  it('counts only the second choice after an undo, and never shows the first', () =>
    withKiosk('Q01', async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit();
      await face(page, 1).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(3_000);
      await page.tap('text=Chọn lại');
      await page.waitForSelector('.faces-screen');
      expect(await page.locator('.pressed').count()).toBe(0);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
      await face(page, 4).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(6_000);
      await centre.journalOf(before + 1);
      await page.clock.fastForward(60_000);
      await page.waitForSelector('.idle-screen');
      expect(centre.journal().slice(before)).toMatchObject([{ level: 4 }]);
    }));

  it('adds optional answers, none chosen beforehand', () =>
    withKiosk('Q01', async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit();
      await face(page, 2).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      expect(await page.locator('.choices [aria-pressed=true]').count()).toBe(0);
      await page.tap('text=Không rõ');
      await page.tap('text=Thời gian chờ');
      await page.tap('text=Giấy tờ phải nộp');
      await page.tap('text=Thời gian chờ');
      await centre.journalOf(before + 1);
      await page.tap('text=Gửi thêm');
      await page.waitForSelector('.thanks-screen');
      const completed = (): boolean => centre.journal().at(-1)?.answers.guidance !== undefined;
      while (!completed()) await page.clock.fastForward(1_000);
      expect(centre.journal().at(-1)?.answers).toEqual({ officer: 2, guidance: 1, reasons: [4] });
    }));

  it('changes the language in the middle and greets the next one in Vietnamese', () =>
    withKiosk('Q01', async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      await page.tap('text=English');
      await page.tap('text=Large text');
      expect(await page.textContent('h1')).toContain('How satisfied');
      expect(await page.getAttribute('html', 'lang')).toBe('en');
      await face(page, 3).tap();
      await page.waitForSelector('.thanks-screen');
      expect(await page.textContent('h1')).toBe('Thank you!');
      await page.tap('text=Done');
      await page.waitForSelector('.idle-screen');
      expect(await page.textContent('.idle-screen')).toContain('Chạm vào đây để đánh giá');
      expect(await page.getAttribute('html', 'class')).toBe('');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({ locale: 'en', level: 3 });
    }));

  it('ends an offer nobody touches, and an abandoned session, by itself', () =>
    withKiosk('Q01', async (page) => {
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      await page.clock.fastForward(121_000);
      await page.waitForSelector('.idle-screen');
      await page.tap('.whole');
      await page.waitForSelector('.faces-screen');
      await page.clock.fastForward(61_000);
      await page.waitForSelector('.idle-screen');
    }));

  it('never replaces a touched screen by an offer, and shows the offer afterwards', () =>
    withKiosk('Q01', async (page) => {
      const before = centre.journal().length;
      await page.tap('.whole');
      await page.waitForSelector('.faces-screen');
      expect(await page.textContent('.subject')).toBe('Quầy 01');
      await centre.closeVisit('CB05', 'Q01');
      await face(page, 3).tap();
      await page.waitForSelector('.thanks-screen');
      await page.tap('text=Xong');
      await page.waitForSelector('.officer');
      expect(await page.textContent('.officer')).toContain('Cán bộ 05');
      await face(page, 4).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 2)).slice(before)).toMatchObject([
        { tier: 'walk-up', counter: 'Q01', level: 3 },
        { tier: 'invited', officer: 'CB05', level: 4 },
      ]);
    }));

  it('gives the rating to the officer who served, not to the one who took over', () =>
    withKiosk('Q01', async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit('CB01', 'Q01');
      await page.waitForSelector('.faces-screen');
      await centre.context.roster.put({
        officers: [],
        counters: [],
        procedures: [],
        duty: [{ counter: 'Q01', officer: 'CB07', from: new Date(Date.now() - 1000).toISOString() }],
      });
      await face(page, 5).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({ officer: 'CB01' });
    }));

  it('counts a tap whose page was closed inside the time of the undo', async () => {
    const context = await kioskContext(browser);
    const page = await context.newPage();
    await centre.pair(page, 'Q01');
    const before = centre.journal().length;
    await centre.closeVisit();
    await face(page, 1).tap();
    await page.waitForSelector('.thanks-screen');
    await page.close();
    expect(centre.journal().length).toBe(before);
    const again = await context.newPage();
    await again.goto(`${centre.url}/kiosk/`);
    await again.waitForSelector('.idle-screen');
    expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({ level: 1, tier: 'invited' });
    await context.close();
  });

  it('shows each of two kiosks the visits of its own counter', async () => {
    const contexts = await Promise.all([kioskContext(browser), kioskContext(browser)]);
    const [first, second] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page];
    await centre.pair(first, 'Q03');
    await centre.pair(second, 'Q04');
    const before = centre.journal().length;
    await centre.closeVisit('CB03', 'Q03');
    await first.waitForSelector('.officer');
    expect(await second.locator('.idle-screen').count()).toBe(1);
    await centre.closeVisit('CB04', 'Q04');
    await second.waitForSelector('.officer');
    await Promise.all([face(first, 2).tap(), face(second, 5).tap()]);
    const lines = (await centre.journalOf(before + 2)).slice(before);
    expect(lines.map(({ officer, level }) => `${officer} ${level}`).sort()).toEqual(['CB03 2', 'CB04 5']);
    await Promise.all(contexts.map((context) => context.close()));
  });
});

describe('revoked kiosk', () => {
  withCentre();

  it('stops when it is revoked, keeps what waits, and sends it once paired again', async () => {
    const context = await kioskContext(browser);
    const page = await context.newPage();
    await centre.pair(page, 'Q06');
    const before = centre.journal().length;
    await centre.closeVisit('CB06', 'Q06');
    await face(page, 4).tap();
    await page.waitForSelector('.thanks-screen');
    const [device] = centre.context.kiosks.lines().filter((line) => line.counter === 'Q06');
    await centre.context.access.revokeDevice(device!.id);
    await page.waitForSelector('.pair-screen');
    await page.waitForFunction(() => document.body.textContent?.includes('1 đánh giá đang đợi gửi'));
    expect(centre.journal().length).toBe(before);
    await centre.pair(page, 'Q06');
    expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({ officer: 'CB06', level: 4 });
    await context.close();
  });
});

describe('kiosk at the exit', () => {
  withCentre();

  it('finds the visit by the slip’s digits and says plainly what is wrong with others', () =>
    withKiosk(null, async (page) => {
      const before = centre.journal().length;
      const { code } = await centre.closeVisit('CB02', 'Q02');
      const type = async (digits: string): Promise<void> => {
        for (const digit of digits) await page.tap(`.keypad button:text-is("${digit}")`);
      };
      await page.tap('text=Nhập mã trên phiếu');
      await type('1234567');
      await page.waitForFunction(() => document.body.textContent?.includes('Không thấy mã này'));
      await type(code);
      await page.waitForSelector('.officer');
      expect(await page.textContent('.officer')).toContain('Cán bộ 02');
      await face(page, 4).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 1)).at(-1)).toMatchObject({ officer: 'CB02', tier: 'invited' });
      await page.tap('footer >> text=Bỏ qua');
      await page.tap('text=Nhập mã trên phiếu');
      await type(code);
      await page.waitForFunction(() => document.body.textContent?.includes('đã được đánh giá'));
    }));

  it('takes a scanned slip, also without network, and a walk-up by counter', () =>
    withKiosk(null, async (page) => {
      const before = centre.journal().length;
      const { url } = await centre.closeVisit('CB03', 'Q03');
      await page.keyboard.type(url);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.faces-screen');
      await face(page, 2).tap();
      await page.waitForSelector('.thanks-screen');
      await page.tap('text=Xong');
      await page.tap('text=Không có phiếu');
      await page.tap('text=Quầy 08');
      await face(page, 5).tap();
      await page.waitForSelector('.thanks-screen');
      await page.clock.fastForward(6_000);
      expect((await centre.journalOf(before + 2)).slice(before)).toMatchObject([
        { officer: 'CB03', tier: 'invited', level: 2 },
        { counter: 'Q08', tier: 'walk-up', level: 5 },
      ]);
    }));
});

describe('nothing is left for the next respondent', () => {
  withCentre();

  it('by back, reload or autofill', () =>
    withKiosk(null, async (page) => {
      const { code } = await centre.closeVisit('CB02', 'Q02');
      await page.tap('text=Nhập mã trên phiếu');
      for (const digit of code) await page.tap(`.keypad button:text-is("${digit}")`);
      await page.waitForSelector('.officer');
      await page.goBack();
      expect(page.url()).toBe(`${centre.url}/kiosk/`);
      await page.reload();
      await page.waitForSelector('.idle-screen');
      const text = (await page.textContent('body')) ?? '';
      expect(text).not.toContain(code);
      expect(text).not.toContain('Cán bộ 02');
      expect(await page.locator('input').count()).toBe(0);
      expect(page.url()).toBe(`${centre.url}/kiosk/`);
      expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    }));
});

describe('staff menu', () => {
  withCentre();

  it('opens only by the PIN and shows counts, never content', () =>
    withKiosk(
      'Q01',
      async (page) => {
        await page.hover('.place');
        await page.mouse.down();
        await page.clock.fastForward(3_100);
        await page.mouse.up();
        await page.fill('#pin', '1111');
        await page.tap('text=Mở');
        await page.waitForFunction(() => document.body.textContent?.includes('PIN không đúng'));
        await page.fill('#pin', '2468');
        await page.tap('text=Mở');
        await page.waitForSelector('dl');
        expect(await page.textContent('dl')).toContain('có · up');
        expect(await violations(page)).toEqual([]);
        await page.tap('text=Đóng');
        await page.waitForSelector('.idle-screen');
      },
      '2468',
    ));
});

describe('every screen of the kiosk', () => {
  withCentre();

  const sizes = [
    { width: 1280, height: 800 },
    { width: 1080, height: 1920 },
    // 1280 x 800 at 400% zoom.
    { width: 320, height: 200 },
  ];
  /** Checks the screen that is shown, by axe and for sideways scrolling, at each size and in the language. */
  const checks =
    (page: Page, lang: string) =>
    async (screen: string): Promise<void> => {
      const switchable = (await page.locator('header').count()) > 0;
      if (switchable && lang === 'en' && (await page.getAttribute('html', 'lang')) === 'vi') {
        await page.tap('text=English');
      }
      for (const size of sizes) {
        await page.setViewportSize(size);
        const found = [screen, size.width, await violations(page), await overflows(page)];
        expect(found).toEqual([screen, size.width, [], false]);
      }
      await page.setViewportSize(sizes[0]!);
    };

  it.each(['vi', 'en'])('has no accessibility violation and needs no sideways scrolling (%s)', (lang) =>
    withKiosk('Q01', async (page) => {
      const check = checks(page, lang);
      await check('idle');
      await centre.closeVisit();
      await page.waitForSelector('.faces-screen');
      await check('faces');
      await page.tap(lang === 'en' ? 'text=Contrast' : 'text=Tương phản');
      await check('faces, high contrast');
      await page.tap(lang === 'en' ? 'text=Large text' : 'text=Chữ to');
      await check('faces, large text');
      await face(page, 3).tap();
      await page.waitForSelector('.thanks-screen');
      await check('thanks');
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      await check('items');
    }),
  );

  it.each(['vi', 'en'])('also at the exit, without a violation (%s)', (lang) =>
    withKiosk(null, async (page) => {
      const check = checks(page, lang);
      await check('idle');
      await page.tap('.ways button >> nth=0');
      await page.waitForSelector('.code-screen');
      await check('code');
      await page.tap('footer button >> nth=0');
      await page.waitForSelector('.counters-screen');
      await check('counters');
      await page.tap('.counters button >> nth=0');
      await page.waitForSelector('.faces-screen');
      await check('walk-up');
    }),
  );
});
