// Policies, simulation, positions, entered figures and held levels over the real server.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { presetText } from '../../server/kpi/policy-file.ts';
import {
  heldPositionsSchema,
  kpiPolicySchema,
  positionListSchema,
  simulationSchema,
} from '../../shared/contract/kpi-operations.ts';
import { kpiTable } from '../../shared/kpi/ledger-sheets.ts';
import { expectProblem } from '../support/refusals.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/server.ts';
import { figuresOf, type KpiCentre, kpiCentre, month, ratedMonth } from './kpi-centre.ts';

let centre: KpiCentre;
beforeAll(async () => {
  centre = await kpiCentre();
}, 60_000);
afterAll(() => centre.server.stop());

const policies = '/api/kpi/policies';
const decree = presetText('decree-335-2025')!;

describe('a policy', () => {
  test.each<[string, unknown, string[]]>([
    [
      'two faults',
      {
        yaml: decree
          .replace('value: 90 }\n    upper', 'value: 91 }\n    upper')
          .replace('weight: 2.5', 'weight: 3'),
      },
      ['levels.0', 'satisfaction.mapping.max'],
    ],
    ['a shape that is none', { document: { kind: 'general-and-task' } }, ['schema', 'id']],
    ['text that is no YAML', { yaml: 'a: [' }, []],
    ['a preset nobody knows', { preset: 'decree-1' }, []],
    ['a day before its own', { preset: 'decree-335-2025', effectiveFrom: '2025-12-31' }, ['effectiveFrom']],
  ])('with %s is refused, every fault named', async (_, body, paths) => {
    const answer = await centre.refused(centre.personnel, 'invalid-policy', 'POST', policies, body);
    const named = (answer.json.errors ?? []).map(({ path }: { path: string }) => path);
    for (const path of paths)
      expect(named.some((one: string) => one.startsWith(path.split('.')[0]!))).toBe(true);
  });

  test('is activated by a second person, enters the log at night, and only then is in force', async () => {
    const { as, refused, personnel, manager, server } = centre;
    await refused(personnel, 'invalid-request', 'POST', policies, { preset: 'draft-2025', yaml: decree });
    const proposed = kpiPolicySchema.parse((await as(personnel, 'POST', policies, { yaml: decree })).json);
    const activate = `${policies}/${proposed.number}/activate`;
    await refused(personnel, 'second-person-needed', 'POST', activate);
    expectProblem(await server.ask('POST', activate, { key: server.makeKey('kpi:read') }), 'forbidden');
    await refused(centre.officers.CB01!, 'forbidden', 'POST', activate);
    const active = kpiPolicySchema.parse((await as(manager, 'POST', activate)).json);
    expect([active.state, active.inLog, active.inForce]).toEqual(['active', false, false]);
    await refused(manager, 'already-decided', 'POST', activate);
    centre.seal();
    const now = kpiPolicySchema.parse((await as(manager, 'GET', `${policies}/${proposed.number}`)).json);
    expect([now.inLog, now.inForce]).toEqual([true, true]);
    const entries = server.context.stores.responses
      .entriesOfKind('policy')
      .map((bytes) => JSON.parse(bytes.toString()))
      .filter(({ id }) => id === 'kpi');
    expect(entries).toEqual([
      expect.objectContaining({
        version: '1',
        effective: '2026-01-01',
        approvedBy: [personnel.name, manager.name],
      }),
    ]);
  });

  test('gives the indicator its figure, its minimum and its steps', async () => {
    await ratedMonth(centre);
    const { officers } = centre.server.context.indicators.of(month);
    const first = officers.get('CB01')!;
    // 84 % of 2.5 in steps of 0.5 changes at 80 %.
    expect(first.response.tippingPoint?.boundary).toBe('0.800000');
    expect(officers.get('CB03')!.reasons).toEqual([{ code: 'too-few-responses', n: 0, responsesMin: 30 }]);
  });

  test('is tried on a month before anyone activates it', async () => {
    const { as, refused, personnel, server } = centre;
    const before = server.rows().kpi_policies;
    const body = { period: month, preset: 'draft-2025' };
    const { json } = await as(personnel, 'POST', '/api/kpi/simulations', body);
    const simulation = simulationSchema.parse(json);
    expect([simulation.current, simulation.draft]).toEqual(['decree-335-2025 v1', 'draft-2025 v1']);
    expect(simulation.officers.map(({ officer, current }) => [officer, current.total])).toEqual([
      ['CB01', '90'],
      ['CB02', '90'],
      ['CB03', '90.272727272727'],
    ]);
    const stricter = decree.replace('minimumResponses: 30', 'minimumResponses: 45');
    const answer = await as(personnel, 'POST', '/api/kpi/simulations', { period: month, yaml: stricter });
    const second = simulationSchema.parse(answer.json).officers[1]!;
    expect([second.current.total, second.draft.total, second.difference]).toEqual([
      '90',
      '90.272727272727',
      '0.272727272727',
    ]);
    // Two choices of modes, subtracted, could be one citizen's answer.
    const oneMode = decree.replace('modes: [kiosk, qr, paper, link]', 'modes: [qr]');
    await refused(personnel, 'invalid-request', 'POST', '/api/kpi/simulations', {
      period: month,
      yaml: oneMode,
    });
    expect(server.rows().kpi_policies).toEqual(before);
  });
});

