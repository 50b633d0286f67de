// /api/kpi/…: policies and simulation, positions, entered figures, periods, sheets, petitions, held levels.
// Whatever takes two persons takes two sessions; no API key closes, confirms, activates or decides anything.
import express, { type Request, Router } from 'express';
import type { z } from 'zod';
import {
  closeRequestSchema,
  confirmRequestSchema,
  disputeProposalSchema,
  figuresRequestSchema,
  holdRequestSchema,
  petitionRequestSchema,
  policyProposalSchema,
  positionChangeSchema,
  simulationRequestSchema,
} from '../../shared/contract/kpi-operations.ts';
import { xlsxType } from '../../shared/contract/setup.ts';
import { isPeriod } from '../../shared/kpi/period.ts';
import { InputError, InputErrors } from '../cli/command.ts';
import { csvTable, type Table, xlsxTables } from '../cli/table.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../kpi/actor.ts';
import { FigureFaults, type FigureSource, refusalOf } from '../kpi/figures.ts';
import { Refusal } from '../refusal.ts';
import type { SessionRow } from '../storage/account-store.ts';
import { type AskerOf, allowed } from './allowed.ts';
import type { RouteName } from './permissions.ts';
import { bodyOf, jsonBody } from './request.ts';

const smallBodyBytesMax = 64 * 1024;
const policyBodyBytesMax = 1024 * 1024;
const figuresBodyBytesMax = 8 * 1024 * 1024;
const errorsShownMax = 1000;

const personOf = ({ actor, session }: { actor: Actor['trail']; session: SessionRow }): Actor => ({
  name: session.userName,
  officer: session.officer,
  trail: actor,
});

export function kpiRoutes(context: Context): Router {
  const router = Router();
  router.use(policyRoutes(context), positionRoutes(context), figuresRoutes(context));
  router.use(periodRoutes(context), sheetRoutes(context), disputeRoutes(context), holdRoutes(context));
  return router;
}

function policyRoutes(context: Context): Router {
  const router = Router();
  const { policies } = context.kpi;

  router.get('/api/kpi/policies', (request, response) => {
    allowed(context, request, 'GET /api/kpi/policies');
    response.json({ policies: policies.list(), presets: policies.presets() });
  });
  router.get('/api/kpi/policies/:number', (request, response) => {
    allowed(context, request, 'GET /api/kpi/policies/:number');
    response.json(policies.one(numberOf(request)));
  });
  /** 201; 422 invalid-policy with every fault. */
  router.post('/api/kpi/policies', jsonBody(policyBodyBytesMax), async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/policies'));
    response.status(201).json(await policies.propose(bodyOf(request, policyProposalSchema), by));
  });
  /** 200; 403 second-person-needed, 409 already-decided | policy-conflict. */
  router.post('/api/kpi/policies/:number/activate', async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/policies/:number/activate'));
    response.json(await policies.activate(numberOf(request), by));
  });
  router.post('/api/kpi/policies/:number/reject', async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/policies/:number/reject'));
    response.json(await policies.reject(numberOf(request), by));
  });
  /** 200; changes nothing. Recorded as a reading: it says what every officer's level would be. */
  router.post('/api/kpi/simulations', jsonBody(policyBodyBytesMax), (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/kpi/simulations');
    const { period, ...source } = bodyOf(request, simulationRequestSchema);
    const simulation = policies.simulate(checkedPeriod(period), source);
    context.audit.read(actor, 'kpi-policy.simulate', `kpi-period:${period}`);
    response.json(simulation);
  });
  return router;
}

function positionRoutes(context: Context): Router {
  const router = Router();
  const { positions } = context.kpi;
  router.get('/api/kpi/positions', (request, response) => {
    allowed(context, request, 'GET /api/kpi/positions');
    response.json(positions.list());
  });
  router.get('/api/kpi/positions/held', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/positions/held');
    context.audit.read(actor, 'roster.read', 'positions');
    response.json(positions.held());
  });
  /** 201; 409 no-policy, 422 out of the policy's bounds. */
  router.post('/api/kpi/positions', jsonBody(smallBodyBytesMax), async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/positions'));
    await positions.change(bodyOf(request, positionChangeSchema), by);
    response.status(201).json(positions.list());
  });
  return router;
}

