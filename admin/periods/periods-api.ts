// Calls of the periods page.
import '../http/zod-setup.ts';
import { z } from 'zod';
import { sheet as sheetSchema } from '../../shared/contract/kpi.ts';
import { periodListSchema, periodPreviewSchema } from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';
import type { PeriodPreview, PeriodVersion, Sheet } from '../kpi/kpi-types.ts';

export type PeriodLine = z.infer<typeof periodListSchema>['periods'][number];

export interface PeriodAnswer {
  preview: PeriodPreview;
  /** Sheets of the latest version as they were closed; null while nothing is closed. */
  closed: { version: PeriodVersion; sheets: Sheet[] } | null;
}

const tableSchema = z.object({ rows: z.array(sheetSchema) });
const at = (period: string): string => `/api/kpi/periods/${period}`;

export const listPeriods = async (): Promise<PeriodLine[]> =>
  (await request(periodListSchema, 'GET', '/api/kpi/periods')).periods;

export const readPreview = (period: string): Promise<PeriodPreview> =>
  request(periodPreviewSchema, 'GET', at(period));

/** The preview, and the tables of the latest version laid over those that it stands on. */
export async function readPeriod(period: string): Promise<PeriodAnswer> {
  const preview = await readPreview(period);
  const latest = preview.versions.at(-1);
  if (latest === undefined) return { preview, closed: null };
  const firstWhole = preview.versions.findLastIndex(({ officers }) => officers === null);
  const standing = preview.versions.slice(Math.max(0, firstWhole));
  const tables = await Promise.all(
    standing.map(({ version }) => request(tableSchema, 'GET', `${at(period)}/versions/${version}/table`)),
  );
  const sheets = new Map(tables.flatMap(({ rows }) => rows.map((sheet) => [sheet.officer, sheet] as const)));
  return {
    preview,
    closed: {
      version: latest,
      sheets: [...sheets.values()].sort((a, b) => (a.officer < b.officer ? -1 : 1)),
    },
  };
}

export const closePeriod = (
  period: string,
  wish: { reason: string; provisional: boolean },
): Promise<PeriodPreview> => request(periodPreviewSchema, 'POST', `${at(period)}/close`, { body: wish });

/** Of exactly the table that was looked at, by its hash. */
export const confirmPeriod = (
  period: string,
  { version, tableHash }: PeriodVersion,
): Promise<PeriodPreview> =>
  request(periodPreviewSchema, 'POST', `${at(period)}/confirm`, { body: { version, tableHash } });

export const withdrawClose = (period: string): Promise<unknown> =>
  request(z.unknown(), 'DELETE', `${at(period)}/close`);
