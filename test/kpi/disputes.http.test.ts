// Petitions over the real server: filed, proposed on, approved by another person, taken in by the seal; what moves, what does
// not, and what an auditor recomputes afterwards.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkData } from '../../server/ledger/data-check.ts';
import { disputeSchema } from '../../shared/contract/kpi-operations.ts';
import { parseLeaf } from '../../shared/ledger/entry.ts';
import { expectProblem } from '../support/refusals.ts';
import { runHere } from '../support/run-here.ts';
import { openContext } from '../support/server.ts';
import {
  closeMonth,
  figuresOf,
  type KpiCentre,
  kpiCentre,
  month,
  Person,
  ratedMonth,
  verifyBundle,
} from './kpi-centre.ts';

let centre: KpiCentre;
beforeAll(async () => {
  centre = await kpiCentre({ policy: 'decree-335-2025' });
  await ratedMonth(centre);
  await closeMonth(centre);
  centre.seal();
}, 60_000);
afterAll(() => centre.server.stop());

const petitions = '/api/kpi/officers/CB01/petitions';
const aboutDay = (day: string, kind = 'responses') => ({
  subject: { kind, counter: 'Q01', day },
  reason: 'outside-my-control',
  text: 'Hệ thống bị gián đoạn cả buổi',
});
const exclusion = (when: string) => ({
  outcome: 'exclusion',
  reason: 'outside-my-control',
  text: 'Có biên bản sự cố',
  group: { counter: 'Q01', when },
});
const entriesOf = (kind: string) =>
  centre.server.context.stores.responses.entriesOfKind(kind).map((bytes) => JSON.parse(bytes.toString()));
const sheetsOf = () => centre.server.context.periods.finalVersions(month).at(-1)!.sheets;

