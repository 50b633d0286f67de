// Setting up a centre (administrators): what is done and to do, the centre's name and zone, whether its address holds, its
// roster from a workbook, and a test visit with its slip.
import { randomBytes } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Roster } from '../../shared/contract/roster.ts';
import {
  centreChangeSchema,
  type RosterCheck,
  setupMarkRequestSchema,
  setupSteps,
  testSlipQuerySchema,
  testVisitRequestSchema,
  xlsxType,
} from '../../shared/contract/setup.ts';
import { InputError } from '../cli/command.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { type RosterFault, type RosterRead, readRosterBytes } from '../roster/roster-file.ts';
import { unpackedBytes } from '../roster/workbook-size.ts';
import { checkAddress } from '../setup/address.ts';
import { rosterTemplate } from '../setup/roster-template.ts';
import { allowed } from './allowed.ts';
import { sendPaperForm } from './paper.ts';
import type { RouteName } from './permissions.ts';
import { bodyOf, jsonBody } from './request.ts';
import { checkSlipUrl } from './slip-url.ts';

const smallBodyBytesMax = 4 * 1024;
/** Ten thousand procedures and fifty thousand duties are a workbook of about 2 MB. */
const rosterBytesMax = 8 * 1024 * 1024;
const unpackedBytesMax = 64 * 1024 * 1024;
const faultsShownMax = 100;
const fileName = 'danh-muc-trung-tam.xlsx';
const checksPerMinute = 10;

