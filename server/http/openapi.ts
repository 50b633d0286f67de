// GET /api/openapi.json and /api/docs: generated from the schemas that also check the requests.
import { Router } from 'express';
import { z } from 'zod';
import { sessionSchema, signInRequestSchema } from '../../shared/contract/access.ts';
import { auditPageSchema } from '../../shared/contract/audit.ts';
import { backupStateSchema } from '../../shared/contract/backups.ts';
import { boardSnapshotSchema } from '../../shared/contract/board.ts';
import { boardLinkHeader } from '../../shared/contract/board-link.ts';
import { commentListSchema, commentSchema, releaseCommentSchema } from '../../shared/contract/comments.ts';
import {
  kioskStateSchema,
  pairAnswerSchema,
  pairingCodeAnswerSchema,
  pairingCodeRequestSchema,
  pairRequestSchema,
} from '../../shared/contract/devices.ts';
import { indicatorListSchema, officerIndicatorSchema } from '../../shared/contract/indicator.ts';
import { languageListSchema, languageOfferSchema } from '../../shared/contract/languages.ts';
import {
  batchRequestSchema,
  keyedFormAnswerSchema,
  keyedFormSchema,
  paperBatchSchema,
  paperDeskSchema,
} from '../../shared/contract/paper.ts';
import { presenceAnswerSchema, presenceRequestSchema } from '../../shared/contract/presence.ts';
import {
  printAnswerSchema,
  printerListSchema,
  printerSettingSchema,
  printRequestSchema,
} from '../../shared/contract/printers.ts';
import { problemSchema, problemStatus } from '../../shared/contract/problem.ts';
import { questionnaireSchema } from '../../shared/contract/questionnaire.ts';
import {
  completionAnswerSchema,
  completionRequestSchema,
  responseAnswerSchema,
  responseRequestSchema,
} from '../../shared/contract/responses.ts';
import { rosterAnswerSchema, rosterSchema } from '../../shared/contract/roster.ts';
import {
  addressCheckSchema,
  centreChangeSchema,
  rosterCheckSchema,
  setupMarkRequestSchema,
  setupStateSchema,
  testVisitAnswerSchema,
  testVisitRequestSchema,
} from '../../shared/contract/setup.ts';
import { slipRequestSchema } from '../../shared/contract/slip.ts';
import {
  counterDeskSchema,
  lookupRequestSchema,
  offerSchema,
  selfReportAnswerSchema,
  selfReportRequestSchema,
  visitAnswerSchema,
  visitRequestSchema,
} from '../../shared/contract/visits.ts';
import { feedOperations } from './openapi-feed.ts';
import { fieldSurveyOperations } from './openapi-field-surveys.ts';
import { kpiOperations } from './openapi-kpi.ts';
import { questionnaireOperations } from './openapi-questionnaires.ts';
import { titleOfProblem } from './problem.ts';

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  security: 'key' | 'session' | 'device' | 'public' | 'board';
  request?: z.ZodType;
  answer?: { status: number; schema: z.ZodType };
  problems: (keyof typeof problemStatus)[];
}

