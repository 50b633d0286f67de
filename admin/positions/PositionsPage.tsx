// Positions: who holds which by the roster, the KPI template of each in the policy in force, and weights moved within its
// bounds (administrators and managers).
import '../styles/positions.css';
import { useSignal } from '@preact/signals';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { locale } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow } from '../navigation/router.ts';
import { ChangesTable } from './ChangesTable.tsx';
import { HeldTable } from './HeldTable.tsx';
import { type Positions, readPositions } from './positions-api.ts';
import { TemplateCard } from './TemplateCard.tsx';
import { pos } from './texts.ts';

const everyMs = 300_000;

export function PositionsPage({ session }: PageProps) {
  const { state, refresh } = usePolled(readPositions, everyMs);
  const { data, error } = state.value;
  const mayChange = session.role === 'administrator' || session.role === 'manager';
  return (
    <>
      <h1>{pos('title')}</h1>
      <p class="lead">{pos('lead')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <Shown data={data} mayChange={mayChange} refresh={refresh} />
      )}
    </>
  );
}

interface ShownProps {
  data: Positions;
  mayChange: boolean;
  refresh: () => Promise<void>;
}

function Shown({ data, mayChange, refresh }: ShownProps) {
  const { list, held } = data;
  const language = locale.value;
  const edited = useSignal<string | null>(null);
  const saved = useSignal(false);
  const without = held.positions.filter(({ title, template }) => title !== '' && template === null);
  const standard = list.templates.find(({ id }) => id === list.defaultPosition)?.title[language] ?? '';
  const hasTemplates = list.templates.length > 0;
  return (
    <>
      {saved.value && <Notice tone="good" role="status" title={pos('saved')} />}
      {hasTemplates && without.length > 0 && (
        <Notice tone="warning" title={pos('warning', { n: without.length })}>
          <p>{pos('warningHint')}</p>
        </Notice>
      )}
      <HeldTable held={held} templates={list.templates} standard={standard} />
      {!hasTemplates ? (
        <section class="card empty">
          <p class="empty-title">{pos(list.policy === null ? 'noPolicy' : 'noTemplates')}</p>
          <p>{pos(list.policy === null ? 'noPolicyHint' : 'noTemplatesHint')}</p>
          <p>
            <a href="/admin/policies" onClick={follow}>
              {pos('toPolicies')}
            </a>
          </p>
        </section>
      ) : (
        <>
          <h2>{pos('templates')}</h2>
          {list.policy !== null && (
            <p class="muted">
              {pos('policy', {
                number: list.policy.number,
                id: list.policy.id,
                version: list.policy.version,
              })}
            </p>
          )}
          {!mayChange && <p class="muted">{pos('readOnly')}</p>}
          {list.templates.map((template) => (
            <TemplateCard
              key={template.id}
              template={template}
              data={data}
              isEdited={edited.value === template.id}
              mayChange={mayChange && (edited.value === null || edited.value === template.id)}
              onEdit={() => {
                saved.value = false;
                edited.value = template.id;
              }}
              onDone={async (isSaved) => {
                edited.value = null;
                saved.value = isSaved;
                if (isSaved) await refresh();
              }}
            />
          ))}
        </>
      )}
      {(hasTemplates || list.changes.length > 0) && <ChangesTable data={data} />}
    </>
  );
}
