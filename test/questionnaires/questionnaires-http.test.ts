// Drafts and versions over HTTP: who changes what, how a version comes into use, and that answers to the one before it
// are still taken by what they were asked.
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../../shared/contract/questionnaire.ts';
import type { QuestionnaireDraft } from '../../shared/contract/questionnaires.ts';
import { dayMs, TestServer } from '../support/server.ts';

let server: TestServer;
let admin: { headers: Record<string, string> };
let manager: { headers: Record<string, string> };
beforeAll(async () => {
  server = await TestServer.start();
  admin = await server.signIn('administrator');
  manager = await server.signIn('manager');
});
afterAll(() => server?.stop());

const drafts = '/api/questionnaires/drafts';
const waiting: Item = {
  id: 'waiting-time',
  kind: 'choice',
  required: false,
  labels: { vi: 'Thời gian chờ có hợp lý không?', en: 'Was the waiting time acceptable?' },
  scale: [
    { value: 1, label: { vi: 'Không', en: 'No' } },
    { value: 2, label: { vi: 'Có', en: 'Yes' } },
  ],
};

async function begin(name = 'Mẫu'): Promise<QuestionnaireDraft> {
  const answer = await server.ask('POST', drafts, { ...admin, body: { name } });
  expect(answer.status).toBe(201);
  return answer.json;
}
async function save(draft: QuestionnaireDraft, items: Item[]): Promise<QuestionnaireDraft> {
  const { id, revision, name } = draft;
  const answer = await server.ask('PUT', `${drafts}/${id}`, { ...admin, body: { revision, name, items } });
  expect(answer.status).toBe(200);
  return answer.json;
}
const publish = ({ id, revision }: QuestionnaireDraft) =>
  server.ask('POST', `${drafts}/${id}/publish`, { ...admin, body: { revision } });
const inUse = async () => (await server.ask('GET', '/api/questionnaire')).json;
const lastAction = () => server.context.stores.audit.page({ limit: 1 })[0]!;

test('a version comes into use when it is published, is told to kiosks, and stands in the log after the night', async () => {
  const { items } = await inUse();
  const kiosk = await server.pairKiosk('Q01');
  const socket = io(`${server.url}/kiosk`, { transports: ['websocket'] });
  socket.on('challenge', ({ nonce }: { nonce: string }) =>
    socket.emit('hello', {
      deviceId: kiosk.deviceId,
      signature: kiosk.signHello(nonce),
      outboxSize: 0,
      version: 'test',
    }),
  );
  await new Promise((resolve) => socket.on('welcome', resolve));
  const told = new Promise((resolve) => socket.on('refresh', () => resolve('told')));

  const seen = await server.visit();
  const rated = await server.visit();
  await server.rate(rated.token, 5, { responseId: '6f0f2a53-2f2c-4a7c-9c1c-0d8a8a0c0001' });

  let draft = await save(await begin(), [...items, waiting]);
  expect((await inUse()).version).toBe('2026-1');
  const published = await publish(draft);
  expect(published.status).toBe(200);
  expect(await told).toBe('told');
  socket.close();
  expect(published.json.versions.map((one: { version: string }) => one.version)).toEqual([
    '2026-2',
    '2026-1',
  ]);
  expect(published.json.versions[0]).toMatchObject({ usedFrom: '2026-10-14', usedUntil: null, inLog: false });
  expect(published.json.drafts).toEqual([]);
  expect(lastAction()).toMatchObject({ action: 'questionnaire.publish', subject: 'questionnaire:2026-2' });
  expect(await inUse()).toEqual({ version: '2026-2', items: [...items, waiting] });

  // A kiosk that was offline has the old one: taken, and judged by it.
  const old = await server.rate(seen.token, 4, {
    questionnaire: '2026-1',
    answers: { officer: 4, guidance: 3 },
  });
  expect(old.status).toBe(201);
  const other = await server.visit();
  const wrong = await server.rate(other.token, 4, { answers: { officer: 4, 'waiting-time': 2 } });
  expect([wrong.status, wrong.json.errors[0].path]).toEqual([422, 'answers.waiting-time']);
  const right = await server.rate(other.token, 4, {
    questionnaire: '2026-2',
    answers: { officer: 4, 'waiting-time': 2 },
  });
  expect(right.status).toBe(201);
  const late = await server.ask('PATCH', '/api/responses/6f0f2a53-2f2c-4a7c-9c1c-0d8a8a0c0001', {
    body: { answers: { 'waiting-time': 2 } },
  });
  expect([late.status, late.json.code]).toEqual([422, 'invalid-request']);
  expect(
    (
      await server.ask('PATCH', '/api/responses/6f0f2a53-2f2c-4a7c-9c1c-0d8a8a0c0001', {
        body: { answers: { guidance: 3 } },
      })
    ).status,
  ).toBe(200);

  server.context.seal.run();
  const entries = server.context.stores.responses
    .entriesOfKind('questionnaire')
    .map((bytes) => JSON.parse(bytes.toString('utf8')));
  expect(entries.map(({ version, effective }) => [version, effective]).sort()).toEqual([
    ['2026-1', '2026-10-14'],
    ['2026-2', '2026-10-14'],
  ]);
  const { json } = await server.ask('GET', '/api/questionnaires', manager);
  expect(json.versions.map((one: { inLog: boolean }) => one.inLog)).toEqual([true, true]);

  // The newest is in use after a restart too, also when its name sorts before that of another.
  for (let number = 3; number <= 10; number += 1) {
    draft = await save(await begin(), number % 2 === 1 ? items : [...items, waiting]);
    expect((await publish(draft)).status).toBe(200);
  }
  await server.restart();
  expect((await inUse()).version).toBe('2026-10');
});

