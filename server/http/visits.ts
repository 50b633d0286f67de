// POST /api/visits · POST /api/slips · GET /api/counter · POST /api/counter/visits · POST /api/invitations/lookup
import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import QRCode from 'qrcode';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { slipRequestSchema } from '../../shared/contract/slip.ts';
import {
  type CounterDesk,
  lookupRequestSchema,
  type Offer,
  selfReportRequestSchema,
  visitRequestSchema,
} from '../../shared/contract/visits.ts';
import { isSlipCode } from '../../shared/slip-code.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { SessionRow } from '../storage/account-store.ts';
import { allowed } from './allowed.ts';
import { sendPaperForm } from './paper.ts';
import { bodyOf, jsonBody } from './request.ts';
import { checkSlipUrl } from './slip-url.ts';

const bodyBytesMax = 8 * 1024;

export function visitRoutes(context: Context): Router {
  const router = Router();
  const { stores, clock, calendar } = context;
  const codeTries = new RateLimiterMemory({ points: context.policy().codeTriesPerMinute, duration: 60 });

  /** 201 new, 200 the same visit again; 401, 403, 422 unknown-* | visit-too-old | visit-in-future, 503. */
  router.post('/api/visits', jsonBody(bodyBytesMax), async (request, response) => {
    allowed(context, request, 'POST /api/visits');
    const body = bodyOf(request, visitRequestSchema);
    const { created, answer } = await context.visits.close(
      { ...body, closedAt: body.closedAt === undefined ? undefined : Date.parse(body.closedAt) },
      'integrated',
    );
    if (created) {
      context.printing.printAtClose(
        body.counter,
        () => context.visits.slipOf(body.externalId, 'integrated').slip,
      );
    }
    response.status(created ? 201 : 200).json(answer);
  });

  /** A slip to print, its QR code alone (version <= 4, level M), or a form to fill in by hand. 200; 401, 403, 404 unknown-invitation, 409, 422. */
  router.post('/api/slips', jsonBody(bodyBytesMax), async (request, response) => {
    allowed(context, request, 'POST /api/slips');
    const { externalId, format } = bodyOf(request, slipRequestSchema);
    if (format === 'form-a5' || format === 'form-a4') {
      const form = context.visits.formOf(externalId, 'integrated');
      sendPaperForm(context, response, form, format === 'form-a5' ? 'a5' : 'a4');
      return;
    }
    const slip = context.visits.slip(externalId);
    checkSlipUrl(slip.url);
    response.set('Cache-Control', 'no-store');
    const code = { errorCorrectionLevel: 'M', margin: 4 } as const;
    if (format === 'svg')
      response.type('svg').send(await QRCode.toString(slip.url, { ...code, type: 'svg' }));
    else if (format === 'png')
      response.type('png').send(await QRCode.toBuffer(slip.url, { ...code, scale: 8 }));
    else {
      const nonce = randomBytes(12).toString('base64');
      response
        .set('Content-Security-Policy', `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:`)
        .type('html')
        .send(context.renderSlip(slip, format, nonce));
    }
  });

  const deskOf = (session: SessionRow): CounterDesk => {
    const code = session.officer;
    const officer = code === null ? null : context.kiosks.officerCard(code);
    if (code === null || officer === null)
      throw new Refusal('forbidden', 'this account belongs to no officer');
    const counterCode = stores.roster.counterOf(code, clock());
    const counter = counterCode === null ? undefined : stores.roster.counter(counterCode);
    return {
      officer,
      counter: counter ?? null,
      procedures: stores.roster.procedures(),
      visitsToday: visitsTodayOf(code),
    };
  };
  const visitsTodayOf = (officer: string): number =>
    stores.visits
      .visitsOnDay(calendar.dayOf(clock()))
      .filter((row) => row.officer === officer)
      .reduce((sum, row) => sum + row.visits, 0);

  router.get('/api/counter', (request, response) => {
    response.json(deskOf(allowed(context, request, 'GET /api/counter').session));
  });

  /** The officer's one button. 201; 403 when not on duty. Never answers with the invitation. */
  router.post('/api/counter/visits', jsonBody(bodyBytesMax), async (request, response) => {
    const { session } = allowed(context, request, 'POST /api/counter/visits');
    const body = bodyOf(request, selfReportRequestSchema);
    const desk = deskOf(session);
    const externalId = `${desk.officer.code}:${body.requestId}`;
    if (desk.counter === null) {
      // A request sent again after the duty ended is still the visit it was.
      if (!context.visits.isKnown(externalId, 'self-reported')) {
        throw new Refusal('forbidden', 'you are not on duty at any counter now');
      }
      response.json({ counter: null, procedure: body.procedure, visitsToday: desk.visitsToday });
      return;
    }
    const { created } = await context.visits.close(
      {
        externalId,
        counter: desk.counter.code,
        officer: desk.officer.code,
        procedure: body.procedure,
      },
      'self-reported',
    );
    if (created) {
      context.printing.printAtClose(
        desk.counter.code,
        () => context.visits.slipOf(externalId, 'self-reported').slip,
      );
    }
    response.status(created ? 201 : 200).json({
      counter: desk.counter.code,
      procedure: body.procedure,
      visitsToday: visitsTodayOf(desk.officer.code),
    });
  });

  /** A slip's 7 digits on a paired kiosk, the same day. 200 offer; 404 unknown-code, 409, 429. */
  router.post('/api/invitations/lookup', jsonBody(bodyBytesMax), async (request, response) => {
    const { device } = allowed(context, request, 'POST /api/invitations/lookup');
    const { code } = bodyOf(request, lookupRequestSchema);
    try {
      await codeTries.consume(device.id);
    } catch {
      throw new Refusal('too-many-attempts', 'too many codes were tried; please wait a minute', {
        retryAfterSeconds: 60,
      });
    }
    const found = isSlipCode(code) ? context.visits.findByCode(code) : null;
    const officer = found === null ? null : context.kiosks.officerCard(found.visit.officer);
    if (found === null || officer === null)
      throw new Refusal('unknown-code', 'no visit of today has this code');
    if (found.spent) throw new Refusal('already-rated', 'this visit has been rated');
    const offer: Offer = {
      invitation: found.token,
      officer,
      counter: found.visit.counter,
      closesAfterSeconds: context.policy().offerSeconds,
    };
    response.json(offer);
  });

  return router;
}
