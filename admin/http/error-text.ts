// Failures of calls in the words of the person in front of the screen.
import { formatDuration, locale, t } from '../i18n/locale.ts';
import { ApiError } from './request.ts';

export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.internal', { code: String(error) });
  switch (error.code) {
    case 'unreachable':
      return t('error.unreachable');
    case 'unreadable':
      return t('error.unreadable');
    case 'overloaded':
      return t('error.overloaded');
    case 'too-many-attempts':
      return error.retryAfterMs === null
        ? t('error.tooMany')
        : t('error.tooManyWait', { time: formatDuration(error.retryAfterMs, locale.value) });
    case 'forbidden':
      return t('error.forbidden');
    case 'internal':
      return t('error.internal', { code: error.code });
    case 'unauthenticated':
      return t('signIn.expired');
    default:
      return t('error.invalid', { detail: error.detail ?? error.code });
  }
}
