// A field survey over HTTP from draft to results, as staff and as whoever has the link; and what is left of an answer.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FieldSurvey, SurveyContent } from '../../shared/contract/field-surveys.ts';
import { dayMs, TestServer } from '../support/server.ts';

let server: TestServer;
let manager: { headers: Record<string, string> };
let personnel: { headers: Record<string, string> };
beforeAll(async () => {
  server = await TestServer.start();
  manager = await server.signIn('manager');
  personnel = await server.signIn('personnel');
});
afterAll(() => server?.stop());

const all = '/api/field-surveys';
const label = (vi: string, en = vi) => ({ vi, en });
const questions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'satisfaction' as const,
    label: label(`Câu ${index + 1}`, `Question ${index + 1}`),
    answers: [],
  }));

async function newSurvey(change: Partial<SurveyContent> = {}): Promise<FieldSurvey> {
  const begun = await server.ask('POST', all, { ...manager, body: { template: 'empty', title: 'Khảo sát' } });
  expect(begun.status).toBe(201);
  const { id, revision, content } = begun.json as FieldSurvey;
  const saved = await server.ask('PUT', `${all}/${id}`, {
    ...manager,
    body: {
      revision,
      content: {
        ...content,
        title: label('Khảo sát', 'Survey'),
        factors: [{ label: label('Nhóm'), questions: questions(2) }],
        ...change,
      },
    },
  });
  expect(saved.status).toBe(200);
  return saved.json;
}
const open = ({ id, revision }: FieldSurvey, opensOn = '2026-10-14', closesOn = '2026-10-20') =>
  server.ask('POST', `${all}/${id}/open`, { ...manager, body: { revision, opensOn, closesOn } });
const act = (id: string, name: string, body?: object) =>
  server.ask('POST', `${all}/${id}/${name}`, { ...manager, ...(body === undefined ? {} : { body }) });
