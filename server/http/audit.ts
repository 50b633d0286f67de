// GET /api/audit: the audit trail, newest first, a page at a time.
import { Router } from 'express';
import { type AuditPage, auditQuerySchema } from '../../shared/contract/audit.ts';
import type { Context } from '../context.ts';
import { allowed } from './allowed.ts';
import { queryOf } from './request.ts';

export function auditRoutes(context: Context): Router {
  const router = Router();
  const { stores, audit, calendar } = context;

  /** 200; 401, 403, 422 (a filter that is none). */
  router.get('/api/audit', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/audit');
    const { since, until, limit, ...filter } = queryOf(request, auditQuerySchema);
    audit.read(actor, 'audit.read', 'all');
    await audit.settled();
    const rows = stores.audit.page({
      ...filter,
      since: since === undefined ? undefined : Date.parse(since),
      until: until === undefined ? undefined : Date.parse(until),
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const page: AuditPage = {
      entries: shown.map(({ at, detail, ...row }) => ({
        ...row,
        at: calendar.iso(at),
        detail: detail === null ? null : (JSON.parse(detail) as Record<string, unknown>),
      })),
      before: rows.length > limit ? shown.at(-1)!.number : null,
    };
    response.set('Cache-Control', 'no-store').json(page);
  });

  return router;
}
