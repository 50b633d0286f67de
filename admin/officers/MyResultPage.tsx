// The officer's own result. The code is the session's; nothing of anyone else is asked for or shown.

import { Notice } from '../components/Notice.tsx';
import { t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { pages } from '../navigation/pages.ts';
import { query } from '../navigation/router.ts';
import '../styles/officers.css';
import { BadPeriod } from './BadPeriod.tsx';
import { OfficerView } from './OfficerView.tsx';
import { isPeriod, type Period } from './periods.ts';

const { path } = pages.result;
const addressOf = (period: Period): string => `${path}?${new URLSearchParams({ period })}`;

export function MyResultPage({ session }: PageProps) {
  const period = query.value.get('period');
  if (session.officer === null) {
    return (
      <>
        <h1>{t('page.result')}</h1>
        <Notice tone="warning" title={t('counter.noOfficer')}>
          <p>{t('counter.noOfficerHint')}</p>
        </Notice>
      </>
    );
  }
  if (period !== null && !isPeriod(period)) {
    return (
      <>
        <h1>{t('page.result')}</h1>
        <BadPeriod address={path} />
      </>
    );
  }
  return <OfficerView code={session.officer} period={period} isOwn addressOf={addressOf} />;
}
