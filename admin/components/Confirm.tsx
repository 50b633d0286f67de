// Asks once more, in place, before something that cannot be taken back. The safe answer has the focus; afterwards it goes
// back to where it was, or to the page when that is gone.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/locale.ts';

export interface ConfirmProps {
  question: string;
  warning?: string | null;
  yes: string;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}

export function Confirm({ question, warning, yes, busy, onYes, onNo }: ConfirmProps) {
  const safe = useRef<HTMLButtonElement>(null);
  // Before the question is painted: a key pressed at once reaches it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    safe.current?.focus();
    return () => {
      const isThere = before instanceof HTMLElement && before.isConnected;
      (isThere ? before : document.getElementById('main'))?.focus();
    };
  }, []);
  return (
    <div
      class="confirm"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !busy) onNo();
      }}
    >
      <p class="confirm-question">{question}</p>
      {warning != null && <p class="confirm-warning">{warning}</p>}
      <div class="row">
        <button ref={safe} type="button" class="button" disabled={busy} onClick={onNo}>
          {t('app.cancel')}
        </button>
        <button type="button" class="button button-danger" disabled={busy} onClick={onYes}>
          {yes}
        </button>
      </div>
    </div>
  );
}