describe('entered figures', () => {
  const path = '/api/kpi/figures';
  const csv = (text: string, query = '') =>
    centre.personnel.headers().then((headers) =>
      centre.server.ask('POST', `${path}/import${query}`, {
        body: text,
        headers: { ...headers, 'content-type': 'text/csv' },
      }),
    );

  test('are all of a call or nothing, every fault by row and field', async () => {
    const rows = [
      figuresOf('CB01', { month: '2026-11' }),
      figuresOf('CB99', { month: '2026-11' }),
      figuresOf('CB02', { month: '2026-11', marks: ['late'] }),
      figuresOf('CB03', { month: '2027-01' }),
      figuresOf('CB03', { month: '2026-11', general: { points: '28', of: '27.5' } }),
      figuresOf('CB01', { month: '2026-11', daysWorked: 23 }),
    ];
    const answer = await centre.refused(centre.personnel, 'invalid-figures', 'POST', path, { rows });
    expect(answer.json.errors.map(({ path: place }: { path: string }) => place)).toEqual([
      'rows.1.officer',
      'rows.2.marks',
      'rows.3.month',
      'rows.4.figures',
      'rows.5.officer',
      'rows.5.daysWorked',
    ]);
  });

  test('come as CSV or XLSX with rows and columns named, and a file again changes nothing', async () => {
    const { server } = centre;
    const header =
      'Mã cán bộ,Tháng,ngày công,Tiêu chí chung,Trên tổng số điểm,Số lượng,quality_achieved,quality_assigned,progress\n';
    const bad = await csv(
      `${header}CB01,2026-11,21,25,27.5,abc,90,100,85\nCB09,2026-11,21,25,27.5,95,90,100,85\n`,
    );
    expectProblem(bad, 'invalid-figures');
    expect(bad.json.errors).toEqual([
      { path: 'row 2, column Số lượng', message: expect.stringContaining('is not a plain decimal') },
    ]);
    const unknown = await csv(`${header}CB09,2026-11,21,25,27.5,95,90,100,85\n`);
    expect(unknown.json.errors[0].path).toBe('row 2, column officer');
    const misspelt = await csv('officer,month,genral\nCB01,2026-11,25\n');
    expect(misspelt.json.errors[0].message).toContain('no place for the figure genral');
    expect(server.context.stores.kpi.figures(['2026-11'])).toEqual([]);

    const good = `${header}CB01,2026-11,21,25,27.5,95,90,100,85\nCB02,2026-11,21,24,27.5,90,80,100,70\n`;
    const query = '?source=b%E1%BA%A3ng%20th%C3%A1ng%2011';
    expect((await csv(good, query)).json).toEqual({ rows: 2, created: 2, revised: 0, unchanged: 0 });
    const before = [server.rows().kpi_figures, server.rows().pending_entries];
    expect((await csv(good, query)).json).toEqual({ rows: 2, created: 0, revised: 0, unchanged: 2 });
    expect([server.rows().kpi_figures, server.rows().pending_entries]).toEqual(before);

    const sheet = await writeXlsx([
      ['officer', 'month', 'workingDays', 'general', 'general_of', 'quantity', 'quality', 'progress'].map(
        (value) => ({ value }),
      ),
      ['CB03', '2026-11', 21, 20.5, 27.5, 80, 82, 78].map((value) => ({ value })),
    ] as never).toBuffer();
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const headers = { ...(await centre.personnel.headers()), 'content-type': type };
    const xlsx = await server.ask('POST', `${path}/import`, { body: new Uint8Array(sheet), headers });
    expect(xlsx.json).toEqual({ rows: 1, created: 1, revised: 0, unchanged: 0 });
  });

  test('come from other systems by a key that may do nothing else, and say so', async () => {
    const { server, as, manager } = centre;
    const rows = [
      figuresOf('CB03', {
        month: '2026-11',
        unit: 'Đơn vị cũ',
        handedOver: true,
        daysWorked: 5,
        workingDays: 21,
      }),
    ];
    expectProblem(
      await server.ask('POST', path, { key: server.makeKey('kpi:read'), body: { rows } }),
      'forbidden',
    );
    const key = server.makeKey('figures:write');
    expect((await server.ask('POST', path, { key, body: { rows } })).json.created).toBe(1);
    const { json } = await as(manager, 'GET', `${path}?period=2026-11&officer=CB03`);
    expect(json.figures.map(({ enteredBy, inLog }: Record<string, unknown>) => [enteredBy, inLog])).toEqual([
      [expect.any(String), false],
      ['key:test', false],
    ]);
    centre.seal();
    const entries = server.context.stores.responses
      .entriesOfKind('figures')
      .map((bytes) => JSON.parse(bytes.toString()))
      .filter(({ period }) => period === '2026-11');
    expect(entries.map(({ officer, enteredBy }) => [officer, enteredBy === 'key:test']).sort()).toEqual([
      ['CB01', false],
      ['CB02', false],
      ['CB03', false],
      ['CB03', true],
    ]);
  });
});

