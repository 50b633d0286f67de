// What comes of responses as the OpenAPI document lists it: board, indicators, comments, alerts.
import {
  acknowledgeSchema,
  alertListSchema,
  alertQuerySchema,
  alertSchema,
  alertSettingsAnswerSchema,
  alertSettingsRequestSchema,
  alertTryAnswerSchema,
} from '../../shared/contract/alerts.ts';
import { boardSnapshotSchema } from '../../shared/contract/board.ts';
import {
  commentListSchema,
  commentQuerySchema,
  commentSchema,
  releaseCommentSchema,
} from '../../shared/contract/comments.ts';
import {
  indicatorListSchema,
  indicatorQuerySchema,
  officerIndicatorSchema,
} from '../../shared/contract/indicator.ts';
import { asked, askedOrMissing, missing, type Operation } from './openapi-operation.ts';

export const boardOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/board',
    summary: 'The live board as of its last frame; follow it on socket.io /board.',
    answer: { status: 200, schema: boardSnapshotSchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/api/officers/{id}/indicator',
    summary:
      "An officer's indicator of a period with its whole evidence and explanation. Officers: their own.",
    query: indicatorQuerySchema,
    answer: { status: 200, schema: officerIndicatorSchema },
    problems: askedOrMissing,
  },
  {
    method: 'get',
    path: '/api/indicators',
    summary: 'Indicators of every officer of a period, a line each.',
    query: indicatorQuerySchema,
    answer: { status: 200, schema: indicatorListSchema },
    problems: asked,
  },
];

const comment = '/api/comments/{id}';
export const commentOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/comments',
    summary: 'Comments that were released, or those to clear, and how many have each theme.',
    query: commentQuerySchema,
    answer: { status: 200, schema: commentListSchema },
    problems: asked,
  },
  {
    method: 'post',
    path: `${comment}/release`,
    summary: 'Lets others read a comment as given; what was taken out is gone for good.',
    request: releaseCommentSchema,
    answer: { status: 200, schema: commentSchema },
    problems: [...missing, 'already-erased', 'draft-changed'],
  },
  {
    method: 'post',
    path: `${comment}/withdraw`,
    summary: 'Takes a released comment back into the queue.',
    answer: { status: 200, schema: commentSchema },
    problems: [...missing, 'already-erased'],
  },
  {
    method: 'delete',
    path: comment,
    summary: "Erases a comment's text for good, also in every backup.",
    problems: [...missing, 'already-erased'],
  },
];

export const alertOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/alerts',
    summary: 'Alerts, newest first, and what was done about them.',
    query: alertQuerySchema,
    answer: { status: 200, schema: alertListSchema },
    problems: asked,
  },
  {
    method: 'post',
    path: '/api/alerts/{id}/acknowledge',
    summary: 'Somebody takes care of an alert and says how.',
    request: acknowledgeSchema,
    answer: { status: 200, schema: alertSchema },
    problems: [...missing, 'already-acknowledged'],
  },
  {
    method: 'get',
    path: '/api/alerts/settings',
    summary: 'What is watched and whom to tell; never a password.',
    answer: { status: 200, schema: alertSettingsAnswerSchema },
    problems: [],
  },
  {
    method: 'put',
    path: '/api/alerts/settings',
    summary: 'Changes what is watched and whom to tell.',
    request: alertSettingsRequestSchema,
    answer: { status: 200, schema: alertSettingsAnswerSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/alerts/settings/try',
    summary: 'Sends a letter to every recipient now.',
    answer: { status: 200, schema: alertTryAnswerSchema },
    problems: ['invalid-request'],
  },
];