test('the thank-you page of a phone goes on with what it was rated with', async () => {
  const { token } = await server.visit();
  const form = (body: string, cookie = '') => ({
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie === '' ? {} : { cookie }) },
  });
  const rated = await server.ask(
    'POST',
    `/r/${token}`,
    form('officer=5&responseId=6f0f2a53-2f2c-4a7c-9c1c-0d8a8a0c0002&locale=vi'),
  );
  expect(rated.status).toBe(303);
  const cookie = rated.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const before = await inUse();
  const hadWaiting = before.items.some(({ id }: Item) => id === 'waiting-time');
  const draft = await begin();
  const items = hadWaiting
    ? draft.items.filter(({ id }) => id !== 'waiting-time')
    : [...draft.items, waiting];
  expect((await publish(await save(draft, items))).status).toBe(200);
  const page = await server.ask('GET', '/r/thanks', { headers: { cookie } });
  expect(page.text.includes('name="waiting-time"')).toBe(hadWaiting);
  const added = await server.ask('POST', '/r/thanks', form('guidance=3&waiting-time=2', cookie));
  expect([added.status, added.headers.get('location')]).toEqual([303, '/r/thanks']);
});

test('the largest questionnaire that can be published can be answered on a phone, every box ticked and the longest comment', async () => {
  const form = (body: string, cookie = '') => ({
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie === '' ? {} : { cookie }) },
  });
  const draft = await begin();
  const many = Array.from({ length: 12 - 1 }, (_, index): Item => {
    const id = `tags-of-the-largest-form-${String.fromCharCode(97 + index)}`.padEnd(32, 'x');
    return {
      id,
      kind: 'tags',
      required: false,
      labels: { vi: `Câu ${index}`, en: `Question ${index}` },
      scale: Array.from({ length: 12 }, (_, value) => ({
        value: value + 20,
        label: { vi: `Ý ${value}`, en: `Answer ${value}` },
      })),
    };
  });
  const published = await publish(await save(draft, [draft.items[0]!, ...many]));
  expect(published.status).toBe(200);
  const { token } = await server.visit();
  const first = await server.ask('GET', `/r/${token}`, { headers: { 'accept-encoding': 'gzip' } });
  expect(first.status).toBe(200);
  const rated = await server.ask(
    'POST',
    `/r/${token}`,
    form('officer=5&responseId=6f0f2a53-2f2c-4a7c-9c1c-0d8a8a0c0003&locale=vi'),
  );
  const cookie = rated.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const ticked = many.flatMap(({ id, scale }) => scale.map(({ value }) => `${id}=${value}`)).join('&');
  const body = `${ticked}&comment=${encodeURIComponent('ệ'.repeat(1000))}`;
  const added = await server.ask('POST', '/r/thanks', form(body, cookie));
  expect([added.status, added.headers.get('location')]).toEqual([303, '/r/thanks']);
  const row = server.context.stores.responses.journal().find(({ comment }) => comment !== null);
  expect([row!.comment!.length, Object.keys(JSON.parse(row!.answers))]).toEqual([
    1000,
    ['officer', ...many.map(({ id }) => id)],
  ]);
});

test('a draft saved by somebody else meanwhile is not written over, published or lost', async () => {
  const draft = await begin('Hai người');
  const mine = await save(draft, draft.items);
  const { items, name } = draft;
  const stale = await server.ask('PUT', `${drafts}/${draft.id}`, {
    ...admin,
    body: { revision: draft.revision, name, items },
  });
  expect([stale.status, stale.json.code]).toEqual([409, 'draft-changed']);
  const early = await publish(draft);
  expect([early.status, early.json.code]).toEqual([409, 'draft-changed']);
  expect((await server.ask('GET', `${drafts}/${draft.id}`, manager)).json.revision).toBe(mine.revision);
  expect((await server.ask('DELETE', `${drafts}/${draft.id}`, admin)).status).toBe(204);
  expect((await server.ask('DELETE', `${drafts}/${draft.id}`, admin)).status).toBe(404);
  expect((await publish(mine)).status).toBe(404);
});

