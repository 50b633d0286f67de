// Alerts over the real server: raised once, told by letter (a real SMTP server) and webhook (a real HTTP server),
// acknowledged once, and telling nothing of an officer, a rating or a minute.
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertList } from '../../shared/contract/alerts.ts';
import { hourMs, minuteMs, TestServer } from '../support/server.ts';
import { Receiver, verified } from '../webhooks/receiver.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.stop());

class Mailbox {
  readonly letters: { to: string[]; text: string }[] = [];
  readonly users: string[] = [];
  refuses = false;
  readonly #server: SMTPServer;
  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (auth, _session, done) => {
        this.users.push(`${auth.username}:${auth.password}`);
        done(null, { user: auth.username });
      },
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          if (this.refuses) return done(Object.assign(new Error('busy'), { responseCode: 451 }));
          this.letters.push({
            to: session.envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(parts).toString(),
          });
          done();
        });
      },
    });
  }
  start(): Promise<number> {
    return new Promise((resolve) => {
      const listening = this.#server.listen(0, '127.0.0.1', () =>
        resolve((listening.address() as { port: number }).port),
      );
    });
  }
  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

const alertsOf = async (headers: Record<string, string>): Promise<AlertList> =>
  (await server.ask('GET', '/api/alerts', { headers })).json;

/** Looks and lets what follows from it happen. */
async function look(): Promise<void> {
  await server.context.live.settled();
  await server.context.alerts.look();
  await server.context.alerts.look();
}

/** Fifteen ratings of two officers, all at one level: ten of them are on the board. */
async function run(level: number): Promise<void> {
  for (let index = 0; index < 15; index += 1) {
    const number = (index % 2) + 1;
    await server.rated(level, { officer: `CB0${number}`, counter: `Q0${number}` });
  }
  await look();
}