const send = (path: string, body: string) =>
  server.ask('POST', path, { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
const form = (answers: string, formId: string = randomUUID()) => `formId=${formId}&locale=vi&${answers}`;
const results = (id: string) => server.ask('GET', `${all}/${id}/results`, manager);

test('an open link: opened, answered, counted, closed, shown, gone', async () => {
  const survey = await newSurvey();
  expect((await server.ask('GET', `/s/${survey.id}`)).status).toBe(404);
  const opened = await open(survey);
  expect(opened.json).toMatchObject({ standing: 'open', url: `${server.url}/s/${survey.id}` });
  const frozen = await server.ask('PUT', `${all}/${survey.id}`, {
    ...manager,
    body: { revision: opened.json.revision, content: survey.content },
  });
  expect([frozen.status, frozen.json.code]).toEqual([409, 'survey-not-draft']);

  const page = await server.ask('GET', `/s/${survey.id}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Câu 1');
  expect(page.text).not.toContain('<script');
  expect(page.text).not.toContain('checked');
  expect(page.headers.get('set-cookie')).toBeNull();
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect((await server.ask('GET', `/s/${survey.id}?lang=en`)).text).toContain('Question 1');

  const empty = await send(`/s/${survey.id}`, form('q1='));
  expect([empty.status, empty.text.includes('chưa có câu trả lời nào')]).toEqual([422, true]);
  for (const bad of ['q1=6', 'q1=x', 'q1=1&q1=2', 'q1=0']) {
    expect([bad, (await send(`/s/${survey.id}`, form(bad))).status]).toEqual([bad, 422]);
  }
  expect((await send(`/s/${survey.id}`, 'q1=5')).status).toBe(422);
  expect((await send(`/s/${survey.id}`, form(`q1=5&x=${'x'.repeat(9000)}`))).status).toBe(413);

  const once = randomUUID();
  for (let time = 0; time < 3; time += 1) {
    const taken = await send(`/s/${survey.id}`, form('q1=5&q2=4', once));
    expect([taken.status, taken.headers.get('location')]).toEqual([303, `/s/${survey.id}/thanks?lang=vi`]);
  }
  for (const answers of ['q1=4', 'q1=2&q2=3', 'q2=5', 'q1=1&q2=1']) {
    expect((await send(`/s/${survey.id}`, form(answers))).status).toBe(303);
  }
  const count = async () => (await server.ask('GET', `${all}/${survey.id}`, manager)).json.answered;
  expect(await count()).toBe(5);

  // Before the close nothing but the count is there for anyone.
  const early = await results(survey.id);
  expect([early.status, early.json.code]).toEqual([409, 'survey-not-closed']);
  expect((await server.ask('GET', `${all}/${survey.id}/results.csv`, manager)).status).toBe(409);
  expect((await server.ask('DELETE', `${all}/${survey.id}`, manager)).json.code).toBe('survey-open');

  const keysBefore = server.rows().field_survey_answers!;
  expect(keysBefore).toHaveLength(5);
  // A form is its answers under a random key: no time, no address, no link.
  expect(Object.keys(JSON.parse(keysBefore[0] as string)).sort()).toEqual(['answers', 'id', 'survey']);
  expect((await act(survey.id, 'close')).json.standing).toBe('closed');
  const idsOf = (rows: unknown[]) => rows.map((row) => JSON.stringify(JSON.parse(row as string).id));
  const after = idsOf(server.rows().field_survey_answers!);
  expect(idsOf(keysBefore).filter((id) => after.includes(id))).toEqual([]);

  const shown = await results(survey.id);
  expect(shown.json).toMatchObject({ answered: 5, overall: { state: 'insufficient-data' } });
  // Four answered each question: fewer than five, so neither is shown, and nothing that could be subtracted to it.
  expect(shown.json.factors[0].questions.map(({ n }: { n: number | null }) => n)).toEqual([null, null]);
  const csv = await server.ask('GET', `${all}/${survey.id}/results.csv`, manager);
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(csv.text).toContain('overall,');
  const late = await send(`/s/${survey.id}`, form('q1=5'));
  expect([late.status, late.text.includes('đã kết thúc')]).toEqual([409, true]);
  expect((await server.ask('GET', `/s/${survey.id}`)).status).toBe(410);
  for (const call of ['close', 'links']) {
    expect((await act(survey.id, call, call === 'links' ? { count: 1 } : undefined)).json.code).toBe(
      'survey-not-open',
    );
  }
  expect((await server.ask('DELETE', `${all}/${survey.id}`, manager)).status).toBe(204);
  for (const table of ['field_surveys', 'field_survey_answers', 'field_survey_links', 'field_survey_paper']) {
    expect([table, server.count(table)]).toEqual([table, 0]);
  }
});

test('a link that works once takes one form, and says nothing of it', async () => {
  const survey = await newSurvey({ link: 'single-use' });
  await open(survey);
  const made = await act(survey.id, 'links', { count: 3 });
  expect([made.status, new Set(made.json.urls).size]).toEqual([201, 3]);
  const [first, second] = made.json.urls.map((url: string) => new URL(url).pathname) as string[];
  expect(JSON.stringify(server.rows())).not.toContain(first!.split('/').at(-1));
  expect((await server.ask('GET', `/s/${survey.id}`)).status).toBe(404);
  expect((await server.ask('GET', `/s/${survey.id}/AAAAAAAAAAAAAAAAAAAAAA`)).status).toBe(404);
  expect((await server.ask('GET', first!)).status).toBe(200);
  const once = randomUUID();
  expect((await send(first!, form('q1=5', once))).status).toBe(303);
  // The same form sent again is received; another by the same link is not.
  expect((await send(first!, form('q1=5', once))).status).toBe(303);
  const again = await send(first!, form('q1=1'));
  expect([again.status, again.text.includes('đã được dùng')]).toEqual([409, true]);
  expect((await server.ask('GET', first!)).status).toBe(409);
  const both = await Promise.all([send(second!, form('q1=3')), send(second!, form('q1=4'))]);
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
  expect((await server.ask('GET', `${all}/${survey.id}`, manager)).json).toMatchObject({
    answered: 2,
    links: { made: 3, used: 2 },
    url: null,
  });
  await act(survey.id, 'close');
  // Two forms are fewer than any minimum: nothing is shown of them.
  expect(JSON.stringify((await results(survey.id)).json)).not.toMatch(/"share"|"count":/);
});

test('paper forms are entered by number, corrected, and mixed with the rest at the close', async () => {
  const survey = await newSurvey({ responsesMax: 3 });
  const { id } = survey;
  const put = (number: number | string, answers: unknown) =>
    server.ask('PUT', `${all}/${id}/paper/${number}`, { ...personnel, body: { answers } });
  expect((await put(1, [5, 5])).json.code).toBe('survey-not-open');
  expect((await server.ask('GET', `${all}/${id}/forms`, personnel)).json.code).toBe('survey-not-open');
  await open(survey);
  const printed = await server.ask('GET', `${all}/${id}/forms?first=7&count=2`, personnel);
  expect(printed.text).toContain('0007');
  expect(printed.text).toContain('0008');
  expect(printed.text).not.toContain('0009');
  expect((await server.ask('GET', `${all}/${id}/forms?first=9999&count=2`, personnel)).status).toBe(422);

  expect((await put(1, [5, null])).status).toBe(200);
  expect((await put(2, [2, 2])).status).toBe(200);
  expect((await put(1, [4, null])).status).toBe(200);
  expect((await server.ask('GET', `${all}/${id}/paper/1`, personnel)).json).toEqual({
    number: 1,
    answers: [4, null],
  });
  expect((await server.ask('GET', `${all}/${id}/paper`, personnel)).json).toEqual({ numbers: [1, 2] });
  for (const [number, answers, status] of [
    [3, [6, 1], 422],
    [3, [null, null], 422],
    [3, [1], 422],
    [0, [1, 1], 404],
    [10_000, [1, 1], 404],
    ['x', [1, 1], 404],
  ] as const) {
    expect([number, answers, (await put(number, answers)).status]).toEqual([number, answers, status]);
  }
  expect((await send(`/s/${id}`, form('q1=3'))).status).toBe(303);
  const full = await put(4, [1, 1]);
  expect([full.status, full.json.code]).toEqual([409, 'limit-reached']);
  expect((await put(2, [3, 3])).status).toBe(200);
  const tooMany = await send(`/s/${id}`, form('q1=3'));
  expect([tooMany.status, tooMany.text.includes('đủ số phiếu')]).toEqual([409, true]);
  expect((await server.ask('DELETE', `${all}/${id}/paper/2`, personnel)).status).toBe(204);
  expect((await put(5, [5, 5])).status).toBe(200);
  await act(id, 'close');
  expect(server.count('field_survey_paper')).toBe(0);
  expect((await server.ask('GET', `${all}/${id}`, manager)).json).toMatchObject({ answered: 3, paper: 0 });
  expect((await put(1, [5, 5])).json.code).toBe('survey-not-open');
});

test('a survey has its days: before and after them its link takes nothing, paper may still be entered', async () => {
  const survey = await newSurvey();
  const { id } = survey;
  for (const [from, to, path] of [
    ['2026-10-13', '2026-10-20', 'opensOn'],
    ['2026-10-15', '2026-10-14', 'closesOn'],
    ['2026-10-15', '2028-01-01', 'closesOn'],
  ] as const) {
    const refused = await open(survey, from, to);
    expect([refused.status, refused.json.errors[0].path]).toEqual([422, path]);
  }
  expect((await open(survey, '2026-10-15', '2026-10-15')).json.standing).toBe('scheduled');
  expect((await server.ask('GET', `/s/${id}`)).status).toBe(403);
  expect((await send(`/s/${id}`, form('q1=3'))).status).toBe(409);
  const before = server.clock.at;
  server.clock.advance(dayMs);
  expect((await server.ask('GET', `/s/${id}`)).status).toBe(200);
  server.clock.advance(dayMs);
  manager = await server.signIn('manager');
  expect((await server.ask('GET', `/s/${id}`)).status).toBe(410);
  const listed = (await server.ask('GET', all, manager)).json.surveys;
  expect(listed.find((one: { id: string }) => one.id === id).standing).toBe('ended');
  const again = await server.ask('PUT', `${all}/${id}/last-day`, {
    ...manager,
    body: { closesOn: '2026-10-20' },
  });
  expect(again.json.standing).toBe('open');
  expect((await send(`/s/${id}`, form('q1=3'))).status).toBe(303);
  server.clock.at = before;
  manager = await server.signIn('manager');
});

test('faults keep a survey from being opened; a draft changed meanwhile is not written over', async () => {
  const survey = await newSurvey({ factors: [] });
  const refused = await open(survey);
  expect([refused.status, refused.json.code, refused.json.errors]).toEqual([
    422,
    'invalid-survey',
    [{ path: 'factors', message: 'no-questions', fault: 'no-questions' }],
  ]);
  const stale = await server.ask('PUT', `${all}/${survey.id}`, {
    ...manager,
    body: { revision: survey.revision - 1, content: survey.content },
  });
  expect([stale.status, stale.json.code]).toEqual([409, 'draft-changed']);
});

test('an open link has a pace: a flood is turned away with a page, and nothing of it is kept', async () => {
  const survey = await newSurvey();
  await open(survey);
  const statuses: number[] = [];
  for (let number = 0; number < 35; number += 1) {
    statuses.push((await send(`/s/${survey.id}`, form('q1=5'))).status);
  }
  expect(statuses.filter((status) => status === 303)).toHaveLength(30);
  expect(statuses.slice(30)).toEqual([429, 429, 429, 429, 429]);
  expect((await server.ask('GET', `${all}/${survey.id}`, manager)).json.answered).toBe(30);
  expect(JSON.stringify(server.rows())).not.toContain('127.0.0.1');
  server.clock.advance(600_000);
  expect((await send(`/s/${survey.id}`, form('q1=5'))).status).toBe(303);
});

test('the pace holds for forms that are sent all at once, and one that is sent again uses none of it', async () => {
  server.clock.advance(600_000);
  const survey = await newSurvey();
  await open(survey);
  const once = randomUUID();
  for (let time = 0; time < 40; time += 1) {
    expect((await send(`/s/${survey.id}`, form('q1=5', once))).status).toBe(303);
  }
  const forms = await Promise.allSettled(
    Array.from({ length: 60 }, () =>
      server.context.fieldSurveys.take(survey.id, null, randomUUID(), '127.0.0.1', [5, null]),
    ),
  );
  expect(forms.filter(({ status }) => status === 'fulfilled')).toHaveLength(29);
  expect((await server.ask('GET', `${all}/${survey.id}`, manager)).json.answered).toBe(30);
});

test('a form that another site sends in its visitor’s name is refused', async () => {
  server.clock.advance(600_000);
  const survey = await newSurvey();
  await open(survey);
  const from = (site: string) =>
    server.ask('POST', `/s/${survey.id}`, {
      body: form('q1=1'),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': site },
    });
  expect((await from('cross-site')).status).toBe(403);
  expect((await server.ask('GET', `${all}/${survey.id}`, manager)).json.answered).toBe(0);
  for (const site of ['same-origin', 'same-site', 'none']) expect((await from(site)).status).toBe(303);
});

test('text of a survey is shown as text', async () => {
  const evil = '<script>alert(1)</script>"><img src=x>';
  const survey = await newSurvey({
    title: label(evil),
    factors: [{ label: label(evil), questions: [{ kind: 'satisfaction', label: label(evil), answers: [] }] }],
  });
  await open(survey);
  for (const path of [
    `/s/${survey.id}`,
    `${all}/${survey.id}/forms`,
    `${all}/${survey.id}/preview?lang=en`,
  ]) {
    const page = await server.ask('GET', path, manager);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<script');
    expect(page.text).not.toContain('<img');
    expect(page.text).toContain('&lt;script&gt;');
  }
});

test('the night takes nothing of a survey into the log', async () => {
  const before = server.rows();
  server.context.seal.run();
  const after = server.rows();
  for (const table of ['field_surveys', 'field_survey_answers', 'field_survey_links', 'field_survey_paper']) {
    expect(after[table]).toEqual(before[table]);
  }
  const kinds = server.context.file.sqlite.prepare('SELECT DISTINCT kind FROM ledger').pluck().all();
  expect(kinds).not.toContain('field-survey');
});
