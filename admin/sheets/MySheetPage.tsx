// The officer's own sheet. The code is the session's; nothing of anyone else is asked for or shown.
import { previousPeriod } from '../../shared/statistics/period.ts';
import { Notice } from '../components/Notice.tsx';
import type { PageProps } from '../navigation/page-props.ts';
import { query } from '../navigation/router.ts';
import { BadPeriod } from '../officers/BadPeriod.tsx';
import { isPeriod } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import '../styles/officers.css';
import '../styles/kpi.css';
import { SheetView } from './SheetView.tsx';
import { text } from './texts.ts';

const path = '/admin/sheet';

export function MySheetPage({ session }: PageProps) {
  // A sheet is never there before its month is over.
  const period = query.value.get('period') ?? previousPeriod(presentMonth());
  if (session.officer === null || !isPeriod(period)) {
    return (
      <>
        <h1>{text('titleOwn')}</h1>
        {session.officer === null ? (
          <Notice tone="warning" title={text('noOfficer')}>
            <p>{text('noOfficerHint')}</p>
          </Notice>
        ) : (
          <BadPeriod address={path} />
        )}
      </>
    );
  }
  return (
    <SheetView
      officer={session.officer}
      period={period}
      isOwn
      addressOf={(chosen) => `${path}?period=${chosen}`}
    />
  );
}
