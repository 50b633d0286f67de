// Devices that are paired with the centre: what state they are in, revoking one, pairing a new one.
import { useSignal } from '@preact/signals';
import type { Device } from '../../shared/contract/devices.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { serverNowMs } from '../http/request.ts';
import { formatAgo, formatCount, locale, t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { type Counter, listCounters, listDevices, revokeDevice } from './devices-api.ts';
import { PairingForm } from './PairingForm.tsx';
import { dvt } from './texts.ts';

const devicesEveryMs = 5_000;
const countersEveryMs = 300_000;

export function DevicesPage({ session }: PageProps) {
  const devices = usePolled(listDevices, devicesEveryMs);
  const counters = usePolled(listCounters, countersEveryMs);
  const error = devices.state.value.error ?? counters.state.value.error;
  const shown = devices.state.value.data;
  const known = counters.state.value.data;
  const refresh = async () => {
    await Promise.all([devices.refresh(), counters.refresh()]);
  };
  const mayChange = session.role === 'administrator';
  return (
    <>
      <h1>{dvt('title')}</h1>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {shown === null || known === null ? (
        error === null && <Loading />
      ) : (
        <>
          <DeviceList devices={shown} counters={known} mayChange={mayChange} refresh={devices.refresh} />
          {mayChange ? (
            <PairingForm counters={known} devices={shown} />
          ) : (
            <p class="muted">{dvt('readOnly')}</p>
          )}
        </>
      )}
    </>
  );
}

interface DeviceListProps {
  devices: readonly Device[];
  counters: readonly Counter[];
  mayChange: boolean;
  refresh: () => Promise<void>;
}

function DeviceList({ devices, counters, mayChange, refresh }: DeviceListProps) {
  const showsRevoked = useSignal(false);
  const asked = useSignal<string | null>(null);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const done = useSignal<string | null>(null);

  const revoked = devices.filter((device) => device.revoked);
  const shown = showsRevoked.value ? devices : devices.filter((device) => !device.revoked);
  const names = new Map(counters.map((counter) => [counter.code, counter.name]));

  const revoke = async (device: Device) => {
    busy.value = true;
    failure.value = null;
    try {
      await revokeDevice(device.id);
      done.value = device.label;
      asked.value = null;
      await refresh();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };

  const asking = devices.find((device) => device.id === asked.value && !device.revoked);
  return (
    <section class="card" aria-label={dvt('title')}>
      {done.value !== null && (
        <Notice tone="good" title={dvt('revoked', { label: done.value })} role="status" />
      )}
      {failure.value !== null && <Failure error={failure.value} />}
      {asking !== undefined && (
        <Confirm
          key={asking.id}
          question={dvt('revokeAsk', { label: asking.label })}
          warning={asking.outboxSize > 0 ? dvt('revokeOutbox', { n: asking.outboxSize }) : null}
          yes={dvt('revokeYes')}
          busy={busy.value}
          onYes={() => void revoke(asking)}
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      {shown.length === 0 ? (
        <div class="empty">
          <p class="empty-title">{dvt('empty')}</p>
          {mayChange && <p>{dvt('emptyHint')}</p>}
        </div>
      ) : (
        <table class="table table-stacked">
          <thead>
            <tr>
              <th scope="col">{dvt('label')}</th>
              <th scope="col">{dvt('place')}</th>
              <th scope="col">{t('board.deviceState')}</th>
              <th scope="col">{dvt('lastSeen')}</th>
              <th scope="col" class="number">
                {dvt('outbox')}
              </th>
              {mayChange && (
                <th scope="col" class="actions">
                  {t('app.actions')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((device) => {
              const state = device.revoked ? 'revoked' : device.state;
              return (
                <tr key={device.id} data-device={device.id}>
                  <th scope="row">{device.label}</th>
                  <td data-label={dvt('place')}>
                    {device.counter === null
                      ? dvt('exit')
                      : (names.get(device.counter) ?? dvt('atCounter', { counter: device.counter }))}
                  </td>
                  <td data-label={t('board.deviceState')}>
                    <span class={`state state-${state}`}>{t(`device.${state}`)}</span>
                    {device.version !== null && <div class="muted">{versionAndBattery(device)}</div>}
                  </td>
                  <td data-label={dvt('lastSeen')}>{lastSeen(device)}</td>
                  <td data-label={dvt('outbox')} class="number">
                    {formatCount(device.outboxSize, locale.value)}
                  </td>
                  {mayChange && (
                    <td class="actions" data-label={t('app.actions')}>
                      {!device.revoked && (
                        <button
                          type="button"
                          class="button"
                          aria-label={dvt('revokeNamed', { label: device.label })}
                          onClick={() => {
                            done.value = null;
                            failure.value = null;
                            asked.value = device.id;
                          }}
                        >
                          {dvt('revoke')}
                        </button>
                      )}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {revoked.length > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={showsRevoked.value}
            onChange={(event) => {
              showsRevoked.value = event.currentTarget.checked;
            }}
          />
          {dvt('showRevoked', { n: revoked.length })}
        </label>
      )}
    </section>
  );
}

function versionAndBattery({ version, battery }: Device): string {
  const shown = dvt('version', { version: version ?? '' });
  return battery === null ? shown : `${shown}, ${dvt('battery', { percent: Math.round(100 * battery) })}`;
}

function lastSeen(device: Device): string {
  const at = Date.parse(device.lastSeenAt ?? '');
  return Number.isNaN(at) ? dvt('never') : formatAgo(serverNowMs() - at, locale.value);
}