export function setupRoutes(context: Context): Router {
  const router = Router();
  const { setup, testVisits } = context;
  const checks = new RateLimiterMemory({ points: checksPerMinute, duration: 60 });

  router.get('/api/setup', (request, response) => {
    allowed(context, request, 'GET /api/setup');
    response.json(setup.state());
  });

  /** 200 the new state; 409 zone-fixed, 422. */
  router.put('/api/setup/centre', jsonBody(smallBodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/setup/centre');
    await setup.changeCentre(bodyOf(request, centreChangeSchema), actor);
    response.json(setup.state());
  });

  /** 200 the new state; 404, 422. */
  router.put('/api/setup/steps/:step', jsonBody(smallBodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/setup/steps/:step');
    const step = setupSteps.find((one) => one === request.params.step);
    if (step === undefined) throw new Refusal('not-found', 'no such step');
    await setup.mark(step, bodyOf(request, setupMarkRequestSchema).standing, actor);
    response.json(setup.state());
  });

  /** 200 what calling the public address from this machine found; 429. The address is the server's own, nobody gives it. */
  router.post('/api/setup/address/check', async (request, response) => {
    allowed(context, request, 'POST /api/setup/address/check');
    try {
      await checks.consume('all');
    } catch {
      throw new Refusal('too-many-attempts', 'checked often enough; please wait a minute', {
        retryAfterSeconds: 60,
      });
    }
    response.json(await checkAddress(context.address(), context.log.tree.verifierKey));
  });

  router.get('/api/setup/roster-template', async (request, response) => {
    allowed(context, request, 'GET /api/setup/roster-template');
    const bytes = await rosterTemplate(context.calendar.dayOf(context.clock()));
    response
      .set({ 'Content-Disposition': `attachment; filename="${fileName}"`, 'Cache-Control': 'no-store' })
      .type(xlsxType)
      .send(bytes);
  });

  const file = express.raw({ type: xlsxType, limit: rosterBytesMax });
  /** Before the body is read: who may not send a file sends none. */
  const first = (route: RouteName) => (request: Request, _response: Response, next: NextFunction) => {
    allowed(context, request, route);
    next();
  };

  /** The workbook as body. 200 what it would change; 422 invalid-roster, every fault as `sheet/row/column`. */
  router.post(
    '/api/setup/roster/check',
    first('POST /api/setup/roster/check'),
    file,
    async (request, response) => {
      const roster = await rosterOf(context, request);
      response.json(difference(context, roster, false));
    },
  );

  /** The same, and writes it: all of it or nothing. 200; 409 roster-conflict, 422 invalid-roster | unknown-*. */
  router.post('/api/setup/roster', first('POST /api/setup/roster'), file, async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/setup/roster');
    const roster = await rosterOf(context, request);
    const answer = difference(context, roster, true);
    await context.roster.put(roster, actor);
    response.json(answer);
  });

  /** 201 new, 200 the same again; 409 test-limit, 422. */
  router.post('/api/setup/test-visits', jsonBody(smallBodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/setup/test-visits');
    const { requestId, counter } = bodyOf(request, testVisitRequestSchema);
    checkSlipUrl(context.invitationUrl('x'.repeat(22)));
    const { created, visit } = await testVisits.close(requestId, counter, actor);
    response.status(created ? 201 : 200).json(visit);
  });

  /** The slip of a test visit as a page to print, or its form to fill in by hand. 200; 404 unknown-invitation, 409 already-rated, 422. */
  router.get('/api/setup/test-visits/:id/slip', (request, response) => {
    allowed(context, request, 'GET /api/setup/test-visits/:id/slip');
    const id = z.uuid().safeParse(request.params.id);
    if (!id.success) throw new Refusal('not-found', 'no such test visit');
    const asked = testSlipQuerySchema.safeParse(request.query);
    if (!asked.success) throw new Refusal('invalid-request', 'format is a6, 80mm, form-a5 or form-a4');
    const { format } = asked.data;
    if (format === 'form-a5' || format === 'form-a4') {
      sendPaperForm(context, response, testVisits.form(id.data), format === 'form-a5' ? 'a5' : 'a4');
      return;
    }
    const slip = testVisits.slip(id.data);
    checkSlipUrl(slip.url);
    const nonce = randomBytes(12).toString('base64');
    response
      .set({
        'Cache-Control': 'no-store',
        'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; frame-ancestors 'none'`,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      })
      .type('html')
      .send(context.renderSlip(slip, format, nonce));
  });

  return router;
}

async function rosterOf(context: Context, request: Request): Promise<Roster> {
  if (!Buffer.isBuffer(request.body)) {
    throw new Refusal('unsupported-media-type', `the body must be ${xlsxType}`);
  }
  if (unpackedBytes(request.body) > unpackedBytesMax) {
    throw new Refusal('body-too-large', 'the workbook holds more than a roster can');
  }
  const read = await readRosterBytes(request.body, 'workbook', context.calendar);
  const faults = [...read.faults, ...unknownOnDuty(context, read)];
  if (faults.length > 0) throw refusalOf(faults);
  return read.roster;
}

/** Duty names officers and counters of the file or of the roster: said by row, before anything is written. */
function unknownOnDuty({ stores }: Context, { roster, dutyRows }: RosterRead): RosterFault[] {
  const codes = (rows: readonly { code: string }[]) => new Set(rows.map(({ code }) => code));
  const officers = codes(roster.officers);
  const counters = codes(roster.counters);
  return roster.duty.flatMap(({ officer, counter }, index) => {
    const fault = (column: string, code: string): RosterFault => ({
      sheet: 'duty',
      error: new InputError(`no ${column} has the code ${code}`, {
        row: dutyRows[index]!,
        column,
        fault: 'unknown',
      }),
    });
    return [
      ...(counters.has(counter) || stores.roster.counter(counter) !== undefined
        ? []
        : [fault('counter', counter)]),
      ...(officers.has(officer) || stores.roster.officer(officer) !== undefined
        ? []
        : [fault('officer', officer)]),
    ];
  });
}

function refusalOf(faults: readonly RosterFault[]): Refusal {
  return new Refusal('invalid-roster', faults[0]!.error.message, {
    errors: faults.slice(0, faultsShownMax).map(({ sheet, error }) => ({
      path: [sheet ?? '', error.row ?? '', error.column ?? ''].join('/'),
      message: error.reason,
      ...(error.fault === null ? {} : { fault: error.fault }),
    })),
  });
}

function difference({ stores: { roster: known } }: Context, roster: Roster, written: boolean): RosterCheck {
  const count = (rows: readonly { code: string }[], isKnown: (code: string) => boolean) => {
    const there = rows.filter(({ code }) => isKnown(code)).length;
    return { known: there, new: rows.length - there };
  };
  return {
    officers: count(roster.officers, (code) => known.officer(code) !== undefined),
    counters: count(roster.counters, (code) => known.counter(code) !== undefined),
    procedures: count(roster.procedures, (code) => known.procedure(code) !== undefined),
    duty: roster.duty.length,
    written,
  };
}
