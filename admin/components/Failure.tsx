// A failed call with the way to try it again.
import { errorText } from '../http/error-text.ts';
import { t } from '../i18n/locale.ts';
import { Notice } from './Notice.tsx';

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Notice tone="bad" title={errorText(error)} role="alert">
      {onRetry !== undefined && (
        <button type="button" class="button" onClick={onRetry}>
          {t('app.retry')}
        </button>
      )}
    </Notice>
  );
}