describe('positions', () => {
  test('are shown with who holds them, those without a template first', async () => {
    const { as, refused, manager, auditor, officers, server } = centre;
    const [one] = server.context.stores.roster.officers();
    const put = (position: string) =>
      server.context.file.transact((tx) =>
        server.context.stores.roster.putOfficer(tx, { ...one!, position }),
      );
    put('  công chức KHÔNG giữ chức vụ  lãnh đạo');
    const matched = heldPositionsSchema.parse((await as(manager, 'GET', '/api/kpi/positions/held')).json);
    expect(matched.positions.find(({ officers: [first] }) => first?.code === one!.code)).toMatchObject({
      template: 'officer',
    });
    put('Lưu trữ viên');
    const held = heldPositionsSchema.parse((await as(auditor, 'GET', '/api/kpi/positions/held')).json);
    expect(held.positions.map(({ template }) => template)).toEqual([null, null]);
    expect(held.positions[1]).toEqual({
      title: 'Lưu trữ viên',
      template: null,
      // The figures entered above name no template.
      officers: [{ code: one!.code, name: one!.name, figures: { month: '2026-11', template: null } }],
    });
    const all = held.positions.flatMap(({ officers: holders }) => holders);
    expect(all.length).toBe(server.context.stores.roster.officers().length);
    put(one!.position);
    await refused(officers.CB01!, 'forbidden', 'GET', '/api/kpi/positions/held');
  });

  test('move within the bounds, dated, from the next seal on', async () => {
    const { as, refused, personnel, manager, server } = centre;
    const wish = {
      position: 'officer',
      weights: [{ part: 'quantity', criterion: 'quantity', weight: 1 }],
      effective: '2026-11-12',
      reason: 'theo phân công',
    };
    await refused(personnel, 'forbidden', 'POST', '/api/kpi/positions', wish);
    await refused(manager, 'invalid-request', 'POST', '/api/kpi/positions', {
      ...wish,
      effective: '2026-11-01',
    });
    const weights = [{ part: 'quantity', criterion: 'quantity', weight: 0.5 }];
    const answer = await refused(manager, 'invalid-request', 'POST', '/api/kpi/positions', {
      ...wish,
      weights,
    });
    expect(answer.json.errors.length).toBeGreaterThan(0);
    await refused(manager, 'unknown-officer', 'POST', '/api/kpi/positions', { ...wish, officer: 'CB99' });
    const changed = await as(manager, 'POST', '/api/kpi/positions', { ...wish, officer: 'CB01' });
    const list = positionListSchema.parse(changed.json);
    expect(list.changes).toEqual([
      expect.objectContaining({ officer: 'CB01', enteredBy: manager.name, inLog: false }),
    ]);
    centre.seal();
    expect((await as(manager, 'GET', '/api/kpi/positions')).json.changes[0].inLog).toBe(true);
    expect(
      server.context.kpi.periods.preview('2026-11').sheets[0]!.lines.some(({ source }) => source !== ''),
    ).toBe(true);
  });
});

