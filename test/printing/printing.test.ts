// Slips on a thermal printer: what is on the paper, read back by a real decoder, and how printers that refuse, hang, are
// slow or break off are met. Every printer is a real TCP server.
import { join } from 'node:path';
import jsQR from 'jsqr';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { slipBlocks } from '../../kiosk/slip/blocks.ts';
import { printerCommands } from '../../server/printing/printer-commands.ts';
import { Printing } from '../../server/printing/printing.ts';
import { isForbiddenAddress, sendToPrinter } from '../../server/printing/send-to-printer.ts';
import { drawHere, slipDrawer } from '../../server/printing/slip-drawer.ts';
import { paperDots, slipImage } from '../../server/printing/slip-image.ts';
import { type PrinterCommandSet, papers, printerCommandSets } from '../../shared/contract/printers.ts';
import type { Slip } from '../../shared/contract/slip.ts';
import { expectRefused } from '../support/refusals.ts';
import { runHere } from '../support/run-here.ts';
import { distDir, TestServer, until } from '../support/server.ts';
import { type Behaviour, pictureOf, TestPrinter } from './test-printer.ts';

const slip: Slip = {
  centre: { name: 'Trung tâm Phục vụ hành chính công Phường Mẫu', sample: true },
  counter: 'Quầy 03',
  procedure: 'Đăng ký thường trú cho người được chủ hộ đồng ý',
  day: '2026-11-22',
  lastDay: '2026-11-29',
  url: 'https://danhgia.mau.gov.vn/r/AbCdEfGhIjKlMnOpQrStUv',
  code: '1234567',
};
/** The answer is waited for as long as a busy machine needs; printers that stay silent get less. */
const waits = { connectMs: 5000, stalledMs: 1000, answerMs: 30_000, wholeMs: 60_000 };
const silentWaits = { ...waits, answerMs: 100 };

const printers: TestPrinter[] = [];
const printer = async (behaviour: Behaviour = 'prints', port = 0): Promise<TestPrinter> => {
  const started = await TestPrinter.start(behaviour, port);
  printers.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(printers.splice(0).map((one) => one.stop()));
});

const decode = ({ data, width, height }: { data: Uint8ClampedArray; width: number; height: number }) =>
  jsQR(data, width, height)?.data;

describe('a slip on paper', () => {
  test.each(papers)('fills the printable width of %s and carries the exact address', (paper) => {
    const bitmap = slipImage(slipBlocks(slip), paper);
    expect(bitmap.width).toBe(paperDots[paper]);
    const picture = pictureOf(printerCommands(bitmap, 'escpos'));
    expect([picture.width, picture.height]).toEqual([bitmap.width, bitmap.height]);
    for (let y = 0; y < bitmap.height; y += 7)
      for (let x = 0; x < bitmap.width; x += 1)
        if (bitmap.isBlack(x, y) !== (picture.data[(y * bitmap.width + x) * 4] === 0))
          throw new Error(`dot ${x}, ${y} is not as drawn`);
    expect(decode(picture)).toBe(slip.url);
    // Nothing touches the edge: no text is cut.
    const edge = Array.from({ length: bitmap.height }, (_row, y) => y).filter(
      (y) => bitmap.isBlack(0, y) && !bitmap.isBlack(bitmap.width >> 1, y),
    );
    expect(edge).toEqual([]);
  });

  test('draws every letter of Vietnamese, marks and all, composed or not', () => {
    const line = (text: string) =>
      slipImage([{ kind: 'text', text, size: 'large', bold: false }], '80mm')
        .toPng()
        .toString('base64');
    expect(line('Ặẫữ'.normalize('NFD'))).toBe(line('Ặẫữ'));
    const letters = [...'aăâàằầảẳẩãẵẫáắấạặậeêèềẻểẽễéếẹệoôơòồờỏổởõỗỡóốớọộợuưùừủửũữúứụựiìỉĩíịyỳỷỹýỵđ'];
    const pictures = new Set([...letters, ...letters.map((letter) => letter.toUpperCase())].map(line));
    expect(pictures.size).toBe(2 * letters.length);
    expect(pictures.has(line('\u{10FFFF}'))).toBe(false);
  });

  test('of any length of names stays on the paper', () => {
    const long = { ...slip, procedure: 'Thủ tục '.repeat(24), counter: 'Q'.repeat(200) };
    expect(decode(pictureOf(printerCommands(slipImage(slipBlocks(long), '58mm'), 'escpos')))).toBe(slip.url);
    const endless = { kind: 'text' as const, text: 'chữ '.repeat(4000), size: 'large' as const, bold: true };
    expect(() => slipImage([endless], '58mm')).toThrow(RangeError);
  });

  test.each<PrinterCommandSet>([...printerCommandSets])('is cut off at the end (%s)', (commandSet) => {
    const bytes = printerCommands(slipImage(slipBlocks(slip), '80mm'), commandSet);
    const cut = {
      escpos: '\x1dVB\x00',
      epson: '\x1dVB\x00',
      generic: '\x1dVB\x00',
      star: '\x1bd3',
      'star-graphic': '\x1b*rB',
    };
    expect(bytes.subarray(-30).toString('latin1')).toContain(cut[commandSet]);
    expect(bytes.length).toBeLessThan(400_000);
  });
});

