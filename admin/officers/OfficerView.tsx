// One officer in one period: reads the evidence and shows it, for the officer and for those who may see everyone.
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { usePolled } from '../components/use-polled.ts';
import { ApiError } from '../http/request.ts';
import { locale, t } from '../i18n/locale.ts';
import { Evidence } from './Evidence.tsx';
import { FiguresAge, PrintButton } from './FiguresAge.tsx';
import { readOfficer } from './officers-api.ts';
import { PeriodChooser } from './PeriodChooser.tsx';
import { type Period, periodWords } from './periods.ts';
import { noteComputedAt, presentMonth } from './present-month.ts';
import { text } from './texts.ts';

const everyMs = 300_000;

export interface OfficerViewProps {
  code: string;
  /** null = the present month. */
  period: Period | null;
  /** The officer looks at it. */
  isOwn: boolean;
  addressOf: (period: Period) => string;
}

export function OfficerView({ code, period, isOwn, addressOf }: OfficerViewProps) {
  const { state, refresh } = usePolled(async () => {
    const answer = await readOfficer(code, period);
    noteComputedAt(answer.own.computedAt);
    return answer;
  }, everyMs);
  const { data, error } = state.value;
  const shown = period ?? data?.own.indicator.period ?? presentMonth();
  const isNothing = error instanceof ApiError && error.code === 'not-found';
  return (
    <>
      <div class="officers-head">
        <h1>
          {isOwn ? t('page.result') : (data?.own.name ?? code)}
          <span class="officer-code">
            {isOwn ? (data === null ? code : `${data.own.name} · ${code}`) : data === null ? '' : code}
          </span>
          <span class="print-only">{periodWords(shown, locale.value)}</span>
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
              <Evidence indicator={data.own.indicator} year={data.year.indicator} />
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
