// Who was asked and who answered, and what those who did not could change.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatCount, formatShare, locale } from '../i18n/locale.ts';
import { formatDistance, formatFigure, formatInterval } from './figure-text.ts';
import { text } from './texts.ts';

export function ResponseSection({ indicator }: { indicator: IndicatorResponse }) {
  const { figure, response } = indicator;
  const { visits, invited, answered, rate, tippingPoint, tippingNone, plausible, worstCase } = response;
  const language = locale.value;
  const silent = invited - answered;
  return (
    <section class="card" aria-labelledby="response">
      <h2 id="response">{text('response.title')}</h2>
      <dl class="facts facts-row">
        <Fact label={text('response.visits')} value={formatCount(visits, language)} />
        <Fact label={text('response.invited')} value={formatCount(invited, language)} />
        <Fact label={text('response.answered')} value={formatCount(answered, language)} />
        {rate !== null && <Fact label={text('response.rate')} value={formatShare(Number(rate), language)} />}
      </dl>
      {rate === null && <p>{text('response.noRate')}</p>}
      {rate !== null && indicator.own.decides !== null && (
        <>
          <p>{silent <= 0 ? text('response.everyone') : text('response.silent', { n: silent })}</p>
          {tippingPoint !== null && (
            <p>
              {text(isOnBoundary(tippingPoint) ? 'response.tipping.on-boundary' : 'response.tipping', {
                silent: formatFigure(figure, tippingPoint.silentFigure, language),
                difference: formatDistance(figure, tippingPoint.difference, language),
                boundary: formatFigure(figure, tippingPoint.boundary, language),
              })}
            </p>
          )}
          {isSaid(tippingNone) && <p>{text(`response.tipping.${tippingNone}`)}</p>}
          {silent > 0 && plausible !== null && (
            <p>
              {text('response.plausible', {
                delta: formatDistance(figure, plausible.delta, language),
                range: formatInterval(figure, plausible.range, language),
              })}
            </p>
          )}
          {silent > 0 && worstCase !== null && (
            <p class="muted">
              {text('response.worst', { range: formatInterval(figure, worstCase, language) })}
            </p>
          )}
        </>
      )}
      <p class="muted">{text('response.answeredHint')}</p>
    </section>
  );
}

/** Whether the figure lies on a boundary, as far as its decimals go. */
const isOnBoundary = ({ difference }: NonNullable<IndicatorResponse['response']['tippingPoint']>): boolean =>
  Number(difference) === 0;

/** Reasons that the lines above do not give already. */
const isSaid = (
  none: IndicatorResponse['response']['tippingNone'],
): none is 'no-boundaries' | 'none-below' | 'out-of-reach' =>
  none === 'no-boundaries' || none === 'none-below' || none === 'out-of-reach';

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
