// The whole way of a month over real parts: visits and ratings over HTTP, nights sealed, the period closed by one person and
// confirmed by another, final with the seal; then the feed, the papers, the list by level, webhooks received by a real HTTP
// server that checks signatures, and `verify` on a public bundle. Also who gets what of it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newIdentity } from '../../server/ledger/age.ts';
import {
  feedListSchema,
  feedPageSchema,
  levelListAnswerSchema,
  periodClosedData,
  sheetFinalData,
} from '../../shared/contract/kpi-feed.ts';
import { unitTable } from '../../shared/kpi/unit-table.ts';
import { flat, readPdf } from '../reports/pdf-text.ts';
import { newReleasers } from '../support/releasers.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder, until } from '../support/server.ts';
import { Receiver, verified } from '../webhooks/receiver.ts';
import { closeMonth, figuresOf, type KpiCentre, kpiCentre, month, ratedMonth } from './kpi-centre.ts';

let centre: KpiCentre;
let receiver: Receiver;
let secret: string;
let key: string;
beforeAll(async () => {
  centre = await kpiCentre({ policy: 'decree-335-2025' });
  receiver = await Receiver.start();
  key = centre.server.makeKey('kpi:read');
  const made = await centre.as(centre.administrator, 'POST', '/api/webhooks', {
    url: receiver.url,
    eventTypes: ['kpi.period.closed', 'kpi.sheet.final'],
  });
  secret = made.json.secret;
  centre.seal();
  // Over HTTP as a phone does it; the many others of the month go the same way without the socket.
  for (let i = 0; i < 6; i += 1) await centre.server.rated(5, { officer: 'CB01' });
  await ratedMonth(centre);
  await closeMonth(centre);
}, 120_000);
afterAll(async () => {
  await centre?.server.stop();
  await receiver?.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  centre.server.ask('GET', path, { key, headers });
const bytesOf = async (path: string, headers: Record<string, string>): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${centre.server.url}${path}`, { headers })).arrayBuffer());
const messages = () => receiver.received.map((one) => verified(secret, one, centre.server.clock.at));

describe('before the night', () => {
  it('nothing of the closed month is told: it is final only in the ledger', async () => {
    expect((await get('/api/kpi/feed')).json).toEqual({ periods: [], next: null });
    for (const path of [
      `/api/kpi/feed?period=${month}`,
      `/api/kpi/feed.csv?period=${month}`,
      `/api/kpi/feed.xlsx?period=${month}`,
      `/api/kpi/sheets/CB01.pdf?period=${month}`,
      `/api/kpi/summary.pdf?period=${month}`,
      `/api/kpi/levels?period=${month}`,
    ]) {
      const answer = await get(path);
      expect([path, answer.status, answer.json.code]).toEqual([path, 404, 'not-found']);
    }
    expect(receiver.received).toEqual([]);
  });
});

describe('final', () => {
  beforeAll(async () => {
    centre.seal();
    await until(() => receiver.received.length >= 4, 'the closing and three sheets are delivered');
  });

  it('the feed has the sheets that were hashed', async () => {
    const list = feedListSchema.parse((await get('/api/kpi/feed')).json);
    expect(list.periods.map(({ period, versions }) => [period, versions.length])).toEqual([[month, 1]]);
    const page = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}`)).json);
    expect(page).toMatchObject({ period: month, version: 1, provisional: false, next: null });
    expect(page.sheets.map(({ officer }) => officer)).toEqual(['CB01', 'CB02', 'CB03']);
    const { policy, figures } = centre.server.context.periods.finalFigures(month, 1)!;
    expect(page.sheets).toEqual(JSON.parse(JSON.stringify(unitTable(month, figures, policy).sheets)));
    expect(page.tableHash).toBe(page.versions[0]!.tableHash);
    const close = centre.server.context.stores.responses.entriesOfKind('period-close')[0]!.toString();
    expect(close).toContain(page.tableHash);
  });

  it('the feed comes in pages and says when nothing has changed', async () => {
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const answer = await get(`/api/kpi/feed?period=${month}&limit=2${after}`);
      const page = feedPageSchema.parse(answer.json);
      seen.push(...page.sheets.map(({ officer }) => officer));
      const again = await get(`/api/kpi/feed?period=${month}&limit=2${after}`, {
        'if-none-match': answer.headers.get('etag')!,
      });
      expect([again.status, again.text]).toEqual([304, '']);
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual(['CB01', 'CB02', 'CB03']);
    for (const bad of ['limit=0', 'limit=201', 'period=2026-13', 'version=0', 'nonsense=1']) {
      const answer = await get(`/api/kpi/feed?period=${month}&${bad}`);
      expect([bad, answer.status]).toEqual([bad, 422]);
    }
    expect((await get(`/api/kpi/feed?period=${month}&version=2`)).status).toBe(404);
  });

  it('tables carry the same numbers, and tell a reader that has them', async () => {
    const page = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}`)).json);
    const csv = await get(`/api/kpi/feed.csv?period=${month}`);
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="kpi-${month}-ban-1.csv"`);
    const rows = parse(csv.text, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map(({ officer, name, total }) => [officer, name, total])).toEqual(
      page.sheets.map(({ officer, total }) => [officer, `Cán bộ ${officer.slice(2)}`, total ?? '']),
    );
    const lines = await get(`/api/kpi/feed.csv?period=${month}&rows=lines`);
    expect(parse(lines.text, { bom: true })).toHaveLength(
      1 + page.sheets.flatMap((sheet) => sheet.lines).length,
    );
    const xlsx = await get(`/api/kpi/feed.xlsx?period=${month}`);
    expect(xlsx.text.slice(0, 2)).toBe('PK');
    const again = await get(`/api/kpi/feed.xlsx?period=${month}`, {
      'if-none-match': xlsx.headers.get('etag')!,
    });
    expect(again.status).toBe(304);
  });

  it('papers are made of the closed version', async () => {
    const authorization = { authorization: `Bearer ${key}` };
    const sheet = await readPdf(await bytesOf(`/api/kpi/sheets/CB01.pdf?period=${month}`, authorization));
    expect(flat(sheet.pages[0]!.text)).toContain('Cán bộ 01 (CB01)');
    const page = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}`)).json);
    expect(flat(sheet.pages.map(({ text }) => text).join('\n'))).toContain(page.tableHash);
    const summary = await readPdf(await bytesOf(`/api/kpi/summary.pdf?period=${month}`, authorization));
    expect(flat(summary.pages[0]!.text)).toContain('BẢNG TỔNG HỢP');
    const levels = await readPdf(await bytesOf(`/api/kpi/levels.pdf?period=${month}`, authorization));
    expect(flat(levels.pages[0]!.text)).toContain('không quyết định việc gì');
    expect((await get(`/api/kpi/sheets/CB99.pdf?period=${month}`)).status).toBe(404);
  });

  it('the list by level says of each line how sure it is', async () => {
    const list = levelListAnswerSchema.parse((await get(`/api/kpi/levels?period=${month}`)).json);
    expect(list.final).toBe(true);
    expect(list.lines).toHaveLength(3);
    const few = list.lines.find(({ officer }) => officer === 'CB03')!;
    expect(few.sureness).toBe('not-all-checked');
    expect(few.doubts).toContain('left-out:general.satisfaction');
    expect((await get(`/api/kpi/levels.xlsx?period=${month}`)).text.slice(0, 2)).toBe('PK');
  });

  it('officers get their own sheet on paper, nothing of others, and none of the lists', async () => {
    const { as, officers } = centre;
    const own = officers.CB01!;
    expect((await as(own, 'GET', `/api/kpi/sheets/CB01.pdf?period=${month}`)).status).toBe(200);
    for (const path of [
      `/api/kpi/sheets/CB02.pdf?period=${month}`,
      `/api/kpi/sheets/CB02.pdf?period=${month}&officer=CB01`,
      `/api/kpi/feed?period=${month}`,
      `/api/kpi/feed.csv?period=${month}`,
      `/api/kpi/feed.xlsx?period=${month}`,
      `/api/kpi/summary.pdf?period=${month}`,
      `/api/kpi/levels?period=${month}`,
    ]) {
      expect([path, (await as(own, 'GET', path)).status]).toEqual([path, 403]);
    }
    expect((await as(centre.auditor, 'GET', `/api/kpi/feed?period=${month}`)).status).toBe(200);
  });

  it('webhooks told of it once, signed, with the sheets of the feed', async () => {
    const page = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}`)).json);
    const all = messages();
    expect(all.map(({ type }) => type).sort()).toEqual([
      'kpi.period.closed',
      ...Array.from({ length: 3 }, () => 'kpi.sheet.final'),
    ]);
    const closed = periodClosedData.parse(all.find(({ type }) => type === 'kpi.period.closed')!.data);
    expect(closed).toMatchObject({
      period: month,
      version: 1,
      officers: 3,
      withheld: 0,
      tableHash: page.tableHash,
    });
    const sheets = all
      .filter(({ type }) => type === 'kpi.sheet.final')
      .map(({ data }) => sheetFinalData.parse(data).sheet)
      .sort((a, b) => (a.officer < b.officer ? -1 : 1));
    expect(sheets).toEqual(page.sheets);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
    centre.seal();
    await centre.server.context.webhooks.flush();
    expect(receiver.received).toHaveLength(4);
  });
});

