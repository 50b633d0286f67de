// The rating page in a real browser over TLS, with and without a script, against the real server.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Centre, phoneContext } from '../kiosk/support/centre.ts';
import { launchBrowser } from '../support/browser.ts';

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), Centre.start()]);
});
afterAll(async () => {
  await browser.close();
  await centre.remove();
});

const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
};

/** Wider than the screen: somebody would have to scroll sideways to read. */
const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe('rating page without a script', () => {
  it('takes a rating, optional answers and a comment, and shows the receipt', async () => {
    const context = await phoneContext(browser, { javaScriptEnabled: false });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const before = centre.journal().length;
    const { url } = await centre.closeVisit('CB02', 'Q02');
    await page.goto(url);
    expect(requests).toEqual([url]);
    expect(await page.textContent('body')).toContain('Không ghi tên. Cán bộ không biết ai chấm.');
    await page.click('text=Hài lòng >> nth=-2');
    expect(page.url()).toBe(`${centre.url}/r/thanks`);
    expect(centre.journal().slice(before)).toMatchObject([
      { officer: 'CB02', counter: 'Q02', tier: 'invited', mode: 'qr', level: 4, locale: 'vi' },
    ]);
    expect(await page.textContent('details b')).toMatch(/^LN(-[0-9A-Z]{5}){4}-[0-9A-Z]{2}$/);
    await page.getByLabel('Rõ ràng', { exact: true }).check();
    await page.getByLabel('Thời gian chờ').check();
    await page.getByLabel('Giấy tờ phải nộp').check();
    await page.fill('textarea', 'Chờ hơi lâu.');
    await page.click('text=Gửi thêm');
    expect(await page.textContent('main')).toContain('Đã ghi nhận thêm câu trả lời');
    expect(await page.locator('form').count()).toBe(0);
    expect(centre.journal().at(-1)).toMatchObject({
      level: 4,
      answers: { officer: 4, guidance: 3, reasons: [2, 4] },
      comment: 'Chờ hơi lâu.',
    });
    await context.close();
  });

  it('shows a spent slip as such, takes "it was not me", and never rates by being opened', async () => {
    const context = await phoneContext(browser, { javaScriptEnabled: false });
    const page = await context.newPage();
    const before = centre.journal().length;
    const { url } = await centre.closeVisit();
    for (let times = 0; times < 3; times += 1) await page.goto(url);
    expect(centre.journal().length).toBe(before);
    await page.click('button >> nth=0');
    await page.goto(url);
    expect(await page.textContent('h1')).toBe('Lượt này đã được đánh giá');
    await page.click('text=Không phải tôi đánh giá');
    expect(await page.textContent('h1')).toBe('Đã ghi nhận');
    await page.goto(url);
    expect(await page.locator('button').count()).toBe(0);
    expect(centre.journal().length).toBe(before + 1);
    await context.close();
  });

  it('speaks English when asked, by the browser or by the link', async () => {
    const context = await phoneContext(browser, { javaScriptEnabled: false, locale: 'en-GB' });
    const page = await context.newPage();
    const { url } = await centre.closeVisit();
    await page.goto(url);
    expect(await page.textContent('h1')).toContain('How satisfied');
    await page.click('header a');
    expect(await page.textContent('h1')).toContain('Ông/Bà');
    await page.click('header a');
    await page.click('text=Very satisfied');
    expect(await page.textContent('h1')).toBe('Thank you!');
    expect(centre.journal().at(-1)).toMatchObject({ level: 5, locale: 'en' });
    await context.close();
  });

  it('can be used by keyboard alone', async () => {
    const context = await phoneContext(browser, { javaScriptEnabled: false });
    const page = await context.newPage();
    const { url } = await centre.closeVisit();
    await page.goto(url);
    // Language, privacy text, then the faces, worst first.
    for (let times = 0; times < 4; times += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Không hài lòng');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/r/thanks');
    expect(centre.journal().at(-1)).toMatchObject({ level: 2 });
    await context.close();
  });
});

describe('rating page with its script', () => {
  it('answers at once, retries a lost network by itself, and rates once', async () => {
    const context = await phoneContext(browser);
    const page = await context.newPage();
    const { url } = await centre.closeVisit();
    const before = centre.journal().length;
    await page.goto(url);
    let attempts = 0;
    await page.route(url, async (route) => {
      attempts += 1;
      // The first is lost on its way, the second arrives but its answer is lost.
      if (attempts === 1) return route.abort('connectionreset');
      if (attempts === 2) {
        await route.fetch({ maxRedirects: 0 });
        return route.abort('connectionreset');
      }
      return route.continue();
    });
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('button')].map((b) => b.getBoundingClientRect().toJSON()),
      );
    const placesBefore = await places();
    await page.click('text=Rất hài lòng');
    expect(await page.getAttribute('button[value="5"]', 'aria-pressed')).toBe('true');
    await page.waitForFunction(() => document.getElementById('s')?.textContent?.includes('Mạng yếu'));
    // Nothing moves under the finger.
    expect(await places()).toEqual(placesBefore);
    await page.waitForURL('**/r/thanks');
    expect(attempts).toBe(3);
    expect(centre.journal().length).toBe(before + 1);
    expect(await page.locator('details svg').count()).toBe(1);
    await context.close();
  });

  it('shows the server’s own page when somebody else was faster', async () => {
    const context = await phoneContext(browser);
    const page = await context.newPage();
    const { url } = await centre.closeVisit();
    await page.goto(url);
    const other = await context.newPage();
    await other.goto(url);
    await other.click('text=Bình thường');
    await other.waitForURL('**/r/thanks');
    await page.click('text=Rất hài lòng');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('đã được đánh giá'));
    await context.close();
  });

  it('shows no form and no choice on the way back', async () => {
    const context = await phoneContext(browser);
    const page = await context.newPage();
    await page.goto(`${centre.url}/r/privacy`);
    const { url } = await centre.closeVisit();
    await page.goto(url);
    await page.click('text=Rất hài lòng');
    await page.waitForURL('**/r/thanks');
    await page.goBack();
    expect(page.url()).toBe(`${centre.url}/r/privacy`);
    await page.goForward();
    expect(page.url()).toBe(`${centre.url}/r/thanks`);
    expect(await page.textContent('body')).not.toContain('Rất hài lòng');
    await context.close();
  });
});

describe('every state of the rating page', () => {
  it.each(['vi', 'en'])(
    'has no accessibility violation and needs no sideways scrolling (%s)',
    async (lang) => {
      const { url } = await centre.closeVisit();
      const spent = await centre.closeVisit();
      const context = await phoneContext(browser, { width: 320 });
      const page = await context.newPage();
      const check = async (state: string): Promise<void> => {
        expect([state, await violations(page), await overflows(page)]).toEqual([state, [], false]);
      };
      await page.goto(`${spent.url}?lang=${lang}`);
      await page.click('button >> nth=2');
      await page.waitForURL('**/r/thanks');
      await page.goto(`${centre.url}/r/thanks?lang=${lang}`);
      await check('thanks');
      for (const [state, path] of [
        ['ask', url],
        ['already rated', spent.url],
        ['unknown', `${centre.url}/r/aaaaaaaaaaaaaaaaaaaaaa`],
        ['privacy', `${centre.url}/r/privacy`],
      ] as const) {
        await page.goto(`${path}?lang=${lang}`);
        await check(state);
      }
      await context.close();
    },
  );
});
