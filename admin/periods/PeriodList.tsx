// Months, quarters and the year, each with its state: the whole of a year on one page.
import { Loading } from '../components/Loading.tsx';
import { usePolled } from '../components/use-polled.ts';
import { locale } from '../i18n/locale.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { kpiText } from '../kpi/texts.ts';
import { follow } from '../navigation/router.ts';
import { isLatest, periodName } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import { listPeriods, type PeriodLine } from './periods-api.ts';
import { type TextKey, text } from './texts.ts';

const everyMs = 60_000;
const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Periods of the year that have begun, by kind. */
function begunPeriods(year: string, present: string): { title: TextKey; periods: string[] }[] {
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${twoDigits(index + 1)}`);
  const quarters = [1, 2, 3, 4].map((number) => ({
    period: `${year}-Q${number}`,
    from: `${year}-${twoDigits(number * 3 - 2)}`,
  }));
  return [
    { title: 'months' as const, periods: months.filter((month) => month <= present).reverse() },
    {
      title: 'quarters' as const,
      periods: quarters
        .filter(({ from }) => from <= present)
        .map(({ period }) => period)
        .reverse(),
    },
    { title: 'wholeYear' as const, periods: `${year}-01` <= present ? [year] : [] },
  ].filter(({ periods }) => periods.length > 0);
}

export function PeriodList({ year: asked }: { year: string | null }) {
  const { state, refresh } = usePolled(listPeriods, everyMs);
  const present = presentMonth();
  const thisYear = Number(present.slice(0, 4));
  const wanted = Number(asked);
  const year = Number.isInteger(wanted) && wanted >= 2000 && wanted <= thisYear ? wanted : thisYear;
  const { data, error } = state.value;
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      <nav class="row" aria-label={text('years')}>
        <YearLink year={year - 1} />
        <h2>{text('year', { year: String(year) })}</h2>
        {year < thisYear && <YearLink year={year + 1} />}
      </nav>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <div class="period-columns">
          {begunPeriods(String(year), present).map(({ title, periods }) => (
            <section key={title} class="card" aria-label={text(title)}>
              <h3>{text(title)}</h3>
              <ul class="period-list">
                {periods.map((period) => (
                  <li key={period}>
                    <a href={`/admin/periods?period=${period}`} class="period-row" onClick={follow}>
                      <span class="period-row-name">{periodName(period, locale.value)}</span>
                      <PeriodMark
                        line={data.find((one) => one.period === period) ?? null}
                        isRunning={isLatest(period, present)}
                      />
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </>
  );
}

function YearLink({ year }: { year: number }) {
  return (
    <a class="button" href={`/admin/periods?year=${year}`} onClick={follow}>
      {text('year', { year: String(year) })}
    </a>
  );
}

function PeriodMark({ line, isRunning }: { line: PeriodLine | null; isRunning: boolean }) {
  if (line === null) {
    return (
      <span class="kpi-state" data-state={isRunning ? 'running' : 'open'}>
        {isRunning ? text('running') : kpiText('state.open')}
      </span>
    );
  }
  return (
    <span class="kpi-state" data-state={line.state}>
      {kpiText(`state.${line.state}`)}
      {line.provisional && ` · ${kpiText('provisional')}`}
      {line.version !== null && line.version > 1 && ` · ${text('version.n', { n: line.version })}`}
    </span>
  );
}
