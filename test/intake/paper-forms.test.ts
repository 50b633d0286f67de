// Forms on paper: keyed once each, by staff who serve nobody, in batches; and what the one who keys, the board, the audit
// trail and the file could tell of them: how many, and nothing else before the night.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formCodeOf, isFormCode } from '../../shared/form-code.ts';
import { expectProblem, expectRefused } from '../support/refusals.ts';
import { type Answer, type ClosedVisit, dayMs, procedures, TestServer } from '../support/server.ts';

let server: TestServer;
let personnel: Record<string, string>;
const keyer = { name: 'nhansu', password: 'mat-khau-thu-nghiem' };
/** A session does not live through the night. */
async function signInAgain(): Promise<void> {
  const answer = await server.ask('POST', '/api/session', { body: keyer });
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  personnel = { cookie, 'x-csrf-token': answer.json.csrfToken };
}
beforeEach(async () => {
  server = await TestServer.start();
  await server.context.access.createUser({ ...keyer, role: 'personnel', officer: null });
  await signInAgain();
});
afterEach(() => server?.stop());

const post = (path: string, body: unknown, headers = personnel) =>
  server.ask('POST', path, { body, headers });
const codeOf = ({ externalId }: ClosedVisit): string =>
  server.context.visits.formOf(externalId, 'integrated').code!;

async function openBatch(forms = 10, headers = personnel): Promise<number> {
  const answer = await post('/api/paper-batches', { forms }, headers);
  expect(answer.status).toBe(201);
  return answer.json.number;
}

const key = (batch: number, form: Record<string, unknown>, headers = personnel): Promise<Answer> =>
  post(
    `/api/paper-batches/${batch}/forms`,
    { formId: randomUUID(), questionnaire: '2026-1', answers: { officer: 4 }, ...form },
    headers,
  );

describe('the number of a form', () => {
  test('has a check digit that catches every wrong digit and every swap of neighbours', () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.nat(8),
        fc.integer({ min: 1, max: 9 }),
        (n, place, by) => {
          const code = formCodeOf(n);
          expect(isFormCode(code)).toBe(true);
          const wrong = (Number(code[place]) + by) % 10;
          expect(isFormCode(code.slice(0, place) + wrong + code.slice(place + 1))).toBe(false);
          const next = place + 1;
          if (next < 9 && code[place] !== code[next]) {
            const swapped = code.slice(0, place) + code[next] + code[place] + code.slice(next + 1);
            expect(isFormCode(swapped)).toBe(false);
          }
        },
      ),
      { seed },
    );
    expect(() => formCodeOf(100_000_000)).toThrow(RangeError);
  });

  test('opens neither the rating page nor a kiosk', async () => {
    const visit = await server.visit();
    const code = codeOf(visit);
    expect((await server.ask('GET', `/r/${code}`)).status).toBe(404);
    const kiosk = await server.pairKiosk();
    expectProblem(await kiosk.ask(server, 'POST', '/api/invitations/lookup', { code }), 'invalid-request');
    expect(code).not.toBe(visit.invitation.code);
  });
});

