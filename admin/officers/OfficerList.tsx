// The list of a period: what decides for each officer, and apart from it the comparison.
import { useSignal } from '@preact/signals';
import type { IndicatorList } from '../../shared/contract/indicator.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { locale, t } from '../i18n/locale.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { FiguresAge, PrintButton } from './FiguresAge.tsx';
import { OrderChooser } from './OrderChooser.tsx';
import { readOfficers } from './officers-api.ts';
import type { Order } from './ordering.ts';
import { PeriodChooser } from './PeriodChooser.tsx';
import { type Period, periodName, periodWords } from './periods.ts';
import { noteComputedAt, presentMonth } from './present-month.ts';
import { ResultsTable } from './ResultsTable.tsx';
import { text } from './texts.ts';
import { useAnswer } from './use-answer.ts';

export interface OfficerListProps {
  /** null = the present month, which the answer names. */
  period: Period | null;
  addressOf: (officer: string | null, period: Period) => string;
}

export function OfficerList({ period, addressOf }: OfficerListProps) {
  const { data, error, refresh } = useAnswer(period ?? '', async () => {
    const list = await readOfficers(period);
    noteComputedAt(list.computedAt);
    return list;
  });
  const shown = period ?? data?.period ?? presentMonth();
  return (
    <>
      <div class="officers-head">
        <h1>
          {t('page.officers')}
          <span class="print-only">: {periodWords(shown, locale.value)}</span>
        </h1>
        <PeriodChooser period={shown} addressOf={(chosen) => addressOf(null, chosen)} />
        {data !== null && data.officers.length > 0 && <PrintButton />}
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <Lists list={data} addressOf={(officer) => addressOf(officer, data.period)} />
      )}
    </>
  );
}

function Lists({ list, addressOf }: { list: IndicatorList; addressOf: (officer: string) => string }) {
  const order = useSignal<Exclude<Order, 'comparison'>>('code');
  if (list.treeSize === 0) {
    return (
      <div class="card empty">
        <p class="empty-title">{text('empty.unsealed')}</p>
        <p>{text('empty.unsealedHint')}</p>
      </div>
    );
  }
  if (list.officers.length === 0) {
    return (
      <div class="card empty">
        <p class="empty-title">{text('empty.period', { period: periodWords(list.period, locale.value) })}</p>
        <p>{text('empty.periodHint')}</p>
      </div>
    );
  }
  return (
    <>
      <section class="card" aria-labelledby="results">
        <div class="section-head">
          <h2 id="results">
            {text('list.results')}
            <span class="visually-hidden">, {periodName(list.period, locale.value)}</span>
          </h2>
          <OrderChooser name="results-order" orders={['code', 'name']} chosen={order} />
        </div>
        <p class="lead">
          {text(`list.lead.${list.figure}`)} {text('list.notRanking')}
        </p>
        <ResultsTable list={list} order={order.value} addressOf={addressOf} />
      </section>
      <ComparisonTable list={list} />
      <FiguresAge computedAt={list.computedAt} treeSize={list.treeSize} />
    </>
  );
}
