// The operations under /api/field-surveys: drafts, opening and closing, links, paper forms, results.
import { randomBytes, randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import {
  paperEntrySchema,
  paperNumberMax,
  surveyBeginSchema,
  surveyFormsQuerySchema,
  surveyLastDaySchema,
  surveyLinksRequestSchema,
  surveyOpenSchema,
  surveyPreviewQuerySchema,
  surveySaveSchema,
} from '../../shared/contract/field-surveys.ts';
import type { Context } from '../context.ts';
import { resultsCsv } from '../field-surveys/results-csv.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody, queryOf } from './request.ts';

/** Forty questions, each a choice of twelve, in two languages. */
const contentBytesMax = 512 * 1024;
const bodyBytesMax = 16 * 1024;

export function fieldSurveyRoutes(context: Context): Router {
  const router = Router();
  const { fieldSurveys: surveys, audit } = context;
  const idOf = (request: Request): string => String(request.params.id);
  const numberOf = (request: Request): number => {
    const number = Number(request.params.number);
    if (!Number.isInteger(number)) throw new Refusal('not-found', 'no form has this number');
    return number;
  };
  const show = (response: Response, make: (nonce: string) => string): void => {
    const nonce = randomBytes(12).toString('base64');
    response
      .set({
        'Cache-Control': 'no-store',
        'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
        'X-Content-Type-Options': 'nosniff',
      })
      .type('html')
      .send(make(nonce));
  };

  router.get('/api/field-surveys', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys');
    response.json({ surveys: surveys.list() });
  });

  /** 201; 409 limit-reached, 422. */
  router.post('/api/field-surveys', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/field-surveys');
    const wish = bodyOf(request, surveyBeginSchema);
    response.status(201).json(await surveys.begin({ trail: actor, name: session.userName }, wish));
  });

  router.get('/api/field-surveys/:id', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys/:id');
    response.json(surveys.one(idOf(request)));
  });

  /** 200; 404, 409 draft-changed | survey-not-draft, 422. */
  router.put('/api/field-surveys/:id', jsonBody(contentBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'PUT /api/field-surveys/:id');
    const { revision, content } = bodyOf(request, surveySaveSchema);
    const by = { trail: actor, name: session.userName };
    response.json(await surveys.save(by, idOf(request), revision, content));
  });

  /** 204; 404, 409 survey-open. */
  router.delete('/api/field-surveys/:id', async (request, response) => {
    const { actor, session } = allowed(context, request, 'DELETE /api/field-surveys/:id');
    await surveys.delete({ trail: actor, name: session.userName }, idOf(request));
    response.status(204).end();
  });

  /** 200; 404, 409 draft-changed | survey-not-draft, 422 invalid-survey. */
  router.post('/api/field-surveys/:id/open', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/field-surveys/:id/open');
    const wish = bodyOf(request, surveyOpenSchema);
    response.json(await surveys.open({ trail: actor, name: session.userName }, idOf(request), wish));
  });

  /** 200; 404, 409 survey-not-open, 422. */
  router.put('/api/field-surveys/:id/last-day', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'PUT /api/field-surveys/:id/last-day');
    const { closesOn } = bodyOf(request, surveyLastDaySchema);
    const by = { trail: actor, name: session.userName };
    response.json(await surveys.moveLastDay(by, idOf(request), closesOn));
  });

  /** 200; 404, 409 survey-not-open. */
  router.post('/api/field-surveys/:id/close', async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/field-surveys/:id/close');
    response.json(await surveys.close({ trail: actor, name: session.userName }, idOf(request)));
  });

  /** 201 with the addresses, told this once; 404, 409 survey-not-open | limit-reached, 422. */
  router.post('/api/field-surveys/:id/links', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'POST /api/field-surveys/:id/links');
    const { count } = bodyOf(request, surveyLinksRequestSchema);
    const by = { trail: actor, name: session.userName };
    const urls = await surveys.makeLinks(by, idOf(request), count);
    response.status(201).set('Cache-Control', 'no-store').json({ urls });
  });

  /** The page as citizens will see it, which sends nothing. 200; 404, 422. */
  router.get('/api/field-surveys/:id/preview', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys/:id/preview');
    // The page's own link to the other language says `lang`.
    const { lang, ...query } = request.query;
    const asked = surveyPreviewQuerySchema.safeParse(lang === undefined ? query : { ...query, locale: lang });
    if (!asked.success) throw new Refusal('invalid-request', 'locale is vi or en');
    const { content } = surveys.one(idOf(request));
    const { name, sample } = context.centre;
    show(response, (nonce) =>
      context.documents.renderFieldSurvey(
        {
          kind: 'form',
          locale: asked.data.locale,
          centre: { name, sample },
          action: null,
          formId: randomUUID(),
          content,
          isEmpty: false,
        },
        nonce,
      ),
    );
  });

  /** Numbered forms to print. 200; 404, 422. */
  router.get('/api/field-surveys/:id/forms', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys/:id/forms');
    const { locale, first, count } = queryOf(request, surveyFormsQuerySchema);
    if (first + count - 1 > paperNumberMax) {
      throw new Refusal('invalid-request', `numbers end at ${paperNumberMax}`, {
        errors: [{ path: 'count', message: `numbers end at ${paperNumberMax}` }],
      });
    }
    const { content, standing } = surveys.one(idOf(request));
    if (standing === 'draft')
      throw new Refusal('survey-not-open', 'a draft can still change: open it before printing');
    const { name, sample } = context.centre;
    show(response, (nonce) =>
      context.documents.renderFieldSurveyForms(
        { locale, centre: { name, sample }, content, first, count },
        nonce,
      ),
    );
  });

  router.get('/api/field-surveys/:id/paper', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys/:id/paper');
    response.json({ numbers: surveys.paperNumbers(idOf(request)) });
  });

  /** One form as entered, to be corrected. 200; 404. */
  router.get('/api/field-surveys/:id/paper/:number', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/field-surveys/:id/paper/:number');
    const number = numberOf(request);
    const answers = surveys.paperForm(idOf(request), number);
    audit.read(actor, 'field-survey.paper-read', `field-survey:${idOf(request)}`);
    response.set('Cache-Control', 'no-store').json({ number, answers });
  });

  /** 200; 404, 409 survey-not-open | limit-reached, 422. */
  router.put('/api/field-surveys/:id/paper/:number', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor, session } = allowed(context, request, 'PUT /api/field-surveys/:id/paper/:number');
    const number = numberOf(request);
    const { answers } = bodyOf(request, paperEntrySchema);
    await surveys.enterPaper({ trail: actor, name: session.userName }, idOf(request), number, answers);
    response.json({ number, answers });
  });

  /** 204; 404, 409 survey-not-open. */
  router.delete('/api/field-surveys/:id/paper/:number', async (request, response) => {
    const { actor, session } = allowed(context, request, 'DELETE /api/field-surveys/:id/paper/:number');
    await surveys.removePaper({ trail: actor, name: session.userName }, idOf(request), numberOf(request));
    response.status(204).end();
  });

  /** 200; 404, 409 survey-not-closed. */
  router.get('/api/field-surveys/:id/results', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys/:id/results');
    response.json(surveys.results(idOf(request)));
  });
  router.get('/api/field-surveys/:id/results.csv', (request, response) => {
    allowed(context, request, 'GET /api/field-surveys/:id/results.csv');
    const results = surveys.results(idOf(request));
    response
      .set('Content-Disposition', `attachment; filename="survey-${results.id}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(resultsCsv(results));
  });

  return router;
}
