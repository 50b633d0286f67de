// Takes the pictures of the README anew: node --import tsx scripts/screenshots.mjs [folder]
// Real server, real screens, sample data; the board is filled by responses through the same intake as citizens'.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allTargets, ensureBuilt, root } from './build.mjs';

await ensureBuilt(allTargets, (line) => console.error(line));
const { launchBrowser } = await import('../test/support/browser.ts');
const { startServer, sampleCentre, seedSampleRoster } = await import(join(root, 'dist/server/embed.js'));

const folder = process.argv[2] ?? join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-pictures-'));
const server = await startServer({
  dataDir,
  distDir: join(root, 'dist'),
  host: '127.0.0.1',
  port: 0,
  behindProxy: false,
  newCentre: sampleCentre,
  logLevel: 'error',
});
const { context } = server;
await seedSampleRoster(context);

const rows = readFileSync(join(root, 'scripts/demo-ratings.csv'), 'utf8').trim().split('\n').slice(1, 241);
let number = 0;
const closeVisit = (officer, counter, procedure) => {
  number += 1;
  return context.visits.close({ externalId: `picture-${number}`, officer, counter, procedure }, 'integrated');
};
for (const row of rows) {
  const [officer, counter, procedure, rating] = row.split(',');
  const { token } = await closeVisit(officer, counter, procedure);
  if (rating === '') continue;
  await context.intake.take(
    {
      responseId: crypto.randomUUID(),
      invitation: token,
      questionnaire: context.currentQuestionnaire().version,
      answers: { officer: Number(rating) },
      locale: 'vi',
      ageSeconds: 0,
    },
    'qr',
  );
}

const browser = await launchBrowser();
const open = async (viewport, locale, path, options = {}) => {
  const page = await browser.newPage({ viewport, locale, hasTouch: true, ...options });
  await page.goto(server.url.replace('127.0.0.1', 'localhost') + path);
  return page;
};
const shoot = async (page, name) => {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.error(`${name}.png`);
};

const { token: link } = await context.access.createBoardLink('pictures');
const { code } = await context.access.createPairingCode('counter', 'Q01');
const kiosk = await open({ width: 1280, height: 800 }, 'vi-VN', '/kiosk/');
await kiosk.fill('#code', code);
await kiosk.click('button[type=submit]');
await kiosk.waitForSelector('.idle-screen');
while (!context.kiosks.lines().some((line) => line.state === 'online'))
  await new Promise((r) => setTimeout(r, 50));
await shoot(kiosk, 'kiosk-idle');
await closeVisit('CB01', 'Q01', '1.004222');
await kiosk.waitForSelector('.faces-screen');
await shoot(kiosk, 'kiosk');
await kiosk.setViewportSize({ width: 1080, height: 1920 });
await shoot(kiosk, 'kiosk-portrait');

const board = await open({ width: 1920, height: 1080 }, 'vi-VN', `/admin/board#link=${link}`);
await board.waitForSelector('table.levels');
await shoot(board, 'board');

const phoneVisit = await closeVisit('CB02', 'Q02', '1.001193');
const phone = await open({ width: 360, height: 740 }, 'vi-VN', `/r/${phoneVisit.token}`, {
  deviceScaleFactor: 2,
});
await shoot(phone, 'phone');
const phoneEnglish = await open({ width: 360, height: 740 }, 'en-GB', `/r/${phoneVisit.token}?lang=en`, {
  deviceScaleFactor: 2,
});
await shoot(phoneEnglish, 'phone-en');
await phone.click('button[value="5"]');
await phone.waitForURL('**/r/thanks');
await shoot(phone, 'phone-thanks');

await browser.close();
await server.stop();
rmSync(dataDir, { recursive: true, force: true });