describe('a network printer', () => {
  const bytes = Buffer.concat([Buffer.alloc(3_000_000, 0x55), Buffer.from([0x1d, 0x72, 0x31])]);
  const small = Buffer.from([0x1b, 0x40, 0x1d, 0x72, 0x31]);
  const to = (port: number) => ({ host: '127.0.0.1', port });

  test('that answers has printed; one that is silent has been sent to', async () => {
    const answering = await printer('prints');
    expect(await sendToPrinter(to(answering.port), bytes, waits)).toBe('printed');
    expect(answering.jobs[0]!.equals(bytes)).toBe(true);
    const silent = await printer('silent');
    expect(await sendToPrinter(to(silent.port), small, silentWaits)).toBe('sent');
  });

  test('that is slow is waited for as long as it takes more', async () => {
    const slow = await printer('slow');
    expect(await sendToPrinter(to(slow.port), bytes, waits)).toBe('printed');
    expect(slow.jobs[0]!.equals(bytes)).toBe(true);
  });

  test('that hangs, refuses, cuts off or takes for ever is given up, each by its name', async () => {
    const hanging = await printer('hangs');
    // More than the operating system keeps on the way.
    const much = Buffer.alloc(64_000_000, 0x55);
    await expect(sendToPrinter(to(hanging.port), much, waits)).rejects.toMatchObject({
      code: 'stalled',
    });
    const cutting = await printer('cuts');
    await expect(sendToPrinter(to(cutting.port), bytes, waits)).rejects.toMatchObject({ code: 'broken-off' });
    const gone = await printer();
    await gone.stop();
    await expect(sendToPrinter(to(gone.port), bytes, waits)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'ECONNREFUSED',
    });
    const slow = await printer('slow');
    await expect(sendToPrinter(to(slow.port), bytes, { ...waits, wholeMs: 50 })).rejects.toMatchObject({
      code: 'stalled',
      message: 'takes too long',
    });
    await expect(sendToPrinter({ host: 'printer.invalid', port: 9100 }, small, waits)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  test('is never looked for where no printer is', async () => {
    for (const address of [
      '169.254.169.254',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      'fe80::1',
      'ff02::1',
    ])
      expect([address, isForbiddenAddress(address)]).toEqual([address, true]);
    for (const address of ['192.168.1.50', '10.0.0.5', '127.0.0.1', 'fd00::5'])
      expect([address, isForbiddenAddress(address)]).toEqual([address, false]);
    await expect(sendToPrinter({ host: '169.254.169.254', port: 9100 }, small, waits)).rejects.toMatchObject({
      code: 'forbidden-address',
    });
  });
});

describe('the thread that draws', () => {
  const drawing = { blocks: slipBlocks(slip), paper: '80mm', commandSet: 'escpos' } as const;
  const tooLong = { ...drawing, blocks: Array(200).fill(drawing.blocks[0]!) };
  const drawer = slipDrawer(join(distDir, 'server/slip-worker.js'));
  afterAll(() => drawer.close());

  test('draws what is drawn in place, several at once, each its own', async () => {
    const papersDrawn = papers.map((paper) => ({ ...drawing, paper }));
    const drawn = await Promise.all(papersDrawn.map((one) => drawer.draw(one)));
    const here = await Promise.all(papersDrawn.map((one) => drawHere.draw(one)));
    expect(drawn.map((bytes) => bytes.toString('hex'))).toEqual(here.map((bytes) => bytes.toString('hex')));
    expect(drawn[0]!.equals(drawn[1]!)).toBe(false);
  });

  test('refuses what no paper holds, and goes on', async () => {
    await expect(drawer.draw(tooLong)).rejects.toThrow(RangeError);
    await expect(drawer.draw(tooLong)).rejects.toThrow(/mm long/);
    expect((await drawer.draw(drawing)).length).toBeGreaterThan(1000);
  });

  test('fails with a reason when it ends, and starts again with the next slip', async () => {
    // So many that the last is never reached.
    const cut = Array.from({ length: 40 }, () => drawer.draw(drawing)).map((one) =>
      one.then(
        () => 'drawn',
        (error: Error) => error.message,
      ),
    );
    await drawer.close();
    expect(await cut.at(-1)).toMatch(/thread/);
    expect((await drawer.draw(drawing)).length).toBeGreaterThan(1000);
    await expect(slipDrawer(join(distDir, 'server/none.js')).draw(drawing)).rejects.toThrow();
  });
});

describe('the queue', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());

  const printing = (port: number, retryAfterMs = 50, usedWaits = waits) => {
    const { stores, file } = server.context;
    file.transact((tx) =>
      stores.printers.putPrinter(tx, {
        counter: 'Q01',
        host: '127.0.0.1',
        port,
        paper: '58mm',
        commandSet: 'escpos',
        atClose: true,
      }),
    );
    return new Printing({
      store: stores.printers,
      slipBlocks,
      drawer: drawHere,
      waits: usedWaits,
      retryAfterMs,
    });
  };

  test('asks once more when the printer could not be reached, and prints then', async () => {
    const first = await printer();
    const { port } = first;
    await first.stop();
    const queue = printing(port, 400);
    const printed = queue.print('Q01', slip);
    const back = await printer('prints', port);
    expect(await printed).toBe('printed');
    expect(back.jobs).toHaveLength(1);
    expect(queue.lines()).toMatchObject([
      { counter: 'Q01', waiting: 0, printed: 1, failed: 0, lastFailure: null },
    ]);
  });

  test('gives up after the second time, says why, and does not print half a slip twice', async () => {
    const gone = await printer();
    await gone.stop();
    const queue = printing(gone.port);
    await expect(queue.print('Q01', slip)).rejects.toMatchObject({ code: 'printer-failed' });
    expect(queue.lines()[0]).toMatchObject({ failed: 1, lastFailure: 'unreachable: ECONNREFUSED' });
    const cutting = await printer('cuts');
    const other = printing(cutting.port);
    await expect(other.print('Q01', slip)).rejects.toMatchObject({ code: 'printer-failed' });
    expect(cutting.jobs).toHaveLength(1);
  });

  test('prints one after the other, in order, and refuses what no queue should hold', async () => {
    const silent = await printer('silent');
    const queue = printing(silent.port, 50, silentWaits);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 25 }, (_slip, index) =>
        queue.print('Q01', { ...slip, code: String(1_000_000 + index) }),
      ),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'overloaded' });
    expect(silent.jobs).toHaveLength(20);
    expect(queue.lines()[0]).toMatchObject({ waiting: 0, printed: 20, failed: 5 });
  });

  test('never says which slip failed', async () => {
    const gone = await printer();
    await gone.stop();
    const queue = printing(gone.port, 1);
    const failure = await queue.print('Q01', slip).catch((error: unknown) => error);
    const told = JSON.stringify([queue.lines(), (failure as Error).message]);
    for (const secret of [slip.url, slip.code, 'AbCdEf']) expect(told).not.toContain(secret);
  });
});

