// A month from visits to final sheets over the real server: preview, close, confirm, seal; and everything that must not work.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedPeriod } from '../../shared/contract/kpi.ts';
import { periodPreviewSchema, sheetAnswerSchema } from '../../shared/contract/kpi-operations.ts';
import { expectProblem, expectRefused } from '../support/refusals.ts';
import {
  closeMonth,
  figuresOf,
  type KpiCentre,
  kpiCentre,
  month,
  ratedMonth,
  verifyBundle,
} from './kpi-centre.ts';

let centre: KpiCentre;
const final: FeedPeriod[] = [];
beforeAll(async () => {
  centre = await kpiCentre({ policy: 'decree-335-2025' });
  centre.server.context.periods.onFinal((version) => final.push(version));
}, 60_000);
afterAll(() => centre.server.stop());

const path = `/api/kpi/periods/${month}`;
const sheetsPath = (officer: string) => `/api/kpi/officers/${officer}/sheets?period=${month}`;

describe('a month', () => {
  test('is not closed while it runs', async () => {
    const { personnel } = centre;
    await centre.refused(personnel, 'no-policy', 'POST', `${path}/close`, {});
    centre.seal();
    await centre.refused(personnel, 'period-not-over', 'POST', `${path}/close`, {});
    await centre.refused(personnel, 'invalid-request', 'POST', '/api/kpi/periods/2026-13/close', {});
  });

  test('shows before the close what it would be', async () => {
    await ratedMonth(centre);
    const answer = await centre.as(centre.auditor, 'GET', path);
    expect(answer.status).toBe(200);
    const preview = periodPreviewSchema.parse(answer.json);
    expect([preview.state, preview.close, preview.finalFrom]).toEqual(['open', 'final', '2026-11-11']);
    expect(preview.findings).toMatchObject({
      missing: [],
      pendingEntries: 0,
      waitingResponses: 0,
      selfReported: [],
    });
    // 42 of 50 satisfied = 84 %, 84 % of 2.5 = 2.1 -> 2; 25 + 2 + (95 + 90 + 85) / 3 x 0.7 = 27 + 63
    const [first, second, third] = preview.sheets;
    expect([first!.officer, first!.total, first!.level]).toEqual(['CB01', '90', 'excellent']);
    // 36 of 40 = 90 %, 2.25 -> 2
    expect([second!.officer, second!.total]).toEqual(['CB02', '90']);
    // three responses: left out, 25 / 27.5 x 30 + 63
    expect(third!.lines.find(({ standing }) => standing === 'from-responses')).toMatchObject({
      state: 'left-out',
      points: null,
    });
    expect([third!.total, third!.totalExact]).toEqual(['90.272727272727', '993/11']);
  });

  test('wants two persons, and what was looked at', async () => {
    const { server, personnel, manager, as } = centre;
    const closed = await as(personnel, 'POST', `${path}/close`, {});
    expect([closed.status, closed.json.state]).toEqual([201, 'closed']);
    const { version, tableHash } = closed.json.versions[0];
    const confirm = { version, tableHash };
    await centre.refused(personnel, 'second-person-needed', 'POST', `${path}/confirm`, confirm);
    const other = {
      version,
      tableHash: tableHash.replace(/^./, (digit: string) => (digit === '0' ? '1' : '0')),
    };
    await centre.refused(manager, 'period-changed', 'POST', `${path}/confirm`, other);
    await centre.refused(manager, 'period-closed', 'POST', `${path}/close`, {});
    const key = server.makeKey('kpi:read', 'figures:write');
    await expectRefused(server, 'forbidden', () =>
      server.ask('POST', `${path}/confirm`, { key, body: confirm }),
    );
    expect(server.context.periods.finalVersions(month)).toEqual([]);
    expect((await as(personnel, 'DELETE', `${path}/close`)).status).toBe(204);
    expect((await as(personnel, 'GET', path)).json.state).toBe('open');
  });

  test('is closed once by 32 at once', async () => {
    const { server, personnel, manager, administrator, as } = centre;
    const people = [personnel, manager, administrator];
    for (const person of people) await person.headers();
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, index) => as(people[index % 3]!, 'POST', `${path}/close`, {})),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 'period-closed');
    expect(server.count('kpi_closes')).toBe(1);
    await as(personnel, 'DELETE', `${path}/close`);
  });

  test('is final with the seal, and told of once', async () => {
    const { server, as, manager, officers } = centre;
    await closeMonth(centre);
    expect((await as(manager, 'GET', path)).json.state).toBe('confirmed');
    expect((await as(manager, 'GET', sheetsPath('CB01'))).json.versions).toEqual([]);
    centre.seal();
    expect(final.map(({ period, version }) => [period, version])).toEqual([[month, 1]]);
    centre.seal();
    expect(final).toHaveLength(1);
    const own = sheetAnswerSchema.parse((await as(officers.CB01!, 'GET', sheetsPath('CB01'))).json);
    expect(own.versions.map(({ version, sheet }) => [version, sheet.total])).toEqual([[1, '90']]);
    // Five calendar days after 11 November, a Monday.
    expect(own.petitionUntil).toBe('2026-11-16');
    const close = JSON.parse(server.context.stores.responses.entriesOfKind('period-close')[0]!.toString());
    expect(close).toMatchObject({
      period: month,
      method: 'kpi/1',
      version: 1,
      provisional: false,
      withheld: 0,
    });
    expect(Object.values(close.tables)).toEqual([own.versions[0]!.tableHash]);
    expect(close.closedBy).toHaveLength(2);
  });

  test('shows officers their own sheet only', async () => {
    const { as, officers } = centre;
    expectProblem(await as(officers.CB02!, 'GET', sheetsPath('CB01')), 'forbidden');
    expectProblem(await as(officers.CB02!, 'GET', path), 'forbidden');
  });

  test('has another version beside the first, for a reason', async () => {
    const { server, personnel, as } = centre;
    const changed = figuresOf('CB02', { general: { points: '26', of: '27.5' } });
    await centre.refused(personnel, 'figures-conflict', 'POST', '/api/kpi/figures', { rows: [changed] });
    const revised = await as(personnel, 'POST', '/api/kpi/figures', {
      rows: [changed],
      reason: 'nhập sai điểm',
    });
    expect(revised.json).toEqual({ rows: 1, created: 0, revised: 1, unchanged: 0 });
    await centre.refused(personnel, 'period-not-ready', 'POST', `${path}/close`, { reason: 'sửa điểm' });
    centre.seal();
    await centre.refused(personnel, 'period-closed', 'POST', `${path}/close`, {});
    await closeMonth(centre, 'sửa điểm của CB02');
    centre.seal();
    const versions = server.context.periods.finalVersions(month);
    expect(versions.map(({ version, reopenReason }) => [version, reopenReason])).toEqual([
      [1, undefined],
      [2, 'sửa điểm của CB02'],
    ]);
    const totals = versions.map(({ sheets }) => sheets.map(({ total }) => total));
    expect(totals).toEqual([
      ['90', '90', '90.272727272727'],
      ['90', '91', '90.272727272727'],
    ]);
    expect(server.context.periods.finalFigures(month, 1)?.figures).toHaveLength(3);
  });

  test('is provisional while invitations run, and only when that is meant', async () => {
    const { server, personnel, as } = centre;
    server.clock.set('2026-12-01T09:00:00+07:00');
    await as(personnel, 'POST', '/api/kpi/figures', {
      rows: [figuresOf('CB01', { month: '2026-11', workingDays: 21, daysWorked: 21 })],
    });
    centre.seal();
    const early = '/api/kpi/periods/2026-11/close';
    await centre.refused(personnel, 'period-not-ready', 'POST', early, {});
    const closed = await as(personnel, 'POST', early, { provisional: true });
    expect(closed.json.versions[0]).toMatchObject({ provisional: true });
  });
});