function figuresRoutes(context: Context): Router {
  const router = Router();
  const { figures } = context.kpi;

  router.get('/api/kpi/figures', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/figures');
    const { officer } = request.query;
    const list = figures.list(
      periodOf(request.query.period),
      typeof officer === 'string' ? officer : undefined,
    );
    context.audit.read(actor, 'kpi-figures.read', typeof officer === 'string' ? `officer:${officer}` : 'all');
    response.json(list);
  });
  /** 200 counts; 409 figures-conflict without a reason, 422 invalid-figures naming row and field. */
  router.post('/api/kpi/figures', jsonBody(figuresBodyBytesMax), async (request, response) => {
    const by = sourceOf(allowed(context, request, 'POST /api/kpi/figures'));
    const { rows, reason } = bodyOf(request, figuresRequestSchema);
    try {
      response.json(await figures.enter(rows, by, reason));
    } catch (error) {
      if (!(error instanceof FigureFaults)) throw error;
      throw refusalOf(error, ({ row, field }) => `rows.${row}.${field}`);
    }
  });
  /** The file itself as body (text/csv or XLSX), `?month=&source=&reason=`. 422 invalid-figures: `row 5, column general`. */
  router.post(
    '/api/kpi/figures/import',
    express.raw({ type: ['text/csv', xlsxType], limit: figuresBodyBytesMax }),
    async (request, response) => {
      const by = sourceOf(allowed(context, request, 'POST /api/kpi/figures/import'));
      const text = (name: string): string => {
        const value = request.query[name];
        return typeof value === 'string' ? value.trim().slice(0, 400) : '';
      };
      const source = text('source') === '' ? 'file' : text('source');
      const month = text('month') === '' ? undefined : text('month');
      try {
        const table = await tableOf(request, source);
        response.json(await figures.enterTable(table, by, { month, source, reason: text('reason') }));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const all = error instanceof InputErrors ? error.errors : [error];
        throw new Refusal('invalid-figures', all[0]!.message, {
          errors: all.slice(0, errorsShownMax).map(({ message }) => {
            const place = /row \d+(?:, column [^:]*)?/.exec(message)?.[0] ?? 'file';
            return { path: place, message };
          }),
        });
      }
    },
  );
  return router;
}

async function tableOf(request: Request, file: string): Promise<Table> {
  if (!Buffer.isBuffer(request.body)) {
    throw new Refusal('unsupported-media-type', `the body must be text/csv or ${xlsxType}`);
  }
  if (request.is('text/csv')) return csvTable(request.body, file);
  const [first, second] = await xlsxTables(request.body, file);
  if (first === undefined) throw new InputError('has no sheet with rows', { file });
  if (second !== undefined) throw new InputError('has several filled sheets; one is expected', { file });
  return first[1];
}

/** Figures come from people and, with a key, from other systems: the key's label stands for who entered them. */
function sourceOf(asker: AskerOf<'POST /api/kpi/figures'>): FigureSource {
  return asker.kind === 'key'
    ? { name: `key:${asker.key.label}`, trail: asker.actor }
    : { name: asker.session.userName, trail: asker.actor };
}

function periodRoutes(context: Context): Router {
  const router = Router();
  const { periods } = context.kpi;
  router.get('/api/kpi/periods', (request, response) => {
    allowed(context, request, 'GET /api/kpi/periods');
    response.json(periods.list());
  });
  router.get('/api/kpi/periods/:period', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/periods/:period');
    const preview = periods.preview(periodOf(request.params.period));
    context.audit.read(actor, 'sheets.read', `kpi-period:${preview.period}`);
    response.json(preview);
  });
  /** The published table of a version, byte for byte as hashed. */
  router.get('/api/kpi/periods/:period/versions/:version/table', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/periods/:period/versions/:version/table');
    const period = periodOf(request.params.period);
    const table = periods.table(period, Number(request.params.version));
    if (table === undefined) throw new Refusal('not-found', 'no such version');
    context.audit.read(actor, 'sheets.read', `kpi-period:${period}`);
    response.type('application/json').send(table);
  });
  /** 201; 409 no-policy | period-not-over | period-not-ready | period-closed | period-changed. With a reason: a new version. */
  router.post('/api/kpi/periods/:period/close', jsonBody(smallBodyBytesMax), async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/periods/:period/close'));
    const wish = bodyOf(request, closeRequestSchema);
    response.status(201).json(await periods.close(periodOf(request.params.period), wish, by));
  });
  /** 200; 403 second-person-needed, 409 period-not-closed | period-changed. */
  router.post('/api/kpi/periods/:period/confirm', jsonBody(smallBodyBytesMax), async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/periods/:period/confirm'));
    const wish = bodyOf(request, confirmRequestSchema);
    response.json(await periods.confirm(periodOf(request.params.period), wish, by));
  });
  /** 204; 409 period-not-closed. */
  router.delete('/api/kpi/periods/:period/close', async (request, response) => {
    const by = personOf(allowed(context, request, 'DELETE /api/kpi/periods/:period/close'));
    await periods.withdraw(periodOf(request.params.period), by);
    response.status(204).end();
  });
  return router;
}

