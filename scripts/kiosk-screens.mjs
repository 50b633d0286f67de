// Pictures of every screen of the kiosk and of every page that its codes and those of slips and posters open on phones, at
// the sizes that matter and in every language: node --import tsx scripts/kiosk-screens.mjs FOLDER [language]. For looking at, not for the repository.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { allTargets, ensureBuilt, root } from './build.mjs';

await ensureBuilt(allTargets, (line) => console.error(line));
const { launchBrowser } = await import('../test/support/browser.ts');
const { startServer, sampleCentre, seedSampleRoster } = await import(join(root, 'dist/server/embed.js'));

const [folder, only] = process.argv.slice(2);
if (folder === undefined) {
  console.error('a folder for the pictures is needed');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-screens-'));
const server = await startServer({
  dataDir,
  distDir: join(root, 'dist'),
  host: '127.0.0.1',
  port: 0,
  publicUrl: undefined,
  behindProxy: false,
  newCentre: sampleCentre,
  logLevel: 'error',
});
const { context } = server;
await seedSampleRoster(context);
const recipient = await identityToRecipient(await generateIdentity());
context.file.transact((tx) => {
  context.stores.inspectorate.setInspectorate(tx, { name: 'Thanh tra tỉnh (mẫu)', recipient }, '2026-10-14');
});
context.policy().kioskLanguages.push('hmn');

const sizes = [
  { width: 1080, height: 1920 },
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
  { width: 320, height: 568 },
];
const names = { vi: 'Tiếng Việt', en: 'English', hmn: 'Hmoob' };
const url = server.url.replace('127.0.0.1', 'localhost');
const browser = await launchBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']);
let visits = 0;

async function kiosk(counter, language) {
  const page = await browser.newPage({ viewport: sizes[1], hasTouch: true });
  await page.clock.install();
  const { code } = await context.access.createPairingCode(counter === null ? 'exit' : 'counter', counter);
  await page.goto(`${url}/kiosk/`);
  await page.fill('#code', code);
  await page.click('button[type=submit]');
  await page.waitForSelector('.idle-screen');
  await page.waitForSelector('.own-phone');
  const shoot = async (name) => {
    const at = await page.getAttribute('html', 'lang');
    if (at !== language && (await page.locator('header').count()) > 0) {
      await page.tap(`.aids >> text=${names[language]}`);
    }
    await page.evaluate(() => document.fonts.ready);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.screenshot({
        path: join(folder, `${name}-${language}-${size.width}.png`),
        fullPage: true,
        caret: 'initial',
      });
    }
    await page.setViewportSize(sizes[1]);
  };
  return { page, shoot };
}

