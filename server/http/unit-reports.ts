// GET /api/reports/unit?period= · GET /api/reports/unit.pdf?period=: a month or quarter of the centre from what is published.
import { type Request, Router } from 'express';
import { monthOf } from '../../shared/calendar.ts';
import { reportQuerySchema, type UnitReport } from '../../shared/contract/unit-report.ts';
import type { Actor } from '../access/audit-trail.ts';
import type { Context } from '../context.ts';
import { allowed } from './allowed.ts';
import { queryOf } from './request.ts';

// The library that sets papers is loaded with the first of them: it costs every start a tenth of a second and 20 MB.
const unitPaper = () => import('../reports/unit-report-pdf.ts');

export function unitReportRoutes(context: Context): Router {
  const router = Router();
  const { audit, unitReports, calendar, clock } = context;

  /** `as`: a look and a paper taken away are two things in the trail. */
  const reportFor = (request: Request, actor: Actor, as: 'period' | 'paper'): UnitReport => {
    const { period = monthOf(calendar.dayOf(clock())) } = queryOf(request, reportQuerySchema);
    const report = unitReports.of(period);
    audit.read(actor, 'report.read', `${as}:${period}`);
    return report;
  };

  /** 200; 401, 403, 422 period. */
  router.get('/api/reports/unit', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/reports/unit');
    response.set('Cache-Control', 'private, no-store').json(reportFor(request, actor, 'period'));
  });

  /** 200 the same on paper, A4; 401, 403, 422 period. */
  router.get('/api/reports/unit.pdf', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/reports/unit.pdf');
    const report = reportFor(request, actor, 'paper');
    const { unitReportPdf } = await unitPaper();
    response
      .set({
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename="bao-cao-${report.period}.pdf"`,
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
      })
      .send(await unitReportPdf(report));
  });

  return router;
}