describe('a form', () => {
  test('is the response of its visit: invited, on paper, attributed as the visit was closed', async () => {
    const visit = await server.visit({ officer: 'CB02', counter: 'Q02' });
    const batch = await openBatch();
    const answers = { officer: 2, guidance: 3, reasons: [2, 5] };
    const answer = await key(batch, { code: codeOf(visit), answers });
    expect([answer.status, answer.json]).toEqual([201, { taken: 1 }]);
    const [row, ...others] = server.context.stores.responses.journal();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ officer: 'CB02', counter: 'Q02', mode: 'paper', tier: 'invited', level: 2 });
    expect(JSON.parse(row!.answers)).toEqual(answers);
  });

  test('goes by the 7 digits of a slip on its own day, and by a scanned slip', async () => {
    const batch = await openBatch();
    const [first, second, third] = [await server.visit(), await server.visit(), await server.visit()];
    expect((await key(batch, { code: first.invitation.code })).status).toBe(201);
    server.clock.advance(dayMs);
    await signInAgain();
    expectProblem(await key(batch, { code: second.invitation.code }), 'unknown-code');
    expect((await key(batch, { invitation: second.token })).status).toBe(201);
    expect((await key(batch, { code: codeOf(third) })).status).toBe(201);
    expect(server.count('journal')).toBe(3);
  });

  test('sent again is the same response; another with its number is refused', async () => {
    const visit = await server.visit();
    const batch = await openBatch();
    const form = { formId: randomUUID(), code: codeOf(visit) };
    const answers = await Promise.all([key(batch, form), key(batch, form), key(batch, form)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expectProblem(await key(batch, { ...form, answers: { officer: 1 } }), 'response-id-conflict');
    expectProblem(await key(batch, { code: form.code }), 'already-rated');
    expect([server.count('journal'), server.count('spent')]).toEqual([1, 1]);
    expect((await server.ask('GET', '/api/paper-batches', { headers: personnel })).json.open.taken).toBe(1);
  });

  test('that raced with the phone is one response', async () => {
    const visit = await server.visit();
    const batch = await openBatch();
    const answers = await Promise.all([
      key(batch, { code: codeOf(visit) }),
      server.rate(visit.token, 5),
      key(batch, { code: codeOf(visit) }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(server.count('journal')).toBe(1);
  });

  test('from the box has the days of grace of an offline kiosk, and not a day more', async () => {
    const { invitationDays, offlineGraceDays } = server.policy;
    const [late, later] = [await server.visit(), await server.visit()];
    const batch = await openBatch();
    server.clock.advance((invitationDays + offlineGraceDays) * dayMs);
    await signInAgain();
    expect((await key(batch, { code: codeOf(late) })).status).toBe(201);
    const code = codeOf(later);
    server.clock.advance(dayMs);
    await signInAgain();
    expectProblem(await key(batch, { code }), 'invitation-expired');
  });

  test('is known as rated across the seal, by its number too', async () => {
    const visit = await server.visit();
    const code = codeOf(visit);
    await server.rate(visit.token, 4);
    server.context.seal.run();
    const batch = await openBatch();
    expectProblem(await key(batch, { code }), 'already-rated');
  });

  test('is refused, and changes nothing, when it does not fit', async () => {
    const visit = await server.visit();
    const code = codeOf(visit);
    const batch = await openBatch();
    const wrongDigit = code.slice(0, 8) + ((Number(code[8]) + 1) % 10);
    const cases: [Record<string, unknown>, Parameters<typeof expectProblem>[1]][] = [
      [{ code: wrongDigit }, 'invalid-request'],
      [{ code: '12345' }, 'invalid-request'],
      [{ code, invitation: visit.token }, 'invalid-request'],
      [{}, 'invalid-request'],
      [{ code, answers: { officer: 6 } }, 'invalid-request'],
      [{ code, answers: {} }, 'invalid-request'],
      [{ code, answers: { officer: 4, other: 1 } }, 'invalid-request'],
      [{ code, questionnaire: '1999-1' }, 'unknown-questionnaire'],
      [{ code, comment: 'x' }, 'invalid-request'],
      [{ code, locale: 'vi' }, 'invalid-request'],
      [{ code: formCodeOf(12345678) }, 'unknown-code'],
      [{ invitation: 'x'.repeat(22) }, 'unknown-invitation'],
    ];
    for (const [form, problem] of cases) {
      await expectRefused(server, problem, () => key(batch, form));
    }
    await expectRefused(server, 'not-found', () => key(batch + 1, { code }));
    await expectRefused(server, 'not-found', () =>
      post('/api/paper-batches/x/forms', {
        formId: randomUUID(),
        code,
        questionnaire: '2026-1',
        answers: { officer: 4 },
      }),
    );
  });

  test('is not guessed: after 60 numbers that name nobody a person waits, others do not', async () => {
    const visit = await server.visit();
    const batch = await openBatch();
    for (let n = 0; n < 60; n += 1) expect((await key(batch, { code: formCodeOf(n) })).status).toBe(404);
    const refused = await key(batch, { code: codeOf(visit) });
    expectProblem(refused, 'too-many-attempts');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = (await server.signIn('personnel')).headers;
    expect((await key(await openBatch(1, other), { code: codeOf(visit) }, other)).status).toBe(201);
  });
});

describe('a batch', () => {
  test('takes as many forms as were counted, then is finished; the audit trail has its counts and nothing of a form', async () => {
    const batch = await openBatch(2);
    expectProblem(await post('/api/paper-batches', { forms: 3 }), 'batch-open');
    for (let n = 0; n < 2; n += 1) await key(batch, { code: codeOf(await server.visit()) });
    const visit = await server.visit();
    await expectRefused(server, 'batch-full', () => key(batch, { code: codeOf(visit) }));
    const closed = await post(`/api/paper-batches/${batch}/close`, {});
    expect(closed.json).toMatchObject({ forms: 2, taken: 2, closed: true });
    expect((await post(`/api/paper-batches/${batch}/close`, {})).json).toEqual(closed.json);
    await expectRefused(server, 'not-found', () => key(batch, { code: codeOf(visit) }));
    const trail = server.context.stores.audit
      .page({ limit: 50 })
      .filter(({ action }) => action.startsWith('paper'));
    expect(trail.map(({ action, subject, detail }) => [action, subject, JSON.parse(detail!)])).toEqual([
      ['paper-batch.close', `paper-batch:${batch}`, { forms: 2, taken: 2 }],
      ['paper-batch.open', `paper-batch:${batch}`, { forms: 2 }],
    ]);
    const desk = (await server.ask('GET', '/api/paper-batches', { headers: personnel })).json;
    expect([desk.open, desk.closed.length]).toEqual([null, 1]);
  });

  test('belongs to the person who opened it, and survives a restart', async () => {
    const batch = await openBatch();
    const other = (await server.signIn('personnel')).headers;
    const code = codeOf(await server.visit());
    await expectRefused(server, 'not-found', () => key(batch, { code }, other));
    await expectRefused(server, 'not-found', () => post(`/api/paper-batches/${batch}/close`, {}, other));
    await server.restart();
    expect((await key(batch, { code })).json).toEqual({ taken: 1 });
  });

  test.each([0, 501, 1.5, '5'])('of %j forms is refused', async (forms) => {
    await expectRefused(server, 'invalid-request', () => post('/api/paper-batches', { forms }));
  });

  test('is not for whoever serves, whatever the role', async () => {
    const serving = (await server.signIn('personnel', 'CB01')).headers;
    expectProblem(await server.ask('GET', '/api/paper-batches', { headers: serving }), 'forbidden');
    expectProblem(await post('/api/paper-batches', { forms: 1 }, serving), 'forbidden');
  });
});

describe('whoever keys a form learns nothing of it', () => {
  /** All that personnel may read that is not of the night. */
  const looks = async (): Promise<unknown[]> => {
    const paths = [
      '/api/board',
      '/api/alerts',
      '/api/indicators?period=2026-10',
      '/api/officers/CB01/indicator?period=2026-10',
      '/api/officers/CB02/indicator?period=2026-10',
      '/api/kpi/periods',
    ];
    await server.context.live.settled();
    const answers = await Promise.all(paths.map((path) => server.ask('GET', path, { headers: personnel })));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    return answers.map(({ json }) => json);
  };

  test('nothing that they can read moves before the night, over a restart neither', async () => {
    // A night has been: figures of yesterday are there, and would move with a form of yesterday.
    const yesterday = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(() => server.visit({ officer: 'CB01', counter: 'Q01' })),
    );
    for (const { token } of yesterday.slice(0, 5)) await server.rate(token, 4);
    server.context.seal.run();
    server.clock.advance(dayMs);
    await signInAgain();
    const today = await server.visit({ officer: 'CB02', counter: 'Q02' });
    const batch = await openBatch();
    const before = await looks();
    for (const visit of [yesterday[5]!, today]) {
      expect((await key(batch, { code: codeOf(visit), answers: { officer: 1 } })).status).toBe(201);
      expect(await looks()).toEqual(before);
    }
    server.context.live.reload();
    expect(await looks()).toEqual(before);
    const { board } = server.context.live.snapshot();
    await server.restart();
    expect(server.context.live.snapshot().board).toEqual(board);
    server.context.seal.run();
    const paperOf = (officer: string) =>
      server.context.stores.visits
        .tallies()
        .filter((row) => row.officer === officer)
        .reduce((sum, { paper }) => sum + paper, 0);
    expect([paperOf('CB01'), paperOf('CB02')]).toEqual([1, 1]);
  });

  test('answers say how many, never whose or what', async () => {
    const visit = await server.visit({ officer: 'CB03', counter: 'Q03' });
    const batch = await openBatch();
    const code = codeOf(visit);
    const texts = [(await key(batch, { code })).text, (await key(batch, { code })).text];
    texts.push((await server.ask('GET', '/api/paper-batches', { headers: personnel })).text);
    for (const text of texts)
      expect(text).not.toMatch(/CB03|Q03|Quầy 03|Cán bộ 03|1\.004222|responseId|promise/);
  });

  test('after the night neither the sheet nor its number lead to the leaf, in the data directory neither', async () => {
    for (let n = 0; n < 5; n += 1) await server.rated(5, { officer: 'CB01' });
    const visit = await server.visit({ officer: 'CB01' });
    const code = codeOf(visit);
    const formId = randomUUID();
    const batch = await openBatch();
    await key(batch, { code, formId, answers: { officer: 1 } });
    const tag = server.context.stores.responses.journal().at(-1)!.tag;
    server.context.seal.run();
    expect([server.count('keyed_paper'), server.count('paper_day_key'), server.count('journal')]).toEqual([
      0, 0, 0,
    ]);
    expect(server.context.stores.responses.sealedEntry(tag)).toBeDefined();
    // The same sheet keyed again is no oracle: it is not told from any other sheet of a rated visit.
    for (const officer of [1, 5]) {
      expectProblem(await key(batch, { code, formId, answers: { officer } }), 'already-rated');
    }
    await server.stop();
    const bytes = readdirSync(server.dataDir)
      .filter((name) => name.startsWith('langnghe.sqlite'))
      .map((name) => readFileSync(join(server.dataDir, name)));
    for (const trace of [code, formId]) {
      const hash = createHash('sha256').update(trace).digest();
      expect(bytes.some((file) => file.includes(trace) || file.includes(hash))).toBe(false);
    }
    await server.restart();
  });
});

test('a form to print comes for a visit by key, for slips by session, and names neither officer nor counter', async () => {
  const visit = await server.visit({ officer: 'CB02', counter: 'Q02' });
  const slip = (format: string) =>
    server.ask('POST', '/api/slips', { key: server.key, body: { externalId: visit.externalId, format } });
  const digits = codeOf(visit).replace(/(\d{3})(?=\d)/g, '$1 ');
  for (const format of ['form-a5', 'form-a4']) {
    const form = await slip(format);
    expect([form.status, form.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(form.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(form.text).toContain(digits);
    expect(form.text).not.toMatch(/Quầy|CB02|Cán bộ 02|\/r\//);
    expect(form.text).not.toContain(procedures[0].name);
  }
  await server.rate(visit.token, 3);
  expectProblem(await slip('form-a5'), 'already-rated');
  expectProblem(
    await server.ask('POST', '/api/slips', {
      key: server.key,
      body: { externalId: 'none', format: 'form-a5' },
    }),
    'unknown-invitation',
  );
  for (const size of ['a5', 'a4']) {
    const blank = await server.ask('GET', `/api/paper-form?size=${size}`, { headers: personnel });
    expect(blank.status).toBe(200);
    expect(blank.text.match(/<i><\/i>/g)).toHaveLength(size === 'a5' ? 7 : 14);
  }
  expectProblem(
    await server.ask('GET', '/api/paper-form?size=a3', { headers: personnel }),
    'invalid-request',
  );
});
