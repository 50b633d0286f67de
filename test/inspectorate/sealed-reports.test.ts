// Reports of unofficial payment: sealed to the inspectorate, one record for every form that offered the question, all of
// one size; nothing in the clear in any file of the centre.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Report,
  reportAnswers,
  reportCharsMax,
  sealedReportChars,
} from '../../shared/contract/sealed-report.ts';
import {
  openEnvelope,
  sealEnvelope,
  sealedEnvelopeBytes,
  sealReport,
} from '../../shared/inspectorate/seal-report.ts';
import { runHere } from '../support/run-here.ts';
import { countOf, ratingBody, TestServer, temporaryFolder } from '../support/server.ts';

let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
});

/** `Cookie` header with what an answer set. */
const cookieJar = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

const reports: fc.Arbitrary<Report> = fc.record({
  answer: fc.option(fc.constantFrom(...reportAnswers)),
  text: fc
    .string({ unit: 'grapheme', maxLength: reportCharsMax })
    .map((text) => text.slice(0, reportCharsMax)),
});

describe('sealing', () => {
  test('gives the same length whatever was said, and opens to it', async () => {
    await fc.assert(
      fc.asyncProperty(reports, fc.boolean(), async (report, onKiosk) => {
        const inner = await sealReport(recipient, report);
        expect(inner.length).toBe(sealedReportChars);
        const sealed = await sealEnvelope(recipient, {
          v: 1,
          officer: 'CB01',
          counter: 'Q01',
          day: '2026-10-14',
          report: onKiosk ? { sealed: inner } : report,
        });
        expect(sealed.length).toBe(sealedEnvelopeBytes);
        const opened = await openEnvelope(identity, sealed);
        expect(opened).toMatchObject({ officer: 'CB01', day: '2026-10-14' });
        expect(opened.report).toEqual({ ...report, text: report.text.trim() });
      }),
      { numRuns: 30 },
    );
  });

  test('gives different bytes for the same words', async () => {
    const report: Report = { answer: 'gave', text: '' };
    expect(await sealReport(recipient, report)).not.toBe(await sealReport(recipient, report));
  });

  test('opens for nobody else', async () => {
    const sealed = await sealEnvelope(recipient, {
      v: 1,
      officer: 'CB01',
      counter: 'Q01',
      day: '2026-10-14',
      report: { answer: 'gave', text: '' },
    });
    await expect(openEnvelope(await generateIdentity(), sealed)).rejects.toThrow();
  });
});

