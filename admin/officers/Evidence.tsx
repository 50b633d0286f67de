// The whole evidence of one officer's indicator, section by section; what decides comes first, comparison last and apart.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatShare, locale } from '../i18n/locale.ts';
import { AdjustmentSection } from './AdjustmentSection.tsx';
import { BreakdownSection } from './BreakdownSection.tsx';
import { ComparisonSection } from './ComparisonSection.tsx';
import { LevelTable } from './LevelTable.tsx';
import { MonthsSection } from './MonthsSection.tsx';
import { isPeriod, periodWords } from './periods.ts';
import { ResponseSection } from './ResponseSection.tsx';
import { ResultSection } from './ResultSection.tsx';
import { text } from './texts.ts';

export interface EvidenceProps {
  indicator: IndicatorResponse;
  /** Of the year the period lies in. */
  year: IndicatorResponse;
  procedureNames: Record<string, string>;
}

export function Evidence({ indicator, year, procedureNames }: EvidenceProps) {
  return (
    <>
      <div class="evidence-pair">
        <ResultSection indicator={indicator} />
        <section class="card" aria-labelledby="levels">
          <h2 id="levels">{text('levels.title')}</h2>
          {indicator.own.n === 0 ? (
            <p class="muted">{text('result.none')}</p>
          ) : (
            <LevelTable
              levels={indicator.own.levels}
              caption={text('levels.caption', { period: periodWords(indicator.period, locale.value) })}
            />
          )}
        </section>
      </div>
      <MonthsSection indicator={indicator} year={year} />
      <BreakdownSection indicator={indicator} procedureNames={procedureNames} />
      <ResponseSection indicator={indicator} />
      <AdjustmentSection indicator={indicator} />
      <ComparisonSection indicator={indicator} />
      <Method indicator={indicator} />
    </>
  );
}

/** The months a reference was taken from, `2025-09..2026-08` on the wire. */
function referenceWords(source: string): string {
  return source
    .split('..')
    .map((part) => (isPeriod(part) ? periodWords(part, locale.value) : part))
    .join(' – ');
}

function Method({ indicator }: { indicator: IndicatorResponse }) {
  const { item, tiers, figure, confidence, adjustment, method } = indicator;
  const rows: [string, string][] = [
    [text('method.item'), item === 'officer' ? text('method.item.officer') : item],
    [text('method.tiers'), tiers.map((tier) => text(`tier.${tier}`)).join(', ')],
    [text('method.figure'), text(`result.${figure}`)],
    [text('method.confidence'), formatShare(Number(confidence), locale.value)],
    [
      text('method.reference'),
      adjustment === null ? text('method.referenceNone') : referenceWords(adjustment.reference),
    ],
    [text('method.version'), method],
  ];
  return (
    <section class="card" aria-labelledby="method">
      <h2 id="method">{text('method.title')}</h2>
      <dl class="facts facts-row">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
