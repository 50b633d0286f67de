// The feed of closed periods, reports, exports and webhooks as the OpenAPI document lists them.
import { z } from 'zod';
import { periodQuerySchema } from '../../shared/contract/kpi.ts';
import {
  feedCsvQuerySchema,
  feedListSchema,
  feedPageQuerySchema,
  feedPageSchema,
  feedVersionQuerySchema,
  levelListAnswerSchema,
} from '../../shared/contract/kpi-feed.ts';
import { reportQuerySchema, unitReportSchema } from '../../shared/contract/unit-report.ts';
import {
  webhookChangeSchema,
  webhookDeliveryListSchema,
  webhookDeliveryQuerySchema,
  webhookEndpointSchema,
  webhookListSchema,
  webhookReplaySchema,
  webhookRequestSchema,
  webhookSecretSchema,
} from '../../shared/contract/webhooks.ts';
import { asked, askedOrMissing, media, missing, type Operation } from './openapi-operation.ts';

type Query = NonNullable<Operation['query']>;
const problems = askedOrMissing;
/** A document of a closed version that is no JSON. */
const paper = (
  path: string,
  type: string,
  summary: string,
  query: Query = feedVersionQuerySchema,
): Operation => ({ method: 'get', path, summary, query, content: [type], etag: true, problems });

export const feedOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/kpi/feed',
    summary:
      'Closed periods and their final versions; with a period the sheets of one version, a page at a time.',
    query: feedPageQuerySchema.extend({ period: feedPageQuerySchema.shape.period.optional() }),
    answer: { status: 200, schema: z.union([feedListSchema, feedPageSchema]) },
    etag: true,
    problems,
  },
  paper(
    '/api/kpi/feed.csv',
    media.csv,
    'A closed version as CSV, a row an officer or a row a line of each sheet.',
    feedCsvQuerySchema,
  ),
  paper('/api/kpi/feed.xlsx', media.xlsx, 'A closed version as a workbook.'),
  paper('/api/kpi/sheets/{officer}.pdf', media.pdf, "An officer's sheet on paper, A4; officers: their own."),
  paper('/api/kpi/summary.pdf', media.pdf, "A unit's closed version on paper, A4."),
  {
    method: 'get',
    path: '/api/kpi/levels',
    summary: 'Officers by level with what stands behind each line and how sure it is; decides nothing.',
    query: feedVersionQuerySchema,
    answer: { status: 200, schema: levelListAnswerSchema },
    etag: true,
    problems,
  },
  paper('/api/kpi/levels.pdf', media.pdf, 'The list by level on paper.'),
  paper('/api/kpi/levels.xlsx', media.xlsx, 'The list by level as a workbook.'),
];

export const reportOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/reports/unit',
    summary: "The unit's report of a month or quarter from published figures.",
    query: reportQuerySchema,
    answer: { status: 200, schema: unitReportSchema },
    problems: asked,
  },
  {
    method: 'get',
    path: '/api/reports/unit.pdf',
    summary: 'The same report on paper, A4.',
    query: reportQuerySchema,
    content: [media.pdf],
    problems: asked,
  },
  {
    method: 'get',
    path: '/api/exports/cells.csv',
    summary:
      'Published counts of a period as CSV: officer, month, when (as coarse as published), procedure, mode, tier, item, level, count; small groups suppressed.',
    query: periodQuerySchema,
    content: [media.csv],
    problems: asked,
  },
  {
    method: 'get',
    path: '/api/exports/cells.xlsx',
    summary: 'The same rows as a workbook; after 1,048,575 rows it goes on in a second sheet.',
    query: periodQuerySchema,
    content: [media.xlsx],
    problems: asked,
  },
];

export const webhookOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/webhooks',
    summary: 'Webhook endpoints with what waits, what is dead, and the types there are.',
    answer: { status: 200, schema: webhookListSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/webhooks',
    summary: 'Adds a webhook endpoint. Its secret is in this answer and nowhere else.',
    request: webhookRequestSchema,
    answer: { status: 201, schema: webhookSecretSchema },
    problems: [],
  },
  {
    method: 'patch',
    path: '/api/webhooks/{id}',
    summary: 'Changes what an endpoint subscribes to, or disables and enables it.',
    request: webhookChangeSchema,
    answer: { status: 200, schema: webhookEndpointSchema },
    problems: askedOrMissing,
  },
  {
    method: 'delete',
    path: '/api/webhooks/{id}',
    summary: 'Deletes an endpoint with what waits for it.',
    problems: missing,
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/secret',
    summary: 'Makes a new secret; the former one signs beside it for 24 hours.',
    answer: { status: 200, schema: webhookSecretSchema },
    problems: missing,
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/ping',
    summary: 'Sends the endpoint a message of type webhook.ping.',
    answer: { status: 202, schema: webhookEndpointSchema },
    problems: askedOrMissing,
  },
  {
    method: 'get',
    path: '/api/webhooks/{id}/deliveries',
    summary: 'Deliveries, newest first.',
    query: webhookDeliveryQuerySchema,
    answer: { status: 200, schema: webhookDeliveryListSchema },
    problems: askedOrMissing,
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/deliveries/{event}/replay',
    summary: 'Sends one message again, under its own webhook-id.',
    answer: { status: 202, schema: webhookReplaySchema },
    problems: missing,
  },
  {
    method: 'post',
    path: '/api/webhooks/{id}/replay',
    summary: "Sends an endpoint's dead letters again, at most 1000.",
    answer: { status: 202, schema: webhookReplaySchema },
    problems: missing,
  },
];
