// Accounts: everyone who may sign in, a new one, changes to one, and whether a second factor is demanded.
import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Role, roles } from '../../shared/contract/access.ts';
import type { OneTimeLink, User } from '../../shared/contract/accounts.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { OneTimeSecret } from '../components/OneTimeSecret.tsx';
import { usePolled } from '../components/use-polled.ts';
import { t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import {
  addUser,
  changeUser,
  listUsers,
  newPasswordLink,
  readSettings,
  removeTotpOf,
  writeSettings,
} from './access-api.ts';
import { Failed, Field } from './Field.tsx';
import { momentText } from './moment.ts';
import '../styles/access.css';
import { useTask } from '../components/use-task.ts';
import { text } from './texts.ts';

const everyMs = 60_000;
type Handed = { name: string; link: OneTimeLink };

export function UsersPage({ session }: PageProps) {
  const { state, refresh } = usePolled(listUsers, everyMs);
  const handed = useSignal<Handed | null>(null);
  const edited = useSignal<string | null>(null);
  const saved = useSignal<string | null>(null);
  const { data, error } = state.value;
  const editing = data?.find(({ name }) => name === edited.value);
  return (
    <>
      <h1>{text('users.title')}</h1>
      <p class="lead">{text('users.lead')}</p>
      {handed.value !== null && (
        <OneTimeSecret
          title={text('users.link', { name: handed.value.name })}
          label={text('users.linkAddress')}
          value={handed.value.link.url}
          done={text('users.linkDone')}
          onDone={() => {
            handed.value = null;
          }}
        >
          <p>{text('users.linkOnce', { until: momentText(handed.value.link.expiresAt) })}</p>
        </OneTimeSecret>
      )}
      {saved.value !== null && (
        <Notice tone="good" title={text('users.saved', { name: saved.value })} role="status" />
      )}
      {editing === undefined ? (
        <AddUser handed={handed} refresh={refresh} />
      ) : (
        <EditUser
          key={editing.name}
          user={editing}
          isOwn={editing.name === session.name}
          handed={handed}
          refresh={refresh}
          onDone={(name) => {
            saved.value = name;
            edited.value = null;
          }}
        />
      )}
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <section class="card" aria-label={text('users.title')}>
          <table class="table table-stacked">
            <thead>
              <tr>
                <th scope="col">{text('users.name')}</th>
                <th scope="col">{text('users.role')}</th>
                <th scope="col">{text('users.state')}</th>
                <th scope="col" class="actions">
                  {t('app.actions')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((user) => (
                <tr key={user.name} data-user={user.name}>
                  <th scope="row">{user.name}</th>
                  <td data-label={text('users.role')}>
                    {t(`role.${user.role}`)}
                    {user.officer !== null && ` (${user.officer})`}
                  </td>
                  <td data-label={text('users.state')}>{stateText(user)}</td>
                  <td class="actions" data-label={t('app.actions')}>
                    <button
                      type="button"
                      class="button"
                      aria-label={text('users.editNamed', { name: user.name })}
                      onClick={() => {
                        saved.value = null;
                        edited.value = user.name;
                        scrollTo(0, 0);
                      }}
                    >
                      {text('users.edit')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Settings />
    </>
  );
}

function stateText({ disabled, signIn, hasSecondFactor }: User): string {
  if (disabled) return text('users.disabled');
  const parts = [
    signIn === 'none'
      ? text('users.noPassword')
      : signIn === 'identity-provider'
        ? text('users.provider')
        : text('users.active'),
  ];
  if (hasSecondFactor) parts.push(text('users.secondFactor'));
  return parts.join(' · ');
}

interface RoleFieldsProps {
  role: Signal<Role>;
  officer: Signal<string>;
  isOfficerMissing: boolean;
}

function RoleFields({ role, officer, isOfficerMissing }: RoleFieldsProps) {
  return (
    <>
      <Field id="user-role" label={text('users.role')}>
        {(props) => (
          <select
            {...props}
            value={role.value}
            onChange={(event) => {
              role.value = event.currentTarget.value as Role;
            }}
          >
            {roles.map((one) => (
              <option key={one} value={one}>
                {t(`role.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {role.value === 'officer' && (
        <Field
          id="user-officer"
          label={text('users.officer')}
          hint={text('users.officerHint')}
          fault={isOfficerMissing ? text('users.officerMissing') : null}
        >
          {(props) => (
            <input
              {...props}
              type="text"
              maxLength={64}
              autocomplete="off"
              value={officer.value}
              onInput={(event) => {
                officer.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}

interface Shared {
  handed: Signal<Handed | null>;
  refresh: () => Promise<void>;
}

function AddUser({ handed, refresh }: Shared) {
  const name = useRef<HTMLInputElement>(null);
  const role = useSignal<Role>('officer');
  const officer = useSignal('');
  const faults = useSignal({ name: false, officer: false });
  const task = useTask();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = name.current?.value.trim() ?? '';
    const code = role.value === 'officer' ? officer.value.trim() : null;
    faults.value = { name: wanted === '', officer: code === '' };
    if (wanted === '') name.current?.focus();
    if (wanted === '' || code === '') return;
    await task.run(async () => {
      const { user, link } = await addUser({ name: wanted, role: role.value, officer: code });
      handed.value = { name: user.name, link };
      if (name.current !== null) name.current.value = '';
      officer.value = '';
      await refresh();
    });
  };
  return (
    <section class="card" aria-label={text('users.add')}>
      <h2>{text('users.add')}</h2>
      <Failed error={task.failure.value} />
      <form class="access-form" onSubmit={submit} noValidate>
        <Field
          id="user-name"
          label={text('users.name')}
          fault={faults.value.name ? text('users.nameMissing') : null}
        >
          {(props) => (
            <input {...props} ref={name} type="text" maxLength={100} autocomplete="off" spellcheck={false} />
          )}
        </Field>
        <RoleFields role={role} officer={officer} isOfficerMissing={faults.value.officer} />
        <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
          {text(task.busy.value ? 'users.adding' : 'users.add')}
        </button>
      </form>
    </section>
  );
}

interface EditProps extends Shared {
  user: User;
  isOwn: boolean;
  onDone: (saved: string | null) => void;
}

function EditUser({ user, isOwn, handed, refresh, onDone }: EditProps) {
  const role = useSignal<Role>(user.role);
  const officer = useSignal(user.officer ?? '');
  const isOfficerMissing = useSignal(false);
  const asked = useSignal<'disable' | 'totp' | null>(null);
  const task = useTask();
  const { name } = user;
  const act = (work: () => Promise<unknown>) =>
    void task
      .run(async () => {
        await work();
        await refresh();
      })
      .then((isDone) => isDone && onDone(name));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const code = role.value === 'officer' ? officer.value.trim() : null;
    isOfficerMissing.value = code === '';
    if (code !== '') act(() => changeUser(name, { role: role.value, officer: code }));
  };
  const provided = user.signIn === 'identity-provider';
  return (
    <section class="card" aria-label={text('users.editing', { name })}>
      <h2>{text('users.editing', { name })}</h2>
      <Failed error={task.failure.value} />
      {asked.value !== null && (
        <Confirm
          question={text(asked.value === 'disable' ? 'users.disableAsk' : 'users.removeTotpAsk', { name })}
          warning={text(asked.value === 'disable' ? 'users.disableWarning' : 'users.removeTotpWarning')}
          yes={text(asked.value === 'disable' ? 'users.disable' : 'users.removeTotp')}
          busy={task.busy.value}
          onYes={() =>
            act(() => (asked.value === 'disable' ? changeUser(name, { disabled: true }) : removeTotpOf(name)))
          }
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      <form class="access-form" onSubmit={submit} noValidate>
        {!provided && <RoleFields role={role} officer={officer} isOfficerMissing={isOfficerMissing.value} />}
        <div class="row">
          {!provided && (
            <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
              {text(task.busy.value ? 'users.saving' : 'users.save')}
            </button>
          )}
          <button type="button" class="button" onClick={() => onDone(null)}>
            {text('users.close')}
          </button>
        </div>
      </form>
      <div class="row">
        {!provided && !user.disabled && (
          <button
            type="button"
            class="button"
            onClick={() =>
              act(async () => {
                handed.value = { name, link: await newPasswordLink(name) };
              })
            }
          >
            {text('users.newLink')}
          </button>
        )}
        {user.hasSecondFactor && (
          <button
            type="button"
            class="button"
            onClick={() => {
              asked.value = 'totp';
            }}
          >
            {text('users.removeTotp')}
          </button>
        )}
        {user.disabled ? (
          <button
            type="button"
            class="button"
            onClick={() => act(() => changeUser(name, { disabled: false }))}
          >
            {text('users.enable')}
          </button>
        ) : (
          !isOwn && (
            <button
              type="button"
              class="button button-danger"
              onClick={() => {
                asked.value = 'disable';
              }}
            >
              {text('users.disable')}
            </button>
          )
        )}
      </div>
    </section>
  );
}

function Settings() {
  const { state, refresh } = usePolled(readSettings, everyMs);
  const task = useTask();
  const { data } = state.value;
  return (
    <section class="card" aria-label={text('settings.title')}>
      <h2>{text('settings.title')}</h2>
      <Failed error={task.failure.value} />
      <label class="check">
        <input
          type="checkbox"
          checked={data?.secondFactor === 'required'}
          disabled={data === null || task.busy.value}
          aria-describedby="settings-hint"
          onChange={(event) => {
            const secondFactor = event.currentTarget.checked ? 'required' : 'optional';
            void task.run(async () => {
              await writeSettings({ secondFactor });
              await refresh();
            });
          }}
        />
        {text('settings.required')}
      </label>
      <p id="settings-hint" class="field-hint">
        {text('settings.hint')}
      </p>
    </section>
  );
}
