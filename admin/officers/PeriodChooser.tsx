// Month, quarter or year, and the one before or after. The address carries the choice, so that it can be sent on.

import { previousPeriod } from '../../shared/statistics/period.ts';
import { locale } from '../i18n/locale.ts';
import { go } from '../navigation/router.ts';
import {
  hasPrevious,
  isLatest,
  kindOf,
  nextPeriod,
  type Period,
  type PeriodKind,
  periodKinds,
  periodName,
  periodOfKind,
} from './periods.ts';
import { presentMonth } from './present-month.ts';
import { text } from './texts.ts';

export interface PeriodChooserProps {
  period: Period;
  /** The address that shows a period. */
  addressOf: (period: Period) => string;
  /** Lengths to choose from; all when absent. */
  kinds?: readonly PeriodKind[];
}

export function PeriodChooser({ period, addressOf, kinds = periodKinds }: PeriodChooserProps) {
  const present = presentMonth();
  const isFirst = !hasPrevious(period);
  const isLast = isLatest(period, present);
  const choose = (chosen: Period) => go(addressOf(chosen));
  return (
    <fieldset class="period">
      <legend class="visually-hidden">{text('period.choose')}</legend>
      <div class="period-kinds">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            class="button-quiet language-choice"
            aria-pressed={kindOf(period) === kind}
            onClick={() => choose(periodOfKind(period, kind, present))}
          >
            {text(`period.${kind}`)}
          </button>
        ))}
      </div>
      <div class="period-steps">
        <button
          type="button"
          class="button period-step"
          aria-label={text('period.previous')}
          aria-disabled={isFirst}
          onClick={() => !isFirst && choose(previousPeriod(period))}
        >
          <Arrow to="left" />
        </button>
        <span class="period-name" aria-live="polite">
          {periodName(period, locale.value)}
        </span>
        <button
          type="button"
          class="button period-step"
          aria-label={text('period.next')}
          aria-disabled={isLast}
          onClick={() => !isLast && choose(nextPeriod(period))}
        >
          <Arrow to="right" />
        </button>
      </div>
    </fieldset>
  );
}

function Arrow({ to }: { to: 'left' | 'right' }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={to === 'left' ? 'M10.5 2.5 5 8l5.5 5.5' : 'M5.5 2.5 11 8l-5.5 5.5'}
        fill="none"
        stroke="currentColor"
        stroke-width="2.5"
      />
    </svg>
  );
}
