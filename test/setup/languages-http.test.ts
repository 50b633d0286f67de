// Language packs over HTTP: what each lacks as the command line finds it, offering one as a new version of the service
// policy that kiosks follow at once, an unreviewed one only with the word for it, Vietnamese never taken back.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LanguageList, languageListSchema } from '../../shared/contract/languages.ts';
import { expectRefused } from '../support/refusals.ts';
import { runHere } from '../support/run-here.ts';
import { TestServer } from '../support/server.ts';

let server: TestServer;
let headers: Record<string, string>;
beforeEach(async () => {
  server = await TestServer.start();
  ({ headers } = await server.signIn('administrator'));
});
afterEach(() => server?.stop());

const list = async (): Promise<LanguageList> =>
  languageListSchema.parse((await server.ask('GET', '/api/languages', { headers })).json);
const offer = (language: string, body: object) =>
  server.ask('PUT', `/api/languages/${language}`, { headers, body });
const offered = async (): Promise<string[]> =>
  (await list()).packs.filter((pack) => pack.offered).map(({ language }) => language);
const version = () => server.context.stores.centre.policy().version;

const script = fileURLToPath(new URL('../../scripts/check-languages.mjs', import.meta.url));

test('packs are listed with what they lack, as scripts/check-languages.mjs finds it', async () => {
  const { packs } = await list();
  expect(packs.map(({ language }) => language)).toEqual(['vi', 'en', 'hmn']);
  expect(packs.map(({ missing }) => missing.length === 0)).toEqual([true, true, false]);
  expect(packs.map(({ reviewed }) => reviewed)).toEqual([true, true, false]);
  expect(packs.map(({ phone }) => phone)).toEqual([true, true, false]);
  const hmong = packs[2]!;
  // Against the questionnaire in use, whichever version it has by then.
  const file = join(server.dataDir, 'questionnaire.json');
  const inUse = await server.ask('GET', '/api/questionnaire');
  for (const version of ['2026-1', '2031-2']) {
    writeFileSync(file, JSON.stringify({ ...inUse.json, version }));
    const { status, stdout } = spawnSync(process.execPath, [script, 'hmn', '--questionnaire', file], {
      encoding: 'utf8',
    });
    const lacking = [...stdout.matchAll(/lacks (\S+)/g)].map((match) => match[1]).sort();
    expect(status).toBe(1);
    expect(lacking.length).toBeGreaterThan(5);
    expect(lacking).toEqual(hmong.missing.map(({ key }) => key.replace('2026-1', version)).sort());
  }
  expect(hmong.missing.every(({ vi }) => vi.length > 0)).toBe(true);
});

test('a language is switched off and on: a new version each time, once, audited, taken up by kiosks', async () => {
  const kiosk = await server.pairKiosk();
  const kioskLanguages = async () => (await kiosk.ask(server, 'GET', '/api/kiosk')).json.languages;
  const before = version();
  expect((await offer('en', { offered: false })).status).toBe(200);
  expect(await offered()).toEqual(['vi']);
  expect(await kioskLanguages()).toEqual(['vi']);
  expect(version()).toBe(before + 1);
  await offer('en', { offered: false });
  expect(version()).toBe(before + 1);
  await offer('en', { offered: true });
  expect(await kioskLanguages()).toEqual(['vi', 'en']);
  await server.context.audit.settled();
  const lines = server.context.stores.audit
    .page({ limit: 20 })
    .filter(({ action }) => action === 'language.offer');
  expect(lines.map(({ subject }) => subject)).toEqual(['language:en', 'language:en']);
});

test('an unreviewed pack needs the word for it; Vietnamese stays; nothing unknown is offered', async () => {
  const refused = async (language: string, body: object, code: 'invalid-request' | 'not-found') =>
    expectRefused(server, code, () => offer(language, body));
  const unsaid = await refused('hmn', { offered: true }, 'invalid-request');
  expect(unsaid.json.errors[0].path).toBe('unreviewed');
  await refused('vi', { offered: false }, 'invalid-request');
  await refused('xx', { offered: true }, 'not-found');
  await refused('en', { offered: 'yes' }, 'invalid-request');
  expect((await offer('hmn', { offered: true, unreviewed: true })).status).toBe(200);
  expect(await offered()).toEqual(['vi', 'en', 'hmn']);
});

test('what the command line added meanwhile stays in the next version, and is taken up only at the next start', async () => {
  const { centre } = server.context.stores;
  const today = server.context.calendar.dayOf(server.clock.at);
  server.context.file.transact((tx) =>
    centre.addPolicy(tx, today, {
      ...centre.policy().document,
      invitationDays: 30,
      kioskLanguages: ['vi', 'en', 'xx'],
    }),
  );
  await offer('hmn', { offered: true, unreviewed: true });
  expect(centre.policy().document).toMatchObject({
    invitationDays: 30,
    kioskLanguages: ['vi', 'en', 'xx', 'hmn'],
  });
  expect(server.context.policy().invitationDays).not.toBe(30);
  expect((await list()).withoutPack).toEqual(['xx']);
  expect((await offer('xx', { offered: false })).status).toBe(200);
  expect((await list()).withoutPack).toEqual([]);
});

test('no more languages than fit', async () => {
  const { centre } = server.context.stores;
  const today = server.context.calendar.dayOf(server.clock.at);
  const six = ['vi', 'xa', 'xb', 'xc', 'xd', 'xe'];
  server.context.file.transact((tx) =>
    centre.addPolicy(tx, today, { ...centre.policy().document, kioskLanguages: six }),
  );
  await expectRefused(server, 'invalid-request', () => offer('en', { offered: true }));
});

test('a command sees the version that was added', async () => {
  await offer('en', { offered: false });
  const shown = await runHere(['policy', 'show', '--data', server.dataDir]);
  expect(shown.stdout).toContain(`# version ${version()}`);
  expect(shown.code).toBe(0);
});
