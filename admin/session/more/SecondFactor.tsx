// The second step of signing in: the code of the authenticator, or a recovery code.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Notice } from '../../components/Notice.tsx';
import { errorText } from '../../http/error-text.ts';
import { ApiError } from '../../http/request.ts';
import { t } from '../../i18n/locale.ts';
import { enterSecondFactor } from '../session.ts';
import { signInText } from './texts.ts';

export function SecondFactor({ onBack }: { onBack: (isTooLate: boolean) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const error = useSignal<unknown>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const code = field.current?.value.trim() ?? '';
    if (busy.value || code.length < 6) {
      field.current?.focus();
      return;
    }
    busy.value = true;
    error.value = null;
    try {
      await enterSecondFactor(code);
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'unauthenticated') onBack(true);
      else {
        error.value = cause;
        field.current?.select();
      }
    } finally {
      busy.value = false;
    }
  };
  const isWrong = error.value instanceof ApiError && error.value.code === 'wrong-code';
  return (
    <form onSubmit={submit} noValidate>
      {error.value !== null && (
        <Notice tone="bad" title={isWrong ? signInText('codeWrong') : errorText(error.value)} role="alert" />
      )}
      <div class="field">
        <label for="second-factor">{signInText('code')}</label>
        <p id="second-factor-hint" class="field-hint">
          {signInText('codeHint')}
        </p>
        <input
          ref={field}
          id="second-factor"
          type="text"
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck={false}
          maxLength={40}
          aria-describedby="second-factor-hint"
        />
      </div>
      <button type="submit" class="button button-primary button-wide" aria-disabled={busy.value}>
        {busy.value ? t('signIn.submitting') : t('signIn.submit')}
      </button>
      <button type="button" class="button-quiet" onClick={() => onBack(false)}>
        {signInText('back')}
      </button>
    </form>
  );
}
