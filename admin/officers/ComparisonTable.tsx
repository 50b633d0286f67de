// The comparison between officers, apart from their results. An order by it is offered only where at least one difference
// is shown, always with the intervals drawn; differences are listed with intervals of their own.
import { useSignal } from '@preact/signals';
import type { IndicatorLine, IndicatorList } from '../../shared/contract/indicator.ts';
import { locale } from '../i18n/locale.ts';
import { formatChangeInterval, formatDistance, formatFigure, formatInterval } from './figure-text.ts';
import { IntervalPlot, PlotEnds } from './IntervalPlot.tsx';
import { OrderChooser } from './OrderChooser.tsx';
import { apartOf, comparisonEnds, type Order, ordered } from './ordering.ts';
import { type PlotScale, scaleOf } from './plot-scale.ts';
import { text } from './texts.ts';

export function ComparisonTable({ list }: { list: IndicatorList }) {
  const order = useSignal<Order>('code');
  const { figure, officers } = list;
  const lines = officers.filter(({ comparison }) => comparison !== null);
  const isDifferent = list.differences.length > 0;
  const orders: readonly Order[] = isDifferent ? ['code', 'name', 'comparison'] : ['code', 'name'];
  const scale = scaleOf(lines.map((line) => comparisonEnds(line, figure)).filter((ends) => ends !== null));
  return (
    <section class="card comparison" aria-labelledby="comparison">
      <div class="section-head">
        <h2 id="comparison">{text('comparison.title')}</h2>
        <ComparisonMark />
        {lines.length > 0 && <OrderChooser name="comparison-order" orders={orders} chosen={order} />}
      </div>
      {lines.length === 0 ? (
        <p class="lead">{text('comparison.noReference')}</p>
      ) : (
        <>
          <p class="lead">
            {text('comparison.lead')} {text('comparison.overlap')}
            {!isDifferent && ` ${text('comparison.noDifference')}`}
          </p>
          <table class="table table-stacked officers">
            <thead>
              <tr>
                <th scope="col">{text('list.officer')}</th>
                <th scope="col">{text('comparison.estimate')}</th>
                <th scope="col" class="plot-column">
                  {text('list.interval')}
                  <PlotEnds figure={figure} scale={scale} />
                </th>
                <th scope="col">{text('comparison.apart')}</th>
              </tr>
            </thead>
            <tbody>
              {ordered(lines, isDifferent ? order.value : order.value === 'name' ? 'name' : 'code').map(
                (line) => (
                  <ComparisonRow key={line.officer} line={line} list={list} scale={scale} />
                ),
              )}
            </tbody>
          </table>
          {isDifferent && <Differences list={list} />}
        </>
      )}
    </section>
  );
}

function Differences({ list: { figure, officers, differences } }: { list: IndicatorList }) {
  const names = new Map(officers.map(({ officer, name }) => [officer, name]));
  const called = (code: string): string => `${names.get(code) ?? ''} (${code})`;
  return (
    <details class="differences">
      <summary>{text('comparison.differences')}</summary>
      <ul>
        {differences.map(({ higher, lower, difference, interval }) => (
          <li key={`${higher} ${lower}`}>
            {text('comparison.difference', {
              higher: called(higher),
              lower: called(lower),
              difference: formatDistance(figure, difference, locale.value),
              interval: formatChangeInterval(figure, interval, locale.value),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function ComparisonMark() {
  return <span class="comparison-mark">{text('comparison.label')}</span>;
}

/** Why there is no comparison, by state; with enough data it is the reliability. */
export const notCompared = {
  ok: 'comparison.unreliable',
  'insufficient-data': 'comparison.tooFew',
  'not-comparable': 'comparison.notShared',
} as const;

interface RowProps {
  line: IndicatorLine;
  list: IndicatorList;
  scale: PlotScale;
}

function ComparisonRow({ line, list, scale }: RowProps) {
  const { figure } = list;
  const { comparison } = line;
  const apart = apartOf(line, list);
  return (
    <tr data-compared={line.officer}>
      <th scope="row">
        {line.name}
        <span class="officer-code">{line.officer}</span>
      </th>
      {comparison === null || apart === null ? (
        <td colSpan={3} class="muted" data-label={text('comparison.estimate')}>
          {text(notCompared[line.state])}
        </td>
      ) : (
        <>
          <td data-label={text('comparison.estimate')}>
            {formatFigure(figure, comparison.estimate, locale.value)}
          </td>
          <td data-label={text('list.interval')} class="plot-column">
            <span class="plot-words">{formatInterval(figure, comparison.interval, locale.value)}</span>
            <IntervalPlot
              figure={figure}
              estimate={comparison.estimate}
              interval={comparison.interval}
              scale={scale}
              kind="comparison"
            />
          </td>
          <td data-label={text('comparison.apart')}>
            {[
              apart.above > 0 && text('comparison.above', { n: apart.above }),
              apart.below > 0 && text('comparison.below', { n: apart.below }),
              apart.undecided > 0 && text('comparison.undecided', { n: apart.undecided }),
            ]
              .filter((part) => part !== false)
              .join('; ') || text('comparison.alone')}
          </td>
        </>
      )}
    </tr>
  );
}
