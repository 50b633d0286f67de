// GET /api/printers · PUT and DELETE /api/printers/:counter · POST /api/printers/:counter/test · POST /api/slips/print
// Only administrators say where slips go. Nobody is answered with what a printer says, only with whether it went well.
import { isIP } from 'node:net';
import { Router } from 'express';
import {
  type CounterPrinter,
  printerSettingSchema,
  printRequestSchema,
} from '../../shared/contract/printers.ts';
import type { Context } from '../context.ts';
import { isForbiddenAddress } from '../printing/send-to-printer.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody } from './request.ts';

const bodyBytesMax = 4 * 1024;

export function printerRoutes(context: Context): Router {
  const router = Router();
  const { stores, printing } = context;

  router.get('/api/printers', (request, response) => {
    allowed(context, request, 'GET /api/printers');
    response.json({ printers: printing.lines() });
  });

  /** 200; 401, 403, 422 unknown-counter | invalid-request. */
  router.put('/api/printers/:counter', jsonBody(bodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/printers/:counter');
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
    await context.commit.submit((tx) => {
      stores.printers.putPrinter(tx, { ...setting, counter });
      const { host, port, atClose } = setting;
      const detail = { host, port, atClose };
      context.audit.record(tx, { actor, action: 'printer.set', subject: `counter:${counter}`, detail });
    });
    response.json({ ...setting, counter } satisfies CounterPrinter);
  });

  /** 204; 401, 403, 404. */
  router.delete('/api/printers/:counter', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/printers/:counter');
    const counter = String(request.params.counter);
    const removed = await context.commit.submit((tx) => {
      if (!stores.printers.removePrinter(tx, counter)) return false;
      context.audit.record(tx, { actor, action: 'printer.remove', subject: `counter:${counter}` });
      return true;
    });
    if (!removed) throw new Refusal('not-found', 'this counter has no printer');
    response.status(204).end();
  });

  /** 200 with the outcome; 401, 403, 409 no-printer, 502 printer-failed, 503. */
  router.post('/api/printers/:counter/test', async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/printers/:counter/test');
    const counter = String(request.params.counter);
    const name = stores.roster.counter(counter)?.name ?? counter;
    const outcome = await printing.printTest(counter, name);
    await context.commit.submit((tx) =>
      context.audit.record(tx, { actor, action: 'printer.test', subject: `counter:${counter}` }),
    );
    response.json({ counter, outcome });
  });

  /**
   * Prints the slip of a visit on the citizen's side. 200 when the printer took it; 401, 403, 404 unknown-invitation,
   * 409 already-rated | no-printer, 422, 502 printer-failed, 503.
   */
  router.post('/api/slips/print', jsonBody(bodyBytesMax), async (request, response) => {
    allowed(context, request, 'POST /api/slips/print');
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
