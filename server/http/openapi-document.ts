// The OpenAPI 3.1 document of groups of operations: schemas from the contract, security from the permission table,
// statuses from the table of problem codes.
import type { z } from 'zod';
import { csrfHeader } from '../../shared/contract/access.ts';
import { boardLinkHeader } from '../../shared/contract/board-link.ts';
import { deviceHeader, signatureHeader } from '../../shared/contract/device-signing.ts';
import { type ProblemCode, problemSchema, problemStatus } from '../../shared/contract/problem.ts';
import { media, type Operation, type OperationGroup } from './openapi-operation.ts';
import { type Json, SchemaComponents } from './openapi-schemas.ts';
import { type Permission, permissionOf, type RouteName, routeNames } from './permissions.ts';
import { sessionCookie } from './request.ts';

/** Name of a row of the permission table as an operation has it: `GET /api/x/{id}`. */
export const operationNameOf = (route: string): string =>
  route.replaceAll(/:(\w+)/g, '{$1}').replaceAll(/\{\*(\w+)\}/g, '{$1}');

const routeOfOperation = new Map<string, RouteName>(
  routeNames.map((route) => [operationNameOf(route), route]),
);

/**
 * The row of the permission table that an operation stands for.
 * @throws Error when there is none
 */
export function permissionOfOperation({ method, path }: Operation): Permission {
  const route = routeOfOperation.get(`${method.toUpperCase()} ${path}`);
  if (route === undefined) throw new Error(`no route answers ${method.toUpperCase()} ${path}`);
  return permissionOf(route);
}

type Requirement = Record<string, readonly string[]>;

/** Ways to be let in, any one of which does; OpenAPI's `security`. Empty: nothing is asked for. */
export function securityOf(method: Operation['method'], permission: Permission): Requirement[] {
  const signed: Requirement = { deviceId: [], deviceSignature: [] };
  if (permission.public === true) return permission.device === true ? [signed, {}] : [];
  return [
    ...(permission.device === true ? [signed] : []),
    ...(permission.roles === undefined
      ? []
      : [method === 'get' ? { session: [] } : { session: [], csrfToken: [] }]),
    ...(permission.scope === undefined ? [] : [{ apiKey: [permission.scope] }]),
    ...(permission.boardLink === true ? [{ boardLink: [] }, { boardLinkInAddress: [] }] : []),
  ];
}

function guardProblemsOf(permission: Permission): ProblemCode[] {
  const ofDevice: ProblemCode[] = permission.device === true ? ['invalid-signature'] : [];
  if (permission.public === true) return ofDevice;
  const ofPeople = permission.roles ?? permission.scope ?? permission.boardLink;
  return ['unauthenticated', ...ofDevice, ...(ofPeople === undefined ? [] : (['forbidden'] as const))];
}

/** Every code that an operation answers with, those of the guard and of its body among them. */
export function problemsOf(operation: Operation): ProblemCode[] {
  const ofBody: ProblemCode[] =
    operation.request === undefined
      ? []
      : ['malformed-body', 'unsupported-media-type', 'body-too-large', 'invalid-request'];
  const ofWriting: ProblemCode[] = operation.method === 'get' ? [] : ['overloaded'];
  const guard = guardProblemsOf(permissionOfOperation(operation));
  return [...new Set([...guard, ...ofBody, ...operation.problems, ...ofWriting])];
}

const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};
const contentOf = (types: readonly string[]): Json =>
  Object.fromEntries(
    types.map((type) => [type, type.startsWith('text/') ? { schema: { type: 'string' } } : {}]),
  );

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
  csrfToken: {
    type: 'apiKey',
    in: 'header',
    name: csrfHeader,
    description: '`csrfToken` of the session, with whatever changes something.',
  },
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key with the scope named.' },
  deviceId: { type: 'apiKey', in: 'header', name: deviceHeader, description: 'A paired kiosk.' },
  deviceSignature: {
    type: 'apiKey',
    in: 'header',
    name: signatureHeader,
    description: 'Its ECDSA P-256 signature of method, path and body (base64).',
  },
  boardLink: { type: 'apiKey', in: 'header', name: boardLinkHeader },
  boardLinkInAddress: { type: 'apiKey', in: 'query', name: 'link' },
};

/**
 * The document, OpenAPI 3.1.
 * @throws Error when an operation has no row in the permission table, or two schemas have one name
 */