test('a draft with faults is kept, and refused with each fault at its place', async () => {
  const draft = await begin();
  const same = await publish(draft);
  expect([same.status, same.json.code]).toEqual([422, 'invalid-questionnaire']);
  expect(same.json.errors).toEqual([{ path: 'items', message: 'nothing-changed', fault: 'nothing-changed' }]);
  const [rating] = draft.items as [Item];
  const faulty = await save(draft, [
    { ...rating, labels: { vi: 'Khác', en: 'Other' } },
    { ...waiting, id: '' },
  ]);
  const before = server.count('questionnaires');
  const refused = await publish(faulty);
  expect(
    refused.json.errors.map(({ path, fault }: { path: string; fault: string }) => [path, fault]),
  ).toEqual([
    ['items.0', 'rating-changed'],
    ['items.1.id', 'id-missing'],
  ]);
  expect(server.count('questionnaires')).toBe(before);
  const long = (start: string) => start.padEnd(190, 'ế');
  const huge = Array.from({ length: 11 }, (_, index) => ({
    ...waiting,
    id: `q-${index}`,
    labels: { vi: long('a'), en: long('b') },
    scale: Array.from({ length: 12 }, (__, value) => ({
      value,
      label: { vi: `${value} ${'ế'.repeat(90)}`, en: `${value} ${'ế'.repeat(90)}` },
    })),
  }));
  const tooLong = await publish(await save(faulty, [rating, ...huge]));
  expect([tooLong.status, tooLong.json.code]).toEqual([422, 'invalid-questionnaire']);
  await server.ask('DELETE', `${drafts}/${draft.id}`, admin);
});

test.each<[string, object]>([
  ['text too long', { items: [{ ...waiting, labels: { vi: 'x'.repeat(201), en: '' } }] }],
  ['control characters', { items: [{ ...waiting, labels: { vi: 'a\u0000b', en: '' } }] }],
  ['too many questions', { items: Array.from({ length: 13 }, () => waiting) }],
  ['a value off the range', { items: [{ ...waiting, scale: [{ value: 100, label: { vi: '', en: '' } }] }] }],
  ['no name', { name: ' ', items: [] }],
  ['a field too many', { items: [], more: true }],
])('%s is refused and nothing changes', async (_name, change) => {
  const draft = await begin();
  const body = { revision: draft.revision, name: 'x', items: draft.items, ...change };
  const answer = await server.ask('PUT', `${drafts}/${draft.id}`, { ...admin, body });
  expect([answer.status, answer.json.code]).toEqual([422, 'invalid-request']);
  expect((await server.ask('GET', `${drafts}/${draft.id}`, admin)).json).toEqual(draft);
  await server.ask('DELETE', `${drafts}/${draft.id}`, admin);
});

test('there are only so many drafts', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push((await begin(`Bản ${index}`)).id);
  const refused = await server.ask('POST', drafts, { ...admin, body: { name: 'Nữa' } });
  expect([refused.status, refused.json.code]).toEqual([409, 'limit-reached']);
  for (const id of ids) await server.ask('DELETE', `${drafts}/${id}`, admin);
});

test('a preview is the page citizens get, without script, and leaves nothing', async () => {
  const { items } = await inUse();
  const evil = { ...waiting, labels: { vi: '<img src=x onerror=alert(1)>', en: 'x' } };
  await server.context.audit.settled();
  const before = server.rows();
  const show = (page: string, locale: string) =>
    server.ask('POST', '/api/questionnaires/preview', {
      ...manager,
      body: { items: [items[0], evil], page, locale },
    });
  const question = (await show('question', 'vi')).json.html as string;
  expect(question).toContain('Rất hài lòng');
  expect(question).not.toContain('<script');
  expect(question).toContain('<base target="_blank">');
  const thanks = (await show('thanks', 'vi')).json.html as string;
  expect(thanks).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(thanks).not.toContain('<img');
  expect((await show('thanks', 'en')).json.html).toContain('lang="en"');
  const without = await server.ask('POST', '/api/questionnaires/preview', {
    ...manager,
    body: { items: [], page: 'question', locale: 'vi' },
  });
  expect(without.status).toBe(422);
  expect(server.rows()).toEqual(before);
});

test('an unknown version is no version of a response, a draft’s neither', async () => {
  const draft = await begin();
  const { token } = await server.visit();
  for (const questionnaire of ['preview', draft.id, '2027-1']) {
    const answer = await server.rate(token, 5, { questionnaire });
    expect([answer.status, answer.json.code]).toEqual([422, 'unknown-questionnaire']);
  }
  server.clock.advance(dayMs);
  expect((await server.rate(token, 5)).status).toBe(201);
});