describe('another version', () => {
  it('is told of after a restart that came between the night and the telling, and only what is new in it', async () => {
    const { server, personnel, as } = centre;
    receiver.received.length = 0;
    const changed = figuresOf('CB02', { general: { points: '26', of: '27.5' } });
    const revised = await as(personnel, 'POST', '/api/kpi/figures', {
      rows: [changed],
      reason: 'nhập sai điểm',
    });
    expect(revised.status).toBe(200);
    centre.seal();
    await closeMonth(centre, 'sửa điểm của CB02');
    // As a crash between the commit of the night and the telling leaves it.
    server.context.file.transact((tx) => server.context.stores.webhooks.announceVersion(tx, month, 2));
    centre.seal();
    expect(receiver.received).toEqual([]);
    server.context.file.transact((tx) => server.context.stores.webhooks.announceVersion(tx, month, 1));
    await server.restart();
    await until(() => receiver.received.length === 2, 'the closing and the one new sheet are delivered');
    const all = messages();
    expect(all.find(({ type }) => type === 'kpi.period.closed')!.data).toMatchObject({
      version: 2,
      reopenReason: 'sửa điểm của CB02',
    });
    const { sheet } = sheetFinalData.parse(all.find(({ type }) => type === 'kpi.sheet.final')!.data);
    expect([sheet.officer, sheet.total]).toEqual(['CB02', '91']);
    const page = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}`)).json);
    expect(page.versions.map(({ version }) => version)).toEqual([1, 2]);
    const first = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}&version=1`)).json);
    expect(first.sheets.find(({ officer }) => officer === 'CB02')!.total).toBe('90');
  });
});

