// The officers' figures of the month as the last seal left them, for people at a desk; the open day is not in them. The
// screen on the wall has no such section.
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { FiguresAge } from '../officers/FiguresAge.tsx';
import { formatDayOf } from '../officers/figure-text.ts';
import { officersAddress } from '../officers/officers-address.ts';
import { readOfficers } from '../officers/officers-api.ts';
import { periodWords } from '../officers/periods.ts';
import { ResultsTable } from '../officers/ResultsTable.tsx';
import { text } from '../officers/texts.ts';
import { useAnswer } from '../officers/use-answer.ts';
import '../styles/officers.css';

export function OfficersSection() {
  const { data, error, refresh } = useAnswer('', () => readOfficers(null));
  return (
    <section class="card" aria-labelledby="board-officers" data-section="officers">
      <h2 id="board-officers">
        {data === null
          ? text('board.officers')
          : text('board.officersIn', { period: periodWords(data.period, locale.value) })}
      </h2>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : data.officers.length === 0 ? (
        <div class="empty">
          <p class="empty-title">{text('board.officersNone')}</p>
          <p>{text('board.officersNoneHint')}</p>
        </div>
      ) : (
        <>
          <p class="lead">
            {data.sealedDay !== null &&
              `${text('board.through', { day: formatDayOf(data.sealedDay, locale.value) })} `}
            {text('list.notRanking')}
          </p>
          <ResultsTable
            list={data}
            order="code"
            addressOf={(officer) => officersAddress(officer, data.period)}
          />
          <FiguresAge computedAt={data.computedAt} treeSize={data.treeSize} />
        </>
      )}
      <p>
        <a class="officer-link" href={officersAddress(null, data?.period ?? null)} onClick={follow}>
          {text('board.toOfficers')}
        </a>
      </p>
    </section>
  );
}