const operations: Operation[] = [
  {
    method: 'post',
    path: '/api/visits',
    summary:
      'A visit was closed; its invitation comes back. The same externalId again answers 200 with the same body.',
    security: 'key',
    request: visitRequestSchema,
    answer: { status: 201, schema: visitAnswerSchema },
    problems: [
      'malformed-body',
      'unauthenticated',
      'forbidden',
      'invalid-request',
      'unknown-officer',
      'unknown-counter',
      'unknown-procedure',
      'visit-too-old',
      'visit-in-future',
      'overloaded',
    ],
  },
  {
    method: 'post',
    path: '/api/slips',
    summary:
      'The slip of a visit as a page to print (A6, 80 mm), its QR code alone (SVG, PNG), or a form to fill in by hand (A5, A4).',
    security: 'key',
    request: slipRequestSchema,
    problems: ['unauthenticated', 'forbidden', 'unknown-invitation', 'already-rated', 'invalid-request'],
  },
  {
    method: 'post',
    path: '/api/slips/print',
    summary: "Prints the slip of a visit on its counter's printer, on the citizen's side.",
    security: 'key',
    request: printRequestSchema,
    answer: { status: 200, schema: printAnswerSchema },
    problems: [
      'unauthenticated',
      'forbidden',
      'unknown-invitation',
      'already-rated',
      'no-printer',
      'invalid-request',
      'printer-failed',
      'overloaded',
    ],
  },
  {
    method: 'get',
    path: '/api/setup',
    summary: 'What of setting up the centre is done and what is to do (administrators).',
    security: 'session',
    answer: { status: 200, schema: setupStateSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'put',
    path: '/api/setup/centre',
    summary: "The centre's name, and its time zone until the first visit is closed (administrators).",
    security: 'session',
    request: centreChangeSchema,
    answer: { status: 200, schema: setupStateSchema },
    problems: ['unauthenticated', 'forbidden', 'zone-fixed', 'invalid-request'],
  },
  {
    method: 'put',
    path: '/api/setup/steps/{step}',
    summary: 'Says of a step that it is done or passed over (administrators).',
    security: 'session',
    request: setupMarkRequestSchema,
    answer: { status: 200, schema: setupStateSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'],
  },
  {
    method: 'post',
    path: '/api/setup/address/check',
    summary: 'Calls the public address from the machine of the server (administrators).',
    security: 'session',
    answer: { status: 200, schema: addressCheckSchema },
    problems: ['unauthenticated', 'forbidden', 'too-many-attempts'],
  },
  {
    method: 'get',
    path: '/api/setup/roster-template',
    summary: 'A workbook (XLSX) to fill in with officers, counters, procedures and duty (administrators).',
    security: 'session',
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'post',
    path: '/api/setup/roster/check',
    summary: 'What a filled-in workbook (the XLSX as body) would change; writes nothing (administrators).',
    security: 'session',
    answer: { status: 200, schema: rosterCheckSchema },
    problems: ['unauthenticated', 'forbidden', 'body-too-large', 'unsupported-media-type', 'invalid-roster'],
  },
  {
    method: 'post',
    path: '/api/setup/roster',
    summary: 'Takes a filled-in workbook (the XLSX as body), all of it or nothing (administrators).',
    security: 'session',
    answer: { status: 200, schema: rosterCheckSchema },
    problems: [
      'unauthenticated',
      'forbidden',
      'roster-conflict',
      'body-too-large',
      'unsupported-media-type',
      'invalid-roster',
      'overloaded',
    ],
  },
  {
    method: 'post',
    path: '/api/setup/test-visits',
    summary: 'Closes a test visit, which counts for nobody, at a counter (administrators).',
    security: 'session',
    request: testVisitRequestSchema,
    answer: { status: 201, schema: testVisitAnswerSchema },
    problems: [
      'unauthenticated',
      'forbidden',
      'test-limit',
      'unknown-counter',
      'invalid-request',
      'overloaded',
    ],
  },
  {
    method: 'get',
    path: '/api/setup/test-visits/{id}/slip',
    summary: 'The slip of a test visit as a page to print, `?format=a6|80mm` (administrators).',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'unknown-invitation', 'already-rated', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/backups',
    summary:
      'What is known of the last backup, and how many responses came since (administrators, auditors).',
    security: 'session',
    answer: { status: 200, schema: backupStateSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'get',
    path: '/api/languages',
    summary: 'Language packs: what each lacks, whether it was reviewed, whether kiosks offer it.',
    security: 'session',
    answer: { status: 200, schema: languageListSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'put',
    path: '/api/languages/{language}',
    summary:
      'Whether kiosks offer a language, as a new version of the service policy (administrators). An unreviewed pack is offered only with `unreviewed: true`.',
    security: 'session',
    request: languageOfferSchema,
    answer: { status: 200, schema: languageListSchema },
    problems: [
      'unauthenticated',
      'forbidden',
      'not-found',
      'malformed-body',
      'invalid-request',
      'overloaded',
    ],
  },
  {
    method: 'get',
    path: '/api/printers',
    summary: 'Printers of slips and what they have done since the server started.',
    security: 'session',
    answer: { status: 200, schema: printerListSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'put',
    path: '/api/printers/{counter}',
    summary: 'Where the slips of a counter are printed (administrators).',
    security: 'session',
    request: printerSettingSchema,
    answer: { status: 200, schema: printerSettingSchema },
    problems: ['unauthenticated', 'forbidden', 'unknown-counter', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/posters',
    summary: 'Posters with walk-up codes, a page a counter (`?counter=Q01&counter=Q02&size=a4|a5`).',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/paper-form',
    summary:
      'A form to fill in by hand, with boxes for the digits of a slip, as a page to print (`?size=a5|a4`).',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/paper-batches',
    summary: 'Batches of paper forms: the own open one, and those finished lately (personnel).',
    security: 'session',
    answer: { status: 200, schema: paperDeskSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'post',
    path: '/api/paper-batches',
    summary: 'Begins a batch of forms counted before (personnel).',
    security: 'session',
    request: batchRequestSchema,
    answer: { status: 201, schema: paperBatchSchema },
    problems: ['unauthenticated', 'forbidden', 'batch-open', 'invalid-request', 'overloaded'],
  },
  {
    method: 'post',
    path: '/api/paper-batches/{number}/forms',
    summary:
      'One form as it was keyed; durable when answered, the same again answers 200. Whose it was is not told (personnel).',
    security: 'session',
    request: keyedFormSchema,
    answer: { status: 201, schema: keyedFormAnswerSchema },
    problems: [
      'unauthenticated',
      'forbidden',
      'not-yet-open',
      'not-found',
      'unknown-code',
      'unknown-invitation',
      'already-rated',
      'code-ambiguous',
      'batch-full',
      'invitation-expired',
      'invalid-request',
      'unknown-questionnaire',
      'too-many-attempts',
      'overloaded',
    ],
  },
  {
    method: 'post',
    path: '/api/paper-batches/{number}/close',
    summary: 'Finishes a batch; the audit trail says how many forms were counted and taken (personnel).',
    security: 'session',
    answer: { status: 200, schema: paperBatchSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'overloaded'],
  },
  {
    method: 'get',
    path: '/api/questionnaire',
    summary: 'The questionnaire in force.',
    security: 'public',
    answer: { status: 200, schema: questionnaireSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/responses',
    summary:
      'One completed questionnaire. Durable when answered; the same again answers 200 with the same promise.',
    security: 'device',
    request: responseRequestSchema,
    answer: { status: 201, schema: responseAnswerSchema },
    problems: [
      'malformed-body',
      'invalid-signature',
      'unknown-invitation',
      'already-rated',
      'response-id-conflict',
      'invitation-expired',
      'not-yet-open',
      'body-too-large',
      'unsupported-media-type',
      'invalid-request',
      'unknown-counter',
      'unknown-questionnaire',
      'presence-expired',
      'presence-used-up',
      'overloaded',
    ],
  },
  {
    method: 'post',
    path: '/api/presence',
    summary:
      'A presence code scanned in the hall becomes a ticket for one response under the responseId that comes with it.',
    security: 'public',
    request: presenceRequestSchema,
    answer: { status: 200, schema: presenceAnswerSchema },
    problems: ['presence-expired', 'invalid-request', 'overloaded'],
  },
  {
    method: 'patch',
    path: '/api/responses/{responseId}',
    summary: 'Optional answers and a comment, once and for a short time. The rating cannot change.',
    security: 'public',
    request: completionRequestSchema,
    answer: { status: 200, schema: completionAnswerSchema },
    problems: ['unknown-response', 'already-completed', 'completion-closed', 'invalid-request'],
  },
  {
    method: 'post',
    path: '/api/invitations/lookup',
    summary: "A slip's 7 digits, the same day, at a paired kiosk.",
    security: 'device',
    request: lookupRequestSchema,
    answer: { status: 200, schema: offerSchema },
    problems: ['unauthenticated', 'invalid-signature', 'unknown-code', 'already-rated', 'too-many-attempts'],
  },
  {
    method: 'get',
    path: '/api/board',
    summary: 'The live board as of its last frame; follow it on socket.io /board.',
    security: 'board',
    answer: { status: 200, schema: boardSnapshotSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'get',
    path: '/api/officers/{officer}/indicator',
    summary:
      "An officer's indicator of a period (`?period=2026-10`) with its whole evidence and explanation.",
    security: 'session',
    answer: { status: 200, schema: officerIndicatorSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/indicators',
    summary: 'Indicators of every officer of a period, a line each.',
    security: 'session',
    answer: { status: 200, schema: indicatorListSchema },
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/comments',
    summary:
      'Comments that were released, or those to clear (`?state=&period=&tag=&q=&after=&limit=`), and how many have each theme.',
    security: 'session',
    answer: { status: 200, schema: commentListSchema },
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'post',
    path: '/api/comments/{id}/release',
    summary: 'Lets others read a comment as given; what was taken out is gone for good.',
    security: 'session',
    request: releaseCommentSchema,
    answer: { status: 200, schema: commentSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'already-erased', 'invalid-request'],
  },
  {
    method: 'post',
    path: '/api/comments/{id}/withdraw',
    summary: 'Takes a released comment back into the queue.',
    security: 'session',
    answer: { status: 200, schema: commentSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'already-erased'],
  },
  {
    method: 'delete',
    path: '/api/comments/{id}',
    summary: "Erases a comment's text for good, also in every backup.",
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'not-found', 'already-erased'],
  },
  {
    method: 'get',
    path: '/api/audit',
    summary:
      'Who read personal data and who changed what, newest first (`?actor=&action=&subject=&since=&until=&before=&limit=`).',
    security: 'session',
    answer: { status: 200, schema: auditPageSchema },
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'put',
    path: '/api/roster',
    summary: 'Counters, officers, procedures and duty: all of it or nothing; what is known is updated.',
    security: 'key',
    request: rosterSchema,
    answer: { status: 200, schema: rosterAnswerSchema },
    problems: [
      'unauthenticated',
      'forbidden',
      'invalid-request',
      'roster-conflict',
      'unknown-officer',
      'unknown-counter',
    ],
  },
  {
    method: 'post',
    path: '/api/session',
    summary: 'Sign in by password.',
    security: 'public',
    request: signInRequestSchema,
    answer: { status: 200, schema: sessionSchema },
    problems: ['unauthenticated', 'too-many-attempts'],
  },
  {
    method: 'get',
    path: '/api/counter',
    summary: 'What the one-button page of an officer on duty shows.',
    security: 'session',
    answer: { status: 200, schema: counterDeskSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'post',
    path: '/api/counter/visits',
    summary:
      'The officer on duty closes a visit; it is marked self-reported. Never answers with the invitation.',
    security: 'session',
    request: selfReportRequestSchema,
    answer: { status: 201, schema: selfReportAnswerSchema },
    problems: ['unauthenticated', 'forbidden', 'invalid-request', 'unknown-procedure'],
  },
  {
    method: 'post',
    path: '/api/devices/pairing-codes',
    summary: 'A code that turns a tablet into a kiosk.',
    security: 'key',
    request: pairingCodeRequestSchema,
    answer: { status: 201, schema: pairingCodeAnswerSchema },
    problems: ['unauthenticated', 'forbidden', 'unknown-counter'],
  },
  {
    method: 'post',
    path: '/api/devices/pair',
    summary: 'A tablet becomes a kiosk.',
    security: 'public',
    request: pairRequestSchema,
    answer: { status: 201, schema: pairAnswerSchema },
    problems: ['unknown-code', 'pairing-expired', 'invalid-request', 'too-many-attempts'],
  },
  {
    method: 'get',
    path: '/api/kiosk',
    summary: 'What a kiosk shows when idle.',
    security: 'device',
    answer: { status: 200, schema: kioskStateSchema },
    problems: ['unauthenticated', 'invalid-signature'],
  },
  ...kpiOperations,
  ...questionnaireOperations,
  ...fieldSurveyOperations,
  ...feedOperations,
];

const securities = {
  key: [{ apiKey: [] }],
  session: [{ session: [] }],
  device: [{ device: [] }, {}],
  board: [{ apiKey: [] }, { session: [] }, { boardLink: [] }, { boardLinkInAddress: [] }],
  public: [],
} as const;

/** The document, OpenAPI 3.1. */
export function openApiDocument(version: string): Record<string, unknown> {
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    return rest;
  };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const responses: Record<string, unknown> = {};
    if (operation.answer !== undefined) {
      responses[operation.answer.status] = {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(operation.answer.schema, 'output') } },
      };
    }
    for (const code of operation.problems) {
      const status = String(problemStatus[code]);
      const known = responses[status] as { description: string } | undefined;
      responses[status] = {
        description: known === undefined ? code : `${known.description} | ${code}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
    paths[operation.path] ??= {};
    paths[operation.path]![operation.method] = {
      summary: operation.summary,
      security: securities[operation.security],
      parameters: [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...(operation.request === undefined
        ? {}
        : {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: schemaOf(operation.request, 'input') } },
            },
          }),
      responses,
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lắng Nghe', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'langnghe_session' },
        device: { type: 'apiKey', in: 'header', name: 'x-langnghe-signature' },
        boardLink: { type: 'apiKey', in: 'header', name: boardLinkHeader },
        boardLinkInAddress: { type: 'apiKey', in: 'query', name: 'link' },
      },
    },
  };
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

function docsPage(): string {
  const rows = operations
    .map(
      ({ method, path, summary, problems }) =>
        `<tr><td><code>${method.toUpperCase()} ${escapeHtml(path)}</code></td><td>${escapeHtml(summary)}</td><td>${problems
          .map((code) => `<a href="#${code}">${code}</a>`)
          .join(', ')}</td></tr>`,
    )
    .join('');
  const codes = Object.entries(problemStatus)
    .map(
      ([code, status]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(titleOfProblem(code as keyof typeof problemStatus))}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lắng Nghe: HTTP interface</title><h1>Lắng Nghe: HTTP interface</h1><p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Errors are RFC 9457 problem+json with the codes below.</p><h2>Operations</h2><table border="1" cellpadding="6"><tr><th>Call<th>What it does<th>Problems</tr>${rows}</table><h2>Problem codes</h2><table border="1" cellpadding="6"><tr><th>Code<th>Status<th>Meaning</tr>${codes}</table></html>`;
}

export function openApiRoutes(version: string): Router {
  const router = Router();
  const document = openApiDocument(version);
  const page = docsPage();
  router.get('/api/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/api/docs', (_request, response) => {
    response.set('Content-Security-Policy', "default-src 'none'").type('html').send(page);
  });
  return router;
}
