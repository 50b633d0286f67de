// What was sent to one receiver and what became of it; sends a message again.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { momentText } from './moment-text.ts';
import { codeText, wt } from './texts.ts';
import { listDeliveries, replayDead, replayOne, type WebhookDelivery } from './webhooks-api.ts';

const everyMs = 5_000;
const pageLength = 20;
const lengthMax = 100;

export interface DeliveryListProps {
  endpoint: string;
  name: string;
  dead: number;
  onChanged: () => Promise<void>;
}

export function DeliveryList({ endpoint, name, dead, onChanged }: DeliveryListProps) {
  const onlyDead = useSignal(false);
  const length = useSignal(pageLength);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const replayed = useSignal<number | null>(null);
  const { state, refresh } = usePolled(
    () => listDeliveries(endpoint, { onlyDead: onlyDead.value, limit: length.value }),
    everyMs,
  );
  const shownDead = onlyDead.value;
  const shownLength = length.value;
  useEffect(() => {
    void refresh();
  }, [shownDead, shownLength, refresh]);

  const replay = async (work: () => Promise<{ replayed: number }>) => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    replayed.value = null;
    try {
      replayed.value = (await work()).replayed;
      await Promise.all([refresh(), onChanged()]);
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };

  const { data, error } = state.value;
  return (
    <section class="webhook-deliveries" aria-label={wt('deliveries', { name })}>
      <div class="row">
        <label class="check">
          <input
            type="checkbox"
            checked={onlyDead.value}
            onChange={(event) => {
              onlyDead.value = event.currentTarget.checked;
            }}
          />
          {wt('onlyDead')}
        </label>
        {dead > 0 && (
          <button
            type="button"
            class="button"
            aria-disabled={busy.value}
            onClick={() => void replay(() => replayDead(endpoint))}
          >
            {wt('replayAll', { n: dead })}
          </button>
        )}
      </div>
      {replayed.value !== null && (
        <Notice tone="good" title={wt('replayed', { n: replayed.value })} role="status" />
      )}
      {(failure.value ?? error) !== null && <Failure error={failure.value ?? error} />}
      {data === null ? (
        error === null && <Loading />
      ) : data.deliveries.length === 0 ? (
        <p class="muted">{onlyDead.value ? wt('noDead') : wt('noDeliveries')}</p>
      ) : (
        <>
          <table class="table table-stacked">
            <thead>
              <tr>
                <th scope="col">{wt('message')}</th>
                <th scope="col">{wt('made')}</th>
                <th scope="col">{wt('state')}</th>
                <th scope="col" class="number">
                  {wt('attempts')}
                </th>
                <th scope="col" class="actions">
                  {wt('actions')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.deliveries.map((delivery) => (
                <Row
                  key={delivery.event}
                  delivery={delivery}
                  busy={busy.value}
                  onReplay={() => void replay(() => replayOne(endpoint, delivery.event))}
                />
              ))}
            </tbody>
          </table>
          {data.next !== null && length.value < lengthMax && (
            <button
              type="button"
              class="button"
              onClick={() => {
                length.value = Math.min(lengthMax, length.value + pageLength);
              }}
            >
              {wt('more')}
            </button>
          )}
        </>
      )}
    </section>
  );
}

const tones = { pending: 'waiting', delivered: 'online', dead: 'dark' } as const;

function Row({
  delivery,
  busy,
  onReplay,
}: {
  delivery: WebhookDelivery;
  busy: boolean;
  onReplay: () => void;
}) {
  const { event, type, state, createdAt, attempts, nextAttemptAt, lastStatus, lastFailure } = delivery;
  const kind = codeText('type', type);
  return (
    <tr data-event={event}>
      <th scope="row">{kind}</th>
      <td data-label={wt('made')}>{momentText(createdAt)}</td>
      <td data-label={wt('state')}>
        <span class={`state state-${tones[state]}`}>{wt(`delivery.${state}`)}</span>
        {state !== 'delivered' && (lastFailure !== null || lastStatus !== null) && (
          <p class="field-hint">
            {[
              lastStatus === null ? null : wt('status', { status: String(lastStatus) }),
              lastFailure === null ? null : codeText('failure', lastFailure),
              nextAttemptAt === null ? null : wt('next', { time: momentText(nextAttemptAt) }),
            ]
              .filter((part) => part !== null)
              .join('; ')}
          </p>
        )}
      </td>
      <td data-label={wt('attempts')} class="number">
        {attempts}
      </td>
      <td class="actions">
        <button
          type="button"
          class="button"
          aria-disabled={busy}
          aria-label={wt('of', { action: wt('replay'), name: `${kind}, ${momentText(createdAt)}` })}
          onClick={onReplay}
        >
          {wt('replay')}
        </button>
      </td>
    </tr>
  );
}
