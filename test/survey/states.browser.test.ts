// Every state of the citizen's pages as served: no accessibility violation at 320 px, with text enlarged to 400%, on paper
// and without a script; no sideways scrolling; one request each.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { dayMs, minuteMs, TestServer, wednesday } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([
    launchBrowser(),
    TestServer.start({ policy: { invitationOpensAfterMinutes: 60 } }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};
/** Wider than the screen: somebody would have to scroll sideways to read. */
const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Each state by what leads to it; `open` resolves when the page is there. */
function statesOf(locale: 'vi' | 'en'): [string, (page: Page) => Promise<void>][] {
  const at = (path: string) => `${server.url}${path}?lang=${locale}`;
  const opened = async (ageMinutes = 120): Promise<string> => {
    const closedAt = server.context.calendar.iso(server.clock.at - ageMinutes * minuteMs);
    return `/r/${(await server.visit({ closedAt })).token}`;
  };
  const rate = async (page: Page, path: string): Promise<void> => {
    await page.goto(at(path));
    await page.click('button >> nth=3');
    await page.waitForURL('**/r/thanks');
  };
  /** Posts a form of the page's own, without its buttons. */
  const post = (page: Page, path: string, fields: Record<string, string>): Promise<unknown> =>
    Promise.all([
      page.waitForNavigation(),
      page.evaluate(
        ([action, entries]) => {
          const form = document.createElement('form');
          form.method = 'post';
          form.action = action;
          for (const [name, value] of entries) {
            const input = document.createElement('input');
            Object.assign(input, { type: 'hidden', name, value });
            form.append(input);
          }
          document.body.append(form);
          HTMLFormElement.prototype.submit.call(form);
        },
        [path, Object.entries({ ...fields, locale })] as const,
      ),
    ]);
  return [
    ['ask', async (page) => void (await page.goto(at(await opened())))],
    ['walk-up', async (page) => void (await page.goto(at('/c/Q01')))],
    ['not yet open', async (page) => void (await page.goto(at(await opened(0))))],
    [
      'expired',
      async (page) => {
        const path = await opened();
        server.clock.advance(30 * dayMs);
        await page.goto(at(path));
      },
    ],
    ['unknown', async (page) => void (await page.goto(at(`/r/${'D'.repeat(22)}`)))],
    ['unknown counter', async (page) => void (await page.goto(at('/c/Q99')))],
    [
      'invalid',
      async (page) => {
        const path = await opened();
        await page.goto(at(path));
        await post(page, path, { officer: '9' });
      },
    ],
    [
      'too large',
      async (page) => {
        const path = await opened();
        await page.goto(at(path));
        await post(page, path, { officer: '5', comment: 'x'.repeat(33_000) });
      },
    ],
    ['thanks', async (page) => rate(page, await opened())],
    [
      'items done',
      async (page) => {
        await rate(page, await opened());
        await page.locator('input[type=radio]').first().check();
        await page.locator('form button').last().click();
        await page.waitForFunction(() => document.forms.length === 0);
      },
    ],
    [
      'too late',
      async (page) => {
        await rate(page, await opened());
        server.clock.advance(20 * minuteMs);
        await page.locator('input[type=radio]').first().check();
        await page.locator('form button').last().click();
        await page.waitForFunction(() => document.forms.length === 0);
      },
    ],
    [
      'already rated',
      async (page) => {
        const path = await opened();
        await rate(page, path);
        await page.goto(at(path));
      },
    ],
    [
      'contested',
      async (page) => {
        const path = await opened();
        await rate(page, path);
        await page.goto(at(path));
        await page.click('form button');
        await page.waitForFunction(() => document.forms.length === 0);
      },
    ],
    [
      'contested before',
      async (page) => {
        const path = await opened();
        await rate(page, path);
        await server.context.visits.contest(path.slice(3));
        await page.goto(at(path));
      },
    ],
    [
      'failure',
      async (page) => {
        const path = await opened();
        const { locate } = server.context.visits;
        server.context.visits.locate = () => {
          throw new Error('the disk is gone');
        };
        await page.goto(at(path));
        server.context.visits.locate = locate;
      },
    ],
    ['privacy', async (page) => void (await page.goto(at('/r/privacy')))],
  ];
}

describe.each(['vi', 'en'] as const)('every state (%s)', (locale) => {
  test('is free of violations at 320 px, enlarged, on paper', async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 568 }, locale });
    const page = await context.newPage();
    const found: unknown[] = [];
    const names = new Set<string>();
    for (const [state, open] of statesOf(locale)) {
      server.clock.set(wednesday);
      await open(page);
      names.add((await page.textContent('h1'))!);
      expect([state, await page.getAttribute('html', 'lang')]).toEqual([state, locale]);
      found.push([state, await violations(page), await overflows(page)]);
      // 400% on a screen of 1280 px is 320 px; here the text alone is enlarged on top of it.
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '36px'));
      found.push([`${state}, large text`, await overflows(page)]);
      await page.emulateMedia({ media: 'print' });
      found.push([
        `${state}, paper`,
        await page.locator('h1').isVisible(),
        await page.locator('button:visible').count(),
      ]);
      await page.emulateMedia({ media: 'screen' });
    }
    expect(found).toEqual(
      statesOf(locale).flatMap(([state]) => [
        [state, [], false],
        [`${state}, large text`, false],
        [`${state}, paper`, true, 0],
      ]),
    );
    expect(names.size).toBeGreaterThanOrEqual(11);
    await context.close();
  });

  test('can be reached and read without a script, in one request each', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    server.clock.set(wednesday);
    const closedAt = server.context.calendar.iso(server.clock.at - 120 * minuteMs);
    const { token } = await server.visit({ closedAt });
    for (const path of [`/r/${token}`, '/c/Q01', `/r/${'D'.repeat(22)}`, '/r/privacy']) {
      requests.length = 0;
      await page.goto(`${server.url}${path}?lang=${locale}`);
      expect([path, requests]).toEqual([path, [`${server.url}${path}?lang=${locale}`]]);
      expect((await page.textContent('h1'))?.length).toBeGreaterThan(5);
    }
    await page.goto(`${server.url}/c/Q02?lang=${locale}`);
    await page.click('button >> nth=4');
    expect(page.url()).toBe(`${server.url}/r/thanks`);
    expect(server.context.stores.responses.journal().at(-1)).toMatchObject({
      tier: 'walk-up',
      level: 5,
      locale,
    });
    await context.close();
  });
});

test('a walk-up survives a lost network and rates once', async () => {
  const context = await browser.newContext({ locale: 'vi' });
  const page = await context.newPage();
  server.clock.set(wednesday);
  const before = server.count('journal');
  await page.goto(`${server.url}/c/Q03`);
  await context.setOffline(true);
  await page.click('button >> nth=2');
  await page.waitForFunction(() => document.getElementById('s')?.textContent?.includes('Mạng yếu'));
  expect(await violations(page)).toEqual([]);
  await context.setOffline(false);
  await page.waitForURL('**/r/thanks');
  expect(server.count('journal')).toBe(before + 1);
  await context.close();
});

test('the first view of a walk-up is as small as that of a slip', async () => {
  const response = await fetch(`${server.url}/c/Q01`, { headers: { 'accept-encoding': 'gzip' } });
  const head = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 17);
  expect(head + Number(response.headers.get('content-length'))).toBeLessThanOrEqual(6000);
});