test('a bad run across the hall: raised once, by letter, webhook and on the page; acknowledged once', async () => {
  const mailbox = new Mailbox();
  const receiver = await Receiver.start();
  const admin = await server.signIn('administrator');
  const settings = {
    quiet: null,
    recipients: ['lanhdao@example.vn', 'truc@example.vn'],
    smtp: {
      host: '127.0.0.1',
      port: await mailbox.start(),
      secure: false,
      user: 'langnghe',
      from: 'langnghe@example.vn',
    },
    smtpPassword: 'mat-khau-thu',
  };
  const put = await server.ask('PUT', '/api/alerts/settings', { headers: admin.headers, body: settings });
  expect(put.status).toBe(200);
  expect(put.json).toMatchObject({ hasSmtpPassword: true });
  expect(put.text).not.toContain('mat-khau-thu');
  const hook = await server.ask('POST', '/api/webhooks', {
    headers: admin.headers,
    body: { url: receiver.url, eventTypes: ['alert.raised'] },
  });
  expect(hook.status).toBe(201);

  await run(1);
  await server.context.alerts.flushMail();
  await server.context.webhooks.flush();
  const manager = await server.signIn('manager');
  const { alerts, open } = await alertsOf(manager.headers);
  expect(open).toBe(1);
  expect(alerts).toHaveLength(1);
  const alert = alerts[0]!;
  expect(alert).toMatchObject({
    rule: 'bad-run',
    device: null,
    raisedAt: '2026-10-14T09:00:00+07:00',
    acknowledged: null,
    evidence: { dissatisfied: 10, n: 10 },
  });

  expect(mailbox.users[0]).toBe('langnghe:mat-khau-thu');
  expect(mailbox.letters.map(({ to }) => to[0]).sort()).toEqual(['lanhdao@example.vn', 'truc@example.vn']);
  for (const { text } of mailbox.letters) {
    const body = Buffer.from(text.split('\r\n\r\n').slice(1).join(''), 'base64').toString();
    // The letter's own date is when it was sent, by the clock of the machine that runs the test.
    const whole = `${text.replace(/^Date: .*$/m, '')}\n${body}`;
    expect(whole).toContain(`/admin/alerts#${alert.id}`);
    expect(whole).not.toMatch(/CB0\d|Cán bộ \d|Q0\d|bad-run|dissatisfied|\b09:\d\d\b/);
  }
  expect(receiver.received).toHaveLength(1);
  const message = verified(hook.json.secret, receiver.received[0]!, server.clock.at);
  expect(message.type).toBe('alert.raised');
  expect(Object.keys(message.data).sort()).toEqual(['id', 'rule', 'url']);

  // The same bad morning is one matter, and a better one ends it.
  await run(1);
  expect((await alertsOf(manager.headers)).alerts).toHaveLength(1);
  await run(5);
  expect((await alertsOf(manager.headers)).alerts[0]!.endedAt).not.toBeNull();

  server.clock.advance(20 * minuteMs);
  const note = 'Đã bố trí thêm cán bộ ở quầy 2.';
  const path = `/api/alerts/${alert.id}/acknowledge`;
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => server.ask('POST', path, { headers: manager.headers, body: { note } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
  expect((await alertsOf(manager.headers)).alerts[0]!.acknowledged).toMatchObject({
    note,
    afterSeconds: 1200,
  });
  expect((await alertsOf(manager.headers)).open).toBe(0);
  await mailbox.stop();
  await receiver.stop();
});

test('a mail server that is busy or away: tries again later, in bounded number, also after a restart; quiet hours wait', async () => {
  const mailbox = new Mailbox();
  const port = await mailbox.start();
  const admin = await server.signIn('administrator');
  const body = {
    quiet: { from: '08:00', to: '10:30' },
    recipients: ['truc@example.vn'],
    smtp: { host: '127.0.0.1', port, secure: false, from: 'langnghe@example.vn' },
  };
  await server.ask('PUT', '/api/alerts/settings', { headers: admin.headers, body });
  await run(1);
  await server.context.alerts.flushMail();
  expect(mailbox.letters).toHaveLength(0);
  mailbox.refuses = true;
  server.clock.set('2026-10-14T10:30:00+07:00');
  await server.context.alerts.flushMail();
  expect(server.context.alerts.settings().mail).toEqual({ pending: 1, dead: 0, lastFailure: 'EMESSAGE 451' });
  await server.restart();
  mailbox.refuses = false;
  server.clock.advance(minuteMs);
  await server.context.alerts.flushMail();
  expect(mailbox.letters).toHaveLength(1);
  await server.context.alerts.flushMail();
  expect(mailbox.letters).toHaveLength(1);
  await mailbox.stop();

  server.clock.set('2026-10-15T11:00:00+07:00');
  await run(1);
  for (let tries = 0; tries < 12; tries += 1) {
    await server.context.alerts.flushMail();
    server.clock.advance(13 * hourMs);
  }
  expect(server.context.alerts.settings().mail).toMatchObject({ pending: 0, dead: 1 });
});

test('a kiosk dark for ten minutes of opening hours; back again ends it; not before the hall opens', async () => {
  const manager = await server.signIn('manager');
  await server.pairKiosk();
  server.clock.set('2026-10-14T09:09:00+07:00');
  await look();
  expect((await alertsOf(manager.headers)).alerts).toEqual([]);
  server.clock.set('2026-10-14T09:10:00+07:00');
  await look();
  const [alert] = (await alertsOf(manager.headers)).alerts;
  expect(alert).toMatchObject({ rule: 'kiosk-dark', raisedAt: '2026-10-14T09:10:00+07:00', endedAt: null });
  expect(alert!.device).not.toBeNull();
  server.clock.set('2026-10-14T17:00:00+07:00');
  await look();
  expect((await alertsOf(manager.headers)).alerts[0]!.endedAt).toBe('2026-10-14T17:00:00+07:00');
  server.clock.set('2026-10-15T07:35:00+07:00');
  const next = await server.signIn('manager');
  await look();
  expect((await alertsOf(next.headers)).alerts).toHaveLength(1);
  server.clock.set('2026-10-15T07:40:00+07:00');
  await look();
  expect((await alertsOf(next.headers)).alerts).toHaveLength(2);
});

test('bad settings change nothing', async () => {
  const admin = await server.signIn('administrator');
  const before = server.context.alerts.settings();
  for (const body of [
    { quiet: { from: '25:00', to: '07:00' } },
    { recipients: ['nobody'] },
    { rules: ['officer-low'] },
    { opening: { from: '07:00', to: '17:00', days: [] } },
    { darkMinutes: 0 },
    { smtp: { host: '', port: 25, secure: false, from: 'a@example.vn' } },
  ]) {
    const answer = await server.ask('PUT', '/api/alerts/settings', { headers: admin.headers, body });
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid-request']);
  }
  const test = await server.ask('POST', '/api/alerts/settings/try', { headers: admin.headers, body: {} });
  expect(test.status).toBe(422);
  expect(server.context.alerts.settings()).toEqual(before);
});
