// The calls behind the unit's report, and its addresses.
import '../http/zod-setup.ts';
import { type UnitReport, unitReportSchema } from '../../shared/contract/unit-report.ts';
import { request } from '../http/request.ts';
import { pages } from '../navigation/pages.ts';
import { isPeriod, kindOf, type Period } from '../officers/periods.ts';

/** null = the present month at the centre, which the answer names. Throws ApiError. */
export const readReport = (period: Period | null): Promise<UnitReport> =>
  request(
    unitReportSchema,
    'GET',
    period === null ? '/api/reports/unit' : `/api/reports/unit?${new URLSearchParams({ period })}`,
  );

export const pdfAddress = (period: Period): string =>
  `/api/reports/unit.pdf?${new URLSearchParams({ period })}`;

/** null = the present month. */
export const reportsAddress = (period: Period | null): string =>
  period === null ? pages.reports.path : `${pages.reports.path}?${new URLSearchParams({ period })}`;

/** Reports are of months and quarters. */
export const isReportPeriod = (text: string): boolean => isPeriod(text) && kindOf(text) !== 'year';
