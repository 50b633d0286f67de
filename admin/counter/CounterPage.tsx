// The officer's one-button page, for centres whose software does not report closed visits itself. It shows the count of
// today and nothing of any invitation: the server's answer holds none.

import { type CounterDesk, counterDeskSchema } from '../../shared/contract/visits.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { ApiError, request } from '../http/request.ts';
import { t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { Desk } from './Desk.tsx';
import { cnt } from './texts.ts';

const everyMs = 60_000;

export function CounterPage({ session }: PageProps) {
  const { state, refresh } = usePolled(() => request(counterDeskSchema, 'GET', '/api/counter'), everyMs);
  const { data, error } = state.value;
  return (
    <>
      <h1 class="visually-hidden">{cnt('title')}</h1>
      {session.officer === null ? (
        <Notice tone="warning" title={t('counter.noOfficer')}>
          <p>{t('counter.noOfficerHint')}</p>
        </Notice>
      ) : data === null ? (
        error === null ? (
          <Loading />
        ) : (
          <Failure error={error} onRetry={() => void refresh()} />
        )
      ) : (
        <Place desk={data} error={error} refresh={refresh} />
      )}
    </>
  );
}

function Place({
  desk,
  error,
  refresh,
}: {
  desk: CounterDesk;
  error: unknown;
  refresh: () => Promise<void>;
}) {
  // A line that is down for a moment is no news while nothing is being sent; the button says so when it matters.
  const isNews = error instanceof ApiError && error.code !== 'unreachable';
  return (
    <div class="desk">
      <dl class="desk-who">
        <div>
          <dt>{cnt('at')}</dt>
          <dd>{desk.counter?.name ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('counter.officer')}</dt>
          <dd>{desk.officer.name}</dd>
        </div>
      </dl>
      {isNews && <Failure error={error} onRetry={() => void refresh()} />}
      {desk.counter === null ? (
        <Notice tone="warning" title={cnt('offDuty')} role="status">
          <p>{cnt('offDutyHint')}</p>
          <button type="button" class="button" onClick={() => void refresh()}>
            {cnt('checkAgain')}
          </button>
        </Notice>
      ) : desk.procedures.length === 0 ? (
        <Notice tone="warning" title={cnt('proceduresNone')}>
          <p>{cnt('proceduresNoneHint')}</p>
        </Notice>
      ) : (
        <Desk key={desk.officer.code} desk={desk} refresh={refresh} />
      )}
    </div>
  );
}
