// Officers of a period: the list, or one officer with the whole evidence (`?officer=`). For those who may see everyone.
import { useEffect, useRef } from 'preact/hooks';
import type { PageProps } from '../App.tsx';
import { t } from '../i18n/locale.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/officers.css';
import { BadPeriod } from './BadPeriod.tsx';
import { OfficerList } from './OfficerList.tsx';
import { OfficerView } from './OfficerView.tsx';
import { officersAddress } from './officers-address.ts';
import { isPeriod } from './periods.ts';
import { text } from './texts.ts';

export function OfficersPage(_props: PageProps) {
  const officer = query.value.get('officer');
  const period = query.value.get('period');
  const shown = useRef(officer);
  useEffect(() => {
    // From the list to an officer and back, the focus moves as loading a page would move it.
    if (shown.current !== officer) document.getElementById('main')?.focus();
    shown.current = officer;
  }, [officer]);

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
      <OfficerView
        key={officer}
        code={officer}
        period={period}
        isOwn={false}
        addressOf={(chosen) => officersAddress(officer, chosen)}
      />
    </>
  );
}
