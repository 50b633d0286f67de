// API keys of other systems: create one (its secret is shown once), see them, revoke one.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { scopes } from '../../shared/contract/access.ts';
import type { ApiKey, ApiKeyCreated } from '../../shared/contract/accounts.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { OneTimeSecret } from '../components/OneTimeSecret.tsx';
import { usePolled } from '../components/use-polled.ts';
import { t } from '../i18n/locale.ts';
import { addKey, listKeys, revokeKey } from './access-api.ts';
import { Failed, Field } from './Field.tsx';
import { momentText } from './moment.ts';
import '../styles/access.css';
import { useTask } from '../components/use-task.ts';
import { text } from './texts.ts';

const everyMs = 60_000;

export function KeysPage() {
  const { state, refresh } = usePolled(listKeys, everyMs);
  const { data, error } = state.value;
  return (
    <>
      <h1>{text('keys.title')}</h1>
      <p class="lead">{text('keys.lead')}</p>
      <CreateKey refresh={refresh} />
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? error === null && <Loading /> : <KeyList keys={data} refresh={refresh} />}
    </>
  );
}

function CreateKey({ refresh }: { refresh: () => Promise<void> }) {
  const created = useSignal<ApiKeyCreated | null>(null);
  const faults = useSignal({ label: false, scopes: false });
  const task = useTask();
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(form.current!);
    const label = String(data.get('label')).trim();
    const chosen = data.getAll('scope').map(String);
    faults.value = { label: label === '', scopes: chosen.length === 0 };
    if (label === '') document.getElementById('key-label')?.focus();
    if (label === '' || chosen.length === 0) return;
    await task.run(async () => {
      created.value = await addKey({ label, scopes: chosen });
      form.current?.reset();
      await refresh();
    });
  };
  return (
    <section class="card" aria-label={text('keys.add')}>
      <Failed error={task.failure.value} />
      <form ref={form} onSubmit={submit} noValidate>
        <Field
          id="key-label"
          label={text('keys.label')}
          fault={faults.value.label ? text('keys.labelMissing') : null}
        >
          {(props) => <input {...props} name="label" type="text" maxLength={200} autocomplete="off" />}
        </Field>
        <fieldset class="access-choices" aria-describedby="key-scopes-fault">
          <legend>{text('keys.scopes')}</legend>
          {scopes.map((scope) => (
            <label class="check" key={scope}>
              <input type="checkbox" name="scope" value={scope} />
              {text(`scope.${scope}`)}
            </label>
          ))}
          <p id="key-scopes-fault" class="field-error" role="alert">
            {faults.value.scopes && text('keys.scopesMissing')}
          </p>
        </fieldset>
        <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
          {text(task.busy.value ? 'keys.adding' : 'keys.add')}
        </button>
      </form>
      {created.value !== null && (
        <OneTimeSecret
          title={text('keys.created', { label: created.value.label })}
          label={text('keys.secret')}
          value={created.value.secret}
          done={text('keys.done')}
          onDone={() => {
            created.value = null;
          }}
        >
          <p>{text('keys.once')}</p>
        </OneTimeSecret>
      )}
    </section>
  );
}

function KeyList({ keys, refresh }: { keys: readonly ApiKey[]; refresh: () => Promise<void> }) {
  const asked = useSignal<string | null>(null);
  const task = useTask();
  const asking = keys.find(({ id }) => id === asked.value);
  if (keys.length === 0) {
    return (
      <section class="card empty">
        <p class="empty-title">{text('keys.empty')}</p>
        <p>{text('keys.emptyHint')}</p>
      </section>
    );
  }
  return (
    <section class="card" aria-label={text('keys.title')}>
      <Failed error={task.failure.value} />
      {asking !== undefined && (
        <Confirm
          key={asking.id}
          question={text('keys.revokeAsk', { label: asking.label })}
          warning={text('keys.revokeWarning')}
          yes={text('keys.revokeYes')}
          busy={task.busy.value}
          onYes={() =>
            void task.run(async () => {
              await revokeKey(asking.id);
              asked.value = null;
              await refresh();
            })
          }
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{text('keys.label')}</th>
            <th scope="col">{text('keys.scopes')}</th>
            <th scope="col">{text('keys.since')}</th>
            <th scope="col" class="actions">
              {t('app.actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} data-key={key.id}>
              <th scope="row">{key.label}</th>
              <td data-label={text('keys.scopes')}>
                {key.scopes.map((scope) => text(`scope.${scope}`)).join('; ')}
              </td>
              <td data-label={text('keys.since')}>{momentText(key.createdAt)}</td>
              <td class="actions" data-label={t('app.actions')}>
                {key.revoked ? (
                  <span class="state state-revoked">{text('keys.revoked')}</span>
                ) : (
                  <button
                    type="button"
                    class="button"
                    aria-label={text('keys.revokeNamed', { label: key.label })}
                    onClick={() => {
                      asked.value = key.id;
                    }}
                  >
                    {text('keys.revoke')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
