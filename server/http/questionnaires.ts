// GET /api/questionnaires · POST /api/questionnaires/drafts · GET, PUT, DELETE /api/questionnaires/drafts/:id ·
// POST /api/questionnaires/drafts/:id/publish · POST /api/questionnaires/preview
import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import type { Questionnaire } from '../../shared/contract/questionnaire.ts';
import {
  draftBeginSchema,
  draftPublishSchema,
  draftSaveSchema,
  questionnairePreviewSchema,
} from '../../shared/contract/questionnaires.ts';
import type { SurveyPage } from '../../shared/contract/survey-page.ts';
import { ratingItemId } from '../../shared/questionnaire/rating-item.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody } from './request.ts';

/** Twelve questions of twelve answers with their longest texts in two languages. */
const bodyBytesMax = 192 * 1024;

export function questionnaireRoutes(context: Context): Router {
  const router = Router();
  const { questionnaires } = context;

  router.get('/api/questionnaires', (request, response) => {
    allowed(context, request, 'GET /api/questionnaires');
    response.json(questionnaires.list());
  });

  /** 201; 409 limit-reached, 422. */
  router.post('/api/questionnaires/drafts', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/questionnaires/drafts');
    const by = { trail: actor, name: session.userName };
    response.status(201).json(await questionnaires.begin(by, bodyOf(request, draftBeginSchema)));
  });

  router.get('/api/questionnaires/drafts/:id', (request, response) => {
    allowed(context, request, 'GET /api/questionnaires/drafts/:id');
    response.json(questionnaires.draft(String(request.params.id)));
  });

  /** 200; 404, 409 draft-changed, 422. */
  router.put('/api/questionnaires/drafts/:id', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'PUT /api/questionnaires/drafts/:id');
    const by = { trail: actor, name: session.userName };
    const id = String(request.params.id);
    response.json(await questionnaires.save(by, id, bodyOf(request, draftSaveSchema)));
  });

  /** 204; 404. */
  router.delete('/api/questionnaires/drafts/:id', async (request, response) => {
    const { actor, session } = allowed(context, request, 'DELETE /api/questionnaires/drafts/:id');
    await questionnaires.discard({ trail: actor, name: session.userName }, String(request.params.id));
    response.status(204).end();
  });

  /** 200 with the list as it is then; 404, 409 draft-changed, 422 invalid-questionnaire. */
  router.post('/api/questionnaires/drafts/:id/publish', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/questionnaires/drafts/:id/publish');
    const { revision } = bodyOf(request, draftPublishSchema);
    await questionnaires.publish(
      { trail: actor, name: session.userName },
      String(request.params.id),
      revision,
    );
    response.json(questionnaires.list());
  });

  /**
   * The page of a phone with the questions sent, made by what makes it for citizens; as text for a frame without scripts
   * and forms. Its links lead to a new window, which such a frame does not open. 200; 422.
   */
  router.post('/api/questionnaires/preview', jsonBody(bodyBytesMax), (request, response) => {
    allowed(context, request, 'POST /api/questionnaires/preview');
    const { items, page, locale } = bodyOf(request, questionnairePreviewSchema);
    if (items[0]?.id !== ratingItemId) {
      throw new Refusal('invalid-request', 'the first question is the rating', {
        errors: [{ path: 'items.0.id', message: `must be ${ratingItemId}` }],
      });
    }
    const html = context
      .renderSurvey(previewPage(context, { version: 'preview', items }, page, locale), nonce())
      .replace('<head>', '<head><base target="_blank">')
      .replace(/<script[^>]*>[^<]*<\/script>/, '');
    response.json({ html });
  });

  return router;
}

const nonce = () => randomBytes(12).toString('base64');

function previewPage(
  context: Context,
  questionnaire: Questionnaire,
  page: 'question' | 'thanks',
  locale: 'vi' | 'en',
): SurveyPage {
  const { name, sample } = context.centre;
  const base = { locale, centre: { name, sample }, questionnaire };
  if (page === 'thanks') {
    return {
      ...base,
      kind: 'thanks',
      action: '/',
      receipt: null,
      receiptPage: '',
      completed: false,
      inspectorate: context.stores.inspectorate.inspectorate()?.name ?? null,
    };
  }
  return {
    ...base,
    kind: 'ask',
    action: '/',
    responseId: '',
    officer: { code: 'CB', name: locale === 'vi' ? 'Cán bộ (mẫu)' : 'Officer (sample)' },
    procedure: null,
    day: context.calendar.dayOf(context.clock()),
  };
}
