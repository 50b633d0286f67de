// What decides: the officer's own figure with its interval, the state with its reasons, and what stands beside it.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatCount, formatShare, locale } from '../i18n/locale.ts';
import { formatDistance, formatFigure, formatInterval, hundred } from './figure-text.ts';
import { IntervalPlot, PlotEnds } from './IntervalPlot.tsx';
import { scaleOf } from './plot-scale.ts';
import { StateMark } from './StateMark.tsx';
import { text } from './texts.ts';

export function ResultSection({ indicator }: { indicator: IndicatorResponse }) {
  const { own, state, withExcluded } = indicator;
  const language = locale.value;
  return (
    <section class="card" aria-labelledby="result">
      <h2 id="result">{text('result.title')}</h2>
      <div class="result-state">
        <StateMark state={state} />
        {indicator.reasons.length === 0 && <p>{text('reason.ok', { n: own.n })}</p>}
        {indicator.reasons.map((reason) => (
          <p key={reason.code}>{reasonText(reason, indicator)}</p>
        ))}
      </div>
      {own.decides === null ? (
        <p class="muted">{text('result.none')}</p>
      ) : (
        <Deciding indicator={indicator} decides={own.decides} />
      )}
      <dl class="facts">
        <div>
          <dt>{text('result.n')}</dt>
          <dd>{formatCount(own.n, language)}</dd>
        </div>
        <Beside indicator={indicator} />
      </dl>
      {withExcluded.excluded > 0 && withExcluded.shareSatisfied !== null ? (
        <p>
          {text('result.excluded', {
            n: withExcluded.excluded,
            value: formatFigure('shareSatisfied', withExcluded.shareSatisfied.value, language),
            all: withExcluded.n,
          })}
        </p>
      ) : (
        own.n > 0 && <p class="muted">{text('result.noExcluded')}</p>
      )}
      {own.flagged > 0 && <p class="muted">{text('result.flagged', { n: own.flagged })}</p>}
    </section>
  );
}

interface DecidingProps {
  indicator: IndicatorResponse;
  decides: NonNullable<IndicatorResponse['own']['decides']>;
}

function Deciding({ indicator, decides }: DecidingProps) {
  const { figure, confidence, state } = indicator;
  const { value, interval } = decides;
  const language = locale.value;
  const scale =
    interval === null ? null : scaleOf([[hundred(figure, interval[0]), hundred(figure, interval[1])]]);
  return (
    <div class={state === 'insufficient-data' ? 'deciding deciding-provisional' : 'deciding'}>
      <p class="figure-label">
        {text(`result.${figure}`)}
        {state === 'insufficient-data' && <span class="provisional">{text('result.provisional')}</span>}
      </p>
      <p class="figure-value">{formatFigure(figure, value, language)}</p>
      {interval === null || scale === null ? (
        <p class="muted">{text('result.noInterval')}</p>
      ) : (
        <>
          <p>
            {text('result.interval', {
              confidence: formatShare(Number(confidence), language),
              interval: formatInterval(figure, interval, language),
            })}
          </p>
          <div class="plot-single">
            <PlotEnds figure={figure} scale={scale} />
            <IntervalPlot figure={figure} estimate={value} interval={interval} scale={scale} />
          </div>
          <p class="muted">{text('result.intervalHint')}</p>
        </>
      )}
    </div>
  );
}

/** The other of the two figures, which decides nothing. */
function Beside({ indicator }: { indicator: IndicatorResponse }) {
  const { shareSatisfied, meanHundred } = indicator.own;
  const language = locale.value;
  const other = indicator.figure === 'shareSatisfied' ? 'meanHundred' : 'shareSatisfied';
  const shown = other === 'meanHundred' ? meanHundred : shareSatisfied;
  if (shown === null) return null;
  return (
    <div>
      <dt>{text(`result.${other}`)}</dt>
      <dd>
        {formatFigure(other, shown.value, language)}
        {shown.interval !== null && (
          <span class="result-beside">{formatInterval(other, shown.interval, language)}</span>
        )}
        {other === 'meanHundred' && meanHundred !== null && meanHundred.standardError !== null && (
          <span class="result-beside">
            {text('result.standardError', {
              value: formatDistance('meanHundred', meanHundred.standardError, language),
              n: meanHundred.clusters,
            })}
          </span>
        )}
      </dd>
    </div>
  );
}

function reasonText(reason: IndicatorResponse['reasons'][number], { figure }: IndicatorResponse): string {
  const language = locale.value;
  const share = (decimal: string) => formatShare(Number(decimal), language);
  switch (reason.code) {
    case 'too-few-responses':
      return text('reason.too-few-responses', { n: reason.n, responsesMin: reason.responsesMin });
    case 'interval-too-wide':
      return text('reason.interval-too-wide', {
        width: formatDistance(figure, reason.width, language),
        intervalWidthMax: formatDistance(figure, reason.intervalWidthMax, language),
      });
    case 'no-interval':
      return text('reason.no-interval');
    case 'too-little-shared':
      return text('reason.too-little-shared', {
        shared: share(reason.shared),
        known: share(reason.known),
        sharedMin: share(reason.sharedMin),
      });
  }
}
