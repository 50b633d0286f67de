// One receiver: whether it gets what it should, and what an administrator can do about it.
import { type Signal, useSignal } from '@preact/signals';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { OneTimeSecret } from '../components/OneTimeSecret.tsx';
import { DeliveryList } from './DeliveryList.tsx';
import { momentText } from './moment-text.ts';
import { codeText, type WebhookText, wt } from './texts.ts';
import {
  removeWebhook,
  renewSecret,
  sendPing,
  setEnabled,
  type WebhookEndpoint,
  type WebhookSecret,
} from './webhooks-api.ts';

export interface EndpointCardProps {
  endpoint: WebhookEndpoint;
  /** The secret that was made last on this page. */
  shown: Signal<{ made: WebhookSecret; isRenewed: boolean } | null>;
  refresh: () => Promise<void>;
  onRemoved: (name: string) => void;
}

export const nameOf = ({ description, url }: WebhookEndpoint): string =>
  description === '' ? url : description;

export function EndpointCard({ endpoint, shown, refresh, onRemoved }: EndpointCardProps) {
  const { id, url, enabled, disabledReason, eventTypes, pending, dead, lastDelivery } = endpoint;
  const name = nameOf(endpoint);
  const asked = useSignal<'none' | 'renew' | 'remove'>('none');
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const done = useSignal<WebhookText | null>(null);
  const showsDeliveries = useSignal(false);

  const act = async (work: () => Promise<WebhookText | null>) => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    done.value = null;
    try {
      done.value = await work();
      asked.value = 'none';
      await refresh();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  const ping = async (): Promise<WebhookText> => {
    await sendPing(id);
    showsDeliveries.value = true;
    return 'pinged';
  };
  const turn = async (): Promise<WebhookText> => {
    await setEnabled(id, !enabled);
    return enabled ? 'disabledNow' : 'enabledNow';
  };
  const renew = async (): Promise<null> => {
    shown.value = { made: await renewSecret(id), isRenewed: true };
    return null;
  };
  const remove = async (): Promise<null> => {
    await removeWebhook(id);
    onRemoved(name);
    return null;
  };

  const button = (text: WebhookText, onClick: () => void) => (
    <button
      type="button"
      class="button"
      aria-disabled={busy.value}
      aria-label={wt('of', { action: wt(text), name })}
      onClick={onClick}
    >
      {wt(text)}
    </button>
  );
  return (
    <section class="card" aria-label={name} data-endpoint={id}>
      <h2 class="webhook-name">{name}</h2>
      {name !== url && <p class="webhook-url">{url}</p>}
      <p>
        <span class={`state state-${enabled ? 'online' : 'dark'}`}>
          {wt(enabled ? 'state.enabled' : 'state.disabled')}
        </span>
      </p>
      {disabledReason === 'gone' && <p>{wt('gone')}</p>}
      <dl class="webhook-facts">
        <div>
          <dt>{wt('gets')}</dt>
          <dd>{eventTypes.map((type) => codeText('type', type)).join('; ')}</dd>
        </div>
        <div>
          <dt>{wt('waiting')}</dt>
          <dd>{pending}</dd>
        </div>
        <div>
          <dt>{wt('dead')}</dt>
          <dd>{dead}</dd>
        </div>
        <div>
          <dt>{wt('last')}</dt>
          <dd>
            {lastDelivery === null
              ? wt('never')
              : `${momentText(lastDelivery.createdAt)}: ${wt(`delivery.${lastDelivery.state}`)}`}
          </dd>
        </div>
      </dl>
      {failure.value !== null && <Failure error={failure.value} />}
      {done.value !== null && <Notice tone="good" title={wt(done.value)} role="status" />}
      {shown.value?.made.endpoint.id === id && (
        <OneTimeSecret
          title={wt('secretTitle', { name })}
          label={wt('secret')}
          value={shown.value.made.secret}
          done={wt('secretDone')}
          onDone={() => {
            shown.value = null;
          }}
        >
          <p>{wt('secretOnce')}</p>
          {shown.value.isRenewed && <p>{wt('secretOverlap')}</p>}
        </OneTimeSecret>
      )}
      {asked.value !== 'none' && (
        <Confirm
          key={asked.value}
          question={wt(asked.value === 'renew' ? 'renewAsk' : 'removeAsk', { name })}
          yes={wt(asked.value === 'renew' ? 'renewYes' : 'removeYes')}
          busy={busy.value}
          onYes={() => void act(asked.value === 'renew' ? renew : remove)}
          onNo={() => {
            asked.value = 'none';
          }}
        />
      )}
      <div class="row">
        {enabled && button('ping', () => void act(ping))}
        {button(enabled ? 'disable' : 'enable', () => void act(turn))}
        {button('renew', () => {
          asked.value = 'renew';
        })}
        {button('remove', () => {
          asked.value = 'remove';
        })}
        <button
          type="button"
          class="button"
          aria-expanded={showsDeliveries.value}
          aria-label={wt('of', { action: wt(showsDeliveries.value ? 'hide' : 'show'), name })}
          onClick={() => {
            showsDeliveries.value = !showsDeliveries.value;
          }}
        >
          {wt(showsDeliveries.value ? 'hide' : 'show')}
        </button>
      </div>
      {showsDeliveries.value && <DeliveryList endpoint={id} name={name} dead={dead} onChanged={refresh} />}
    </section>
  );
}
