// The unit's report over HTTP: its numbers counted again from what was lived, its sums, its states, who may read it; and
// that no two nights of it tell fewer responses apart than the minimum.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type UnitReport, unitReportSchema } from '../../shared/contract/unit-report.ts';
import { openCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { parseVerifierKey } from '../../shared/ledger/note.ts';
import { wilsonInterval } from '../../shared/statistics/proportion.ts';
import { published } from '../../shared/statistics/published.ts';
import { Clock, procedures, TestServer } from '../support/server.ts';
import { type LivedDay, liveDays, sealAt, type Worker, workingDays } from './report-months.ts';

const [residence, stay, copies] = procedures.map(({ code }) => code) as [string, string, string];
const workers: readonly Worker[] = [
  {
    officer: 'CB01',
    counter: 'Q01',
    procedures: [residence, stay],
    visits: 9,
    rated: 7,
    levels: [5, 5, 4, 3, 5, 2],
    mode: 'qr',
  },
  {
    officer: 'CB02',
    counter: 'Q02',
    procedures: [residence],
    visits: 8,
    rated: 6,
    levels: [4, 5, 1, 5],
    mode: 'kiosk',
  },
  // Too few a day for a group: goes by the week.
  { officer: 'CB03', counter: 'Q03', procedures: [copies], visits: 4, rated: 2, levels: [5], mode: 'qr' },
];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

let server: TestServer;
let lived: LivedDay[];
let headers: Record<string, string>;
beforeAll(async () => {
  const clock = new Clock('2026-09-01T08:00:00+07:00');
  server = await TestServer.start({ clock });
  const { context } = server;
  const setNow = (iso: string) => clock.set(iso);
  lived = await liveDays(
    context,
    setNow,
    [...workingDays('2026-09-01', '2026-09-30', 5), ...workingDays('2026-10-01', '2026-10-23')],
    workers,
  );
  sealAt(context, setNow, '2026-10-25T22:00:00+07:00');
  ({ headers } = await server.signIn('manager'));
}, 120_000);
afterAll(() => server?.stop());

async function reportOf(period: string): Promise<UnitReport> {
  const answer = await server.ask('GET', `/api/reports/unit?period=${period}`, { headers });
  expect(answer.status).toBe(200);
  return unitReportSchema.parse(answer.json);
}
const livedIn = (months: readonly string[]): LivedDay[] =>
  lived.filter(({ day }) => months.includes(day.slice(0, 7)));

describe('a month', () => {
  test('counts what was lived, and nothing of what waits', async () => {
    const report = await reportOf('2026-10');
    const october = livedIn(['2026-10']);
    const { counts } = report;
    expect(counts.visits).toBe(sum(october.map(({ visits }) => visits)));
    expect(counts.responses).toBe(sum(october.map(({ levels }) => levels.length)));
    expect(counts).toMatchObject({ invited: counts.visits, answered: counts.responses, selfReported: 0 });
    expect(counts.rate).toBe(published(counts.responses / counts.visits));
    expect(counts.published + counts.unpublished).toBe(counts.responses);
    expect(counts.published).toBe(report.level.n);
    // CB03's last week has no group of its own yet where it has fewer than five; all else is out.
    expect(report.level.n).toBeGreaterThan(200);
  });

  test("is the sum of its officers' own figures, by code", async () => {
    const report = await reportOf('2026-10');
    expect(report.officers.map(({ officer }) => officer)).toEqual(['CB01', 'CB02', 'CB03']);
    const levels = [0, 0, 0, 0, 0];
    for (const { officer } of report.officers) {
      const one = await server.ask('GET', `/api/officers/${officer}/indicator?period=2026-10`, { headers });
      const { own, response } = one.json.indicator;
      own.levels.forEach((count: number, k: number) => {
        levels[k]! += count;
      });
      const line = report.officers.find((found) => found.officer === officer)!;
      expect(line).toMatchObject({ n: own.n, visits: response.visits, rate: response.rate });
      expect(line.decides).toEqual(one.json.indicator.state === 'insufficient-data' ? null : own.decides);
    }
    expect(report.level.levels).toEqual(levels);
    const n = sum(levels);
    const satisfied = levels[3]! + levels[4]!;
    expect(report.level.shareSatisfied).toEqual({
      value: published(satisfied / n),
      interval: wilsonInterval(satisfied, n).map((end) => published(end)),
    });
    expect(sum(report.officers.map(({ visits }) => visits))).toBe(report.counts.visits);
  });

  test('its series, weeks, modes and procedures add up to the whole', async () => {
    const report = await reportOf('2026-10');
    const october = livedIn(['2026-10']);
    const days = [...new Set(october.map(({ day }) => day))];
    expect(report.series.unit).toBe('day');
    expect(report.series.points.map(({ name }) => name)).toEqual(days);
    expect(sum(report.series.points.map(({ visits }) => visits))).toBe(report.counts.visits);
    expect(sum(report.series.points.map(({ responses }) => responses))).toBe(report.counts.responses);
    const weeks = report.weeks;
    expect(weeks.points.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['2026-W40', '2026-10-01', '2026-10-04'],
      ['2026-W41', '2026-10-05', '2026-10-11'],
      ['2026-W42', '2026-10-12', '2026-10-18'],
      ['2026-W43', '2026-10-19', '2026-10-25'],
    ]);
    expect(sum(weeks.points.map(({ n }) => n)) + weeks.noWeek).toBe(report.counts.published);
    const grouped = sum(report.modes.map(({ group }) => group?.n ?? 0));
    expect(grouped + report.ungrouped).toBe(report.counts.published);
    expect(sum(report.procedures.map(({ group }) => group?.n ?? 0)) + report.ungrouped).toBe(
      report.counts.published,
    );
    expect(sum(report.procedures.map(({ visits }) => visits))).toBe(report.counts.visits);
    expect(sum(report.modes.map(({ responses }) => responses))).toBe(report.counts.responses);
    const { procedures: lines } = report;
    expect(lines.find(({ label }) => label === residence)?.name).toBe('Đăng ký thường trú');
    for (const group of [...report.modes, ...lines].flatMap((line) => line.group ?? [])) {
      expect(group.n).toBeGreaterThanOrEqual(report.rules.groupMinimum);
      expect(sum(group.levels)).toBe(group.n);
    }
  });

  test('names the seal, the checkpoint that covers it and the rules', async () => {
    const report = await reportOf('2026-10');
    const { storage, tree } = server.context.log;
    const checkpoint = openCheckpoint(storage.latestCheckpoint()!.note, [parseVerifierKey(tree.verifierKey)]);
    expect(report.asOf.checkpoint).toEqual({
      origin: checkpoint.origin,
      treeSize: checkpoint.treeSize,
      rootHash: Buffer.from(checkpoint.rootHash).toString('base64'),
    });
    expect(report.asOf.treeSize).toBe(checkpoint.treeSize);
    expect(report.asOf.sealedDay).toBe('2026-10-25');
    expect(report.standing).toBe('running');
    expect(report.rules).toMatchObject({ policy: null, responsesMin: 30, groupMinimum: 5 });
    expect(report.centre).toEqual({ name: 'Trung tâm thử nghiệm', sample: true });
  });

  test('without anything in it says so, and gives no number for a level', async () => {
    const report = await reportOf('2026-03');
    expect(report).toMatchObject({
      standing: 'over',
      counts: { visits: 0, responses: 0, rate: null },
      level: { state: 'insufficient-data', n: 0, shareSatisfied: null, meanHundred: null },
      series: { points: [] },
      officers: [],
      history: [],
    });
  });
});

