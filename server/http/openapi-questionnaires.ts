// The operations under /api/questionnaires as the OpenAPI document lists them.
import {
  draftBeginSchema,
  draftPublishSchema,
  draftSaveSchema,
  questionnaireDraftSchema,
  questionnaireListSchema,
  questionnairePreviewAnswerSchema,
  questionnairePreviewSchema,
} from '../../shared/contract/questionnaires.ts';
import type { Operation } from './openapi.ts';

const asked: Operation['problems'] = ['unauthenticated', 'forbidden'];
const sent: Operation['problems'] = [...asked, 'malformed-body', 'invalid-request'];
const draft = '/api/questionnaires/drafts/{id}';

export const questionnaireOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/questionnaires',
    summary: 'Versions of the questionnaire, newest first (the first is in use), and drafts of the next.',
    security: 'session',
    answer: { status: 200, schema: questionnaireListSchema },
    problems: asked,
  },
  {
    method: 'post',
    path: '/api/questionnaires/drafts',
    summary: 'Begins a draft from a version (administrators).',
    security: 'session',
    request: draftBeginSchema,
    answer: { status: 201, schema: questionnaireDraftSchema },
    problems: [...sent, 'unknown-questionnaire', 'limit-reached'],
  },
  {
    method: 'get',
    path: draft,
    summary: 'One draft with its questions.',
    security: 'session',
    answer: { status: 200, schema: questionnaireDraftSchema },
    problems: [...asked, 'not-found'],
  },
  {
    method: 'put',
    path: draft,
    summary: 'Saves a draft, finished or not, over the revision that was changed (administrators).',
    security: 'session',
    request: draftSaveSchema,
    answer: { status: 200, schema: questionnaireDraftSchema },
    problems: [...sent, 'not-found', 'draft-changed'],
  },
  {
    method: 'delete',
    path: draft,
    summary: 'Discards a draft (administrators).',
    security: 'session',
    problems: [...asked, 'not-found'],
  },
  {
    method: 'post',
    path: `${draft}/publish`,
    summary:
      'Puts a draft into use as a version of its own; every fault is named by its place. It enters the log with the next seal.',
    security: 'session',
    request: draftPublishSchema,
    answer: { status: 200, schema: questionnaireListSchema },
    problems: [...sent, 'not-found', 'draft-changed', 'invalid-questionnaire', 'limit-reached'],
  },
  {
    method: 'post',
    path: '/api/questionnaires/preview',
    summary: "A phone's page with the questions sent, as HTML. Nothing is stored.",
    security: 'session',
    request: questionnairePreviewSchema,
    answer: { status: 200, schema: questionnairePreviewAnswerSchema },
    problems: sent,
  },
];