describe('a group of responses', () => {
  let id = '';

  test('is petitioned on by the officer alone, in time', async () => {
    const { as, refused, officers, manager, server } = centre;
    await refused(manager, 'forbidden', 'POST', petitions, aboutDay('2026-10-14'));
    await refused(officers.CB02!, 'forbidden', 'POST', petitions, aboutDay('2026-10-14'));
    await refused(officers.CB01!, 'invalid-request', 'POST', petitions, aboutDay('2026-12-01'));
    const answer = await as(officers.CB01!, 'POST', petitions, aboutDay('2026-10-14'));
    expect(answer.status).toBe(201);
    const dispute = disputeSchema.parse(answer.json);
    id = dispute.id;
    // Ten working days after Wednesday 11 November; 24 November is a day off in the calendar.
    expect([dispute.decideBy, dispute.state]).toEqual(['2026-11-26', 'open']);
    expect(dispute.groups).toEqual([{ counter: 'Q01', when: '2026-10-14', responses: 20 }]);
    await refused(officers.CB01!, 'already-decided', 'POST', petitions, aboutDay('2026-10-14'));
    expect((await as(officers.CB01!, 'GET', petitions)).json.disputes).toHaveLength(1);
    const key = server.makeKey('kpi:read', 'figures:write');
    expectProblem(await server.ask('POST', `/api/kpi/disputes/${id}/approve`, { key }), 'forbidden');
  });

  test('shows those who decide no rating and nobody who rated', async () => {
    const answer = await centre.as(centre.manager, 'GET', `/api/kpi/disputes/${id}`);
    expect(answer.text).not.toMatch(/level|share|tag|satisf|answers/i);
  });

  test('stays as it is without the second person', async () => {
    const { as, refused, personnel, manager, server } = centre;
    const before = JSON.stringify([server.context.periods.finalVersions(month), server.rows().cells]);
    await refused(
      personnel,
      'invalid-request',
      'POST',
      `/api/kpi/disputes/${id}/proposal`,
      exclusion('2026-10-15'),
    );
    const proposed = await as(personnel, 'POST', `/api/kpi/disputes/${id}/proposal`, exclusion('2026-10-14'));
    expect([proposed.status, proposed.json.state]).toEqual([200, 'proposed']);
    await refused(personnel, 'second-person-needed', 'POST', `/api/kpi/disputes/${id}/approve`);
    centre.seal();
    expect(entriesOf('exclusion')).toEqual([]);
    expect(JSON.stringify([server.context.periods.finalVersions(month), server.rows().cells])).toBe(before);
    // The second person does not share it: open again, and nothing has happened.
    expect((await as(manager, 'POST', `/api/kpi/disputes/${id}/refuse`)).json.state).toBe('open');
    await refused(manager, 'already-decided', 'POST', `/api/kpi/disputes/${id}/approve`);
  });

  test('nobody decides on the own petition, whatever the role of the account', async () => {
    const { refused, server } = centre;
    const own = await Person.of(server, 'manager', 'CB01');
    await refused(own, 'forbidden', 'POST', `/api/kpi/disputes/${id}/proposal`, exclusion('2026-10-14'));
  });

  test('moves that officer and no other, one night after the other, and the log says who and why', async () => {
    const { as, personnel, manager, server } = centre;
    const [before] = server.context.periods.finalVersions(month);
    const othersNow = () =>
      [...server.context.indicators.of(month).officers.values()].filter(({ officer }) => officer !== 'CB01');
    const others = othersNow();
    expect(others.length).toBeGreaterThan(0);
    await as(personnel, 'POST', `/api/kpi/disputes/${id}/proposal`, exclusion('2026-10-14'));
    const approved = await as(manager, 'POST', `/api/kpi/disputes/${id}/approve`);
    expect(approved.json.state).toBe('decided');
    expect(entriesOf('exclusion')).toEqual([]);
    expect(server.context.indicators.of(month).officers.get('CB01')!.own.n).toBe(50);
    centre.seal();
    const indicator = server.context.indicators.of(month).officers.get('CB01')!;
    expect([indicator.own.n, indicator.withExcluded.n, indicator.withExcluded.excluded]).toEqual([
      30, 50, 20,
    ]);
    expect(othersNow()).toEqual(others);
    expect(server.rows().cells!.some((row) => String(row).includes('"excluded":1'))).toBe(true);
    expect(checkData(server.context, server.dataDir).damage).toEqual([]);
    const excluded = entriesOf('exclusion');
    expect(excluded).toHaveLength(20);
    expect(
      new Set(
        excluded.map(({ proposedBy, approvedBy, reason }) =>
          JSON.stringify([proposedBy, approvedBy, reason]),
        ),
      ),
    ).toEqual(new Set([JSON.stringify([personnel.name, manager.name, `outside-my-control:${id}`])]));
    expect(entriesOf('decision')).toEqual([
      expect.objectContaining({
        officer: 'CB01',
        subject: `dispute:${id}`,
        outcome: 'exclusion',
        decidedBy: [personnel.name, manager.name],
      }),
    ]);
    // The closed month says what it said until the night that takes its new version in.
    expect(server.context.periods.finalVersions(month)).toEqual([before]);
    centre.seal();
    const [first, second] = server.context.periods.finalVersions(month);
    expect(first).toEqual(before);
    expect([second!.version, second!.reopenReason]).toEqual([2, id]);
    // 30 of 30 satisfied: 2.5 in place of 2.
    expect(second!.sheets.map(({ officer, total }) => [officer, total])).toEqual([
      ['CB01', '90.5'],
      ['CB02', '90'],
      ['CB03', '90.272727272727'],
    ]);
    expect(second!.sheets.slice(1)).toEqual(before!.sheets.slice(1));
    expect((await as(manager, 'GET', `/api/kpi/disputes/${id}`)).json.state).toBe('settled');
  });

  test('comes back whole, by another petition', async () => {
    const { as, refused, officers, personnel, administrator, server } = centre;
    const again = await as(officers.CB01!, 'POST', petitions, aboutDay('2026-10-14'));
    const proposal = `/api/kpi/disputes/${again.json.id}/proposal`;
    await refused(personnel, 'group-too-small', 'POST', proposal, exclusion('2026-10-14'));
    const back = {
      outcome: 'reinstatement',
      reason: 'rule-misapplied',
      text: 'Xem lại biên bản',
      dispute: id,
    };
    expect((await as(personnel, 'POST', proposal, back)).status).toBe(200);
    expect((await as(administrator, 'POST', `/api/kpi/disputes/${again.json.id}/approve`)).status).toBe(200);
    centre.seal();
    centre.seal();
    expect(server.context.indicators.of(month).officers.get('CB01')!.own.n).toBe(50);
    expect(server.context.periods.finalVersions(month).at(-1)!.version).toBe(3);
    expect(sheetsOf()[0]!.total).toBe('90');
  });
});

