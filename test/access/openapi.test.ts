// The OpenAPI document against the permission table and against the running server: an operation for every route that
// programs or citizens call and none besides, security as the table has it, a document that holds together, and answers
// that are what it says.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationGroups } from '../../server/http/openapi.ts';
import { openApiDocument, operationNameOf, problemsOf } from '../../server/http/openapi-document.ts';
import type { Operation } from '../../server/http/openapi-operation.ts';
import { type Permission, permissionOf, routeNames } from '../../server/http/permissions.ts';
import { problemStatus } from '../../shared/contract/problem.ts';
import { minuteMs, TestServer } from '../support/server.ts';
import { type Caller, makeCallers, mayCall } from './callers.ts';
import { routeSamples, sampleOfficer } from './route-samples.ts';

/** Screens and their files, and the certificate for tablets: opened by people, called by nobody. */
const leftOut = [
  'GET /',
  'GET /admin',
  'GET /admin/{path}',
  'GET /install-ca',
  'GET /install-ca/langnghe-ca.crt',
  'GET /kiosk',
  'GET /kiosk/{path}',
  'GET /kiosk-preview',
  'GET /kiosk-preview/{path}',
];

type Json = Record<string, unknown>;
interface DocumentedOperation {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { required: boolean; content: Record<string, Json> };
  responses: Record<string, { description: string; content?: Record<string, Json> }>;
  'x-langnghe-roles'?: string[];
}
interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Record<string, Json> };
}

const document = openApiDocument(operationGroups, '1.2.3') as unknown as OpenApi;
const documented = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);
const nameOf = ({ method, path }: { method: string; path: string }): string =>
  `${method.toUpperCase()} ${path}`;
const listed = new Map<string, Operation>(
  operationGroups.flatMap(({ operations }) => operations).map((one) => [nameOf(one), one]),
);

test('every route has an operation, every operation a route', () => {
  const routes = routeNames.map(operationNameOf);
  expect(new Set(routes).size).toBe(routes.length);
  expect(leftOut.filter((name) => !routes.includes(name))).toEqual([]);
  const expected = routes.filter((name) => !leftOut.includes(name));
  expect(expected.length).toBeGreaterThan(150);
  expect(documented.map(nameOf).sort()).toEqual(expected.sort());
});

/** What a caller brings, by the security schemes of the document. */
const bringsOf = ({ role, csrf, scope, device, link, query }: Caller): string[] => [
  ...(role === undefined ? [] : csrf === undefined ? ['session', 'csrfToken'] : ['session']),
  ...(scope === undefined ? [] : ['apiKey']),
  ...(device === 'good' ? ['deviceId', 'deviceSignature'] : []),
  ...(link !== 'good' ? [] : [query === undefined ? 'boardLink' : 'boardLinkInAddress']),
];

/** Whether the document lets a caller in. */
function documentAdmits({ security, ...rest }: DocumentedOperation, caller: Caller): boolean {
  if (security.length === 0) return true;
  // A signature may be left out where nothing else is asked for; one that does not hold is refused.
  if (caller.device === 'bad') return false;
  const brings = bringsOf(caller);
  return security.some((requirement) => {
    if (!Object.keys(requirement).every((scheme) => brings.includes(scheme))) return false;
    if ('session' in requirement) return rest['x-langnghe-roles']!.includes(caller.role!);
    return requirement.apiKey === undefined || requirement.apiKey.includes(caller.scope!);
  });
}

