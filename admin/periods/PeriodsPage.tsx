// Periods of a year and what has become of each; or one period (`?period=`) with the steps that close it.
import { useEffect, useRef } from 'preact/hooks';
import { useRoster } from '../kpi/officer-names.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import { BadPeriod } from '../officers/BadPeriod.tsx';
import { isPeriod } from '../officers/periods.ts';
import '../styles/officers.css';
import '../styles/kpi.css';
import { PeriodList } from './PeriodList.tsx';
import { PeriodView } from './PeriodView.tsx';
import { text } from './texts.ts';

export const periodsPath = '/admin/periods';

export function PeriodsPage({ session }: PageProps) {
  useRoster(session.role);
  const period = query.value.get('period');
  const shown = useRef(period);
  useEffect(() => {
    if (shown.current !== period) document.getElementById('main')?.focus();
    shown.current = period;
  }, [period]);

  if (period === null) return <PeriodList year={query.value.get('year')} />;
  return (
    <>
      <p class="back">
        <a class="back-link" href={`${periodsPath}?year=${period.slice(0, 4)}`} onClick={follow}>
          {text('back')}
        </a>
      </p>
      {isPeriod(period) ? (
        <PeriodView key={period} period={period} session={session} />
      ) : (
        <>
          <h1>{text('title')}</h1>
          <BadPeriod address={periodsPath} />
        </>
      )}
    </>
  );
}