test('an attribution goes to another officer as a whole group, and both sheets follow', async () => {
  const { as, refused, officers, personnel, manager, server } = centre;
  const filed = await as(officers.CB01!, 'POST', petitions, aboutDay('2026-10-14', 'attribution'));
  const wish = { ...exclusion('2026-10-14'), outcome: 'correction', reason: 'not-my-visit' };
  const proposal = `/api/kpi/disputes/${filed.json.id}/proposal`;
  await refused(personnel, 'unknown-officer', 'POST', proposal, { ...wish, to: 'CB99' });
  await refused(personnel, 'invalid-request', 'POST', proposal, wish);
  await refused(personnel, 'invalid-request', 'POST', proposal, { ...wish, to: 'CB01' });
  await as(personnel, 'POST', proposal, { ...wish, to: 'CB03' });
  await as(manager, 'POST', `/api/kpi/disputes/${filed.json.id}/approve`);
  centre.seal();
  centre.seal();
  const { officers: indicators } = server.context.indicators.of(month);
  expect([indicators.get('CB01')!.own.n, indicators.get('CB02')!.own.n]).toEqual([30, 40]);
  expect(server.context.periods.finalVersions(month).at(-1)!.version).toBe(4);
  expect(sheetsOf().map(({ officer, total }) => [officer, total])).toEqual([
    ['CB01', '90.5'],
    ['CB02', '90'],
    // 20 responses are still fewer than 30.
    ['CB03', '90.272727272727'],
  ]);
});

test('a figure is corrected as another revision with the petition as its reason', async () => {
  const { as, officers, personnel, manager } = centre;
  const filed = await as(officers.CB02!, 'POST', '/api/kpi/officers/CB02/petitions', {
    subject: { kind: 'figure', period: month, figure: 'quality' },
    reason: 'wrong-figure',
    text: 'Hai hồ sơ bị tính lỗi hai lần',
  });
  expect(filed.status).toBe(201);
  const figures = figuresOf('CB02', { general: { points: '25.5', of: '27.5' } });
  await as(personnel, 'POST', `/api/kpi/disputes/${filed.json.id}/proposal`, {
    outcome: 'correction',
    reason: 'wrong-figure',
    text: 'Đối chiếu sổ theo dõi',
    figures,
  });
  expect((await as(manager, 'POST', `/api/kpi/disputes/${filed.json.id}/approve`)).status).toBe(200);
  centre.seal();
  centre.seal();
  const { json } = await as(manager, 'GET', `/api/kpi/figures?period=${month}&officer=CB02`);
  expect(
    json.figures.map(({ revision, reason, current, inLog }: Record<string, unknown>) => [
      revision,
      reason,
      current,
      inLog,
    ]),
  ).toEqual([
    [0, '', false, true],
    [1, filed.json.id, true, true],
  ]);
  expect(sheetsOf().map(({ total }) => total)).toEqual(['90.5', '90.5', '90.272727272727']);
});

test('petitions end with their time', async () => {
  const { refused, officers, server } = centre;
  server.clock.set('2026-11-17T09:00:00+07:00');
  const late = { ...aboutDay('2026-10-15') };
  await refused(officers.CB01!, 'petition-too-late', 'POST', petitions, late);
  await refused(officers.CB01!, 'petition-too-late', 'POST', petitions, {
    ...late,
    subject: { kind: 'sheet', period: month },
  });
});

test('fsck finds the derived counts in order, and verify recomputes every published sheet from the bundle', async () => {
  const { server } = centre;
  const leaves = server.context.stores.responses.ledgerLength();
  for (const kind of ['exclusion', 'reinstatement', 'correction', 'figures', 'period-close']) {
    for (const bytes of server.context.stores.responses.entriesOfKind(kind)) {
      expect(parseLeaf(bytes).kind).toBe('open');
    }
  }
  await server.stop();
  const checked = await runHere(['fsck', '--data', server.dataDir]);
  expect([checked.code, checked.stderr]).toEqual([0, '']);
  const { context } = await openContext({ dataDir: server.dataDir, clock: server.clock });
  // The correction forgotten: a whole officer's cells are gone.
  context.file.sqlite.exec("DELETE FROM cells WHERE officer = 'CB03'");
  await context.close();
  const damaged = await runHere(['fsck', '--data', server.dataDir]);
  expect([damaged.code, damaged.stdout.includes('is missing, counted')]).toEqual([1, true]);
  expect((await runHere(['fsck', '--data', server.dataDir, '--repair'])).code).toBe(0);
  expect((await runHere(['fsck', '--data', server.dataDir])).code).toBe(0);
  const { code, report } = await verifyBundle(server, month);
  expect([code, report.findings]).toEqual([0, []]);
  expect(report.figures.treeSize).toBe(leaves + 1);
  expect(report.holds).toContainEqual(expect.stringMatching(/^6 published tables follow from the ledger/));
  await server.restart();
});