describe('an auditor', () => {
  it('recomputes from the ledger the very tables that the feed names', async () => {
    const { server } = centre;
    const page = feedPageSchema.parse((await get(`/api/kpi/feed?period=${month}`)).json);
    await server.stop();
    const folder = temporaryFolder();
    const { identity, recipient } = await newIdentity();
    writeFileSync(join(folder, 'identity'), identity);
    const out = join(folder, 'bundle');
    const { options, answers } = await newReleasers(server.dataDir);
    const written = await runHere(
      [
        ...['audit-bundle', '--data', server.dataDir, '--period', month, '--out', out],
        ...['--openings', '--auditor', 'Thanh tra 01', '--recipient', recipient],
        ...options,
      ],
      answers,
    );
    expect([written.code, written.stderr]).toEqual([0, '']);
    const hashes = readdirSync(join(out, 'tables')).map((name) =>
      createHash('sha256')
        .update(readFileSync(join(out, 'tables', name)))
        .digest('hex'),
    );
    for (const { tableHash } of page.versions) expect(hashes).toContain(tableHash);
    const checked = await runHere(['verify', out, '--identity', join(folder, 'identity'), '--json']);
    const report = JSON.parse(checked.stdout) as { findings: unknown[]; holds: string[] };
    expect([checked.code, report.findings]).toEqual([0, []]);
    expect(report.holds).toContainEqual(
      expect.stringMatching(new RegExp(`^${hashes.length} published tables follow from the ledger`)),
    );
    await server.restart();
  });
});
