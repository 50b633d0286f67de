// The adjustment for the work an officer was given: the server's own sentences, and the parts as a table that sums.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatShare, locale } from '../i18n/locale.ts';
import { type Figure, formatDistance, formatFigure, hundred, signedUnits } from './figure-text.ts';
import { type PartRow, partPlaces, partRows } from './parts-table.ts';
import { text } from './texts.ts';

type Adjustment = NonNullable<IndicatorResponse['adjustment']>;

export function AdjustmentSection({ indicator }: { indicator: IndicatorResponse }) {
  const { adjustment, figure } = indicator;
  return (
    <section class="card" aria-labelledby="adjustment">
      <h2 id="adjustment">{text('adjustment.title')}</h2>
      {adjustment === null ? (
        <p class="muted">{text('adjustment.none')}</p>
      ) : (
        <>
          <p class="lead">{text('adjustment.lead')}</p>
          <div class="evidence-pair">
            <Parts adjustment={adjustment} figure={figure} />
            <div class="explanation">
              <h3>{text('adjustment.words')}</h3>
              <ul>
                {adjustment.explanation[locale.value].map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          </div>
          <Outcome adjustment={adjustment} figure={figure} />
        </>
      )}
    </section>
  );
}

function Parts({ adjustment, figure }: { adjustment: Adjustment; figure: Figure }) {
  const rows = partRows(figure, adjustment);
  return (
    <table class="table parts">
      <caption class="visually-hidden">{text('adjustment.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('adjustment.part')}</th>
          <th scope="col" class="number">
            {text(`adjustment.unit.${figure}`)}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={`${row.part} ${row.stratum}`}
            class={row.part === 'observed' ? 'officers-total' : undefined}
          >
            <th scope="row">{partName(row)}</th>
            <td class="number">{unitsText(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Outcome({ adjustment, figure }: { adjustment: Adjustment; figure: Figure }) {
  const language = locale.value;
  const { adjusted, standardError, support, mayFeedKpi } = adjustment;
  return (
    <>
      <p>
        {adjusted === null ? (
          text('adjustment.notComparable')
        ) : (
          <>
            <strong>
              {text('adjustment.adjusted', {
                value: formatFigure(figure, adjusted, language),
                error: formatDistance(figure, standardError, language),
              })}
            </strong>{' '}
            {isOutside(figure, adjusted) && `${text('adjustment.outside')} `}
            {text(mayFeedKpi ? 'adjustment.feeds' : 'adjustment.feedsNot')}
          </>
        )}
      </p>
      <p class="muted">
        {text('adjustment.support', {
          shared: formatShare(Number(support.shared), language),
          known: formatShare(Number(support.known), language),
        })}
      </p>
    </>
  );
}

const isOutside = (figure: Figure, decimal: string): boolean =>
  hundred(figure, decimal) < 0 || hundred(figure, decimal) > 100;

const strata = ['mode', 'tier', 'counter'] as const;

function partName({ part, stratum }: PartRow): string {
  if (part !== 'strata') return text(`adjustment.${part}`);
  const known = strata.find((name) => name === stratum);
  return known === undefined
    ? text('adjustment.stratum', { name: stratum ?? '' })
    : text(`adjustment.${known}`);
}

/** Levels stand without a sign, effects with theirs. */
function unitsText({ part, units }: PartRow): string {
  const shown = signedUnits(units, partPlaces, locale.value);
  return part === 'centreLevel' || part === 'observed' ? shown.replace('+', '') : shown;
}
