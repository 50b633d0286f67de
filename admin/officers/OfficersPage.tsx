// Officers of a period: the list, or one officer with the whole evidence (`?officer=`). For those who may see everyone.
import { type Signal, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PageProps } from '../App.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { ApiError } from '../http/request.ts';
import { t } from '../i18n/locale.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/officers.css';
import { BadPeriod } from './BadPeriod.tsx';
import { OfficerList } from './OfficerList.tsx';
import type { OfficerView } from './OfficerView.tsx';
import { officersAddress } from './officers-address.ts';
import { isPeriod } from './periods.ts';
import { text } from './texts.ts';

/** One officer's evidence comes after the list: the list does not wait for it. */
const view: Signal<typeof OfficerView | 'failed' | null> = signal(null);
const loadView = (): Promise<void> =>
  import('./OfficerView.tsx').then(
    (loaded) => {
      view.value = loaded.OfficerView;
    },
    () => {
      view.value = 'failed';
    },
  );

export function OfficersPage(_props: PageProps) {
  const officer = query.value.get('officer');
  const period = query.value.get('period');
  const shown = useRef(officer);
  useEffect(() => {
    // From the list to an officer and back, the focus moves as loading a page would move it.
    if (shown.current !== officer) document.getElementById('main')?.focus();
    shown.current = officer;
  }, [officer]);

  const Officer = view.value;
  useEffect(() => {
    if (officer !== null && Officer === null) void loadView();
  }, [officer, Officer]);

  const back = officer !== null && (
    <p class="back">
      <a
        class="back-link"
        href={officersAddress(null, period !== null && isPeriod(period) ? period : null)}
        onClick={follow}
      >
        {text('back')}
      </a>
    </p>
  );
  if (period !== null && !isPeriod(period)) {
    return (
      <>
        {back}
        <h1>{t('page.officers')}</h1>
        <BadPeriod address={officersAddress(officer, null)} />
      </>
    );
  }
  if (officer === null) return <OfficerList period={period} addressOf={officersAddress} />;
  return (
    <>
      {back}
      {Officer === null ? (
        <Loading />
      ) : Officer === 'failed' ? (
        <Failure error={new ApiError('unreachable')} onRetry={() => location.reload()} />
      ) : (
        <Officer
          key={officer}
          code={officer}
          period={period}
          isOwn={false}
          addressOf={(chosen) => officersAddress(officer, chosen)}
        />
      )}
    </>
  );
}
