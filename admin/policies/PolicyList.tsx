// Policies of the centre, newest first: what each is, who proposed and who activated it, and the second step where it waits.
import { useSignal } from '@preact/signals';
import type { KpiPolicyAnswer } from '../../shared/contract/kpi-operations.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { locale } from '../i18n/locale.ts';
import { momentText, shortDay } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { type Step, TwoPersons } from '../kpi/TwoPersons.tsx';
import { follow } from '../navigation/router.ts';
import { DocumentView } from './DocumentView.tsx';
import { decidePolicy, documentSchema, type PolicyList as List, readPolicy } from './policies-api.ts';
import { text } from './texts.ts';

interface ListProps {
  list: List;
  me: string;
  mayDecide: boolean;
  onChanged: () => Promise<void>;
}

export function PolicyList({ list, me, mayDecide, onChanged }: ListProps) {
  return (
    <>
      {!mayDecide && <p>{text('readOnly')}</p>}
      {list.policies.length === 0 ? (
        <section class="card">
          <div class="empty">
            <p class="empty-title">{text('none')}</p>
            <p>{text('noneHint')}</p>
          </div>
        </section>
      ) : (
        [...list.policies]
          .sort((a, b) => b.number - a.number)
          .map((policy) => (
            <Policy key={policy.number} policy={policy} me={me} mayDecide={mayDecide} onChanged={onChanged} />
          ))
      )}
    </>
  );
}

function Head({ policy }: { policy: KpiPolicyAnswer }) {
  const { id, version, effective, state, inForce, decidedBy, decidedAt } = policy;
  return (
    <>
      <p>{text('row.version', { id, version, day: shortDay(effective, locale.value) })}</p>
      <p class="row">
        <span class="kpi-state" data-state={state}>
          {text(`state.${state}`)}
        </span>
        {inForce && <strong>{text('row.inForce')}</strong>}
      </p>
      {state === 'rejected' && decidedBy !== null && decidedAt !== null && (
        <p class="muted">
          {text('row.rejected', { name: decidedBy, moment: momentText(decidedAt, locale.value) })}
        </p>
      )}
    </>
  );
}

function stepsOf({ proposedBy, proposedAt, decidedBy, decidedAt, state, inLog }: KpiPolicyAnswer): Step[] {
  const isActive = state === 'active';
  return [
    { title: text('steps.propose'), by: proposedBy, at: proposedAt, isDone: true },
    {
      title: text('steps.activate'),
      by: isActive ? decidedBy : null,
      at: decidedAt,
      isDone: isActive,
      note: isActive ? null : text('steps.activateNote'),
    },
    { title: text('steps.log'), by: null, isDone: inLog },
  ];
}

function Policy({ policy, me, mayDecide, onChanged }: Omit<ListProps, 'list'> & { policy: KpiPolicyAnswer }) {
  const asked = useSignal<'activate' | 'reject' | null>(null);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const { number, title, state, proposedBy } = policy;
  const isOwn = proposedBy === me;
  const decide = async (what: 'activate' | 'reject') => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await decidePolicy(number, what);
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
      asked.value = null;
      await onChanged();
    }
  };
  const ask = (what: 'activate' | 'reject') => () => {
    asked.value = what;
  };
  return (
    <section class="card kpi-steps" aria-labelledby={`policy-${number}`}>
      <h2 id={`policy-${number}`}>{text('row.name', { number, title: title[locale.value] })}</h2>
      <Head policy={policy} />
      {state !== 'rejected' && <TwoPersons steps={stepsOf(policy)} me={me} />}
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {state === 'proposed' && isOwn && mayDecide && (
        <Notice tone="info" title={text('own')}>
          <p>{text('ownHint')}</p>
        </Notice>
      )}
      {asked.value !== null ? (
        <Confirm
          question={text(`${asked.value}.question`, { number })}
          warning={text(`${asked.value}.warning`)}
          yes={text(`${asked.value}.yes`)}
          busy={busy.value}
          onYes={() => void decide(asked.value ?? 'reject')}
          onNo={() => {
            asked.value = null;
          }}
        />
      ) : (
        <div class="row">
          {state === 'proposed' && mayDecide && !isOwn && (
            <button type="button" class="button button-primary" onClick={ask('activate')}>
              {text('activate.button')}
            </button>
          )}
          {state === 'proposed' && mayDecide && (
            <button type="button" class="button" onClick={ask('reject')}>
              {text(isOwn ? 'reject.withdraw' : 'reject.button')}
            </button>
          )}
          <a class="button" href={`/admin/policies?number=${number}`} onClick={follow}>
            {text('row.details')}
          </a>
          {mayDecide && (
            <a class="button" href={`/admin/policies?part=simulate&policy=${number}`} onClick={follow}>
              {text('row.simulate')}
            </a>
          )}
        </div>
      )}
    </section>
  );
}

/** One policy whole. */
export function PolicyView({ number }: { number: number }) {
  const { state, refresh } = usePolled(() => readPolicy(number), 600_000);
  const { data, error } = state.value;
  if (data === null) {
    return (
      <>
        <h1>{text('title')}</h1>
        {error === null ? <Loading /> : <KpiFailure error={error} onRetry={() => void refresh()} />}
      </>
    );
  }
  const document = documentSchema.safeParse(data.document);
  return (
    <>
      <h1>{text('row.name', { number, title: data.title[locale.value] })}</h1>
      <section class="card">
        <Head policy={data} />
        {document.success && <DocumentView document={document.data} headingLevel={2} />}
        <details>
          <summary class="policy-summary">{text('doc.wholeJson')}</summary>
          <pre class="policy-text">{JSON.stringify(data.document, null, 2)}</pre>
        </details>
        <p class="kpi-source policy-hash">{text('doc.hash', { hash: data.hash })}</p>
      </section>
    </>
  );
}
