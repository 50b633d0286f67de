// One line an officer: state in words, the figure that decides with its interval, responses, response rate. Where the data
// are not enough, the words stand in the figure's place.
import type { IndicatorLine, IndicatorList } from '../../shared/contract/indicator.ts';
import { formatCount, formatShare, locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { type Figure, formatFigure, formatInterval, hundred } from './figure-text.ts';
import { IntervalPlot, PlotEnds } from './IntervalPlot.tsx';
import { type Order, ordered } from './ordering.ts';
import { type PlotScale, scaleOf } from './plot-scale.ts';
import { StateMark } from './StateMark.tsx';
import { text } from './texts.ts';

export interface ResultsTableProps {
  list: Pick<IndicatorList, 'figure' | 'officers'>;
  order: Order;
  addressOf: (officer: string) => string;
}

export function ResultsTable({ list, order, addressOf }: ResultsTableProps) {
  const { figure } = list;
  const scale = scaleOf(
    list.officers.flatMap((line) => {
      const interval = shownFigure(line)?.interval ?? null;
      return interval === null
        ? []
        : [[hundred(figure, interval[0]), hundred(figure, interval[1])] as [number, number]];
    }),
  );
  return (
    <table class="table table-stacked officers">
      <thead>
        <tr>
          <th scope="col">{text('list.officer')}</th>
          <th scope="col">{text('list.state')}</th>
          <th scope="col" class="number">
            {text('list.n')}
          </th>
          <th scope="col">{text('list.result')}</th>
          <th scope="col" class="plot-column">
            {text('list.interval')}
            <PlotEnds figure={figure} scale={scale} />
          </th>
          <th scope="col" class="number">
            {text('list.rate')}
          </th>
        </tr>
      </thead>
      <tbody>
        {ordered(list.officers, order).map((line) => (
          <ResultRow
            key={line.officer}
            line={line}
            figure={figure}
            scale={scale}
            address={addressOf(line.officer)}
          />
        ))}
      </tbody>
    </table>
  );
}

/** Not enough data is a state: no figure then, whatever was counted. */
const shownFigure = (line: IndicatorLine) => (line.state === 'insufficient-data' ? null : line.decides);

interface RowProps {
  line: IndicatorLine;
  figure: Figure;
  scale: PlotScale;
  address: string;
}

function ResultRow({ line, figure, scale, address }: RowProps) {
  const language = locale.value;
  const shown = shownFigure(line);
  return (
    <tr data-officer={line.officer}>
      <th scope="row">
        <a class="officer-link" href={address} onClick={follow}>
          {line.name}
        </a>
        <span class="officer-code">{line.officer}</span>
      </th>
      <td data-label={text('list.state')}>
        <StateMark state={line.state} />
        {line.state === 'insufficient-data' && (
          <span class="result-beside">{text('list.nShort', { n: line.n })}</span>
        )}
      </td>
      <td data-label={text('list.n')} class="number">
        {formatCount(line.n, language)}
      </td>
      <td data-label={text('list.result')}>
        {shown === null ? (
          <span class="muted">{text('list.withheld')}</span>
        ) : (
          <>
            <strong class="result-value">{formatFigure(figure, shown.value, language)}</strong>
            {line.adjusted !== null && (
              <span class="result-beside">
                {text('list.adjusted', { value: formatFigure(figure, line.adjusted, language) })}
              </span>
            )}
          </>
        )}
      </td>
      <td data-label={text('list.interval')} class="plot-column">
        {shown === null || shown.interval === null ? (
          <span class="muted">–</span>
        ) : (
          <>
            <span class="plot-words">{formatInterval(figure, shown.interval, language)}</span>
            <IntervalPlot figure={figure} estimate={shown.value} interval={shown.interval} scale={scale} />
          </>
        )}
      </td>
      <td data-label={text('list.rate')} class="number">
        {line.rate === null ? (
          <span class="muted">{text('list.noRate')}</span>
        ) : (
          formatShare(Number(line.rate), language)
        )}
        <span class="result-beside">{text('list.visits', { n: line.visits })}</span>
      </td>
    </tr>
  );
}
