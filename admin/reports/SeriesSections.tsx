// The series of a report: visits with response rate, levels by week, the months before. Each chart with its table.
import { useMemo } from 'preact/hooks';
import type { UnitReport } from '../../shared/contract/unit-report.ts';
import { formatCount, locale } from '../i18n/locale.ts';
import { formatDayOf, formatFigure, formatInterval, hundred } from '../officers/figure-text.ts';
import { periodName, periodWords } from '../officers/periods.ts';
import { text as officersText } from '../officers/texts.ts';
import { ChartWithTable, SeriesChart } from './Chart.tsx';
import type { Series } from './series-plot.ts';
import { text } from './texts.ts';

type Point = UnitReport['series']['points'][number];
type Week = UnitReport['weeks']['points'][number];

const percent = (decimal: string): number => hundred('shareSatisfied', decimal);
const ends = ([lo, hi]: readonly [string, string]): [number, number] => [percent(lo), percent(hi)];

/** `5/10` in Vietnamese, `5 Oct` in English, under a chart. */
function shortDay(day: string): string {
  const [, month, number] = day.split('-').map(Number) as [number, number, number];
  if (locale.value === 'vi') return `${number}/${month}`;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A week by its days, as far as they lie in the period. */
const weekDays = ({ from, to }: { from: string; to: string }): string =>
  from === to ? shortDay(from) : `${shortDay(from)} – ${shortDay(to)}`;

const weekNumber = (name: string): string => String(Number(name.slice(6)));

const rateText = (rate: string | null): string =>
  rate === null ? officersText('list.noRate') : formatFigure('shareSatisfied', rate, locale.value);

type Share = UnitReport['history'][number]['shareSatisfied'];

/** Shares with their intervals as a series; nothing stands where a share is withheld. Drawn anew only when it changes. */
function useShares(points: readonly { shareSatisfied: Share }[], marks: readonly string[]): Series {
  const names = marks.join('\n');
  return useMemo(
    () => ({
      kind: 'points',
      names: names.split('\n'),
      values: points.map(({ shareSatisfied }) => shareSatisfied && percent(shareSatisfied.value)),
      intervals: points.map(({ shareSatisfied }) => shareSatisfied && ends(shareSatisfied.interval)),
    }),
    [points, names],
  );
}

function ShareCells({ share }: { share: Share }) {
  return share === null ? (
    <>
      <td class="number">–</td>
      <td class="muted">{text('insufficient')}</td>
    </>
  ) : (
    <>
      <td class="number">{formatFigure('shareSatisfied', share.value, locale.value)}</td>
      <td>{formatInterval('shareSatisfied', share.interval, locale.value)}</td>
    </>
  );
}

/** The head of a table: columns of words, columns of numbers, and one of words after them. */
function Head(props: { words: readonly string[]; numbers: readonly string[]; last?: string }) {
  const column = (title: string, kind?: 'number') => (
    <th key={title} scope="col" class={kind}>
      {title}
    </th>
  );
  return (
    <thead>
      <tr>
        {props.words.map((title) => column(title))}
        {props.numbers.map((title) => column(title, 'number'))}
        {props.last !== undefined && column(props.last)}
      </tr>
    </thead>
  );
}

export function VisitsSection({ report: { series } }: { report: UnitReport }) {
  const { unit, points } = series;
  const language = locale.value;
  const names = points.map(({ from }) => shortDay(from)).join('\n');
  // Drawn anew only when something of it changes.
  const bars = useMemo(
    (): Series => ({
      kind: 'bars',
      names: names.split('\n'),
      whole: points.map(({ visits }) => visits),
      part: points.map(({ responses }) => responses),
    }),
    [points, names],
  );
  const rates = useMemo(
    (): Series => ({
      kind: 'points',
      names: names.split('\n'),
      values: points.map(({ rate }) => (rate === null ? null : percent(rate))),
    }),
    [points, names],
  );
  const isAnyRate = points.some(({ rate }) => rate !== null);
  return (
    <section class="card" aria-labelledby="report-visits">
      <h2 id="report-visits">{text(`series.title.${unit}`)}</h2>
      {points.length === 0 ? (
        <p class="muted">{text('series.none')}</p>
      ) : (
        <ChartWithTable
          name="report-visits"
          charts={
            <>
              <SeriesChart
                series={bars}
                legend={
                  <>
                    <span class="key key-whole">{text('figure.visits')}</span>
                    <span class="key key-part">{text('figure.responses')}</span>
                  </>
                }
              />
              {isAnyRate && <SeriesChart series={rates} legend={text(`series.rate.${unit}`)} height={160} />}
            </>
          }
        >
          <table class="table report-table">
            <caption class="visually-hidden">{text(`series.title.${unit}`)}</caption>
            <Head
              words={[text(`series.${unit}`), ...(unit === 'week' ? [text('series.weekDays')] : [])]}
              numbers={[text('figure.visits'), text('figure.responses'), text('figure.rate')]}
            />
            <tbody>
              {points.map((point) => (
                <PointRow key={point.name} point={point} unit={unit} language={language} />
              ))}
            </tbody>
          </table>
        </ChartWithTable>
      )}
    </section>
  );
}

function PointRow({ point, unit, language }: { point: Point; unit: 'day' | 'week'; language: 'vi' | 'en' }) {
  return (
    <tr data-point={point.name}>
      <th scope="row">{unit === 'day' ? formatDayOf(point.name, language) : weekNumber(point.name)}</th>
      {unit === 'week' && <td>{weekDays(point)}</td>}
      <td class="number">{formatCount(point.visits, language)}</td>
      <td class="number">{formatCount(point.responses, language)}</td>
      <td class="number">{rateText(point.rate)}</td>
    </tr>
  );
}

export function WeeksSection({ report: { weeks, excluded } }: { report: UnitReport }) {
  return (
    <section class="card" aria-labelledby="report-weeks">
      <h2 id="report-weeks">{text('weeks.title')}</h2>
      {weeks.points.length === 0 ? (
        <p class="muted">{text('weeks.none')}</p>
      ) : (
        <>
          <p class="lead">{text('weeks.lead')}</p>
          <WeeksChart points={weeks.points} />
        </>
      )}
      {weeks.noWeek > 0 && <p class="muted">{text('weeks.noWeek', { n: weeks.noWeek })}</p>}
      {excluded > 0 && <p class="muted">{text('weeks.excluded', { n: excluded })}</p>}
    </section>
  );
}

function WeeksChart({ points }: { points: readonly Week[] }) {
  const language = locale.value;
  const series = useShares(
    points,
    points.map(({ from }) => shortDay(from)),
  );
  return (
    <ChartWithTable name="report-weeks" charts={<SeriesChart series={series} />}>
      <table class="table report-table">
        <caption class="visually-hidden">{text('weeks.title')}</caption>
        <Head
          words={[text('series.week'), text('series.weekDays')]}
          numbers={[text('groups.n'), text('figure.share')]}
          last={officersText('list.interval')}
        />
        <tbody>
          {points.map((point) => (
            <tr key={point.name} data-week={point.name}>
              <th scope="row">{weekNumber(point.name)}</th>
              <td>{weekDays(point)}</td>
              <td class="number">{formatCount(point.n, language)}</td>
              <ShareCells share={point.shareSatisfied} />
            </tr>
          ))}
        </tbody>
      </table>
    </ChartWithTable>
  );
}

export function HistorySection({ report: { history, months } }: { report: UnitReport }) {
  const language = locale.value;
  const last = months[months.length - 1]!;
  const series = useShares(
    history,
    history.map(({ month }) => monthMark(month)),
  );
  if (history.length === 0) return null;
  const isAnyShare = history.some(({ shareSatisfied }) => shareSatisfied !== null);
  return (
    <section class="card" aria-labelledby="report-history">
      <h2 id="report-history">{text('history.title', { month: periodWords(last, language) })}</h2>
      <p class="lead">{text('history.lead')}</p>
      <ChartWithTable name="report-history" charts={isAnyShare && <SeriesChart series={series} />}>
        <table class="table report-table">
          <caption class="visually-hidden">
            {text('history.title', { month: periodWords(last, language) })}
          </caption>
          <Head
            words={[text('history.month')]}
            numbers={[
              text('figure.visits'),
              text('figure.rate'),
              text('level.counted'),
              text('figure.share'),
            ]}
            last={officersText('list.interval')}
          />
          <tbody>
            {history.map(({ month, visits, rate, n, shareSatisfied }) => (
              <tr key={month} data-month={month}>
                <th scope="row">{periodName(month, language)}</th>
                <td class="number">{formatCount(visits, language)}</td>
                <td class="number">{rateText(rate)}</td>
                <td class="number">{formatCount(n, language)}</td>
                <ShareCells share={shareSatisfied} />
              </tr>
            ))}
          </tbody>
        </table>
      </ChartWithTable>
    </section>
  );
}

/** `10/2026`, the same in both languages under a chart. */
const monthMark = (month: string): string => `${Number(month.slice(5))}/${month.slice(0, 4)}`;
