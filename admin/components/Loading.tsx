// Said while something is on its way; announced politely.
import { t } from '../i18n/locale.ts';

export function Loading({ text }: { text?: string }) {
  return (
    <p class="loading" role="status">
      {text ?? t('app.loading')}
    </p>
  );
}
