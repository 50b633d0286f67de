// Pages opened by a link that works once: the first administrator's account (the server printed it when it started) and a
// password chosen by an administrator's link. The code stands after `#`, which no request carries.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { LanguageSwitch } from '../components/LanguageSwitch.tsx';
import { Notice } from '../components/Notice.tsx';
import { t } from '../i18n/locale.ts';
import { createFirstAdministrator, setPasswordByLink } from './access-api.ts';
import { Failed, Field, passwordFault } from './Field.tsx';
import { type AccessText, text } from './texts.ts';
import { useTask } from './use-task.ts';

export interface ChoosePasswordProps {
  kind: 'first-administrator' | 'password';
  code: string | null;
  /** The first administrator is signed in: where the set-up goes on. */
  continueAt: string;
}

export function ChoosePassword({ kind, code, continueAt }: ChoosePasswordProps) {
  const isFirst = kind === 'first-administrator';
  const title = text(isFirst ? 'setup.title' : 'choose.title');
  const doneFor = useSignal<string | null>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  return (
    <div class="sign-in">
      <header class="sign-in-head">
        <p class="brand">{t('app.name')}</p>
        <LanguageSwitch />
      </header>
      <main id="main" class="card sign-in-card">
        <h1>{title}</h1>
        {doneFor.value !== null ? (
          <>
            <Notice tone="good" title={text('choose.done', { name: doneFor.value })} role="status" />
            <a class="button button-primary button-wide" href="/admin/">
              {text('choose.signIn')}
            </a>
          </>
        ) : code === null ? (
          <Notice tone="bad" title={text('choose.bad')}>
            <p>{text(isFirst ? 'setup.badHint' : 'choose.badHint')}</p>
          </Notice>
        ) : (
          <>
            <p>{text(isFirst ? 'setup.lead' : 'choose.lead')}</p>
            <Form
              isFirst={isFirst}
              onSubmit={async (name, password) => {
                if (isFirst) {
                  await createFirstAdministrator(code, name, password);
                  location.replace(continueAt);
                } else doneFor.value = (await setPasswordByLink(code, password)).name;
              }}
            />
          </>
        )}
      </main>
    </div>
  );
}

interface FormProps {
  isFirst: boolean;
  onSubmit: (name: string, password: string) => Promise<void>;
}

function Form({ isFirst, onSubmit }: FormProps) {
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const faults = useSignal<{ name: boolean; password: AccessText | null }>({ name: false, password: null });
  const isShown = useSignal(false);
  const task = useTask();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const name = nameField.current?.value.trim() ?? '';
    const password = passwordField.current?.value ?? '';
    faults.value = { name: isFirst && name === '', password: passwordFault(password, name) };
    if (faults.value.name) nameField.current?.focus();
    else if (faults.value.password !== null) passwordField.current?.focus();
    else await task.run(() => onSubmit(name, password));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Failed error={task.failure.value} />
      {isFirst && (
        <Field
          id="new-name"
          label={text('users.name')}
          fault={faults.value.name ? text('users.nameMissing') : null}
        >
          {(props) => (
            <input
              {...props}
              ref={nameField}
              type="text"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              maxLength={100}
            />
          )}
        </Field>
      )}
      <Field
        id="new-password"
        label={text('account.passwordNext')}
        hint={text('account.passwordHint')}
        fault={faults.value.password === null ? null : text(faults.value.password)}
      >
        {(props) => (
          <input
            {...props}
            ref={passwordField}
            {...(isShown.value ? { type: 'text' as const } : { type: 'password' as const })}
            autocomplete="new-password"
            maxLength={200}
          />
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={isShown.value}
          onChange={(event) => {
            isShown.value = event.currentTarget.checked;
          }}
        />
        {text('account.show')}
      </label>
      <button type="submit" class="button button-primary button-wide" aria-disabled={task.busy.value}>
        {text(task.busy.value ? 'working' : isFirst ? 'setup.submit' : 'choose.submit')}
      </button>
    </form>
  );
}