describe('a held level', () => {
  test('waits for two persons, and follows what they say', async () => {
    const { as, refused, personnel, manager, administrator } = centre;
    const held = decree
      .replace('onInsufficient: { rule: renormalise }', 'onInsufficient: { rule: hold }')
      .replace('version: 1', 'version: 2')
      .replace('minimumResponses: 30', 'minimumResponses: 45');
    const proposed = await as(personnel, 'POST', policies, { yaml: held });
    await as(manager, 'POST', `${policies}/${proposed.json.number}/activate`);
    centre.seal();
    const sheetOf = async () => (await as(manager, 'GET', `/api/kpi/periods/${month}`)).json.sheets[1];
    expect(await sheetOf()).toMatchObject({
      officer: 'CB02',
      total: null,
      withheld: [{ code: 'satisfaction-held' }],
    });
    const wish = { officer: 'CB02', period: month, choice: 'count', reason: 'đủ đại diện' };
    const hold = await as(personnel, 'POST', '/api/kpi/holds', wish);
    expect(hold.status).toBe(201);
    await refused(manager, 'already-decided', 'POST', '/api/kpi/holds', wish);
    const approve = `/api/kpi/holds/${hold.json.number}/approve`;
    await refused(personnel, 'second-person-needed', 'POST', approve);
    expect((await as(administrator, 'POST', approve)).json.state).toBe('decided');
    centre.seal();
    expect(await sheetOf()).toMatchObject({ total: '90', withheld: [] });
  });
});

test('the command line imports figures with the row and column of each fault', async () => {
  const { server } = centre;
  const folder = temporaryFolder();
  const file = join(folder, 'thang-11.csv');
  const header = 'officer,month,workingDays,general,quantity,quality,progress\n';
  writeFileSync(file, `${header}CB01,2026-11,21,25,95,90,85\nCB02,2026-11,21,25,101,90,85\n`);
  const bad = await runHere(['import', 'figures', file, '--data', server.dataDir]);
  expect([bad.code, bad.stdout]).toEqual([2, '']);
  expect(bad.stderr).toContain('thang-11.csv, row 3, column quantity: is above 100');
  writeFileSync(file, `${header}CB01,2026-11,21,25,95,90,85\n`);
  const again = await runHere(['import', 'figures', file, '--data', server.dataDir]);
  expect([again.code, again.stdout]).toEqual([2, '']);
  expect(again.stderr).toContain('row 2, column reason');
  const good = await runHere(['import', 'figures', file, '--data', server.dataDir, '--reason', 'nhập lại']);
  expect([good.code, JSON.parse(good.stdout)]).toEqual([
    0,
    { rows: 1, created: 0, revised: 1, unchanged: 0 },
  ]);
});

test('an unknown policy number gives an auditor no rows to agree with', () => {
  const parameters = { policy: 7, minimum: 5 };
  expect([...kpiTable({ period: month, parameters, cells: [], tallies: [], entries: [] })]).toEqual([]);
});