for (const language of only === undefined ? Object.keys(names) : [only]) {
  const { page, shoot } = await kiosk('Q01', language);
  await shoot('idle');
  visits += 1;
  await context.visits.close(
    { externalId: `screen-${visits}`, officer: 'CB01', counter: 'Q01', procedure: '1.004222' },
    'integrated',
  );
  await page.waitForSelector('.faces-screen');
  await shoot('faces');
  await page.tap('.aids button >> nth=-4');
  await page.tap('.aids button >> nth=-3');
  await shoot('faces-large-contrast');
  await page.tap('.aids button >> nth=-4');
  await page.tap('.aids button >> nth=-3');
  await page.tap('.faces button >> nth=3');
  await page.waitForSelector('.thanks-screen');
  await shoot('thanks');
  await page.clock.fastForward(6_000);
  await page.waitForSelector('.items-screen');
  await shoot('items');
  await page.tap('.choices button >> nth=0');
  await page.tap('footer .primary');
  await page.waitForSelector('.items-screen', { state: 'detached' });
  await shoot('done');
  await page.waitForSelector('.idle-screen');
  await page.tap('.whole');
  await shoot('walk-up');
  await page.waitForSelector('.faces button[aria-disabled=false]');
  await page.tap('.faces button >> nth=3');
  await page.tap('.quiet');
  await page.waitForSelector('.receipt');
  await shoot('receipt');
  await page.close();

  const exit = await kiosk(null, language);
  await exit.shoot('exit');
  await exit.page.tap('.ways button >> nth=0');
  await exit.shoot('code');
  for (const digit of '1234567') await exit.page.tap(`.keypad button:text-is("${digit}")`);
  await exit.page.waitForFunction(() => document.querySelector('.failure')?.textContent?.length > 12);
  await exit.shoot('code-unknown');
  await exit.page.tap('footer button >> nth=1');
  await exit.page.tap('.ways button >> nth=1');
  await exit.page.waitForSelector('.camera-screen');
  await exit.shoot('camera');
  await exit.page.tap('footer button >> nth=1');
  await exit.page.tap('.ways button >> nth=2');
  await exit.shoot('counters');
  await exit.page.tap('.counters button >> nth=0');
  await exit.page.waitForSelector('.faces button[aria-disabled=false]');
  await exit.page.tap('.faces button >> nth=3');
  await exit.page.waitForSelector('.thanks-screen');
  await exit.page.clock.fastForward(6_000);
  await exit.page.waitForSelector('.items-screen');
  await exit.shoot('exit-items');
  await exit.page.close();

  if (language === 'hmn') continue;
  const phone = await browser.newPage({ viewport: sizes[2] });
  const shootPhone = async (name) => {
    for (const size of sizes.slice(2)) {
      await phone.setViewportSize(size);
      await phone.screenshot({
        path: join(folder, `phone-${name}-${language}-${size.width}.png`),
        fullPage: true,
      });
    }
  };
  const close = async (hoursAgo = 0) => {
    visits += 1;
    const { token } = await context.visits.close(
      {
        externalId: `screen-${visits}`,
        officer: 'CB02',
        counter: 'Q02',
        procedure: '1.001193',
        ...(hoursAgo > 0 && { closedAt: context.calendar.iso(Date.now() - hoursAgo * 3_600_000) }),
      },
      'integrated',
    );
    return token;
  };
  const open = (path) => phone.goto(`${url}${path}?lang=${language}`);
  const shown = (place) => new URL(context.presence.shown(place).url).pathname;
  const token = await close();
  for (const [name, path] of [
    ['ask', `/r/${token}`],
    ['walk-up', '/c/Q01'],
    ['unknown', `/r/${'a'.repeat(22)}`],
    ['unknown-counter', '/c/Q99'],
    ['privacy', '/r/privacy'],
    ['more', '/r/more'],
    ['presence-expired', `/p/${'a'.repeat(22)}`],
    ['presence', shown('Q01')],
  ]) {
    await open(path);
    await shootPhone(name);
  }
  await open(shown(null));
  await shootPhone('presence-hall');
  await phone.selectOption('select', 'Q02');
  await phone.click('button[value="4"]');
  await phone.waitForURL('**/r/thanks');
  await shootPhone('thanks');
  await phone.click('summary');
  await shootPhone('thanks-receipt');
  await phone.locator('input[type=radio]').first().check();
  await phone.locator('form button').last().click();
  await phone.waitForFunction(() => document.forms.length === 0);
  await shootPhone('thanks-completed');
  await open(`/r/${token}`);
  await phone.context().setOffline(true);
  await phone.click('button[value="2"]');
  await phone.waitForFunction(() => document.querySelector('#s').textContent.length > 20);
  await shootPhone('weak-network');
  await phone.context().setOffline(false);
  await phone.waitForURL('**/r/thanks');
  await open(`/r/${token}`);
  await shootPhone('already-rated');
  await phone.click('form button');
  await phone.waitForFunction(() => document.forms.length === 0);
  await shootPhone('contested');
  await phone.close();
  console.error(language);
}
await browser.close();
await server.stop();
rmSync(dataDir, { recursive: true, force: true });
