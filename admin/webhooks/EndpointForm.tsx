// Adds a receiver: its address, a name, what it gets.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Failure } from '../components/Failure.tsx';
import { ApiError } from '../http/request.ts';
import { codeText, wt } from './texts.ts';
import { addWebhook, type WebhookSecret } from './webhooks-api.ts';

export interface EndpointFormProps {
  eventTypes: readonly string[];
  onAdded: (made: WebhookSecret) => Promise<void>;
}

export function EndpointForm({ eventTypes, onAdded }: EndpointFormProps) {
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const urlError = useSignal<'none' | 'missing' | 'refused'>('none');
  const areTypesMissing = useSignal(false);
  const chosen = useSignal<readonly string[]>(eventTypes);
  const url = useRef<HTMLInputElement>(null);
  const description = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value || url.current === null || description.current === null) return;
    const address = url.current.value.trim();
    urlError.value = /^https?:\/\/./i.test(address) ? 'none' : 'missing';
    areTypesMissing.value = chosen.value.length === 0;
    if (urlError.value !== 'none') url.current.focus();
    if (urlError.value !== 'none' || areTypesMissing.value) return;
    busy.value = true;
    failure.value = null;
    try {
      const made = await addWebhook({
        url: address,
        description: description.current.value.trim(),
        eventTypes: [...chosen.value],
      });
      url.current.value = '';
      description.current.value = '';
      await onAdded(made);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'invalid-request') {
        urlError.value = 'refused';
        url.current.focus();
      } else failure.value = error;
    } finally {
      busy.value = false;
    }
  };

  return (
    <section class="card" aria-label={wt('addTitle')}>
      <h2>{wt('addTitle')}</h2>
      {failure.value !== null && <Failure error={failure.value} />}
      <form class="inline-form" onSubmit={submit} noValidate>
        <div class="field">
          <label for="webhook-url">{wt('url')}</label>
          <p id="webhook-url-hint" class="field-hint">
            {wt('urlHint')}
          </p>
          <input
            ref={url}
            id="webhook-url"
            type="text"
            inputMode="url"
            maxLength={2000}
            autocomplete="off"
            required
            aria-invalid={urlError.value !== 'none'}
            aria-describedby="webhook-url-hint webhook-url-error"
          />
          <p id="webhook-url-error" class="field-error" role="alert">
            {urlError.value === 'missing' && wt('urlMissing')}
            {urlError.value === 'refused' && wt('urlRefused')}
          </p>
        </div>
        <div class="field">
          <label for="webhook-description">{wt('description')}</label>
          <p id="webhook-description-hint" class="field-hint">
            {wt('descriptionHint')}
          </p>
          <input
            ref={description}
            id="webhook-description"
            type="text"
            maxLength={200}
            autocomplete="off"
            aria-describedby="webhook-description-hint"
          />
        </div>
        <fieldset class="field" aria-describedby="webhook-types-error">
          <legend>{wt('types')}</legend>
          {eventTypes.map((type) => (
            <label class="check" key={type}>
              <input
                type="checkbox"
                checked={chosen.value.includes(type)}
                onChange={(event) => {
                  const others = chosen.value.filter((one) => one !== type);
                  chosen.value = event.currentTarget.checked ? [...others, type] : others;
                }}
              />
              {codeText('type', type)}
            </label>
          ))}
          <p id="webhook-types-error" class="field-error" role="alert">
            {areTypesMissing.value && wt('typesMissing')}
          </p>
        </fieldset>
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {busy.value ? wt('adding') : wt('add')}
        </button>
      </form>
    </section>
  );
}
