// Setting up over HTTP: state from facts and marks, the centre's zone while no day has anything in it, the roster from a
// workbook with every fault at its place, test visits that count for nobody, and their slips alone.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { unpackedBytes } from '../../server/roster/workbook-size.ts';
import { rosterTemplate } from '../../server/setup/roster-template.ts';
import { type SetupState, xlsxType } from '../../shared/contract/setup.ts';
import { dayMs, everyRow, procedures, TestServer } from '../support/server.ts';

let server: TestServer;
let headers: Record<string, string>;
beforeEach(async () => {
  server = await TestServer.start();
  ({ headers } = await server.signIn('administrator'));
});
afterEach(() => server?.stop());

const state = async (): Promise<SetupState> => (await server.ask('GET', '/api/setup', { headers })).json;
const upload = (bytes: Uint8Array, path = '/api/setup/roster', type = xlsxType) =>
  server.ask('POST', path, { body: bytes, headers: { ...headers, 'content-type': type } });
const testVisit = (requestId: string = randomUUID(), counter = 'Q01') =>
  server.ask('POST', '/api/setup/test-visits', { body: { requestId, counter }, headers });
const slip = (id: string) => server.ask('GET', `/api/setup/test-visits/${id}/slip`, { headers });
const rename = (name: string, zone: string) =>
  server.ask('PUT', '/api/setup/centre', { body: { name, zone }, headers });

const workbook = (sheets: Record<string, string[][]>): Promise<Buffer> =>
  writeExcelFile(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row) => row.map((value) => ({ value, type: String }))) as SheetData,
    })),
  ).toBuffer();

const lastActions = async (): Promise<string[]> => {
  await server.context.audit.settled();
  return server.context.stores.audit.page({ limit: 3 }).map(({ action }) => action);
};

test('the name changes at any time, the zone until a visit was closed, both in the audit trail', async () => {
  expect((await state()).centre).toMatchObject({ zone: 'Asia/Ho_Chi_Minh', zoneFixed: false });
  const changed = await rename('Trung tâm phường Mẫu', 'Asia/Tokyo');
  expect(changed.status).toBe(200);
  expect(changed.json.steps.centre).toBe('done');
  expect(await lastActions()).toContain('centre.change');
  // What was built before reads the new zone and the new name.
  server.clock.set('2026-10-14T23:30:00+07:00');
  expect(server.context.calendar.dayOf(server.clock.at)).toBe('2026-10-15');
  ({ headers } = await server.signIn('administrator'));
  await server.visit();
  expect(server.context.stores.visits.visitsOnDay('2026-10-15').length).toBe(1);
  await server.context.live.settled();
  expect(server.context.live.snapshot().board.centre.name).toBe('Trung tâm phường Mẫu');

  expect((await state()).centre.zoneFixed).toBe(true);
  const refused = await rename('Trung tâm phường Mẫu', 'Asia/Ho_Chi_Minh');
  expect([refused.status, refused.json.code]).toEqual([409, 'zone-fixed']);
  expect((await rename('Trung tâm khác', 'Asia/Tokyo')).status).toBe(200);
  expect((await state()).centre).toMatchObject({ name: 'Trung tâm khác', zone: 'Asia/Tokyo' });
});

test('no zone of that name, and none in which a sealed day would come again', async () => {
  const unknown = await rename('Trung tâm', 'Asia/Nowhere');
  expect([unknown.status, unknown.json.errors[0].path]).toEqual([422, 'zone']);
  server.clock.set('2026-10-14T05:00:00+07:00');
  server.context.seal.run();
  const back = await rename('Trung tâm', 'America/New_York');
  expect([back.status, back.json.code]).toEqual([409, 'zone-fixed']);
  expect((await state()).centre.zone).toBe('Asia/Ho_Chi_Minh');
});

test('a mark stands where no fact tells, and gives way to a fact', async () => {
  const mark = (step: string, standing: string) =>
    server.ask('PUT', `/api/setup/steps/${step}`, { body: { standing }, headers });
  expect((await mark('posters', 'done')).json.steps.posters).toBe('done');
  expect((await mark('posters', 'todo')).json.steps.posters).toBe('todo');
  expect((await mark('devices', 'skipped')).json.steps.devices).toBe('skipped');
  await server.pairKiosk();
  expect((await state()).steps.devices).toBe('done');
  expect((await mark('elsewhere', 'done')).status).toBe(404);
  expect((await mark('posters', 'perhaps')).status).toBe(422);
});

test('the template fills the roster as it is', async () => {
  const template = await rosterTemplate('2026-10-14');
  const before = everyRow(server.context);
  const checked = await upload(template, '/api/setup/roster/check');
  expect(checked.json).toMatchObject({ officers: { known: 3 }, duty: 3, written: false });
  expect(everyRow(server.context)).toEqual(before);
  const written = await upload(template);
  expect([written.status, written.json.written]).toEqual([200, true]);
  expect(await lastActions()).toContain('roster.put');
  expect(server.context.stores.roster.procedure('1.001193')?.field).toBe('Hộ tịch');
  expect((await upload(template, '/api/setup/roster/check')).json.officers).toEqual({ known: 3, new: 0 });
});

