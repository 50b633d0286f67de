// Links that show the board on a wall screen without signing in: create one, see them, revoke one.
import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { BoardLink, BoardLinkCreated } from '../../shared/contract/board-links.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { OneTimeSecret } from '../components/OneTimeSecret.tsx';
import { usePolled } from '../components/use-polled.ts';
import { t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { createLink, listLinks, revokeLink, withTokenInFragment } from './links-api.ts';
import { lkt } from './texts.ts';

const everyMs = 30_000;

export function LinksPage(_props: PageProps) {
  const { state, refresh } = usePolled(listLinks, everyMs);
  const created = useSignal<BoardLinkCreated | null>(null);
  const { data, error } = state.value;
  return (
    <>
      <h1>{lkt('title')}</h1>
      <p class="lead">{lkt('intro')}</p>
      <CreateForm created={created} refresh={refresh} />
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <LinkList links={data} created={created} refresh={refresh} />
      )}
    </>
  );
}

interface Shared {
  created: Signal<BoardLinkCreated | null>;
  refresh: () => Promise<void>;
}

function CreateForm({ created, refresh }: Shared) {
  const busy = useSignal(false);
  const isLabelMissing = useSignal(false);
  const failure = useSignal<unknown>(null);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    const label = field.current?.value.trim() ?? '';
    isLabelMissing.value = label === '';
    if (label === '') {
      field.current?.focus();
      return;
    }
    busy.value = true;
    failure.value = null;
    try {
      created.value = await createLink(label);
      if (field.current !== null) field.current.value = '';
      await refresh();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };

  return (
    <section class="card" aria-label={lkt('create')}>
      {failure.value !== null && <Failure error={failure.value} />}
      <form class="inline-form" onSubmit={submit} noValidate>
        <div class="field">
          <label for="link-label">{lkt('label')}</label>
          <p id="link-label-hint" class="field-hint">
            {lkt('labelHint')}
          </p>
          <input
            ref={field}
            id="link-label"
            type="text"
            maxLength={200}
            autocomplete="off"
            required
            aria-invalid={isLabelMissing.value}
            aria-describedby="link-label-hint link-label-error"
          />
          <p id="link-label-error" class="field-error" role="alert">
            {isLabelMissing.value && lkt('labelMissing')}
          </p>
        </div>
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {busy.value ? lkt('creating') : lkt('create')}
        </button>
      </form>
      {created.value !== null && (
        <OneTimeSecret
          title={lkt('createdNow', { label: created.value.label })}
          label={lkt('url')}
          value={withTokenInFragment(created.value.url)}
          done={lkt('dismiss')}
          onDone={() => {
            created.value = null;
          }}
        >
          <p>{lkt('once')}</p>
        </OneTimeSecret>
      )}
    </section>
  );
}

function LinkList({ links, created, refresh }: Shared & { links: readonly BoardLink[] }) {
  const asked = useSignal<string | null>(null);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const done = useSignal<string | null>(null);

  const revoke = async (link: BoardLink) => {
    busy.value = true;
    failure.value = null;
    try {
      await revokeLink(link.id);
      done.value = link.label;
      asked.value = null;
      if (created.value?.id === link.id) created.value = null;
      await refresh();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };

  const asking = links.find((link) => link.id === asked.value);
  return (
    <section class="card" aria-label={lkt('title')}>
      {done.value !== null && (
        <Notice tone="good" title={lkt('revoked', { label: done.value })} role="status" />
      )}
      {failure.value !== null && <Failure error={failure.value} />}
      {asking !== undefined && (
        <Confirm
          key={asking.id}
          question={lkt('revokeAsk', { label: asking.label })}
          yes={lkt('revokeYes')}
          busy={busy.value}
          onYes={() => void revoke(asking)}
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      {links.length === 0 ? (
        <div class="empty">
          <p class="empty-title">{lkt('empty')}</p>
          <p>{lkt('emptyHint')}</p>
        </div>
      ) : (
        <table class="table table-stacked">
          <thead>
            <tr>
              <th scope="col">{lkt('label')}</th>
              <th scope="col" class="actions">
                {t('app.actions')}
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <tr key={link.id} data-link={link.id}>
                <th scope="row">{link.label}</th>
                <td class="actions" data-label={t('app.actions')}>
                  <button
                    type="button"
                    class="button"
                    aria-label={lkt('revokeNamed', { label: link.label })}
                    onClick={() => {
                      done.value = null;
                      failure.value = null;
                      asked.value = link.id;
                    }}
                  >
                    {lkt('revoke')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
