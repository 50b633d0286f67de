// Systems that are told when something becomes final: add one, see what reaches it, send again what did not.
import '../styles/webhooks.css';
import { useSignal } from '@preact/signals';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { EndpointCard } from './EndpointCard.tsx';
import { EndpointForm } from './EndpointForm.tsx';
import { wt } from './texts.ts';
import { listWebhooks, type WebhookSecret } from './webhooks-api.ts';

const everyMs = 10_000;

export function WebhooksPage(_props: PageProps) {
  const { state, refresh } = usePolled(listWebhooks, everyMs);
  const shown = useSignal<{ made: WebhookSecret; isRenewed: boolean } | null>(null);
  const removed = useSignal<string | null>(null);
  const { data, error } = state.value;
  return (
    <>
      <h1>{wt('title')}</h1>
      <p class="lead">{wt('intro')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {removed.value !== null && (
        <Notice tone="good" title={wt('removed', { name: removed.value })} role="status" />
      )}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <>
          {data.endpoints.length === 0 && (
            <section class="card empty">
              <p class="empty-title">{wt('empty')}</p>
              <p>{wt('emptyHint')}</p>
            </section>
          )}
          {data.endpoints.map((endpoint) => (
            <EndpointCard
              key={endpoint.id}
              endpoint={endpoint}
              shown={shown}
              refresh={refresh}
              onRemoved={(name) => {
                removed.value = name;
              }}
            />
          ))}
          <EndpointForm
            eventTypes={data.eventTypes}
            onAdded={async (made) => {
              removed.value = null;
              shown.value = { made, isRenewed: false };
              await refresh();
            }}
          />
        </>
      )}
    </>
  );
}
