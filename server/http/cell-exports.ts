// GET /api/exports/cells.csv?period=: what is published, a row an officer, label, procedure, tier and level, for people who
// compute on their own. Written as it is read: a million rows take no more memory than a thousand.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { z } from 'zod';
import { period as periodSchema } from '../../shared/contract/kpi.ts';
import { monthsOf } from '../../shared/kpi/period.ts';
import { cellRows } from '../../shared/statistics/cell-rows.ts';
import type { Context } from '../context.ts';
import { byteOrderMark, csvLine } from '../reports/csv-text.ts';
import { allowed } from './allowed.ts';
import { queryOf } from './request.ts';

const chunkChars = 64 * 1024;
const columns = ['officer', 'month', 'when', 'procedure', 'mode', 'tier', 'item', 'level', 'count'] as const;
const query = z.strictObject({ period: periodSchema });

export function cellExportRoutes(context: Context): Router {
  const router = Router();
  const { audit, stores, indicators, policy } = context;

  /** The rows of a period as text, in pieces of some size. */
  function* text(period: string): Generator<string> {
    const { groupMinimum } = policy();
    const treeSize = stores.responses.ledgerLength();
    let chunk = byteOrderMark + csvLine(columns);
    for (const month of monthsOf(period)) {
      const tiers = indicators.shownTiers(month);
      for (const group of stores.cellExport.groups(month)) {
        for (const row of cellRows(group, tiers, groupMinimum)) {
          chunk += csvLine(columns.map((name) => row[name]));
        }
        if (chunk.length < chunkChars) continue;
        yield chunk;
        if (stores.responses.ledgerLength() !== treeSize) throw new LedgerGrew();
        chunk = '';
      }
    }
    yield chunk;
  }

  /** 200; 401, 403, 422. Broken off when a seal comes between: one file never mixes two states of the ledger. */
  router.get('/api/exports/cells.csv', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/exports/cells.csv');
    const { period } = queryOf(request, query);
    audit.read(actor, 'export.read', `cells:${period}`);
    response.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="o-so-lieu-${period}.csv"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    try {
      await pipeline(Readable.from(text(period)), response);
    } catch (error) {
      // The reader went, or the ledger grew: the transfer is broken off, which the reader sees.
      const { code } = error as NodeJS.ErrnoException;
      if (!(error instanceof LedgerGrew) && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  });

  return router;
}

class LedgerGrew extends Error {}