function sheetRoutes(context: Context): Router {
  const router = Router();
  const { periods } = context.kpi;
  /** Final sheets of an officer; an officer's own alone. */
  router.get('/api/kpi/officers/:officer/sheets', (request, response) => {
    const { actor, session } = allowed(context, request, 'GET /api/kpi/officers/:officer/sheets');
    const { officer } = request.params;
    if (context.stores.roster.officer(officer) === undefined) {
      throw new Refusal('not-found', 'no such officer');
    }
    const sheets = periods.sheetsOf(officer, periodOf(request.query.period));
    if (session.role !== 'officer') context.audit.read(actor, 'sheets.read', `officer:${officer}`);
    response.json(sheets);
  });
  return router;
}

function disputeRoutes(context: Context): Router {
  const router = Router();
  const { disputes } = context.kpi;

  router.get('/api/kpi/officers/:officer/petitions', (request, response) => {
    const { actor, session } = allowed(context, request, 'GET /api/kpi/officers/:officer/petitions');
    const { officer } = request.params;
    if (session.role !== 'officer') context.audit.read(actor, 'petitions.read', `officer:${officer}`);
    response.json({ disputes: disputes.list(officer) });
  });
  /** 201; 409 petition-too-late | calendar-missing, 422. */
  router.post(
    '/api/kpi/officers/:officer/petitions',
    jsonBody(smallBodyBytesMax),
    async (request, response) => {
      const asker = allowed(context, request, 'POST /api/kpi/officers/:officer/petitions');
      const by = { ...personOf(asker), officer: String(request.params.officer) };
      response.status(201).json(await disputes.file(bodyOf(request, petitionRequestSchema), by));
    },
  );
  router.get('/api/kpi/disputes', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/disputes');
    context.audit.read(actor, 'petitions.read', 'all');
    response.json({ disputes: disputes.list() });
  });
  router.get('/api/kpi/disputes/:id', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/kpi/disputes/:id');
    const dispute = disputes.one(request.params.id);
    context.audit.read(actor, 'petitions.read', `petition:${dispute.id}`);
    response.json(dispute);
  });
  /** 200; 403 forbidden (own petition), 409 group-too-small | already-decided, 422. */
  router.post('/api/kpi/disputes/:id/proposal', jsonBody(smallBodyBytesMax), async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/disputes/:id/proposal'));
    response.json(
      await disputes.propose(String(request.params.id), bodyOf(request, disputeProposalSchema), by),
    );
  });
  /** 200; 403 second-person-needed, 409 already-decided | group-too-small. */
  router.post('/api/kpi/disputes/:id/approve', async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/disputes/:id/approve'));
    response.json(await disputes.approve(request.params.id, by));
  });
  router.post('/api/kpi/disputes/:id/refuse', async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/disputes/:id/refuse'));
    response.json(await disputes.refuse(request.params.id, by));
  });
  return router;
}

function holdRoutes(context: Context): Router {
  const router = Router();
  const { holds } = context.kpi;
  const decide = (route: 'approve' | 'reject', state: 'decided' | 'rejected') => {
    const name: RouteName = `POST /api/kpi/holds/:number/${route}`;
    router.post(`/api/kpi/holds/:number/${route}`, async (request, response) => {
      const by = personOf(allowed(context, request, name));
      response.json(await holds.decide(numberOf(request), state, by));
    });
  };
  router.get('/api/kpi/holds', (request, response) => {
    allowed(context, request, 'GET /api/kpi/holds');
    response.json({ holds: holds.list() });
  });
  router.post('/api/kpi/holds', jsonBody(smallBodyBytesMax), async (request, response) => {
    const by = personOf(allowed(context, request, 'POST /api/kpi/holds'));
    const wish: z.infer<typeof holdRequestSchema> = bodyOf(request, holdRequestSchema);
    response.status(201).json(await holds.propose(wish, by));
  });
  decide('approve', 'decided');
  decide('reject', 'rejected');
  return router;
}

/** Refuses with not-found on a number that is none. */
function numberOf(request: Request): number {
  const text = String(request.params.number);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal('not-found', 'no such number');
  return Number(text);
}

function periodOf(text: unknown): string {
  if (typeof text === 'string') return checkedPeriod(text);
  throw new Refusal('invalid-request', 'period must be such as 2026-10, 2026-Q4 or 2026', {
    errors: [{ path: 'period', message: 'is missing' }],
  });
}

function checkedPeriod(text: string): string {
  if (isPeriod(text)) return text;
  throw new Refusal('invalid-request', 'period must be such as 2026-10, 2026-Q4 or 2026', {
    errors: [{ path: 'period', message: `${text.slice(0, 40)} is none` }],
  });
}
