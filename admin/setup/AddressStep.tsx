// Where citizens reach the centre, whether the connection is protected, and a call of that address from the server.
import { useSignal } from '@preact/signals';
import type { AddressCheck } from '../../shared/contract/setup.ts';
import { momentText } from '../access/moment.ts';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { StepFailure } from './StepFailure.tsx';
import { checkAddress } from './setup-api.ts';
import type { StepProps } from './step-props.ts';
import { text } from './texts.ts';

export function AddressStep({ state: { address } }: StepProps) {
  const found = useSignal<AddressCheck | null>(null);
  const task = useTask();
  const { certificate } = address;
  const day = certificate === null ? '' : momentText(certificate.endsAt).slice(0, 10);
  return (
    <section class="card" aria-label={text('step.address')}>
      <dl class="setup-facts">
        <dt>{text('address.url')}</dt>
        <dd>
          <strong class="setup-address">{address.publicUrl}</strong>
          <p class={address.given ? 'muted' : 'setup-warning'}>
            {text(address.given ? 'address.given' : 'address.guessed')}
          </p>
        </dd>
        <dt>{text('address.https')}</dt>
        <dd class={address.https ? '' : 'setup-warning'}>
          {text(
            address.https ? 'address.httpsYes' : address.loopback ? 'address.httpsLocal' : 'address.httpsNo',
          )}
        </dd>
        <dt>{text('address.certificate')}</dt>
        <dd>
          {certificate === null
            ? text('address.certificateNone')
            : text(certificate.kind === 'own' ? 'address.certificateOwn' : 'address.certificateFiles', {
                day,
              })}
        </dd>
        <dt>{text('address.code')}</dt>
        <dd class={address.printable ? '' : 'setup-warning'}>
          {text(address.printable ? 'address.codeFits' : 'address.codeTooLong')}
        </dd>
      </dl>
      <StepFailure error={task.failure.value} />
      {found.value !== null && (
        <Notice
          tone={found.value.result === 'holds' ? 'good' : 'warning'}
          title={text(`address.result.${found.value.result}`)}
          role="status"
        />
      )}
      <div class="row">
        <button
          type="button"
          class="button"
          aria-disabled={task.busy.value}
          onClick={() =>
            void task.run(async () => {
              found.value = null;
              found.value = await checkAddress();
            })
          }
        >
          {text(task.busy.value ? 'address.checking' : 'address.check')}
        </button>
      </div>
      {!address.https && (
        <div class="setup-how">
          <h2>{text('address.how')}</h2>
          <ol>
            <li>{text('address.how1')}</li>
            <li>{text('address.how2')}</li>
            <li>{text('address.how3')}</li>
          </ol>
          <p class="muted">{text('address.docs')}</p>
        </div>
      )}
    </section>
  );
}
