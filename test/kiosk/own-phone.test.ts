// What a kiosk hands over to the citizen's own phone: the presence code, the code to say more, and the question for the
// inspectorate, each from the picture on the screen to the file of the centre.
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEnvelope } from '../../shared/inspectorate/seal-report.ts';
import { launchBrowser } from '../support/browser.ts';
import { until } from '../support/server.ts';
import { Centre, phoneContext, trustTestCertificate } from './support/centre.ts';
import { face, overflows, rate, scan, violations, withKiosk } from './support/kiosk-page.ts';

let browser: Browser;
let centre: Centre;
beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser([trustTestCertificate]), Centre.start()]);
});
afterAll(async () => {
  await browser.close();
  await centre.remove();
});

describe('presence code on a kiosk', () => {
  it('is read from the screen and rates the counter on a phone without a script, out of sight', () =>
    withKiosk(browser, centre, { counter: 'Q02' }, async (page) => {
      const before = centre.journal().length;
      const address = await scan(page.locator('.own-phone .qr'));
      expect(address).toMatch(new RegExp(`^${centre.context.publicUrl()}/p/[A-Za-z0-9_-]{22}$`));
      const context = await phoneContext(browser, { javaScriptEnabled: false });
      const phone = await context.newPage();
      const requests: string[] = [];
      phone.on('request', (request) => requests.push(request.url()));
      await phone.goto(address!);
      expect(requests).toEqual([address]);
      expect(await phone.textContent('main')).toContain('Quầy 02');
      await phone.click('button[value="2"]');
      expect(new URL(phone.url()).pathname).toBe('/r/thanks');
      expect(centre.journal().slice(before)).toMatchObject([
        { officer: 'CB02', counter: 'Q02', tier: 'presence', mode: 'qr', level: 2 },
      ]);
      expect(await page.locator('.idle-screen').count()).toBe(1);
      await context.close();
    }));

  it('asks for the counter at the exit, with a script too, and takes nothing without it', () =>
    withKiosk(browser, centre, { counter: null }, async (page) => {
      const before = centre.journal().length;
      const address = await scan(page.locator('.own-phone .qr'));
      const context = await phoneContext(browser);
      const phone = await context.newPage();
      await phone.goto(address!);
      await phone.click('button[value="5"]');
      expect(phone.url()).toBe(address);
      await phone.selectOption('select', 'Q04');
      await phone.click('button[value="5"]');
      await phone.waitForURL('**/r/thanks');
      expect(centre.journal().slice(before)).toMatchObject([
        { officer: 'CB04', counter: 'Q04', tier: 'presence', level: 5 },
      ]);
      await context.close();
    }));

  it('changes by itself, and goes when the server no longer renews it', () =>
    withKiosk(browser, centre, { counter: 'Q03' }, async (page, context) => {
      const first = await scan(page.locator('.own-phone .qr'));
      await page.waitForFunction(
        (before) => document.querySelector('.own-phone .qr')?.innerHTML !== before,
        await page.locator('.own-phone .qr').innerHTML(),
        { timeout: 40_000 },
      );
      expect(await scan(page.locator('.own-phone .qr'))).not.toBe(first);
      await context.setOffline(true);
      await page.clock.fastForward(61_000);
      await page.waitForSelector('.own-phone', { state: 'detached' });
      expect(await page.locator('.whole').count()).toBe(1);
    }));

  it('fills a hall screen that staff have set so, and leaves nothing to touch', () =>
    withKiosk(browser, centre, { counter: null, pin: '2468' }, async (page) => {
      const openStaffMenu = async (): Promise<void> => {
        await page.hover('.place');
        await page.mouse.down();
        await page.clock.fastForward(3_100);
        await page.mouse.up();
        await page.fill('#pin', '2468');
        await page.tap('text=Mở');
        await page.waitForSelector('dl');
      };
      await openStaffMenu();
      await page.getByLabel('Màn hình sảnh').check();
      await page.tap('text=Đóng');
      await page.waitForSelector('.hall-screen .qr');
      expect(await scan(page.locator('.hall-screen .qr'))).toContain('/p/');
      expect(await page.locator('main button').count()).toBe(0);
      for (const size of [
        { width: 1920, height: 1080 },
        { width: 1080, height: 1920 },
        { width: 320, height: 568 },
      ]) {
        await page.setViewportSize(size);
        expect([await violations(page), await overflows(page)]).toEqual([[], false]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await openStaffMenu();
      await page.getByLabel('Màn hình sảnh').uncheck();
      await page.tap('text=Đóng');
      await page.waitForSelector('.idle-screen');
    }));
});

describe('saying more on the phone', () => {
  it.each([true, false])('completes the response given at the kiosk (script on the phone: %s)', (script) =>
    withKiosk(browser, centre, { counter: 'Q05' }, async (page) => {
      const before = centre.journal().length;
      await centre.closeVisit('CB05', 'Q05');
      await page.waitForSelector('.faces-screen');
      await rate(page, 3);
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.say-more .qr');
      const address = (await scan(page.locator('.say-more .qr')))!;
      expect(address).toMatch(new RegExp(`^${centre.context.publicUrl()}/r/more#[0-9A-Z]{10}$`));
      await centre.journalOf(before + 1);
      const context = await phoneContext(browser, { javaScriptEnabled: script });
      const phone = await context.newPage();
      const asked: string[] = [];
      phone.on('request', (request) => asked.push(request.url()));
      await phone.goto(address);
      if (!script) {
        await phone.fill('[name=code]', (await page.textContent('.say-more code'))!.toLowerCase());
        await phone.click('text=Tiếp tục');
      }
      await phone.waitForURL('**/r/more/answers');
      const code = address.split('#')[1]!;
      expect(asked.filter((url) => new URL(url).pathname.includes(code) || url.includes(`=${code}`))).toEqual(
        [],
      );
      await phone.getByLabel('Rõ ràng', { exact: true }).check();
      await phone.fill('textarea[name=comment]', 'Cảm ơn.');
      await phone.click('text=Gửi thêm');
      await phone.waitForFunction(() => document.body.textContent?.includes('Đã ghi nhận thêm'));
      expect(centre.journal().at(-1)).toMatchObject({
        answers: { officer: 3, guidance: 3 },
        comment: 'Cảm ơn.',
      });
      await phone.goBack().catch(() => null);
      expect(await phone.content()).not.toContain(code);
      await context.close();
    }),
  );

  it('has no accessibility violation in any state, in both languages', async () => {
    const context = await phoneContext(browser, { width: 320 });
    const phone = await context.newPage();
    for (const lang of ['vi', 'en']) {
      for (const path of [
        '/r/more',
        '/p/aaaaaaaaaaaaaaaaaaaaaa',
        new URL(centre.context.presence.shown('Q01').url).pathname,
        new URL(centre.context.presence.shown(null).url).pathname,
      ]) {
        await phone.goto(`${centre.url}${path}?lang=${lang}`);
        expect([path, lang, await violations(phone), await overflows(phone)]).toEqual([
          path,
          lang,
          [],
          false,
        ]);
      }
    }
    await context.close();
  });
});

describe('question on unofficial payments', () => {
  it('is asked at the exit alone, sealed on the kiosk, one record for every form', async () => {
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    centre.context.file.transact((tx) =>
      centre.context.stores.inspectorate.setInspectorate(
        tx,
        { name: 'Thanh tra mẫu', recipient },
        '2026-10-14',
      ),
    );
    const reports = async () => {
      const rows = centre.context.stores.inspectorate.sealed();
      const opened = await Promise.all(rows.map(({ sealed }) => openEnvelope(identity, sealed)));
      return opened.map(({ counter, report }) => `${counter} ${report.answer}`).sort();
    };
    const walkUp = async (page: import('playwright-core').Page, counter: string): Promise<void> => {
      await page.tap('text=Không có phiếu');
      await page.tap(`text=${counter}`);
      await rate(page, 4);
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
    };
    await withKiosk(browser, centre, { counter: null }, async (page) => {
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.method() === 'PATCH') sent.push(request.postData() ?? '');
      });
      await walkUp(page, 'Quầy 06');
      expect(await page.textContent('.items-screen')).toContain('Thanh tra mẫu');
      expect(await page.locator('textarea, input').count()).toBe(0);
      expect([await violations(page), await overflows(page)]).toEqual([[], false]);
      await page.tap('text=Đã phải đưa');
      await page.tap('text=Gửi thêm');
      await page.waitForSelector('.thanks-screen');
      await until(() => centre.context.stores.inspectorate.sealed().length === 1, 'the report is there');
      await page.clock.fastForward(5_000);
      await page.waitForSelector('.idle-screen');
      await walkUp(page, 'Quầy 07');
      await page.tap('.choices button:text-is("Rõ ràng")');
      await page.tap('text=Gửi thêm');
      await until(
        () => centre.context.stores.inspectorate.sealed().length === 2,
        'the other record is there',
      );
      expect(await reports()).toEqual(['Q06 gave', 'Q07 null']);
      // What leaves the kiosk tells one from the other by the answer to the open question alone.
      expect(sent.length).toBe(2);
      expect(sent.map((body) => (JSON.parse(body) as { sealed: string }).sealed.length)).toEqual([
        4496, 4496,
      ]);
      expect(sent.join()).not.toContain('gave');
    });
    await withKiosk(browser, centre, { counter: 'Q08' }, async (page) => {
      await page.tap('.whole');
      await rate(page, 4);
      await page.clock.fastForward(6_000);
      await page.waitForSelector('.items-screen');
      expect(await page.textContent('.items-screen')).not.toContain('Thanh tra');
    });
  });

  it('lets remarks be typed where a keyboard stands, at the exit, with their own consent line', () =>
    withKiosk(
      browser,
      centre,
      {
        counter: null,
        before: `indexedDB.open('langnghe-device', 1).onupgradeneeded = (event) => {
          event.target.result.createObjectStore('values').put({ hasKeyboard: true }, 'settings');
        }`,
      },
      async (page) => {
        const before = centre.journal().length;
        await page.tap('text=Không có phiếu');
        await page.tap('text=Quầy 01');
        await face(page, 2).waitFor();
        await rate(page, 2);
        await page.clock.fastForward(6_000);
        await page.fill('textarea', 'Chờ lâu.');
        expect(await page.textContent('#comment-consent')).toContain('xin đừng ghi tên');
        await centre.journalOf(before + 1);
        await page.tap('text=Gửi thêm');
        while (centre.journal().at(-1)?.comment !== 'Chờ lâu.') await page.clock.fastForward(1_000);
        await page.clock.fastForward(60_000);
        await page.waitForSelector('.idle-screen');
        expect(await page.content()).not.toContain('Chờ lâu.');
      },
    ));
});
