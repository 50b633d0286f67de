// One officer with the whole evidence (`?officer=`), for those who may see everyone, and the way back to the list.
import { t } from '../i18n/locale.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/officers.css';
import { BadPeriod } from './BadPeriod.tsx';
import { OfficerView } from './OfficerView.tsx';
import { officersAddress } from './officers-address.ts';
import { isPeriod } from './periods.ts';
import { text } from './texts.ts';

export function OfficerPage({ officer }: { officer: string }) {
  const period = query.value.get('period');
  const isBad = period !== null && !isPeriod(period);
  return (
    <>
      <p class="back">
        <a class="back-link" href={officersAddress(null, isBad ? null : period)} onClick={follow}>
          {text('back')}
        </a>
      </p>
      {isBad ? (
        <>
          <h1>{t('page.officers')}</h1>
          <BadPeriod address={officersAddress(officer, null)} />
        </>
      ) : (
        <OfficerView
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