describe('against the running server', () => {
  let server: TestServer;
  let callers: Caller[];
  beforeAll(async () => {
    server = await TestServer.start();
    await server.rated(4);
    callers = await makeCallers(server);
  });
  afterAll(() => server?.stop());

  test('security agrees with the permission table for every kind of caller', () => {
    const wrong = routeNames.flatMap((route) => {
      const name = operationNameOf(route);
      if (leftOut.includes(name)) return [];
      const [method, path] = name.split(' ') as [string, string];
      const operation = document.paths[path]![method.toLowerCase()]!;
      const permission: Permission = permissionOf(route);
      return callers
        .filter((caller) => caller.role !== 'officer' || caller.officer === sampleOfficer)
        .filter(
          (caller) =>
            documentAdmits(operation, caller) !== mayCall(permission, method, caller, sampleOfficer),
        )
        .map((caller) => `${route}: ${caller.name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('what is served is this document', async () => {
    const { json } = await server.ask('GET', '/api/openapi.json');
    const served = json as unknown as OpenApi;
    expect(served.paths).toEqual(JSON.parse(JSON.stringify(document.paths)));
    expect(served.components).toEqual(JSON.parse(JSON.stringify(document.components)));
    const page = await (await fetch(`${server.url}/api/docs`)).text();
    for (const code of Object.keys(problemStatus)) expect(page).toContain(`id="${code}"`);
    for (const { path } of documented) expect(page).toContain(path);
  });

  const endsSessions: readonly string[] = ['DELETE /api/session', 'DELETE /api/account/sessions'];
  /** Whose JSON answer was seen. */
  const succeeded: string[] = [];
  test.each(routeNames.filter((route) => !leftOut.includes(operationNameOf(route))))(
    '%s answers as it says',
    async (route) => {
      const [method, pattern] = route.split(' ') as [string, string];
      const operation = listed.get(operationNameOf(route))!;
      const said = document.paths[operation.path]![operation.method]!.responses;
      const permission = permissionOf(route);
      const wrong: [string, number, string | null][] = [];
      const isTold = (status: number, type: string | null): boolean => {
        const response = said[status] ?? (status >= 400 ? said.default : undefined);
        if (response === undefined) return false;
        const types = Object.keys(response.content ?? {});
        return types.length === 0 ? type === null || status < 400 : types.includes(type ?? '');
      };
      const people = callers.filter(
        ({ csrf, device, link }) => csrf === undefined && device !== 'bad' && link !== 'bad',
      );
      const allowed = people.find((caller) => mayCall(permission, method, caller, sampleOfficer))!;
      for (const caller of [allowed, callers[0]!]) {
        const sample = (await routeSamples[route]?.(server)) ?? {};
        const path = sample.path ?? pattern.replaceAll(/:\w+|\{\*\w+\}/g, 'x');
        const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(sample.body ?? {});
        const answer = await fetch(`${server.url}${path}`, {
          method,
          redirect: 'manual',
          ...(body === '' ? {} : { body }),
          headers: {
            ...(body === '' ? {} : { 'content-type': 'application/json' }),
            ...caller.headers(method, path, body),
          },
        });
        const type = answer.headers.get('content-type')?.split(';')[0] ?? null;
        const text = await answer.text();
        if (!isTold(answer.status, text === '' ? null : type)) wrong.push([caller.name, answer.status, type]);
        if (type === 'application/problem+json') {
          const { code } = JSON.parse(text) as { code: keyof typeof problemStatus };
          if (!problemsOf(operation).includes(code)) wrong.push([caller.name, answer.status, code]);
        }
        if (answer.ok && operation.answer !== undefined) {
          const json: unknown = JSON.parse(text);
          // Neither a member that is missing nor one that the schema does not know.
          expect(operation.answer.schema.parse(json)).toEqual(json);
          succeeded.push(route);
        }
      }
      expect(wrong).toEqual([]);
      server.clock.advance(minuteMs);
      if (endsSessions.includes(route)) callers = await makeCallers(server);
    },
  );

  test('enough JSON answers were held against their schemas', () => {
    expect(new Set(succeeded).size).toBeGreaterThan(50);
  });
});

test('every problem has its status, its code in the text, and every status a problem', () => {
  for (const [name, operation] of listed) {
    const [method, path] = name.split(' ') as [string, string];
    const { responses } = document.paths[path]![method.toLowerCase()]!;
    const codes = problemsOf(operation);
    expect(
      codes.filter((code) => problemStatus[code] === undefined),
      name,
    ).toEqual([]);
    const told = Object.entries(responses)
      .filter(([status]) => Number(status) >= 400)
      .flatMap(([status, { description }]) => description.split(' | ').map((code) => `${status} ${code}`));
    expect(told.sort(), name).toEqual(codes.map((code) => `${problemStatus[code]} ${code}`).sort());
  }
});

describe('the document holds together as OpenAPI 3.1', () => {
  test('versions, tags and unique names', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.title).not.toBe('');
    expect(document.info.version).toBe('1.2.3');
    const tags = document.tags.map(({ name }) => name);
    expect(new Set(tags).size).toBe(tags.length);
    for (const { operation } of documented) expect(tags).toEqual(expect.arrayContaining(operation.tags));
    const ids = documented.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([]);
  });

  test('no two paths are one', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(Object.keys(document.paths).filter((path) => !path.startsWith('/') || path.includes('?'))).toEqual(
      [],
    );
  });

  test('parameters: those of the path declared and no others, none twice', () => {
    for (const { path, operation } of documented) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((one) => one.in === 'path');
      expect(
        declared.map(({ name }) => name),
        path,
      ).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
      const names = operation.parameters.map((one) => `${one.in} ${one.name}`);
      expect(new Set(names).size, path).toBe(names.length);
      for (const one of operation.parameters) {
        expect(['path', 'query']).toContain(one.in);
        expect(typeof one.required).toBe('boolean');
        expect(Object.keys(one.schema).length, `${path} ${one.name}`).toBeGreaterThan(0);
      }
      expect(operation.summary, path).not.toMatch(/[?&]\w+=/);
    }
  });

  test('every operation succeeds somehow, and every answer is described', () => {
    for (const { path, method, operation } of documented) {
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.some((status) => /^[23]\d\d$/.test(status)),
        `${method} ${path}`,
      ).toBe(true);
      expect(statuses.filter((status) => !/^([1-5]\d\d|default)$/.test(status))).toEqual([]);
      for (const { description, content } of Object.values(operation.responses)) {
        expect(description).not.toBe('');
        for (const type of Object.keys(content ?? {})) expect(type).toMatch(/^[\w.+-]+\/[\w.+-]+$/);
      }
      if (method === 'get' || method === 'delete') expect(operation.requestBody).toBeUndefined();
    }
  });

  test('every reference resolves, every component is used and well named', () => {
    const used = new Set<string>();
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, one] of Object.entries(value)) {
        if (name !== '$ref') walk(one);
        else if (typeof one === 'string') {
          expect(one).toMatch(/^#\/components\/schemas\/[A-Za-z0-9._-]+$/);
          used.add(one.slice('#/components/schemas/'.length));
        }
      }
    };
    walk(document);
    expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
    expect(JSON.stringify(document)).not.toMatch(/"\$(defs|schema|id)":/);
  });

  test('every way to be let in is a scheme, and every scheme is used', () => {
    const used = new Set(
      documented.flatMap(({ operation }) => operation.security.flatMap((one) => Object.keys(one))),
    );
    expect([...used].sort()).toEqual(Object.keys(document.components.securitySchemes).sort());
    expect(document.components.securitySchemes.boardLink).toMatchObject({
      in: 'header',
      name: 'x-langnghe-board-link',
    });
  });
});
