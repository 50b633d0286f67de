// A pairing code for one new device: where it stands, then the code with its remaining time, until the device shows up.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Device } from '../../shared/contract/devices.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useNow } from '../components/use-now.ts';
import { serverNowMs } from '../http/request.ts';
import { formatDuration, locale } from '../i18n/locale.ts';
import { type Counter, createPairingCode, type Placement } from './devices-api.ts';
import { dvt } from './texts.ts';

interface Created {
  code: string;
  expiresAtMs: number;
  /** Where the device will stand, in words. */
  place: string;
  /** Devices known when the code was made: one that is not among them has just been paired. */
  known: ReadonlySet<string>;
}

export function PairingForm({
  counters,
  devices,
}: {
  counters: readonly Counter[];
  devices: readonly Device[];
}) {
  const place = useSignal<'counter' | 'exit'>('counter');
  const busy = useSignal(false);
  const isCounterMissing = useSignal(false);
  const failure = useSignal<unknown>(null);
  const created = useSignal<Created | null>(null);
  const counterField = useRef<HTMLSelectElement>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    const counter = counters.find((one) => one.code === counterField.current?.value);
    isCounterMissing.value = place.value === 'counter' && counter === undefined;
    if (isCounterMissing.value) {
      counterField.current?.focus();
      return;
    }
    const placement: Placement =
      place.value === 'counter' && counter !== undefined
        ? { place: 'counter', counter: counter.code }
        : { place: 'exit' };
    busy.value = true;
    failure.value = null;
    created.value = null;
    try {
      const { code, expiresAt } = await createPairingCode(placement);
      created.value = {
        code,
        expiresAtMs: Date.parse(expiresAt),
        place: counter === undefined || place.value === 'exit' ? dvt('exit') : counter.name,
        known: new Set(devices.map((device) => device.id)),
      };
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };

  const shown = created.value;
  const paired = shown === null ? undefined : devices.find((device) => !shown.known.has(device.id));
  return (
    <section class="card" aria-labelledby="pairing">
      <h2 id="pairing">{dvt('pairTitle')}</h2>
      {failure.value !== null && <Failure error={failure.value} />}
      <form onSubmit={submit} noValidate>
        <fieldset class="field">
          <legend>{dvt('pairPlace')}</legend>
          {(['counter', 'exit'] as const).map((choice) => (
            <label class="check" key={choice}>
              <input
                type="radio"
                name="place"
                checked={place.value === choice}
                onChange={() => {
                  place.value = choice;
                  isCounterMissing.value = false;
                }}
              />
              {choice === 'counter' ? dvt('pairCounter') : dvt('pairExit')}
            </label>
          ))}
        </fieldset>
        {place.value === 'counter' && (
          <div class="field">
            <label for="pair-counter">{dvt('pairChooseCounter')}</label>
            <select
              ref={counterField}
              id="pair-counter"
              aria-invalid={isCounterMissing.value}
              aria-describedby="pair-counter-error"
            >
              <option value="">–</option>
              {counters.map((counter) => (
                <option key={counter.code} value={counter.code}>
                  {counter.name}
                </option>
              ))}
            </select>
            <p id="pair-counter-error" class="field-error" role="alert">
              {isCounterMissing.value && dvt('pairCounterMissing')}
            </p>
          </div>
        )}
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {busy.value ? dvt('pairCreating') : dvt('pairCreate')}
        </button>
      </form>
      {shown !== null &&
        (paired === undefined ? (
          <PairingCode created={shown} />
        ) : (
          <Notice tone="good" title={dvt('paired', { label: paired.label })} role="status" />
        ))}
    </section>
  );
}

function PairingCode({ created }: { created: Created }) {
  const now = useNow(serverNowMs);
  const leftMs = created.expiresAtMs - now.value;
  if (leftMs <= 0) return <Notice tone="warning" title={dvt('pairExpired')} role="status" />;
  return (
    <div class="secret">
      <div role="status">
        <p>{dvt('pairCode', { place: created.place })}</p>
        <p class="secret-code">{created.code}</p>
      </div>
      <p>{dvt('pairHow', { address: `${location.origin}/kiosk/` })}</p>
      <div class="row">
        <CopyButton text={created.code} />
        <span class="muted">{dvt('pairExpires', { time: formatDuration(leftMs, locale.value) })}</span>
      </div>
    </div>
  );
}
