// What needs somebody now, and what was done about it; for administrators also what is watched and who is told.

import { usePolled } from '../components/use-polled.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/alerts.css';
import { useSignal } from '@preact/signals';
import type { Alert } from '../../shared/contract/alerts.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { AlertItem } from './AlertItem.tsx';
import { AlertSettingsForm } from './AlertSettingsForm.tsx';
import { listAlerts } from './alerts-api.ts';
import { text } from './texts.ts';

const everyMs = 30_000;

export function AlertsPage({ session }: PageProps) {
  const isLeader = session.role === 'administrator' || session.role === 'manager';
  const { state, refresh } = usePolled(() => listAlerts(null), everyMs);
  const { data, error } = state.value;
  const part = isLeader && query.value.get('part') === 'settings' ? 'settings' : 'list';
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      {isLeader && (
        <nav class="tabs" aria-label={text('tabs')}>
          {(['list', 'settings'] as const).map((one) => (
            <a
              key={one}
              class="tab"
              href={one === 'list' ? '/admin/alerts' : '/admin/alerts?part=settings'}
              aria-current={one === part ? 'page' : undefined}
              onClick={follow}
            >
              {one === 'list' ? text('tab.list', { n: data?.open ?? '…' }) : text('tab.settings')}
            </a>
          ))}
        </nav>
      )}
      {part === 'settings' ? (
        <AlertSettingsForm mayChange={session.role === 'administrator'} />
      ) : (
        <section class="card" aria-label={text('title')}>
          {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
          {data === null ? (
            error === null && <Loading />
          ) : data.alerts.length === 0 ? (
            <div class="empty">
              <p class="empty-title">{text('none')}</p>
              <p>{text('noneHint')}</p>
            </div>
          ) : (
            <List first={data.alerts} next={data.next} mayTake={isLeader} refresh={refresh} />
          )}
        </section>
      )}
    </>
  );
}

interface ListProps {
  first: readonly Alert[];
  next: string | null;
  mayTake: boolean;
  refresh: () => Promise<void>;
}

function List({ first, next, mayTake, refresh }: ListProps) {
  const older = useSignal<{ alerts: readonly Alert[]; next: string | null } | null>(null);
  const failure = useSignal<unknown>(null);
  const more = async (after: string) => {
    try {
      const list = await listAlerts(after);
      older.value = { alerts: [...(older.value?.alerts ?? []), ...list.alerts], next: list.next };
    } catch (error) {
      failure.value = error;
    }
  };
  const shown = new Set(first.map(({ id }) => id));
  const rest = (older.value?.alerts ?? []).filter(({ id }) => !shown.has(id));
  const after = older.value === null ? next : older.value.next;
  return (
    <>
      <ol class="alert-list">
        {[...first, ...rest].map((alert) => (
          <li key={alert.id} id={alert.id}>
            <AlertItem alert={alert} mayTake={mayTake} onTaken={() => void refresh()} />
          </li>
        ))}
      </ol>
      {failure.value !== null && <Failure error={failure.value} />}
      {after !== null && (
        <button type="button" class="button" onClick={() => void more(after)}>
          {text('more')}
        </button>
      )}
    </>
  );
}
