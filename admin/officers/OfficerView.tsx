// One officer in one period: reads the evidence and shows it, for the officer and for those who may see everyone.
import { useRef } from 'preact/hooks';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { ApiError } from '../http/request.ts';
import { locale, t } from '../i18n/locale.ts';
import { Evidence } from './Evidence.tsx';
import { FiguresAge, PrintButton } from './FiguresAge.tsx';
import { readOfficer } from './officers-api.ts';
import { PeriodChooser } from './PeriodChooser.tsx';
import { type Period, periodName, periodWords } from './periods.ts';
import { noteComputedAt, presentMonth } from './present-month.ts';
import { text } from './texts.ts';
import { useAnswer } from './use-answer.ts';

export interface OfficerViewProps {
  code: string;
  /** null = the present month. */
  period: Period | null;
  /** The officer looks at it. */
  isOwn: boolean;
  addressOf: (period: Period) => string;
}

export function OfficerView({ code, period, isOwn, addressOf }: OfficerViewProps) {
  const { data, error, refresh } = useAnswer(period ?? '', async () => {
    const answer = await readOfficer(code, period);
    noteComputedAt(answer.own.computedAt);
    return answer;
  });
  // The name stays while another period is on its way.
  const name = useRef<string | null>(null);
  name.current = data?.own.name ?? name.current;
  const shown = period ?? data?.own.indicator.period ?? presentMonth();
  const isNothing = error instanceof ApiError && error.code === 'not-found';
  return (
    <>
      <div class="officers-head">
        <h1>
          {isOwn ? t('page.result') : (name.current ?? code)}
          <span class="officer-code">
            {isOwn && name.current !== null ? `${name.current} · ${code}` : code}
          </span>
          <span class="print-only print-line">{periodName(shown, locale.value)}</span>
        </h1>
        <PeriodChooser period={shown} addressOf={addressOf} />
        {data !== null && <PrintButton />}
      </div>
      {isOwn && <p class="lead">{text('own.lead')}</p>}
      {isNothing ? (
        <Nothing code={code} period={period} isOwn={isOwn} />
      ) : (
        <>
          {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
          {data === null ? (
            error === null && <Loading />
          ) : (
            <>
              <Evidence
                indicator={data.own.indicator}
                year={data.year.indicator}
                procedureNames={data.own.procedureNames}
              />
              {isOwn && <p class="lead">{text('own.disagree')}</p>}
              <FiguresAge computedAt={data.own.computedAt} treeSize={data.own.treeSize} />
            </>
          )}
        </>
      )}
    </>
  );
}

function Nothing({ code, period, isOwn }: { code: string; period: Period | null; isOwn: boolean }) {
  const words = period === null ? text('empty.presentMonth') : periodWords(period, locale.value);
  return (
    <div class="card empty" role="status">
      <p class="empty-title">
        {isOwn ? text('empty.own', { period: words }) : text('empty.officer', { code, period: words })}
      </p>
      <p>{text(isOwn ? 'empty.ownHint' : 'empty.officerHint')}</p>
    </div>
  );
}