describe('over HTTP and the command line', () => {
  let server: TestServer;
  let administrator: { headers: Record<string, string> };
  beforeAll(async () => {
    server = await TestServer.start();
    administrator = await server.signIn('administrator');
  });
  afterAll(() => server.stop());
  let device: TestPrinter;
  beforeEach(async () => {
    device = await printer();
  });

  const put = (counter: string, body: unknown, who = administrator) =>
    server.ask('PUT', `/api/printers/${counter}`, { body, ...who });
  const setting = (extra = {}) => ({ host: '127.0.0.1', port: device.port, ...extra });

  test('administrators alone say where slips go', async () => {
    const manager = await server.signIn('manager');
    await expectRefused(server, 'forbidden', () => put('Q01', setting(), manager));
    await expectRefused(server, 'unauthenticated', () => put('Q01', setting(), { headers: {} }));
    await expectRefused(server, 'unknown-counter', () => put('Q99', setting()));
    for (const bad of [
      { host: '169.254.169.254' },
      { host: 'http://a' },
      { host: 'a/b' },
      { port: 80 },
      { port: 70_000 },
      { paper: '90mm' },
      { extra: 1 },
    ])
      await expectRefused(server, 'invalid-request', () => put('Q01', setting(bad)));
    expect((await put('Q01', setting())).status).toBe(200);
    expect((await server.ask('GET', '/api/printers', manager)).json.printers).toMatchObject([
      { counter: 'Q01', port: device.port, paper: '80mm', atClose: true },
    ]);
    const removed = await server.ask('DELETE', '/api/printers/Q01', administrator);
    expect(removed.status).toBe(204);
    expect((await server.ask('DELETE', '/api/printers/Q01', administrator)).status).toBe(404);
  });

  test('a closed visit is printed once, with its own address, and announced again it is not', async () => {
    await put('Q01', setting());
    const visit = await server.visit();
    await until(() => device.jobs.length > 0 && device.jobs[0]!.length > 1000, 'the slip was printed');
    await server.visit({ externalId: visit.externalId });
    expect(
      (
        await server.ask('POST', '/api/slips/print', {
          key: server.key,
          body: { externalId: visit.externalId },
        })
      ).json,
    ).toEqual({
      counter: 'Q01',
      outcome: 'printed',
    });
    expect(device.jobs).toHaveLength(2);
    for (const job of device.jobs) expect(decode(pictureOf(job))).toBe(visit.invitation.url);
    await server.rate(visit.token, 5);
    await expectRefused(server, 'already-rated', () =>
      server.ask('POST', '/api/slips/print', { key: server.key, body: { externalId: visit.externalId } }),
    );
  });

  test('a visit is closed all the same when the printer is broken, and the failure is told to who set it', async () => {
    device.behaviour = 'cuts';
    await put('Q02', setting());
    const visit = await server.visit({ counter: 'Q02', officer: 'CB02' });
    await until(
      async () => (await server.ask('GET', '/api/printers', administrator)).json.printers.at(-1).failed === 1,
      'the failure was counted',
    );
    const answer = await server.ask('POST', '/api/slips/print', {
      key: server.key,
      body: { externalId: visit.externalId },
    });
    expect([answer.status, answer.json.code]).toEqual([502, 'printer-failed']);
    expect(answer.text).not.toContain(visit.token);
    expect((await server.rate(visit.token, 4)).status).toBe(201);
  });

  test('the one button prints where the citizen stands and tells the officer nothing', async () => {
    await put('Q03', setting());
    const officer = await server.signIn('officer', 'CB03');
    const answer = await server.ask('POST', '/api/counter/visits', {
      body: { requestId: '4b0a3c8e-3a5b-4f7e-9d4a-0f3c3f6f1c11', procedure: '1.004222' },
      ...officer,
    });
    expect(answer.status).toBe(201);
    await until(() => device.jobs.length > 0 && device.jobs[0]!.length > 1000, 'the slip was printed');
    await until(() => {
      try {
        return decode(pictureOf(device.jobs[0]!)) !== undefined;
      } catch {
        return false;
      }
    }, 'the slip was whole');
    const url = decode(pictureOf(device.jobs[0]!))!;
    expect(answer.text).not.toContain(url.slice(url.lastIndexOf('/') + 1));
    expect((await server.rate(url.slice(url.lastIndexOf('/') + 1), 5)).status).toBe(201);
  });

  test('a counter without a printer, and a printer for requests only', async () => {
    const { externalId } = await server.visit({ counter: 'Q01' });
    await server.ask('DELETE', '/api/printers/Q01', administrator);
    await expectRefused(server, 'no-printer', () =>
      server.ask('POST', '/api/slips/print', { key: server.key, body: { externalId } }),
    );
    await put('Q01', setting({ atClose: false }));
    const other = await server.visit({ counter: 'Q01' });
    const asked = await server.ask('POST', '/api/slips/print', {
      key: server.key,
      body: { externalId: other.externalId },
    });
    expect(asked.json.outcome).toBe('printed');
    expect(device.jobs).toHaveLength(1);
    const tested = await server.ask('POST', '/api/printers/Q01/test', administrator);
    expect(tested.json).toEqual({ counter: 'Q01', outcome: 'printed' });
  });

  test('the command line sets, lists and removes', async () => {
    const run = (...args: string[]) => runHere(['printer', ...args, '--data', server.dataDir]);
    const set = await run(
      'set',
      '--counter',
      'Q02',
      '--address',
      '192.168.1.50',
      '--paper',
      '58mm',
      '--on-request',
    );
    expect([set.code, set.stdout]).toEqual([0, '']);
    const listed = JSON.parse((await run('list')).stdout) as unknown[];
    expect(listed).toContainEqual({
      counter: 'Q02',
      host: '192.168.1.50',
      port: 9100,
      paper: '58mm',
      commandSet: 'escpos',
      atClose: false,
    });
    for (const bad of ['169.254.169.254', 'a b', '10.0.0.5:80', '10.0.0.5:99999'])
      expect([bad, (await run('set', '--counter', 'Q02', '--address', bad)).code]).toEqual([bad, 2]);
    expect((await run('set', '--counter', 'Q99', '--address', '10.0.0.5')).code).toBe(2);
    expect((await run('remove', '--counter', 'Q02')).code).toBe(0);
    expect((await run('remove', '--counter', 'Q02')).code).toBe(2);
  });
});
