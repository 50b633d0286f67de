// Calls of the periods page.
import '../http/zod-setup.ts';
import { z } from 'zod';
import { sheet as sheetSchema } from '../../shared/contract/kpi.ts';
import {
  holdListSchema,
  holdSchema,
  periodListSchema,
  periodPreviewSchema,
} from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';
import type { PeriodPreview, PeriodVersion, Sheet } from '../kpi/kpi-types.ts';

export type PeriodLine = z.infer<typeof periodListSchema>['periods'][number];

export type Hold = z.infer<typeof holdSchema>;

export interface PeriodAnswer {
  preview: PeriodPreview;
  /** Answers about levels that the policy holds back in this period. */
  holds: Hold[];
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
  const [preview, { holds: all }] = await Promise.all([
    readPreview(period),
    request(holdListSchema, 'GET', '/api/kpi/holds'),
  ]);
  const holds = all.filter((hold) => hold.period === period);
  const latest = preview.versions.at(-1);
  if (latest === undefined) return { preview, holds, closed: null };
  const firstWhole = preview.versions.findLastIndex(({ officers }) => officers === null);
  const standing = preview.versions.slice(Math.max(0, firstWhole));
  const tables = await Promise.all(
    standing.map(({ version }) => request(tableSchema, 'GET', `${at(period)}/versions/${version}/table`)),
  );
  const sheets = new Map(tables.flatMap(({ rows }) => rows.map((sheet) => [sheet.officer, sheet] as const)));
  return {
    preview,
    holds,
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

export const proposeHold = (hold: Pick<Hold, 'officer' | 'period' | 'choice' | 'reason'>): Promise<Hold> =>
  request(holdSchema, 'POST', '/api/kpi/holds', { body: hold });

export const decideHold = (number: number, what: 'approve' | 'reject'): Promise<Hold> =>
  request(holdSchema, 'POST', `/api/kpi/holds/${number}/${what}`);