describe('a quarter', () => {
  test('runs by weeks, and its history ends with its last month that has data', async () => {
    const report = await reportOf('2026-Q4');
    expect(report.series.unit).toBe('week');
    expect(report.series.points[0]).toMatchObject({ name: '2026-W40', from: '2026-10-01', to: '2026-10-04' });
    expect(report.history.map(({ month }) => month)).toEqual(['2026-09', '2026-10']);
    const [september, october] = report.history;
    const alone = await reportOf('2026-09');
    expect(september).toMatchObject({ n: alone.level.n, visits: alone.counts.visits });
    expect(september!.shareSatisfied).toEqual(alone.level.state === 'ok' ? alone.level.shareSatisfied : null);
    expect(october!.shareSatisfied).toEqual((await reportOf('2026-10')).level.shareSatisfied);
    expect((await reportOf('2026-Q3')).counts.visits).toBe(
      sum(livedIn(['2026-07', '2026-08', '2026-09']).map(({ visits }) => visits)),
    );
  });
});

describe('who reads it', () => {
  test('is in the trail; a year, a day and nonsense are refused', async () => {
    await reportOf('2026-10');
    await server.context.audit.settled();
    const trail = server.context.stores.audit.page({ action: 'report.read', limit: 5 });
    expect(JSON.stringify(trail)).toContain('period:2026-10');
    for (const period of ['2026', '2026-13', '2026-10-01', '']) {
      const answer = await server.ask('GET', `/api/reports/unit?period=${period}`, { headers });
      expect([period, answer.status, answer.json.code]).toEqual([period, 422, 'invalid-request']);
    }
  });

  test('a month that is not named is the present one', async () => {
    const answer = await server.ask('GET', '/api/reports/unit', { headers });
    expect(answer.json).toEqual(await reportOf('2026-10'));
  });

  test('no response of the open day moves anything of it', async () => {
    const before = await reportOf('2026-10');
    for (let k = 0; k < 6; k += 1) await server.rated(1);
    expect(await reportOf('2026-10')).toEqual(before);
  });
});
