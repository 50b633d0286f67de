// Pairing the first kiosks; the form is that of the devices page.
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { listCounters, listDevices } from '../devices/devices-api.ts';
import { PairingForm } from '../devices/PairingForm.tsx';
import { follow } from '../navigation/router.ts';
import type { StepProps } from './step-props.ts';
import { text } from './texts.ts';

const devicesEveryMs = 3_000;
const countersEveryMs = 300_000;

export function DevicesStep({ state }: StepProps) {
  const devices = usePolled(listDevices, devicesEveryMs);
  const counters = usePolled(listCounters, countersEveryMs);
  const error = devices.state.value.error ?? counters.state.value.error;
  const shown = devices.state.value.data;
  const known = counters.state.value.data;
  const { paired, online } = state.devices;
  return (
    <>
      <section class="card" aria-label={text('step.devices')}>
        <p class="lead">{text('devices.lead', { address: `${location.origin}/kiosk/` })}</p>
        <p role="status">{paired === 0 ? text('devices.none') : text('devices.state', { paired, online })}</p>
        {paired > 0 && (
          <p>
            <a href="/admin/devices" onClick={follow}>
              {text('devices.manage')}
            </a>
          </p>
        )}
      </section>
      {error !== null && <Failure error={error} />}
      {shown === null || known === null ? (
        error === null && <Loading />
      ) : known.length === 0 ? (
        <Notice tone="warning" title={text('devices.noCounters')} />
      ) : (
        <PairingForm counters={known} devices={shown} />
      )}
    </>
  );
}
