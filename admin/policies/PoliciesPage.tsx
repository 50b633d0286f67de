// KPI policies: those of this centre with their two persons, presets with their sources, a draft tried on a past period,
// and proposing one.
import { useEffect, useRef } from 'preact/hooks';
import { Loading } from '../components/Loading.tsx';
import { usePolled } from '../components/use-polled.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { useRoster } from '../kpi/officer-names.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/officers.css';
import '../styles/kpi.css';
import { PolicyList, PolicyView } from './PolicyList.tsx';
import { Presets } from './Presets.tsx';
import { ProposeForm } from './ProposeForm.tsx';
import { listPolicies } from './policies-api.ts';
import { SimulateForm } from './SimulateForm.tsx';
import { text } from './texts.ts';

const path = '/admin/policies';
const parts = ['list', 'presets', 'simulate', 'propose'] as const;
const everyMs = 60_000;

export function PoliciesPage({ session }: PageProps) {
  useRoster(session.role);
  const { state, refresh } = usePolled(listPolicies, everyMs);
  const { data, error } = state.value;
  const mayDecide = session.role !== 'auditor';
  const number = Number(query.value.get('number') ?? Number.NaN);
  const shown = useRef(number);
  useEffect(() => {
    if (!Object.is(shown.current, number)) document.getElementById('main')?.focus();
    shown.current = number;
  }, [number]);
  if (Number.isInteger(number)) {
    return (
      <>
        <p class="back">
          <a class="back-link" href={path} onClick={follow}>
            {text('back')}
          </a>
        </p>
        <PolicyView key={number} number={number} />
      </>
    );
  }
  const open = mayDecide ? parts : (['list', 'presets'] as const);
  const part = open.find((one) => one === query.value.get('part')) ?? 'list';
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      <nav class="tabs" aria-label={text('tabs')}>
        {open.map((one) => (
          <a
            key={one}
            class="tab"
            href={`${path}?part=${one}`}
            aria-current={one === part ? 'page' : undefined}
            onClick={follow}
          >
            {text(`tab.${one}`)}
          </a>
        ))}
      </nav>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : part === 'list' ? (
        <PolicyList list={data} me={session.name} mayDecide={mayDecide} onChanged={refresh} />
      ) : part === 'presets' ? (
        <Presets list={data} mayDecide={mayDecide} />
      ) : part === 'simulate' ? (
        <SimulateForm list={data} />
      ) : (
        <ProposeForm list={data} onDone={refresh} />
      )}
    </>
  );
}
