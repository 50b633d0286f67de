// One officer's sheet for those who may see everyone's (`?officer=&period=`); without an officer, whose sheets there are.
import { previousPeriod } from '../../shared/statistics/period.ts';
import { Loading } from '../components/Loading.tsx';
import { locale } from '../i18n/locale.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { useRoster } from '../kpi/officer-names.ts';
import { SheetsTable, sheetAddress } from '../kpi/SheetsTable.tsx';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import { BadPeriod } from '../officers/BadPeriod.tsx';
import { PeriodChooser } from '../officers/PeriodChooser.tsx';
import { isPeriod, periodName } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import { useAnswer } from '../officers/use-answer.ts';
import { readPeriod } from '../periods/periods-api.ts';
import '../styles/officers.css';
import '../styles/kpi.css';
import { SheetView } from './SheetView.tsx';
import { text } from './texts.ts';

export function SheetsPage({ session }: PageProps) {
  useRoster(session.role);
  const officer = query.value.get('officer');
  const period = query.value.get('period') ?? previousPeriod(presentMonth());
  if (!isPeriod(period)) {
    return (
      <>
        <h1>{text('title')}</h1>
        <BadPeriod address="/admin/sheets" />
      </>
    );
  }
  if (officer === null) return <PeriodSheets period={period} />;
  return (
    <>
      <p class="back">
        <a class="back-link" href={`/admin/periods?period=${period}`} onClick={follow}>
          {text('back')}
        </a>
      </p>
      <SheetView
        key={officer}
        officer={officer}
        period={period}
        isOwn={false}
        addressOf={(chosen) => sheetAddress(officer, chosen)}
      />
    </>
  );
}

function PeriodSheets({ period }: { period: string }) {
  const { data, error, refresh } = useAnswer(period, () => readPeriod(period));
  return (
    <>
      <div class="officers-head">
        <h1>{text('title')}</h1>
        <PeriodChooser period={period} addressOf={(chosen) => `/admin/sheets?period=${chosen}`} />
      </div>
      <p class="lead">{text('listLead')}</p>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <section class="card" aria-label={periodName(period, locale.value)}>
          <SheetsTable sheets={data.closed?.sheets ?? data.preview.sheets} period={period} />
        </section>
      )}
    </>
  );
}
