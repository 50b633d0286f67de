// The audit trail: append-only in the file, pages and filters over HTTP, readings once an hour, nothing of a citizen.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditPageSchema } from '../../shared/contract/audit.ts';
import { hourMs, openContext, TestServer } from '../support/server.ts';

let server: TestServer;
let auditor: { headers: Record<string, string> };
beforeAll(async () => {
  server = await TestServer.start();
  auditor = await server.signIn('auditor');
});
afterAll(() => server?.stop());

const page = async (query = '') => {
  const answer = await server.ask('GET', `/api/audit${query}`, auditor);
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()]);
  return auditPageSchema.parse(answer.json);
};

test('rows can be neither changed nor removed nor replaced', () => {
  const { file, audit } = server.context;
  file.transact((tx) => audit.record(tx, { actor: 'cli', action: 'test.made', subject: 'a' }));
  const { sqlite } = file;
  const number = sqlite.prepare<[], { n: number }>('SELECT max(number) AS n FROM audit_trail').get()!.n;
  for (const sql of [
    `UPDATE audit_trail SET actor = 'system' WHERE number = ${number}`,
    `DELETE FROM audit_trail WHERE number = ${number}`,
    `INSERT OR REPLACE INTO audit_trail VALUES (${number}, 0, 'a', 'b', 'c', NULL)`,
  ]) {
    expect(() => sqlite.exec(sql)).toThrow('append-only');
  }
});

test('a change that did not happen is not in the trail', () => {
  const { file, audit, stores } = server.context;
  expect(() =>
    file.transact((tx) => {
      audit.record(tx, { actor: 'cli', action: 'test.undone', subject: 'a' });
      throw new Error('undone');
    }),
  ).toThrow('undone');
  expect(stores.audit.page({ action: 'test.undone', limit: 1 })).toEqual([]);
});

test('pages follow each other without gap or repeat; filters and bounds hold', async () => {
  const { file, audit } = server.context;
  file.transact((tx) => {
    for (let index = 0; index < 130; index += 1) {
      audit.record(tx, {
        actor: `user:người ${index % 2}`,
        action: 'test.many',
        subject: `officer:${index}`,
        detail: { index },
      });
    }
  });
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const { entries, before: next } = await page(
      `?action=test.many&limit=40${before === null ? '' : `&before=${before}`}`,
    );
    expect(entries.length).toBeLessThanOrEqual(40);
    seen.push(...entries.map((entry) => entry.detail!.index as number));
    before = next;
  } while (before !== null);
  expect(seen).toEqual(Array.from({ length: 130 }, (_, index) => 129 - index));
  const odd = await page(`?actor=${encodeURIComponent('user:người 1')}&action=test.&limit=200`);
  expect(odd.entries.length).toBe(65);
  expect((await page('?subject=officer:12&action=test.many')).entries.length).toBe(11);
  expect((await page('?action=%25many')).entries).toEqual([]);
  const at = server.context.calendar.iso(server.clock.at);
  const later = server.context.calendar.iso(server.clock.at + 1);
  expect((await page(`?action=test.many&until=${encodeURIComponent(at)}`)).entries).toEqual([]);
  expect((await page(`?action=test.many&since=${encodeURIComponent(later)}`)).entries).toEqual([]);
  for (const wrong of ['limit=0', 'limit=201', 'before=x', 'since=today', 'order=asc', 'actor=a&actor=b']) {
    expect([wrong, (await server.ask('GET', `/api/audit?${wrong}`, auditor)).status]).toEqual([wrong, 422]);
  }
});

test('a reading is recorded once for reader, subject and hour', async () => {
  const manager = await server.signIn('manager');
  const read = () => server.ask('GET', '/api/indicators', manager);
  const recorded = async () => {
    await server.context.audit.settled();
    return server.context.stores.audit.page({ actor: 'user:manager-', action: 'figures.read', limit: 50 })
      .length;
  };
  await read();
  await read();
  expect(await recorded()).toBe(1);
  server.clock.advance(hourMs);
  await Promise.all([read(), read()]);
  expect(await recorded()).toBe(2);
});

test('readings that cannot be written are kept, and refused when too many wait', async () => {
  const { context } = await openContext({ commitLimits: { queueLengthMax: 1, batchLengthMax: 1 } });
  const hold = context.commit.submit(() => {});
  context.audit.read('user:a', 'test.read', '0');
  const refusedAt = (() => {
    for (let index = 1; index < 10_000; index += 1) {
      try {
        context.audit.read('user:a', 'test.read', String(index));
      } catch {
        return index;
      }
    }
    return null;
  })();
  await hold;
  expect(refusedAt).toBeGreaterThan(1000);
  await context.audit.settled();
  const kept = context.file.sqlite
    .prepare<[], { n: number }>("SELECT count(*) AS n FROM audit_trail WHERE action = 'test.read'")
    .get()!.n;
  expect(kept).toBe(refusedAt);
  await context.close();
});

test('what citizens and their kiosks do leaves nothing', async () => {
  const kiosk = await server.pairKiosk('Q01');
  const before = server.count('audit_trail');
  const visit = await server.visit();
  await server.ask('GET', `/r/${visit.token}`);
  await kiosk.ask(server, 'GET', '/api/kiosk');
  await kiosk.ask(server, 'POST', '/api/invitations/lookup', { code: visit.invitation.code });
  await kiosk.ask(server, 'POST', '/api/responses', {
    responseId: randomUUID(),
    invitation: visit.token,
    questionnaire: '2026-1',
    answers: { officer: 2 },
    locale: 'vi',
    ageSeconds: 0,
  });
  await server.rate(visit.token, 3);
  await server.ask('POST', '/api/contests', { body: { invitation: visit.token } });
  await server.context.audit.settled();
  expect(server.count('audit_trail')).toBe(before);
});
