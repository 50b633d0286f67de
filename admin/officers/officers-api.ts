// The calls behind the officers' pages. A year is read beside the asked period for its months.
import '../http/zod-setup.ts';
import {
  type IndicatorList,
  indicatorListSchema,
  type OfficerIndicator,
  officerIndicatorSchema,
} from '../../shared/contract/indicator.ts';
import { request } from '../http/request.ts';
import { type Period, yearOf } from './periods.ts';

const withPeriod = (path: string, period: Period | null): string =>
  period === null ? path : `${path}?${new URLSearchParams({ period })}`;

/** Every officer with visits or responses; null = the present month. Throws ApiError. */
export const readOfficers = (period: Period | null): Promise<IndicatorList> =>
  request(indicatorListSchema, 'GET', withPeriod('/api/indicators', period));

export interface OfficerAnswer {
  /** The asked period. */
  own: OfficerIndicator;
  /** The year it lies in. */
  year: OfficerIndicator;
}

/** One officer's evidence; null = the present month. Throws ApiError: `not-found` when the period holds nothing. */
export async function readOfficer(code: string, period: Period | null): Promise<OfficerAnswer> {
  const path = `/api/officers/${encodeURIComponent(code)}/indicator`;
  const own = await request(officerIndicatorSchema, 'GET', withPeriod(path, period));
  const year = yearOf(own.indicator.period);
  if (year === own.indicator.period) return { own, year: own };
  return { own, year: await request(officerIndicatorSchema, 'GET', withPeriod(path, year)) };
}