export function openApiDocument(groups: readonly OperationGroup[], version: string): Json {
  const components = new SchemaComponents();
  components.of(problemSchema, 'output');
  const paths: Record<string, Json> = {};
  for (const { name, operations } of groups) {
    for (const operation of operations) {
      const item = paths[operation.path] ?? {};
      paths[operation.path] = item;
      if (operation.method in item) throw new Error(`${operation.method} ${operation.path} stands twice`);
      item[operation.method] = operationOf(operation, name, components);
    }
  }
  const { document, schemas } = components.finish(paths);
  return {
    openapi: '3.1.0',
    info: { title: 'Lắng Nghe', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: groups.map(({ name }) => ({ name })),
    paths: document,
    components: { schemas, securitySchemes },
  };
}

function operationOf(operation: Operation, group: string, components: SchemaComponents): Json {
  const permission = permissionOfOperation(operation);
  const body = bodyOf(operation, components);
  return {
    operationId: idOf(operation),
    tags: [group],
    summary: operation.summary,
    security: securityOf(operation.method, permission),
    // OpenAPI has no roles of sessions.
    ...(permission.roles === undefined ? {} : { 'x-langnghe-roles': permission.roles }),
    parameters: [
      ...pathParametersOf(operation),
      ...(operation.query === undefined ? [] : queryParametersOf(operation.query, components)),
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, content: body } }),
    responses: { ...successesOf(operation, components), ...failuresOf(operation) },
  };
}

const idOf = ({ method, path }: Operation): string =>
  [method, ...path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')]
    .map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1)))
    .join('');

const pathParametersOf = ({ path }: Operation): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function queryParametersOf(query: z.ZodObject, components: SchemaComponents): Json[] {
  return Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...json } = components.of(schema as z.ZodType, 'input');
    return {
      name,
      in: 'query',
      required: !(schema as z.ZodType).safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: withoutNull(json),
    };
  });
}

/** What is not in an address is absent there, never null. */
function withoutNull({ default: preset, ...schema }: Json): Json {
  const kept = preset === undefined || preset === null ? {} : { default: preset };
  const types = schema.type;
  if (Array.isArray(types)) {
    const [only, ...more] = types.filter((type) => type !== 'null');
    return { ...schema, type: more.length === 0 ? only : [only, ...more], ...kept };
  }
  const variants = schema.anyOf as Json[] | undefined;
  const present = variants?.filter(({ type }) => type !== 'null');
  return present?.length === 1 ? { ...present[0], ...kept } : { ...schema, ...kept };
}

function bodyOf({ request, form, file }: Operation, components: SchemaComponents): Json | undefined {
  if (request !== undefined) return { 'application/json': { schema: components.of(request, 'input') } };
  if (form !== undefined) {
    return { 'application/x-www-form-urlencoded': { schema: components.of(form, 'input') } };
  }
  return file === undefined ? undefined : contentOf(file);
}

function successesOf({ answer, content, redirect, etag }: Operation, components: SchemaComponents): Json {
  const successes: Json = {};
  if (answer !== undefined) {
    const json = { 'application/json': { schema: components.of(answer.schema, 'output') } };
    successes[answer.status] = { description: 'Done', content: json };
    if (answer.again !== undefined) successes[answer.again] = { description: 'Done before', content: json };
  }
  if (content !== undefined) successes[200] = { description: 'Done', content: contentOf(content) };
  if (redirect !== undefined) {
    const Location = { required: true, schema: { type: 'string' } };
    successes[redirect] = { description: 'Done: go on there', headers: { Location } };
  }
  if (etag === true) successes[304] = { description: 'What If-None-Match names still holds' };
  return Object.keys(successes).length === 0 ? { 204: { description: 'Done' } } : successes;
}

function failuresOf(operation: Operation): Json {
  const isPage = operation.failsWithPage === true;
  const content = isPage ? contentOf([media.html]) : problemContent;
  const codes = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(operation)) {
    const status = problemStatus[code];
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  const failures: Json = {};
  for (const [status, of] of codes) {
    const waits = status === 429 || status === 503;
    failures[status] = {
      description: of.join(' | '),
      ...(waits
        ? { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } } }
        : {}),
      content,
    };
  }
  failures.default = { description: 'internal, or overloaded', content };
  return failures;
}