describe('the question', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await TestServer.start();
    return () => server.stop();
  });

  const setKey = () =>
    server.context.file.transact((tx) =>
      server.context.stores.inspectorate.setInspectorate(
        tx,
        { name: 'Thanh tra mẫu', recipient },
        '2026-10-14',
      ),
    );

  /** Rates by the slip's page; resolves to the cookie of its thank-you page. */
  async function rated(): Promise<string> {
    const { token } = await server.visit();
    const body = ratingBody(token, 4);
    const answer = await server.ask('POST', `/r/${token}`, {
      body: new URLSearchParams({ responseId: body.responseId, officer: '4', locale: 'vi' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return cookieJar(answer.headers);
  }
  const complete = (cookie: string, fields: Record<string, string>) =>
    server.ask('POST', '/r/thanks', {
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    });
  const thanksPage = async (cookie: string) =>
    (await server.ask('GET', '/r/thanks', { headers: { cookie } })).text;

  test('is not asked before a key is set, nor after it is cleared', async () => {
    expect(await thanksPage(await rated())).not.toContain('name="payment"');
    setKey();
    expect(await thanksPage(await rated())).toContain('Thanh tra mẫu');
    server.context.file.transact((tx) =>
      server.context.stores.inspectorate.setInspectorate(tx, null, '2026-10-14'),
    );
    const cookie = await rated();
    expect(await thanksPage(cookie)).not.toContain('name="payment"');
    await complete(cookie, { payment: 'gave', guidance: '1' });
    expect(countOf(server.context, 'sealed_reports')).toBe(0);
  });

  test('leaves one record for every form, answered or not, all alike', async () => {
    setKey();
    await complete(await rated(), { guidance: '3' });
    await complete(await rated(), { payment: 'gave', paymentText: 'Có người gợi ý ở quầy.' });
    await complete(await rated(), {});
    await complete(await rated(), { payment: '', paymentText: '' });
    const rows = server.context.stores.inspectorate.sealed();
    expect(rows.map(({ sealed }) => sealed.length)).toEqual(Array(4).fill(sealedEnvelopeBytes));
    const opened = await Promise.all(rows.map(({ sealed }) => openEnvelope(identity, sealed)));
    expect(opened.filter(({ report }) => report.answer !== null)).toEqual([
      {
        v: 1,
        officer: 'CB01',
        counter: 'Q01',
        day: '2026-10-14',
        report: { answer: 'gave', text: 'Có người gợi ý ở quầy.' },
      },
    ]);
  });

  test('leaves no word of a report in any file of the centre', async () => {
    setKey();
    const words = 'phongbibatthuong';
    await complete(await rated(), { payment: 'asked', paymentText: words });
    const find = () =>
      readdirSync(server.dataDir).filter((name) => {
        const bytes = readFileSync(join(server.dataDir, name));
        return bytes.includes(words) || bytes.includes('"asked"');
      });
    expect(find()).toEqual([]);
    server.context.seal.run();
    expect(find()).toEqual([]);
    expect(countOf(server.context, 'sealed_reports')).toBe(1);
  });

  test('is offered to kiosks at the exit alone, and taken from them sealed', async () => {
    setKey();
    const exit = await server.pairKiosk();
    const atCounter = await server.pairKiosk('Q01');
    expect((await exit.ask(server, 'GET', '/api/kiosk')).json.inspectorate).toEqual({
      name: 'Thanh tra mẫu',
      recipient,
    });
    expect((await atCounter.ask(server, 'GET', '/api/kiosk')).json.inspectorate).toBeNull();
    const { token } = await server.visit();
    const body = ratingBody(token, 3);
    await exit.ask(server, 'POST', '/api/responses', body);
    const sealed = await sealReport(recipient, { answer: 'hinted', text: '' });
    const path = `/api/responses/${body.responseId}`;
    expect((await exit.ask(server, 'PATCH', path, { sealed: sealed.slice(2) })).status).toBe(422);
    expect((await exit.ask(server, 'PATCH', path, { answers: {}, sealed })).status).toBe(200);
    const [row] = server.context.stores.inspectorate.sealed();
    expect((await openEnvelope(identity, row!.sealed)).report).toEqual({ answer: 'hinted', text: '' });
  });

  test('refuses what is no answer, whole', async () => {
    setKey();
    const cookie = await rated();
    expect((await complete(cookie, { payment: 'perhaps' })).status).toBe(422);
    expect((await complete(cookie, { paymentText: 'x'.repeat(reportCharsMax + 1) })).status).toBe(422);
    expect(countOf(server.context, 'sealed_reports')).toBe(0);
    expect((await complete(cookie, { payment: 'no' })).status).toBe(303);
  });
});

describe('commands', () => {
  let server: TestServer;
  const folder = temporaryFolder();
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());

  test('set a key beside a running server, hand over a file, and open it on another machine', async () => {
    const data = server.dataDir;
    const bad = await runHere(['inspectorate', 'key', 'set', 'age1nokey', '--name', 'X', '--data', data]);
    expect([bad.code, bad.stderr]).toEqual([2, 'is not an age X25519 recipient\n']);
    const set = await runHere([
      'inspectorate',
      'key',
      'set',
      recipient,
      '--name',
      'Thanh tra',
      '--data',
      data,
    ]);
    expect(set.code).toBe(0);
    expect(JSON.parse((await runHere(['inspectorate', 'key', 'show', '--data', data])).stdout)).toEqual({
      name: 'Thanh tra',
      recipient,
    });
    const { token } = await server.visit();
    const body = ratingBody(token, 3);
    await server.ask('POST', '/api/responses', { body });
    const sealed = await sealReport(recipient, { answer: 'gave', text: '' });
    await server.ask('PATCH', `/api/responses/${body.responseId}`, { body: { sealed } });
    const out = join(folder, 'reports.json');
    const exported = await runHere(['inspectorate', 'export', '--data', data, '--out', out, '--erase']);
    expect(JSON.parse(exported.stdout)).toEqual({ records: 1 });
    expect(countOf(server.context, 'sealed_reports')).toBe(0);
    expect((await runHere(['inspectorate', 'export', '--data', data, '--out', out])).code).toBe(2);
    const key = join(folder, 'identity.txt');
    writeFileSync(key, `# kept by the inspectorate\n${identity}\n`);
    const opened = await runHere(['inspectorate', 'open', out, '--identity', key]);
    expect(JSON.parse(opened.stdout)).toEqual({
      officer: 'CB01',
      counter: 'Q01',
      day: '2026-10-14',
      answer: 'gave',
      text: '',
    });
    expect((await runHere(['inspectorate', 'open', key, '--identity', key])).code).toBe(2);
  });
});
