// The own account: password, two-step sign-in, open sessions.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Account, TotpEnrolment } from '../../shared/contract/accounts.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { endSession, loadSession } from '../session/session.ts';
import {
  beginTotp,
  changePassword,
  confirmTotp,
  endEverySession,
  endSessionById,
  readAccount,
  removeTotp,
} from './access-api.ts';
import { Failed, Field, passwordFault } from './Field.tsx';
import { momentText } from './moment.ts';
import '../styles/access.css';
import { useTask } from '../components/use-task.ts';
import { type AccessText, text } from './texts.ts';

const everyMs = 60_000;

export function AccountPage({ session }: PageProps) {
  const { state, refresh } = usePolled(readAccount, everyMs);
  const { data, error } = state.value;
  // The session itself is asked for again once the recovery codes are put away.
  const isAsked = data?.user.hasSecondFactor !== true;
  return (
    <>
      <h1>{text('account.title')}</h1>
      <p class="lead">
        {session.name} · {t(`role.${session.role}`)}
      </p>
      {isAsked && session.secondFactor === 'needed' && (
        <Notice tone="warning" title={text('account.totpNeeded')} />
      )}
      {isAsked && session.secondFactor === 'advised' && (
        <Notice tone="warning" title={text('account.totpAdvised')} />
      )}
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <>
          {data.user.signIn === 'password' ? (
            <>
              <TwoSteps account={data} refresh={refresh} />
              <Password name={session.name} refresh={refresh} />
            </>
          ) : (
            <p class="card">{text('account.passwordElsewhere')}</p>
          )}
          <Sessions account={data} refresh={refresh} />
        </>
      )}
    </>
  );
}

function Password({ name, refresh }: { name: string; refresh: () => Promise<void> }) {
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const faults = useSignal<{ current: boolean; next: AccessText | null }>({ current: false, next: null });
  const isDone = useSignal(false);
  const isShown = useSignal(false);
  const task = useTask();
  const type = isShown.value ? ({ type: 'text' } as const) : ({ type: 'password' } as const);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const [old = '', chosen = ''] = [current.current?.value, next.current?.value];
    isDone.value = false;
    faults.value = { current: old === '', next: passwordFault(chosen, name) };
    if (faults.value.current) current.current?.focus();
    else if (faults.value.next !== null) next.current?.focus();
    if (faults.value.current || faults.value.next !== null) return;
    isDone.value = await task.run(async () => {
      await changePassword(old, chosen);
      await loadSession();
      for (const field of [current.current, next.current]) if (field !== null) field.value = '';
      await refresh();
    });
  };
  return (
    <section class="card" aria-label={text('account.password')}>
      <h2>{text('account.password')}</h2>
      <Failed error={task.failure.value} />
      {isDone.value && <Notice tone="good" title={text('account.passwordChanged')} role="status" />}
      <form class="access-form" onSubmit={submit} noValidate>
        <input type="text" name="name" value={name} autocomplete="username" hidden readOnly />
        <Field
          id="password-current"
          label={text('account.passwordCurrent')}
          fault={faults.value.current ? text('account.passwordMissing') : null}
        >
          {(props) => (
            <input {...props} ref={current} {...type} maxLength={200} autocomplete="current-password" />
          )}
        </Field>
        <Field
          id="password-next"
          label={text('account.passwordNext')}
          hint={text('account.passwordHint')}
          fault={faults.value.next === null ? null : text(faults.value.next)}
        >
          {(props) => <input {...props} ref={next} {...type} maxLength={200} autocomplete="new-password" />}
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
        <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
          {text(task.busy.value ? 'working' : 'account.passwordChange')}
        </button>
      </form>
    </section>
  );
}

interface Shared {
  account: Account;
  refresh: () => Promise<void>;
}

