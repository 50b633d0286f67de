// Visits, slips, responses and forms on paper, and what kiosks ask for, as the OpenAPI document lists them.
import { contestAnswerSchema, contestRequestSchema } from '../../shared/contract/contests.ts';
import {
  deviceListSchema,
  kioskStateSchema,
  pairAnswerSchema,
  pairingCodeAnswerSchema,
  pairingCodeRequestSchema,
  pairRequestSchema,
} from '../../shared/contract/devices.ts';
import {
  batchRequestSchema,
  keyedFormAnswerSchema,
  keyedFormSchema,
  paperBatchSchema,
  paperDeskSchema,
  paperFormQuerySchema,
} from '../../shared/contract/paper.ts';
import { presenceAnswerSchema, presenceRequestSchema } from '../../shared/contract/presence.ts';
import { printAnswerSchema, printRequestSchema } from '../../shared/contract/printers.ts';
import { questionnaireSchema } from '../../shared/contract/questionnaire.ts';
import {
  completionAnswerSchema,
  completionRequestSchema,
  responseAnswerSchema,
  responseRequestSchema,
} from '../../shared/contract/responses.ts';
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
import {
  asked,
  completionProblems,
  media,
  missing,
  type Operation,
  redeemProblems,
  responseProblems,
  slipProblems,
  tryProblems,
} from './openapi-operation.ts';

export const visitOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/visits',
    summary: 'A visit was closed; its invitation comes back. The same externalId again: the same answer.',
    request: visitRequestSchema,
    answer: { status: 201, schema: visitAnswerSchema, again: 200 },
    problems: ['unknown-officer', 'unknown-counter', 'unknown-procedure', 'visit-too-old', 'visit-in-future'],
  },
  {
    method: 'post',
    path: '/api/slips',
    summary:
      'The slip of a visit as a page to print (A6, 80 mm), its QR code alone (SVG, PNG), or a form to fill in by hand (A5, A4).',
    request: slipRequestSchema,
    content: [media.html, media.svg, media.png],
    problems: slipProblems,
  },
  {
    method: 'post',
    path: '/api/slips/print',
    summary: "Prints the slip of a visit on its counter's printer, on the citizen's side.",
    request: printRequestSchema,
    answer: { status: 200, schema: printAnswerSchema },
    problems: [...slipProblems, 'no-printer', 'printer-failed'],
  },
  {
    method: 'get',
    path: '/api/counter',
    summary: 'What the one-button page of an officer on duty shows.',
    answer: { status: 200, schema: counterDeskSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/counter/visits',
    summary:
      'The officer on duty closes a visit; it is marked self-reported. Never answers with the invitation.',
    request: selfReportRequestSchema,
    answer: { status: 201, schema: selfReportAnswerSchema, again: 200 },
    problems: ['unknown-procedure'],
  },
];

export const responseOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/questionnaire',
    summary: 'The questionnaire in force.',
    answer: { status: 200, schema: questionnaireSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/responses',
    summary: 'One completed questionnaire. Durable when answered; the same again: the same promise.',
    request: responseRequestSchema,
    answer: { status: 201, schema: responseAnswerSchema, again: 200 },
    problems: [
      ...redeemProblems,
      ...responseProblems,
      'unknown-counter',
      'unknown-questionnaire',
      'presence-expired',
      'presence-used-up',
      ...tryProblems,
    ],
  },
  {
    method: 'patch',
    path: '/api/responses/{responseId}',
    summary: 'Optional answers and a comment, once and for a short time. The rating cannot change.',
    request: completionRequestSchema,
    answer: { status: 200, schema: completionAnswerSchema },
    problems: completionProblems,
  },
  {
    method: 'post',
    path: '/api/presence',
    summary:
      'A presence code scanned in the hall becomes a ticket for one response under the responseId that comes with it.',
    request: presenceRequestSchema,
    answer: { status: 200, schema: presenceAnswerSchema },
    problems: ['presence-expired'],
  },
  {
    method: 'post',
    path: '/api/contests',
    summary: '"It was not me": whoever holds an invitation says that somebody else has rated with it.',
    request: contestRequestSchema,
    answer: { status: 201, schema: contestAnswerSchema },
    problems: ['unknown-invitation', 'not-spent', 'already-contested'],
  },
];

export const paperOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/paper-form',
    summary: 'A form to fill in by hand, with boxes for the digits of a slip, as a page to print.',
    query: paperFormQuerySchema,
    content: [media.html],
    problems: asked,
  },
  {
    method: 'get',
    path: '/api/paper-batches',
    summary: 'Batches of paper forms: the own open one, and those finished lately.',
    answer: { status: 200, schema: paperDeskSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/paper-batches',
    summary: 'Begins a batch of forms counted before.',
    request: batchRequestSchema,
    answer: { status: 201, schema: paperBatchSchema },
    problems: ['batch-open'],
  },
  {
    method: 'post',
    path: '/api/paper-batches/{number}/forms',
    summary:
      'One form as it was keyed; durable when answered, the same again answers 200. Whose it was is not told.',
    request: keyedFormSchema,
    answer: { status: 201, schema: keyedFormAnswerSchema, again: 200 },
    problems: [
      ...missing,
      ...redeemProblems,
      'unknown-code',
      'code-ambiguous',
      'batch-full',
      'unknown-questionnaire',
      ...tryProblems,
    ],
  },
  {
    method: 'post',
    path: '/api/paper-batches/{number}/close',
    summary: 'Finishes a batch; the audit trail says how many forms were counted and taken.',
    answer: { status: 200, schema: paperBatchSchema },
    problems: missing,
  },
];

export const kioskOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/devices',
    summary: 'Kiosks and how they are.',
    answer: { status: 200, schema: deviceListSchema },
    problems: [],
  },
  { method: 'delete', path: '/api/devices/{id}', summary: 'Revokes a kiosk.', problems: missing },
  {
    method: 'post',
    path: '/api/devices/pairing-codes',
    summary: 'A code that turns a tablet into a kiosk.',
    request: pairingCodeRequestSchema,
    answer: { status: 201, schema: pairingCodeAnswerSchema },
    problems: ['unknown-counter'],
  },
  {
    method: 'post',
    path: '/api/devices/pair',
    summary: 'A tablet becomes a kiosk.',
    request: pairRequestSchema,
    answer: { status: 201, schema: pairAnswerSchema },
    problems: ['unknown-code', 'pairing-expired', ...tryProblems],
  },
  {
    method: 'get',
    path: '/api/kiosk',
    summary: 'What a kiosk shows when idle.',
    answer: { status: 200, schema: kioskStateSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/invitations/lookup',
    summary: "A slip's 7 digits, the same day.",
    request: lookupRequestSchema,
    answer: { status: 200, schema: offerSchema },
    problems: ['unknown-code', 'already-rated', ...tryProblems],
  },
];
