// The centre's name and time zone.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { StepFailure } from './StepFailure.tsx';
import { writeCentre } from './setup-api.ts';
import type { StepProps } from './step-props.ts';
import { text } from './texts.ts';

/** Zones of the country first; every other one the browser knows can be typed. */
const suggestedZones = ['Asia/Ho_Chi_Minh', 'Asia/Bangkok', 'Asia/Phnom_Penh', 'Asia/Vientiane', 'Etc/UTC'];

export function CentreStep({ state: { centre }, refresh }: StepProps) {
  const nameField = useRef<HTMLInputElement>(null);
  const zoneField = useRef<HTMLInputElement>(null);
  const faults = useSignal({ name: false, zone: false });
  const isSaved = useSignal(false);
  const task = useTask();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const name = nameField.current?.value.trim() ?? '';
    const zone = zoneField.current?.value.trim() ?? '';
    faults.value = { name: name === '', zone: zone === '' };
    isSaved.value = false;
    if (faults.value.name) nameField.current?.focus();
    else if (faults.value.zone) zoneField.current?.focus();
    else {
      isSaved.value = await task.run(async () => {
        await writeCentre({ name, zone });
        await refresh();
      });
    }
  };
  return (
    <section class="card" aria-label={text('step.centre')}>
      {centre.sample && <Notice tone="info" title={text('centre.sample')} />}
      <StepFailure error={task.failure.value} />
      {isSaved.value && <Notice tone="good" title={text('saved')} role="status" />}
      <form onSubmit={submit} noValidate>
        <div class="field setup-wide">
          <label for="centre-name">{text('centre.name')}</label>
          <p id="centre-name-hint" class="field-hint">
            {text('centre.nameHint')}
          </p>
          <input
            ref={nameField}
            id="centre-name"
            type="text"
            maxLength={200}
            autocomplete="organization"
            defaultValue={centre.name}
            aria-describedby="centre-name-hint centre-name-fault"
            aria-invalid={faults.value.name}
          />
          <p id="centre-name-fault" class="field-error" role="alert">
            {faults.value.name && text('centre.nameMissing')}
          </p>
        </div>
        <div class="field">
          <label for="centre-zone">{text('centre.zone')}</label>
          <p id="centre-zone-hint" class="field-hint">
            {text(centre.zoneFixed ? 'centre.zoneFixed' : 'centre.zoneHint')}
          </p>
          <input
            ref={zoneField}
            id="centre-zone"
            type="text"
            list="centre-zones"
            maxLength={64}
            autocomplete="off"
            spellcheck={false}
            defaultValue={centre.zone}
            readOnly={centre.zoneFixed}
            aria-describedby="centre-zone-hint centre-zone-fault"
            aria-invalid={faults.value.zone}
          />
          <datalist id="centre-zones">
            {suggestedZones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <p id="centre-zone-fault" class="field-error" role="alert">
            {faults.value.zone && text('centre.zoneMissing')}
          </p>
        </div>
        <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
          {text(task.busy.value ? 'working' : 'save')}
        </button>
      </form>
    </section>
  );
}
