// GET /api/printers · PUT and DELETE /api/printers/:counter · POST /api/printers/:counter/test · POST /api/slips/print
// Only administrators say where slips go. Nobody is answered with what a printer says, only with whether it went well.
import { isIP } from 'node:net';
import { Router } from 'express';
import { printerSettingSchema, printRequestSchema } from '../../shared/contract/printers.ts';
import type { Context } from '../context.ts';
import { isForbiddenAddress } from '../printing/send-to-printer.ts';
import { Refusal } from '../refusal.ts';
import { bodyOf, jsonBody, requireScope, requireSession } from './request.ts';

const bodyBytesMax = 4 * 1024;
const administrators = ['administrator'] as const;

export function printerRoutes(context: Context): Router {
  const router = Router();
  const { stores, printing } = context;

  router.get('/api/printers', (request, response) => {
    requireSession(context, request, ['administrator', 'manager']);
    response.json({ printers: printing.lines() });
  });

  /** 200; 401, 403, 422 unknown-counter | invalid-request. */
  router.put('/api/printers/:counter', jsonBody(bodyBytesMax), async (request, response) => {
    requireSession(context, request, administrators);
    const setting = bodyOf(request, printerSettingSchema);
    const counter = String(request.params.counter);
    if (stores.roster.counter(counter) === undefined) {
      throw new Refusal('unknown-counter', `no counter has the code ${counter}`);
    }
    if (isIP(setting.host) !== 0 && isForbiddenAddress(setting.host)) {
      throw new Refusal('invalid-request', 'the body does not fit the contract', {
        errors: [{ path: 'host', message: 'is no address of a printer' }],
      });
    }
    await context.commit.submit((tx) => stores.printers.putPrinter(tx, { ...setting, counter }));
    response.json({ ...setting, counter });
  });

  /** 204; 401, 403, 404. */
  router.delete('/api/printers/:counter', async (request, response) => {
    requireSession(context, request, administrators);
    const counter = String(request.params.counter);
    if (!(await context.commit.submit((tx) => stores.printers.removePrinter(tx, counter)))) {
      throw new Refusal('not-found', 'this counter has no printer');
    }
    response.status(204).end();
  });

  /** 200 with the outcome; 401, 403, 409 no-printer, 502 printer-failed, 503. */
  router.post('/api/printers/:counter/test', async (request, response) => {
    requireSession(context, request, administrators);
    const counter = String(request.params.counter);
    const name = stores.roster.counter(counter)?.name ?? counter;
    response.json({ counter, outcome: await printing.printTest(counter, name) });
  });

  /**
   * Prints the slip of a visit on the citizen's side. 200 when the printer took it; 401, 403, 404 unknown-invitation,
   * 409 already-rated | no-printer, 422, 502 printer-failed, 503.
   */
  router.post('/api/slips/print', jsonBody(bodyBytesMax), async (request, response) => {
    requireScope(context, request, 'visits:write');
    const body = bodyOf(request, printRequestSchema);
    const { slip, counter: ownCounter } = context.visits.slipOf(body.externalId, 'integrated');
    const counter = body.counter ?? ownCounter;
    let outcome: string;
    try {
      outcome = await printing.print(counter, slip);
    } catch (error) {
      if (error instanceof RangeError) throw new Refusal('invalid-request', error.message);
      throw error;
    }
    response.set('Cache-Control', 'no-store').json({ counter, outcome });
  });

  return router;
}