function TwoSteps({ account, refresh }: Shared) {
  const isOn = account.user.hasSecondFactor;
  const enrolment = useSignal<TotpEnrolment | null>(null);
  const recovery = useSignal<string[] | null>(null);
  const isRemoved = useSignal(false);
  const isMissing = useSignal(false);
  const password = useRef<HTMLInputElement>(null);
  const task = useTask();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const proof = password.current?.value ?? '';
    isMissing.value = proof === '';
    if (proof === '') {
      password.current?.focus();
      return;
    }
    await task.run(async () => {
      if (isOn) {
        await removeTotp(proof);
        isRemoved.value = true;
        await loadSession();
        await refresh();
      } else enrolment.value = await beginTotp(proof);
      if (password.current !== null) password.current.value = '';
    });
  };
  const confirm = (code: string) =>
    task.run(async () => {
      const { recoveryCodes } = await confirmTotp(code);
      enrolment.value = null;
      isRemoved.value = false;
      recovery.value = recoveryCodes;
      await refresh();
    });
  return (
    <section class="card" aria-label={text('account.totp')}>
      <h2>{text('account.totp')}</h2>
      <Failed error={task.failure.value} />
      {isRemoved.value && <Notice tone="info" title={text('account.totpRemoved')} role="status" />}
      {recovery.value !== null ? (
        <div class="secret">
          <p class="secret-title" role="status">
            {text('account.totpDone')}
          </p>
          <p>{text('account.recovery')}</p>
          <ol class="access-codes">
            {recovery.value.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <button
            type="button"
            class="button"
            onClick={() => {
              recovery.value = null;
              // The session goes on under a new token; what was closed opens again.
              void loadSession().then(refresh);
            }}
          >
            {text('account.recoveryDone')}
          </button>
        </div>
      ) : enrolment.value !== null ? (
        <Enrol enrolment={enrolment.value} busy={task.busy.value} onCode={(code) => void confirm(code)} />
      ) : (
        <>
          <p>{isOn ? text('account.totpOn', { n: account.recoveryCodesLeft }) : text('account.totpOff')}</p>
          <form class="access-form" onSubmit={submit} noValidate>
            <Field
              id="totp-password"
              label={text('account.passwordCurrent')}
              fault={isMissing.value ? text('account.passwordMissing') : null}
            >
              {(props) => (
                <input
                  {...props}
                  ref={password}
                  type="password"
                  maxLength={200}
                  autocomplete="current-password"
                />
              )}
            </Field>
            <button
              type="submit"
              class={isOn ? 'button' : 'button button-primary'}
              aria-disabled={task.busy.value}
            >
              {text(task.busy.value ? 'working' : isOn ? 'account.totpRemove' : 'account.totpBegin')}
            </button>
          </form>
        </>
      )}
    </section>
  );
}

interface EnrolProps {
  enrolment: TotpEnrolment;
  busy: boolean;
  onCode: (code: string) => void;
}

function Enrol({ enrolment, busy, onCode }: EnrolProps) {
  const code = useRef<HTMLInputElement>(null);
  return (
    <form
      class="access-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onCode(code.current?.value ?? '');
        code.current?.select();
      }}
    >
      <p>{text('account.totpScan')}</p>
      <img
        class="access-qr"
        alt={text('account.totpPicture')}
        src={`data:image/svg+xml,${encodeURIComponent(enrolment.svg)}`}
      />
      <p>
        {text('account.totpText')} <code class="access-secret">{enrolment.secret}</code>
      </p>
      <Field id="totp-code" label={text('account.totpCode')}>
        {(props) => (
          <input
            {...props}
            ref={code}
            type="text"
            inputMode="numeric"
            autocomplete="one-time-code"
            maxLength={10}
          />
        )}
      </Field>
      <button type="submit" class="button button-primary" aria-disabled={busy}>
        {text(busy ? 'working' : 'account.totpConfirm')}
      </button>
    </form>
  );
}

function Sessions({ account, refresh }: Shared) {
  const isAsked = useSignal(false);
  const task = useTask();
  return (
    <section class="card" aria-label={text('account.sessions')}>
      <h2>{text('account.sessions')}</h2>
      <Failed error={task.failure.value} />
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{text('account.sessionBrowser')}</th>
            <th scope="col">{text('account.sessionSince')}</th>
            <th scope="col" class="actions">
              {t('app.actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {account.sessions.map(({ id, agent, startedAt, current }) => {
            const shownAgent = browserText(agent);
            const time = momentText(startedAt);
            return (
              <tr key={id}>
                <th scope="row">{shownAgent}</th>
                <td data-label={text('account.sessionSince')}>{time}</td>
                <td class="actions" data-label={t('app.actions')}>
                  {current ? (
                    text('account.sessionCurrent')
                  ) : (
                    <button
                      type="button"
                      class="button"
                      aria-label={text('account.sessionEndNamed', { agent: shownAgent, time })}
                      onClick={() =>
                        void task.run(async () => {
                          await endSessionById(id);
                          await refresh();
                        })
                      }
                    >
                      {text('account.sessionEnd')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isAsked.value ? (
        <Confirm
          question={text('account.everywhereAsk')}
          warning={text('account.everywhereWarning')}
          yes={text('account.everywhere')}
          busy={task.busy.value}
          onYes={() =>
            void task.run(async () => {
              await endEverySession();
              endSession('signed-out');
            })
          }
          onNo={() => {
            isAsked.value = false;
          }}
        />
      ) : (
        <div class="row">
          <button
            type="button"
            class="button"
            onClick={() => {
              isAsked.value = true;
            }}
          >
            {text('account.everywhere')}
          </button>
        </div>
      )}
    </section>
  );
}

const browsers = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** The two words of a browser's long name that people know it by. */
function browserText(agent: string): string {
  const known = (list: readonly (readonly [string, string])[]) =>
    list.find(([mark]) => agent.includes(mark))?.[1];
  const words = [known(browsers), known(systems)].filter((word) => word !== undefined);
  return words.length === 0 ? text('account.sessionUnknown') : words.join(' · ');
}
