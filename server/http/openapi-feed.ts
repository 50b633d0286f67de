// The operations of the feed of closed periods and of webhooks as the OpenAPI document lists them.

import { z } from 'zod';
import { feedListSchema, feedPageSchema, levelListAnswerSchema } from '../../shared/contract/kpi-feed.ts';
import { unitReportSchema } from '../../shared/contract/unit-report.ts';
import {
  webhookChangeSchema,
  webhookDeliveryListSchema,
  webhookEndpointSchema,
  webhookListSchema,
  webhookReplaySchema,
  webhookRequestSchema,
  webhookSecretSchema,
} from '../../shared/contract/webhooks.ts';
import type { Operation } from './openapi.ts';

const problems: Operation['problems'] = ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'];
/** A document that is no JSON: its body is not described further. */
const paper = (path: string, summary: string): Operation => ({
  method: 'get',
  path,
  summary,
  security: 'key',
  problems,
});

export const feedOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/kpi/feed',
    summary:
      'Closed periods and their final versions; with `?period=2026-10` (and `version`, `after`, `limit`) the sheets of one version, a page at a time. ETag and If-None-Match.',
    security: 'key',
    answer: { status: 200, schema: z.union([feedListSchema, feedPageSchema]) },
    problems,
  },
  paper(
    '/api/kpi/feed.csv',
    'A closed version as CSV, a row an officer; `&rows=lines` a row a line of each sheet.',
  ),
  paper('/api/kpi/feed.xlsx', 'A closed version as a workbook.'),
  paper('/api/kpi/sheets/{officer}.pdf', "An officer's sheet on paper, A4; officers may read their own."),
  paper('/api/kpi/summary.pdf', "A unit's closed version on paper, A4."),
  {
    method: 'get',
    path: '/api/kpi/levels',
    summary: 'Officers by level with what stands behind each line and how sure it is; decides nothing.',
    security: 'key',
    answer: { status: 200, schema: levelListAnswerSchema },
    problems,
  },
  paper('/api/kpi/levels.pdf', 'The list by level on paper.'),
  paper('/api/kpi/levels.xlsx', 'The list by level as a workbook.'),
  {
    method: 'get',
    path: '/api/reports/unit',
    summary:
      "The unit's report of a month or quarter (the present month without `?period=`) from published figures (manager, personnel, auditor).",
    security: 'session',
    answer: { status: 200, schema: unitReportSchema },
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/reports/unit.pdf',
    summary: 'The same report on paper, A4.',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/exports/cells.csv',
    summary:
      'Published counts of a period as CSV: officer, month, when (as coarse as published), procedure, mode, tier, item, level, count; small groups suppressed.',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/exports/cells.xlsx',
    summary: 'The same rows as a workbook; after 1,048,575 rows it goes on in a second sheet.',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/webhooks',
    summary: 'Webhook endpoints with what waits, what is dead, and the types there are.',
    security: 'session',
    answer: { status: 200, schema: webhookListSchema },
    problems: ['unauthenticated', 'forbidden'],
  },
  {
    method: 'post',
    path: '/api/webhooks',
    summary: 'Adds a webhook endpoint. Its secret is in this answer and nowhere else.',
    security: 'session',
    request: webhookRequestSchema,
    answer: { status: 201, schema: webhookSecretSchema },
    problems: ['malformed-body', 'unauthenticated', 'forbidden', 'invalid-request', 'overloaded'],
  },
  {
    method: 'patch',
    path: '/api/webhooks/{id}',
    summary: 'Changes what an endpoint subscribes to, or disables and enables it.',
    security: 'session',
    request: webhookChangeSchema,
    answer: { status: 200, schema: webhookEndpointSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'],
  },
  {
    method: 'delete',
    path: '/api/webhooks/{id}',
    summary: 'Deletes an endpoint with what waits for it.',
    security: 'session',
    problems: ['unauthenticated', 'forbidden', 'not-found'],
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/secret',
    summary: 'Makes a new secret; the former one signs beside it for 24 hours.',
    security: 'session',
    answer: { status: 200, schema: webhookSecretSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found'],
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/ping',
    summary: 'Sends the endpoint a message of type webhook.ping.',
    security: 'session',
    answer: { status: 202, schema: webhookEndpointSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'],
  },
  {
    method: 'get',
    path: '/api/webhooks/{id}/deliveries',
    summary: 'Deliveries, newest first (`?state=dead&limit=50&after=`).',
    security: 'session',
    answer: { status: 200, schema: webhookDeliveryListSchema },
    problems: ['unauthenticated', 'forbidden', 'not-found', 'invalid-request'],
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/deliveries/{event}/replay',
    summary: 'Sends one message again, under its own webhook-id.',
    security: 'session',
    answer: { status: 202, schema: webhookReplaySchema },
    problems: ['unauthenticated', 'forbidden', 'not-found'],
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/replay',
    summary: "Sends an endpoint's dead letters again, at most 1000.",
    security: 'session',
    answer: { status: 202, schema: webhookReplaySchema },
    problems: ['unauthenticated', 'forbidden', 'not-found'],
  },
];
