// The centre's report for a month or a quarter (`?period=`), for screen and paper.

import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { locale } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { pages } from '../navigation/pages.ts';
import { follow, query } from '../navigation/router.ts';
import { PeriodChooser } from '../officers/PeriodChooser.tsx';
import { type Period, periodWords } from '../officers/periods.ts';
import { noteComputedAt, presentMonth } from '../officers/present-month.ts';
import { useAnswer } from '../officers/use-answer.ts';
import '../styles/officers.css';
import '../styles/reports.css';
import { ReportView } from './ReportView.tsx';
import { isReportPeriod, pdfAddress, readReport, reportsAddress } from './reports-api.ts';
import { text } from './texts.ts';

export function ReportsPage(_props: PageProps) {
  const asked = query.value.get('period');
  if (asked !== null && !isReportPeriod(asked)) {
    return (
      <>
        <h1>{text('title')}</h1>
        <Notice tone="warning" title={text('period.bad')} role="alert">
          <p>{text('period.badHint')}</p>
          <a class="button" href={reportsAddress(null)} onClick={follow}>
            {text('period.toPresent')}
          </a>
        </Notice>
      </>
    );
  }
  return <Report asked={asked} />;
}

function Report({ asked }: { asked: Period | null }) {
  const { data, error, refresh } = useAnswer(asked ?? '', async () => {
    const report = await readReport(asked);
    noteComputedAt(report.asOf.computedAt);
    return report;
  });
  const period = asked ?? data?.period ?? presentMonth();
  const isEmpty = data === null || (data.counts.visits === 0 && data.level.n === 0);
  return (
    <>
      <div class="officers-head report-head">
        <h1>
          <span class="report-on-screen">{text('title')}</span>
          <span class="print-only">{text('title.of', { period: periodWords(period, locale.value) })}</span>
        </h1>
        <PeriodChooser period={period} kinds={['month', 'quarter']} addressOf={reportsAddress} />
        <div class="row report-actions">
          {!isEmpty && (
            <>
              <a class="button" href={pdfAddress(period)} download>
                {text('pdf')}
              </a>
              <button type="button" class="button print-button" onClick={() => window.print()}>
                {text('print')}
              </button>
            </>
          )}
          <a class="button" href={`${pages.export.path}?${new URLSearchParams({ period })}`} onClick={follow}>
            {text('export')}
          </a>
        </div>
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : isEmpty ? (
        <Empty isUnsealed={data.asOf.sealedDay === null} period={period} />
      ) : (
        <ReportView report={data} />
      )}
    </>
  );
}

function Empty({ isUnsealed, period }: { isUnsealed: boolean; period: Period }) {
  return (
    <div class="card empty">
      <p class="empty-title">
        {isUnsealed
          ? text('empty.unsealed')
          : text('empty.period', { period: periodWords(period, locale.value) })}
      </p>
      <p>{text(isUnsealed ? 'empty.unsealedHint' : 'empty.periodHint')}</p>
    </div>
  );
}
