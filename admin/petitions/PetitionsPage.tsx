// Petitions: the list, one of them (`?id=`), or an officer's form for a new one (`?new=`). Officers see their own alone.
import { useEffect, useRef } from 'preact/hooks';
import type { DisputeAnswer } from '../../shared/contract/kpi-operations.ts';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { locale, t } from '../i18n/locale.ts';
import { momentText, shortDay } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { officerText, useRoster } from '../kpi/officer-names.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/officers.css';
import '../styles/kpi.css';
import { PetitionForm } from './PetitionForm.tsx';
import { PetitionView } from './PetitionView.tsx';
import { listPetitions } from './petitions-api.ts';
import { subjectText, text } from './texts.ts';

const path = '/admin/petitions';
// Readings stand in the audit trail: an open page asks seldom.
const everyMs = 300_000;

export function PetitionsPage({ session }: PageProps) {
  useRoster(session.role);
  const id = query.value.get('id');
  const kind = query.value.get('new');
  const isOwn = session.role === 'officer';
  const at = `${id} ${kind}`;
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current !== at) document.getElementById('main')?.focus();
    shown.current = at;
  }, [at]);

  if (isOwn && session.officer === null) {
    return (
      <>
        <h1>{text('titleOwn')}</h1>
        <Notice tone="warning" title={t('counter.noOfficer')}>
          <p>{t('counter.noOfficerHint')}</p>
        </Notice>
      </>
    );
  }
  if (id === null && kind === null) return <PetitionList officer={isOwn ? session.officer : null} />;
  return (
    <>
      <p class="back">
        <a class="back-link" href={path} onClick={follow}>
          {text('back')}
        </a>
      </p>
      {id !== null ? (
        <PetitionView key={id} id={id} session={session} />
      ) : isOwn ? (
        <PetitionForm officer={session.officer!} />
      ) : (
        <h1>{text('title')}</h1>
      )}
    </>
  );
}

const isOpen = ({ state }: DisputeAnswer): boolean => state === 'open' || state === 'proposed';

/** @param officer whose own; null for everyone's */
function PetitionList({ officer }: { officer: string | null }) {
  const { state, refresh } = usePolled(() => listPetitions(officer), everyMs);
  const { data, error } = state.value;
  const part = query.value.get('part') === 'done' ? 'done' : 'open';
  const shown = (data ?? []).filter((one) => isOpen(one) === (part === 'open'));
  return (
    <>
      <div class="officers-head">
        <h1>{text(officer === null ? 'title' : 'titleOwn')}</h1>
        {officer !== null && (
          <a class="button button-primary" href={`${path}?new=sheet`} onClick={follow}>
            {text('new')}
          </a>
        )}
      </div>
      <p class="lead">{text(officer === null ? 'lead' : 'leadOwn')}</p>
      <nav class="tabs" aria-label={text('tabs')}>
        {(['open', 'done'] as const).map((one) => (
          <a
            key={one}
            class="tab"
            href={`${path}?part=${one}`}
            aria-current={one === part ? 'page' : undefined}
            onClick={follow}
          >
            {text(one, { n: data?.filter((row) => isOpen(row) === (one === 'open')).length ?? '…' })}
          </a>
        ))}
      </nav>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : shown.length === 0 ? (
        <section class="card">
          <div class="empty">
            <p class="empty-title">{text('none')}</p>
            <p>{text(officer === null ? 'noneHint' : 'noneOwnHint')}</p>
          </div>
        </section>
      ) : (
        <ul class="petition-list">
          {shown.map((dispute) => (
            <li key={dispute.id} class="card petition-row">
              <h2>
                <a href={`${path}?id=${dispute.id}`} onClick={follow}>
                  {subjectText(dispute.petition.subject)}
                </a>
              </h2>
              <p>
                {dispute.id}
                {officer === null && ` · ${officerText(dispute.officer)}`}
                {` · ${text('filed', { moment: momentText(dispute.filedAt, locale.value) })}`}
              </p>
              <PetitionState dispute={dispute} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function PetitionState({ dispute }: { dispute: DisputeAnswer }) {
  const day = shortDay(dispute.decideBy, locale.value);
  return (
    <p class="row">
      <span class="kpi-state" data-state={dispute.state}>
        {text(`state.${dispute.state}`)}
      </span>
      {isOpen(dispute) && (
        <span class={dispute.overdue ? 'overdue' : 'muted'}>
          {text(dispute.overdue ? 'overdue' : 'decideBy', { day })}
        </span>
      )}
    </p>
  );
}
