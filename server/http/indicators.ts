// GET /api/indicators?period= · GET /api/officers/:id/indicator?period=
// Officers read their own figures, others' never; a month that is not named is the present one.
import { type Request, Router } from 'express';
import { monthOf } from '../../shared/calendar.ts';
import type {
  IndicatorLine,
  IndicatorList,
  IndicatorResponse,
  OfficerIndicator,
} from '../../shared/contract/indicator.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';

export function indicatorRoutes(context: Context): Router {
  const router = Router();
  const { indicators, stores, calendar, clock } = context;

  /** Runs `compute` on the period asked for; the present month when none is. */
  const ofPeriod = <T>(request: Request, compute: (period: string) => T): T => {
    const asked = request.query.period ?? monthOf(calendar.dayOf(clock()));
    try {
      if (typeof asked !== 'string') throw new RangeError('period is named twice');
      return compute(asked);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Refusal('invalid-request', 'period must be such as 2026-10, 2026-Q4 or 2026', {
        errors: [{ path: 'period', message: error.message }],
      });
    }
  };

  router.get('/api/indicators', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/indicators');
    const { period, treeSize, computedAt, officers, differences } = ofPeriod(request, (one) =>
      indicators.of(one),
    );
    const lines = stores.roster.officers().flatMap(({ code, name }) => {
      const indicator = officers.get(code);
      return indicator === undefined ? [] : [lineOf(name, indicator)];
    });
    const list: IndicatorList = {
      period,
      figure: officers.values().next().value?.figure ?? 'shareSatisfied',
      treeSize,
      computedAt: calendar.iso(computedAt),
      sealedDay: stores.seals.lastDay(),
      officers: lines,
      differences,
    };
    context.audit.read(actor, 'figures.read', 'all');
    response.json(list);
  });

  /** 200; 401, 403 another officer's, 404 no such officer or nothing in the period, 422 period. */
  router.get('/api/officers/:id/indicator', (request, response) => {
    const { actor, session } = allowed(context, request, 'GET /api/officers/:id/indicator');
    const code = request.params.id;
    const officer = stores.roster.officer(code);
    if (officer === undefined) throw new Refusal('not-found', 'no such officer');
    const { computed, indicator } = ofPeriod(request, (period) => indicators.ofOfficer(code, period));
    if (indicator === null) throw new Refusal('not-found', 'no visit and no response in this period');
    const { treeSize, computedAt } = computed;
    const answer: OfficerIndicator = {
      name: officer.name,
      treeSize,
      computedAt: calendar.iso(computedAt),
      indicator,
      procedureNames: Object.fromEntries(
        (indicator.breakdown?.procedures ?? []).flatMap(({ name }) => {
          const procedure = stores.roster.procedure(name);
          return procedure === undefined ? [] : [[name, procedure.name]];
        }),
      ),
    };
    // Reading one's own figures is nobody else's business.
    if (session.officer !== code) context.audit.read(actor, 'figures.read', `officer:${code}`);
    response.json(answer);
  });

  return router;
}

function lineOf(name: string, indicator: IndicatorResponse): IndicatorLine {
  const { officer, state, own, adjustment, comparison, response } = indicator;
  return {
    officer,
    name,
    state,
    n: own.n,
    decides: own.decides,
    adjusted: adjustment?.adjusted ?? null,
    comparison:
      comparison === null
        ? null
        : {
            estimate: comparison.estimate,
            interval: comparison.interval,
            reliability: comparison.reliability,
            reliable: comparison.reliable,
          },
    visits: response.visits,
    rate: response.rate,
  };
}
