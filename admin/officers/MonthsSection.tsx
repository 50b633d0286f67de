// The officer's own figure over the months of the year, and its change since the period before.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatCount, locale } from '../i18n/locale.ts';
import { formatChange, formatChangeInterval, formatFigure, formatInterval, hundred } from './figure-text.ts';
import { IntervalPlot, PlotEnds } from './IntervalPlot.tsx';
import { periodName, periodWords } from './periods.ts';
import { scaleOf } from './plot-scale.ts';
import { text } from './texts.ts';

type Months = IndicatorResponse['own']['months'];

/** From the first month with responses to the last. */
function spanOf(months: Months): Months {
  const has = ({ n }: Months[number]) => n > 0;
  const first = months.findIndex(has);
  const after = [...months].reverse().findIndex(has);
  return first === -1 ? [] : months.slice(first, months.length - after);
}

export function MonthsSection(given: { indicator: IndicatorResponse; year: IndicatorResponse }) {
  const { indicator, year } = given;
  const months = spanOf(year.own.months);
  return (
    <section class="card" aria-labelledby="months">
      <h2 id="months">{text('months.title', { year: year.period })}</h2>
      {months.length === 0 ? (
        <p class="muted">{text('result.none')}</p>
      ) : (
        <>
          <MonthTable months={months} year={year} />
          <p class="muted">{text('months.hint')}</p>
        </>
      )}
      <h3>{text('trend.title')}</h3>
      <Trend indicator={indicator} />
    </section>
  );
}

function MonthTable({ months, year }: { months: Months; year: IndicatorResponse }) {
  const { figure } = year;
  const language = locale.value;
  const scale = scaleOf(
    months.flatMap(({ decides }) =>
      decides === null || decides.interval === null
        ? []
        : [[hundred(figure, decides.interval[0]), hundred(figure, decides.interval[1])] as [number, number]],
    ),
  );
  return (
    <table class="table table-stacked officers">
      <caption class="visually-hidden">{text('months.caption', { year: year.period })}</caption>
      <thead>
        <tr>
          <th scope="col">{text('months.month')}</th>
          <th scope="col" class="number">
            {text('list.n')}
          </th>
          <th scope="col">{text(`result.${figure}`)}</th>
          <th scope="col" class="plot-column">
            {text('list.interval')}
            <PlotEnds figure={figure} scale={scale} />
          </th>
        </tr>
      </thead>
      <tbody>
        {months.map(({ month, n, decides }) => (
          <tr key={month} data-month={month}>
            <th scope="row">{periodName(month, language)}</th>
            <td data-label={text('list.n')} class="number">
              {formatCount(n, language)}
            </td>
            <td data-label={text(`result.${figure}`)}>
              {decides === null ? (
                <span class="muted">{text('months.none')}</span>
              ) : (
                formatFigure(figure, decides.value, language)
              )}
            </td>
            <td data-label={text('list.interval')} class="plot-column">
              {decides === null || decides.interval === null ? (
                <span class="muted">–</span>
              ) : (
                <>
                  <span class="plot-words">{formatInterval(figure, decides.interval, language)}</span>
                  <IntervalPlot
                    figure={figure}
                    estimate={decides.value}
                    interval={decides.interval}
                    scale={scale}
                  />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Trend({ indicator }: { indicator: IndicatorResponse }) {
  const { trend, figure } = indicator;
  const language = locale.value;
  if (trend === null) return <p class="muted">{text('trend.none')}</p>;
  const [low, high] = trend.interval.map(Number) as [number, number];
  return (
    <p>
      {text('trend.change', {
        period: periodWords(trend.previous, language),
        change: formatChange(figure, trend.change, language),
        interval: formatChangeInterval(figure, trend.interval, language),
      })}{' '}
      {text(low > 0 ? 'trend.up' : high < 0 ? 'trend.down' : 'trend.unclear')}
      {trend.adjustedChange !== null &&
        ` ${text('trend.adjusted', { change: formatChange(figure, trend.adjustedChange, language) })}`}
    </p>
  );
}
