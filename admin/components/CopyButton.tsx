// Copies a text that is shown beside it. Where the browser refuses (no HTTPS), it says so: the text can be selected.
import { useSignal } from '@preact/signals';
import { t } from '../i18n/locale.ts';

export function CopyButton({ text }: { text: string }) {
  const outcome = useSignal<'none' | 'copied' | 'failed'>('none');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      outcome.value = 'copied';
    } catch {
      outcome.value = 'failed';
    }
  };
  return (
    <span class="copy">
      <button type="button" class="button" onClick={copy}>
        {t('app.copy')}
      </button>
      <span role="status" class="copy-outcome">
        {outcome.value === 'copied' && t('app.copied')}
        {outcome.value === 'failed' && t('app.copyFailed')}
      </span>
    </span>
  );
}