describe('a quarter and a year', () => {
  test('are put together from the months, and follow from the ledger as months do', async () => {
    const { server, personnel, as } = centre;
    server.clock.set('2027-01-10T09:00:00+07:00');
    centre.seal();
    const quarter = '/api/kpi/periods/2026-Q4';
    expect((await as(personnel, 'GET', quarter)).json).toMatchObject({
      close: 'provisional',
      finalFrom: '2027-01-11',
    });
    await centre.refused(personnel, 'period-not-ready', 'POST', `${quarter}/close`, {});
    server.clock.set('2027-01-11T09:00:00+07:00');
    for (const period of ['2026-Q4', '2026']) await closeMonth(centre, '', period);
    centre.seal();
    const [closed] = server.context.periods.finalVersions('2026-Q4');
    const sheet = closed!.sheets.find(({ officer }) => officer === 'CB01')!;
    // Two equal months: 25 + 2 [42 of 50] + (190 + 180 + 170) / 200 x 100 / 3 x 0.7
    expect([sheet.total, sheet.level]).toEqual(['90', 'excellent']);
    expect(sheet.lines.find(({ id }) => id.startsWith('quantity'))!.inputs).toMatchObject({
      achieved: '190',
      assigned: '200',
    });
    expect(server.context.periods.finalPeriods()).toEqual(['2026', '2026-10', '2026-Q4']);
    await server.stop();
    const { report, code } = await verifyBundle(server, '2026');
    expect([code, report.findings]).toEqual([0, []]);
    // Two versions of October, the quarter, the year, and the levels of October.
    expect(report.holds).toContainEqual(expect.stringMatching(/^5 published tables follow from the ledger/));
    await server.restart();
  });
});
