// Officers of a period, for those who may see everyone. One of them with the whole evidence is OfficerPage.tsx.
import { t } from '../i18n/locale.ts';
import { query } from '../navigation/router.ts';
import '../styles/officers.css';
import { BadPeriod } from './BadPeriod.tsx';
import { OfficerList } from './OfficerList.tsx';
import { officersAddress } from './officers-address.ts';
import { isPeriod } from './periods.ts';

export function OfficersPage() {
  const period = query.value.get('period');
  if (period === null || isPeriod(period)) return <OfficerList period={period} addressOf={officersAddress} />;
  return (
    <>
      <h1>{t('page.officers')}</h1>
      <BadPeriod address={officersAddress(null, null)} />
    </>
  );
}
