// The sign-in screen. It comes up in place of the page that needs a session; the address stays, so that the page itself
// appears once the session stands.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { providerRefusals, type SignInOptions } from '../../shared/contract/access.ts';
import { LanguageSwitch } from '../components/LanguageSwitch.tsx';
import { Notice } from '../components/Notice.tsx';
import { errorText } from '../http/error-text.ts';
import { ApiError } from '../http/request.ts';
import { t } from '../i18n/locale.ts';
import { path, query } from '../navigation/router.ts';
import { readSignInOptions, signIn } from './session.ts';

/** Comes apart from the first load: most never need it. */
interface More {
  SecondFactor: typeof import('./more/SecondFactor.tsx').SecondFactor;
  signInText: typeof import('./more/texts.ts').signInText;
}

type Missing = 'name' | 'password' | null;

export function SignIn({ reason }: { reason: 'none' | 'expired' | 'signed-out' }) {
  const busy = useSignal(false);
  const missing = useSignal<Missing>(null);
  const error = useSignal<unknown>(null);
  const showPassword = useSignal(false);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const refused = providerRefusals.find((code) => code === query.value.get('sign-in'));
  const SecondStep = useSignal<More['SecondFactor'] | null>(null);
  const moreText = useSignal<More['signInText'] | null>(null);
  const isTooLate = useSignal(false);
  const options = useSignal<SignInOptions | null>(null);
  useEffect(() => {
    void readSignInOptions().then((found) => {
      options.value = found;
      if (found?.isNew === true || refused !== undefined) void loadMoreText();
    });
  }, []);

  const loadMoreText = async () => {
    moreText.value = (await import('./more/texts.ts')).signInText;
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    isTooLate.value = false;
    const name = nameField.current?.value.trim() ?? '';
    const password = passwordField.current?.value ?? '';
    missing.value = name === '' ? 'name' : password === '' ? 'password' : null;
    error.value = null;
    if (missing.value !== null) {
      (missing.value === 'name' ? nameField : passwordField).current?.focus();
      return;
    }
    busy.value = true;
    try {
      await signIn(name, password);
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'second-factor-needed') {
        try {
          await loadMoreText();
          SecondStep.value = (await import('./more/SecondFactor.tsx')).SecondFactor;
        } catch {
          error.value = new ApiError('unreachable');
        }
        return;
      }
      error.value = cause;
      passwordField.current?.select();
      passwordField.current?.focus();
    } finally {
      busy.value = false;
    }
  };

  const isWrong = error.value instanceof ApiError && error.value.code === 'unauthenticated';
  return (
    <div class="sign-in">
      <header class="sign-in-head">
        <p class="brand">{t('app.name')}</p>
        <LanguageSwitch />
      </header>
      <main id="main" class="card sign-in-card">
        <h1>{t('signIn.title')}</h1>
        {reason === 'expired' && <Notice tone="warning" title={t('signIn.expired')} role="status" />}
        {reason === 'signed-out' && <Notice tone="info" title={t('signIn.signedOut')} role="status" />}
        {error.value !== null && (
          <Notice tone="bad" title={isWrong ? t('signIn.wrong') : errorText(error.value)} role="alert" />
        )}
        {isTooLate.value && <Notice tone="warning" title={moreText.value?.('tooLate') ?? ''} role="status" />}
        {refused !== undefined && SecondStep.value === null && moreText.value !== null && (
          <Notice tone="bad" title={moreText.value(`provider.${refused}`)} role="alert" />
        )}
        {options.value?.isNew === true && moreText.value !== null && (
          <Notice tone="info" title={moreText.value('isNew')} />
        )}
        {SecondStep.value !== null ? (
          <SecondStep.value
            onBack={(late) => {
              SecondStep.value = null;
              isTooLate.value = late;
            }}
          />
        ) : (
          <form onSubmit={submit} noValidate>
            <div class="field">
              <label for="name">{t('signIn.name')}</label>
              <input
                ref={nameField}
                id="name"
                name="name"
                type="text"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                maxLength={100}
                required
                aria-invalid={missing.value === 'name'}
                aria-describedby="name-error"
              />
              <p id="name-error" class="field-error" role="alert">
                {missing.value === 'name' && t('signIn.nameMissing')}
              </p>
            </div>
            <div class="field">
              <label for="password">{t('signIn.password')}</label>
              <input
                ref={passwordField}
                id="password"
                name="password"
                {...(showPassword.value ? { type: 'text' as const } : { type: 'password' as const })}
                autocomplete="current-password"
                maxLength={200}
                required
                aria-invalid={missing.value === 'password'}
                aria-describedby="password-error"
              />
              <p id="password-error" class="field-error" role="alert">
                {missing.value === 'password' && t('signIn.passwordMissing')}
              </p>
            </div>
            <label class="check">
              <input
                type="checkbox"
                checked={showPassword.value}
                onChange={(event) => {
                  showPassword.value = event.currentTarget.checked;
                }}
              />
              {t('signIn.showPassword')}
            </label>
            <button type="submit" class="button button-primary button-wide" aria-disabled={busy.value}>
              {busy.value ? t('signIn.submitting') : t('signIn.submit')}
            </button>
          </form>
        )}
        {options.value?.identityProvider != null && SecondStep.value === null && (
          <a
            class="button button-wide"
            href={`/api/identity-provider/start?then=${encodeURIComponent(path.value)}`}
          >
            {t('signIn.withProvider', { label: options.value.identityProvider.label })}
          </a>
        )}
      </main>
    </div>
  );
}
