// The officer's comparison estimate, apart from the result and under the answer's own label.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatShare, locale } from '../i18n/locale.ts';
import { ComparisonMark, notCompared } from './ComparisonTable.tsx';
import { formatFigure, formatInterval, hundred } from './figure-text.ts';
import { IntervalPlot, PlotEnds } from './IntervalPlot.tsx';
import { scaleOf } from './plot-scale.ts';
import { text } from './texts.ts';

export function ComparisonSection({ indicator }: { indicator: IndicatorResponse }) {
  const { comparison, figure } = indicator;
  return (
    <section class="card comparison" aria-labelledby="comparison">
      <div class="section-head">
        <h2 id="comparison">{text('comparison.titleOne')}</h2>
        <ComparisonMark />
      </div>
      {comparison === null ? (
        <p class="muted">{text('comparison.noReferenceOrData')}</p>
      ) : (
        <>
          <p class="lead">
            <strong>{comparison.label[locale.value]}</strong> {text('comparison.lead')}
          </p>
          {indicator.state !== 'ok' ? (
            <p>{text(notCompared[indicator.state])}.</p>
          ) : (
            <Estimate comparison={comparison} figure={figure} />
          )}
        </>
      )}
    </section>
  );
}

function Estimate(given: {
  comparison: NonNullable<IndicatorResponse['comparison']>;
  figure: IndicatorResponse['figure'];
}) {
  const { comparison, figure } = given;
  const { estimate, interval, reliability, reliable } = comparison;
  const language = locale.value;
  const scale = scaleOf([[hundred(figure, interval[0]), hundred(figure, interval[1])]]);
  return (
    <>
      {reliable ? (
        <div class="plot-single">
          <p>
            {`${text('comparison.estimate')}: ${formatFigure(figure, estimate, language)} (${formatInterval(figure, interval, language)})`}
          </p>
          <PlotEnds figure={figure} scale={scale} />
          <IntervalPlot
            figure={figure}
            estimate={estimate}
            interval={interval}
            scale={scale}
            kind="comparison"
          />
        </div>
      ) : (
        <p>{text('comparison.unreliable')}.</p>
      )}
      {reliability !== null && (
        <p class="muted">
          {text('comparison.reliability', { value: formatShare(Number(reliability), language) })}
        </p>
      )}
    </>
  );
}
