// GET /api/exports/cells.csv?period= · GET /api/exports/cells.xlsx?period=: what is published, a row an officer, label, procedure,
// tier and level, for people who compute on their own. Written as it is read: a million rows take no more memory than a thousand.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Response, Router } from 'express';
import { periodQuerySchema } from '../../shared/contract/kpi.ts';
import { xlsxType } from '../../shared/contract/setup.ts';
import type { Context } from '../context.ts';
import { byteOrderMark, csvLine } from '../reports/csv-text.ts';
import { exportColumns, exportRows, LedgerGrew, valuesOf } from '../reports/export-rows.ts';
import { xlsxOf } from '../reports/xlsx-stream.ts';
import { allowed } from './allowed.ts';
import { queryOf } from './request.ts';

export function cellExportRoutes(context: Context): Router {
  const router = Router();
  const { audit, stores, indicators, policy, centre } = context;

  function* csvOf(period: string): Generator<string> {
    yield byteOrderMark + csvLine(exportColumns.map(({ name }) => name));
    for (const rows of exportRows(context, indicators, period)) {
      yield rows.map((row) => csvLine(valuesOf(row))).join('');
    }
  }

  function* batchesOf(period: string): Generator<(string | number)[][]> {
    for (const rows of exportRows(context, indicators, period)) yield rows.map(valuesOf);
  }

  const workbookOf = (period: string): AsyncGenerator<Buffer> =>
    xlsxOf({
      name: 'Số liệu',
      columns: exportColumns,
      rows: batchesOf(period),
      about: {
        name: 'Thông tin',
        lines: ({ rows, sheets }) => [
          ['Số liệu đã công bố', `${centre.name}${centre.sample ? ' (dữ liệu mẫu)' : ''}`],
          ['Kỳ', period],
          ['Tính đến hết ngày', stores.seals.lastDay() ?? 'chưa chốt sổ lần nào'],
          ['Số dòng trong sổ', String(stores.responses.ledgerLength())],
          ['Số dòng xuất ra', `${rows}, trên ${sheets} trang`],
          [
            'Nhóm nhỏ',
            `Không nêu nhóm dưới ${policy().groupMinimum} phản hồi; phản hồi đã bị loại không có trong bảng.`,
          ],
          ...exportColumns.map(({ name, about }) => [name, about] as const),
        ],
      },
    });

  /** Broken off when the reader goes, or a seal comes between: the reader sees that. */
  const send = async (
    response: Response,
    type: string,
    fileName: string,
    source: Readable,
  ): Promise<void> => {
    response.set({
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    try {
      await pipeline(source, response);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!(error instanceof LedgerGrew) && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  };

  /** 200; 401, 403, 422. */
  router.get('/api/exports/cells.csv', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/exports/cells.csv');
    const { period } = queryOf(request, periodQuerySchema);
    audit.read(actor, 'export.read', `cells:${period}`);
    await send(response, 'text/csv; charset=utf-8', `o-so-lieu-${period}.csv`, Readable.from(csvOf(period)));
  });

  /** 200 the same rows as a workbook; 401, 403, 422. */
  router.get('/api/exports/cells.xlsx', async (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/exports/cells.xlsx');
    const { period } = queryOf(request, periodQuerySchema);
    audit.read(actor, 'export.read', `workbook:${period}`);
    const bytes = Readable.from(workbookOf(period), { objectMode: false });
    await send(response, xlsxType, `o-so-lieu-${period}.xlsx`, bytes);
  });

  return router;
}