test('every fault of a workbook is named by sheet, row and column, and nothing is written', async () => {
  const bytes = await workbook({
    'Cán bộ': [
      ['Mã cán bộ', 'Họ và tên', 'Ảnh'],
      ['CB11', 'Cán bộ 11', ''],
      ['CB11', 'Cán bộ 11', ''],
      ['CB12', '', ''],
      ['test:x', 'Cán bộ 13', ''],
      ['CB14', 'Cán bộ 14', 'anh.png'],
    ],
    Quầy: [['Mã quầy'], ['Q11']],
    'Phân công': [
      ['Mã quầy', 'Mã cán bộ', 'Từ', 'Đến'],
      ['Q01', 'CB11', 'hôm nay', ''],
      ['Q01', 'CB11', '2026-10-14 08:00', '2026-10-14 07:00'],
      ['Q01', 'CB99', '2026-10-14 08:00', ''],
    ],
  });
  const before = everyRow(server.context);
  const { status, json } = await upload(bytes);
  expect([status, json.code]).toEqual([422, 'invalid-roster']);
  expect(json.errors.map(({ path, fault }: { path: string; fault: string }) => [path, fault])).toEqual([
    ['officers/3/', 'repeated'],
    ['officers/4/name', 'empty'],
    ['officers/5/code', 'reserved'],
    ['officers/6/photo', 'photo'],
    ['counters/1/name', 'missing-column'],
    ['duty/2/from', 'not-a-time'],
    ['duty/3/to', 'not-after'],
    ['duty/4/officer', 'unknown'],
  ]);
  expect(everyRow(server.context)).toEqual(before);
});

test('what is no workbook, holds no roster or would fill the memory is refused', async () => {
  const noWorkbook = await upload(Buffer.from('mã,tên\nCB01,Cán bộ 01\n'));
  expect([noWorkbook.status, noWorkbook.json.errors[0].fault]).toEqual([422, 'unreadable']);
  const noSheet = await upload(await workbook({ Khác: [['a'], ['b']] }));
  expect([noSheet.status, noSheet.json.errors[0].fault]).toEqual([422, 'no-sheet']);
  expect((await upload(Buffer.from('x'), '/api/setup/roster', 'text/csv')).status).toBe(415);

  const bomb = await rosterTemplate('2026-10-14');
  expect(unpackedBytes(bomb)).toBeGreaterThan(bomb.length);
  const entry = bomb.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  bomb.writeUInt32LE(0xf0000000, entry + 24);
  expect((await upload(bomb)).status).toBe(413);
  expect(unpackedBytes(Buffer.alloc(100))).toBe(0);
});

test('a test visit is counted on the board, and belongs to nobody', async () => {
  const id = randomUUID();
  const first = await testVisit(id);
  expect([first.status, first.json.left, first.json.kiosks]).toEqual([201, 3, 0]);
  expect(await lastActions()).toContain('setup.test-visit');
  // The same again is the same visit.
  expect((await testVisit(id)).status).toBe(200);
  expect((await state()).test).toEqual({ visits: 1, rated: 0, left: 3 });

  const page = await slip(id);
  expect(page.status).toBe(200);
  const token = /\/r\/([A-Za-z0-9_-]{22})/.exec(page.text)?.[1];
  expect(token).toBeDefined();
  const rated = await server.ask('POST', '/api/responses', {
    body: {
      responseId: randomUUID(),
      invitation: token,
      questionnaire: '2026-1',
      answers: { officer: 5 },
      locale: 'vi',
      ageSeconds: 0,
    },
  });
  expect(rated.status).toBe(201);
  expect((await state()).steps.test).toBe('done');
  await server.context.live.settled();
  expect(server.context.live.snapshot().board.responses).toBe(1);
  expect((await slip(id)).json.code).toBe('already-rated');

  // No list of people or procedures holds it, and no key of a roster can take its code.
  const { roster } = server.context.stores;
  expect(JSON.stringify([roster.officers(), roster.procedures()])).not.toContain('test:');
  const taken = await server.ask('PUT', '/api/roster', {
    key: server.key,
    body: { officers: [{ code: 'test:officer', name: 'Cán bộ 09' }] },
  });
  expect(taken.status).toBe(422);
});

test('test visits stay below a group, month by month, and enter no figure', async () => {
  for (let visit = 0; visit < 4; visit += 1) expect((await testVisit()).status).toBe(201);
  const refused = await testVisit();
  expect([refused.status, refused.json.code]).toEqual([409, 'test-limit']);
  server.clock.advance(18 * dayMs);
  ({ headers } = await server.signIn('administrator'));
  expect((await state()).test.left).toBe(4);
  expect((await testVisit(randomUUID(), 'Q99')).json.code).toBe('unknown-counter');
  server.context.seal.run();
  const listed = await server.ask('GET', '/api/indicators?period=2026-10', { headers });
  expect(listed.status).toBe(200);
  expect(JSON.stringify(listed.json)).not.toContain('test:');
});

test('the slip of nobody else is given out', async () => {
  const { headers: officer } = await server.signIn('officer', 'CB01');
  const requestId = randomUUID();
  const closed = await server.ask('POST', '/api/counter/visits', {
    headers: officer,
    body: { requestId, procedure: procedures[0].code },
  });
  expect(closed.status).toBe(201);
  for (const id of [requestId, `CB01:${requestId}`, encodeURIComponent(`../CB01:${requestId}`)]) {
    expect((await slip(id)).status).toBe(404);
  }
});

test('the address: what was said, and whether this very server answers there', async () => {
  const { address } = await state();
  expect(address).toMatchObject({ https: false, loopback: true, given: false, certificate: null });
  const check = await server.ask('POST', '/api/setup/address/check', { headers });
  expect(check.json).toEqual({ url: address.publicUrl, result: 'holds' });
});
