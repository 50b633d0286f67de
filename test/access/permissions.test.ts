// The permission table against the real application: every route has a row, every row a route, and every row answers each
// kind of caller as it says. What a call leaves in the audit trail is seen on the way.
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/http/app.ts';
import { permissionOf, type RouteName, routeNames } from '../../server/http/permissions.ts';
import { distDir, minuteMs, TestServer } from '../support/server.ts';
import { type Caller, makeCallers, mayCall } from './callers.ts';
import { routeSamples, sampleOfficer } from './route-samples.ts';

let server: TestServer;
let callers: Caller[];
beforeAll(async () => {
  server = await TestServer.start();
  await server.rated(4);
  callers = await makeCallers(server);
});
afterAll(() => server?.stop());

interface Layer {
  route?: { path: string | string[]; stack: { method: string }[] };
  handle: { stack?: Layer[] };
}

/** Every route of an Express application as `METHOD path`. Routers are all mounted at the root. */
function routesOf(app: Express): string[] {
  const walk = (layers: Layer[]): string[] =>
    layers.flatMap(({ route, handle }) => {
      if (route === undefined) return handle.stack === undefined ? [] : walk(handle.stack);
      const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
      return [...methods].flatMap((method) => [route.path].flat().map((path) => `${method} ${path}`));
    });
  return walk((app.router as unknown as { stack: Layer[] }).stack);
}

test('every route has a row, every row a route', () => {
  const receiptPage = { render: () => '', script: '' };
  const app = createApp(server.context, {
    distDir,
    version: '0',
    behindProxy: false,
    receiptPage,
    report: () => {},
  });
  const routes = routesOf(app);
  expect(routes.length).toBeGreaterThan(40);
  expect([...new Set(routes)].sort()).toEqual([...routeNames].sort());
});

test('every changing route says what it leaves in the audit trail', () => {
  const silent = routeNames.filter(
    (route) => !route.startsWith('GET ') && permissionOf(route).changes === undefined,
  );
  expect(silent).toEqual([]);
});

test('whatever an officer may call by an id is bound to the own officer code', () => {
  const loose = routeNames.filter((route) => {
    const { roles, ownOfficer, ownId } = permissionOf(route);
    const isBound = ownOfficer !== undefined || ownId === true;
    return roles?.includes('officer') === true && /[:*]/.test(route) && !isBound;
  });
  expect(loose).toEqual([]);
});

const lastNumber = (): number => server.context.stores.audit.page({ limit: 1 })[0]?.number ?? 0;
const actionsSince = (number: number): string[] =>
  server.context.stores.audit
    .page({ limit: 50 })
    .filter((row) => row.number > number)
    .map((row) => row.action);

/** Ends the sessions of those who may call it. */
const endsSessions = (route: RouteName) =>
  route === 'DELETE /api/session' || route === 'DELETE /api/account/sessions';

describe('each row, each caller', () => {
  const succeeded = new Set<RouteName>();

  test.each([...routeNames])('%s', async (route) => {
    const [method, pattern] = route.split(' ') as [string, string];
    const permission = permissionOf(route);
    const outcomes: [string, string][] = [];
    for (const caller of callers) {
      const sample = (await routeSamples[route]?.(server)) ?? {};
      const plain = sample.path ?? pattern.replaceAll(/:\w+|\{\*\w+\}/g, 'x');
      const path =
        caller.query === undefined ? plain : `${plain}${plain.includes('?') ? '&' : '?'}${caller.query}`;
      const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(sample.body ?? {});
      await server.context.audit.settled();
      const before = lastNumber();
      const answer = await server.ask(method, path, {
        ...(body === '' ? {} : { body }),
        headers: caller.headers(method, path, body),
      });
      const got = answer.status === 401 || answer.status === 403 ? 'refused' : 'allowed';
      const should = mayCall(permission, method, caller, sampleOfficer) ? 'allowed' : 'refused';
      // A wrong name and password is no sign-in: that is the answer of the resource, not of the guard.
      const isEntry = route.startsWith('POST /api/session') || route === 'POST /api/setup/administrator';
      if (got !== should && !isEntry)
        outcomes.push([caller.name, `${got} (${answer.status}), should be ${should}`]);

      await server.context.audit.settled();
      const recorded = actionsSince(before);
      const isDone = answer.status >= 200 && answer.status < 300;
      if (isDone) succeeded.add(route);
      if (isDone && typeof permission.changes === 'string' && !recorded.includes(permission.changes)) {
        outcomes.push([caller.name, `was not recorded as ${permission.changes}`]);
      }
      // The first caller of each person: a reading is recorded once an hour.
      const isFirst = caller.role === undefined || caller.csrf === 'missing';
      if (isDone && permission.reads !== undefined && caller.role !== 'officer' && isFirst) {
        if (!recorded.includes(permission.reads))
          outcomes.push([caller.name, `its reading was not recorded`]);
      }
      if (!isDone || (permission.reads === undefined && typeof permission.changes !== 'string')) {
        if (recorded.length > 0) outcomes.push([caller.name, `left ${recorded.join(', ')} in the trail`]);
      }
    }
    expect(outcomes).toEqual([]);
    // Limits of tries go back to where they were.
    server.clock.advance(minuteMs);
    if (endsSessions(route)) callers = await makeCallers(server);
  });

  test('enough of the rows were seen to succeed', () => {
    const telling = routeNames.filter((route) => {
      const { changes, reads } = permissionOf(route);
      return typeof changes === 'string' || reads !== undefined;
    });
    const seen = telling.filter((route) => succeeded.has(route));
    expect(seen.length).toBeGreaterThan(telling.length / 2);
  });
});

test('an officer gets nothing of another by a query either', async () => {
  const own = callers.find(({ officer, csrf }) => officer === 'CB01' && csrf === undefined)!;
  const open = routeNames.filter(
    (route) => route.startsWith('GET ') && permissionOf(route).roles?.includes('officer') === true,
  );
  expect(open.length).toBeGreaterThan(2);
  const { headers } = await server.signIn('officer', 'CB01');
  for (const route of open) {
    const sample = (await routeSamples[route]?.(server)) ?? {};
    const plain = sample.path ?? route.split(' ')[1]!.replaceAll(/:\w+/g, own.officer!);
    const alone = await server.ask('GET', plain, { headers });
    const joined = plain.includes('?') ? '&' : '?';
    for (const name of ['officer', 'id', 'code', 'officerCode', 'user', 'name']) {
      const asked = await server.ask('GET', `${plain}${joined}${name}=CB02`, { headers });
      if (asked.status < 300) expect([route, name, asked.json]).toEqual([route, name, alone.json]);
      else expect([route, name, asked.status >= 400 && asked.status < 500]).toEqual([route, name, true]);
    }
  }
});
