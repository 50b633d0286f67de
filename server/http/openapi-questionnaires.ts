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
import { missing, type Operation } from './openapi-operation.ts';

const draft = '/api/questionnaires/drafts/{id}';

export const questionnaireOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/questionnaires',
    summary: 'Versions of the questionnaire, newest first (the first is in use), and drafts of the next.',
    answer: { status: 200, schema: questionnaireListSchema },
    problems: [],
  },
  {
    method: 'post',
    path: '/api/questionnaires/drafts',
    summary: 'Begins a draft from a version.',
    request: draftBeginSchema,
    answer: { status: 201, schema: questionnaireDraftSchema },
    problems: ['unknown-questionnaire', 'limit-reached'],
  },
  {
    method: 'get',
    path: draft,
    summary: 'One draft with its questions.',
    answer: { status: 200, schema: questionnaireDraftSchema },
    problems: missing,
  },
  {
    method: 'put',
    path: draft,
    summary: 'Saves a draft, finished or not, over the revision that was changed.',
    request: draftSaveSchema,
    answer: { status: 200, schema: questionnaireDraftSchema },
    problems: [...missing, 'draft-changed'],
  },
  {
    method: 'delete',
    path: draft,
    summary: 'Discards a draft.',
    problems: missing,
  },
  {
    method: 'post',
    path: `${draft}/publish`,
    summary:
      'Puts a draft into use as a version of its own; every fault is named by its place. It enters the log with the next seal.',
    request: draftPublishSchema,
    answer: { status: 200, schema: questionnaireListSchema },
    problems: [...missing, 'draft-changed', 'invalid-questionnaire', 'limit-reached'],
  },
  {
    method: 'post',
    path: '/api/questionnaires/preview',
    summary: "A phone's page with the questions sent, as HTML. Nothing is stored.",
    request: questionnairePreviewSchema,
    answer: { status: 200, schema: questionnairePreviewAnswerSchema },
    problems: [],
  },
];
