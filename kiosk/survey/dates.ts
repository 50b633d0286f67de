// Days and instants as people read them, without a clock and without Intl, whose data differ between Node builds.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-10-05` -> `5/10/2026` or `5 Oct 2026`; text that is no ISO date comes back as it is. */
export function dayText(day: string, locale: SurveyLocale): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(day);
  const month = monthsEn[Number(match?.[2]) - 1];
  if (!match || !month) return day;
  const dayOfMonth = Number(match[3]);
  return locale === 'vi'
    ? `${dayOfMonth}/${Number(match[2])}/${match[1]}`
    : `${dayOfMonth} ${month} ${match[1]}`;
}

/**
 * An ISO 8601 instant as wall time. An offset is kept as written; an instant in UTC (`Z`) is moved to +07:00, the one
 * zone of Viet Nam, which has no daylight saving time.
 */
export function instantText(instant: string, locale: SurveyLocale): string {
  const epochMs = Date.parse(instant);
  if (Number.isNaN(epochMs)) return instant;
  const local = instant.endsWith('Z') ? new Date(epochMs + 7 * 3_600_000).toISOString() : instant;
  const time = /T(\d\d:\d\d)/.exec(local)?.[1] ?? '';
  return locale === 'vi' ? `${time} ngày ${dayText(local, locale)}` : `${time}, ${dayText(local, locale)}`;
}
