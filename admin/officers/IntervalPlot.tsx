// One interval with its estimate, drawn beside the text that says the same; percent coordinates, so that nothing is
// stretched. The scale's ends stand above a column of plots, and under each plot where the column's head is not shown.
import { type Figure, hundred } from './figure-text.ts';
import { type PlotScale, positionOf, tensOf } from './plot-scale.ts';

export interface IntervalPlotProps {
  figure: Figure;
  estimate: string;
  interval: readonly [string, string] | null;
  scale: PlotScale;
  kind?: 'own' | 'comparison';
}

export function IntervalPlot({ figure, estimate, interval, scale, kind = 'own' }: IntervalPlotProps) {
  const at = (decimal: string) => `${positionOf(hundred(figure, decimal), scale)}%`;
  const middle = at(estimate);
  return (
    <div class={`plot plot-${kind}`} aria-hidden="true">
      <svg class="plot-drawing" width="100%" height="24" aria-hidden="true" focusable="false">
        {tensOf(scale).map((ten) => {
          const x = `${positionOf(ten, scale)}%`;
          return <line key={ten} class="plot-grid" x1={x} x2={x} y1="0" y2="24" />;
        })}
        {interval !== null && (
          <>
            <line class="plot-line" x1={at(interval[0])} x2={at(interval[1])} y1="12" y2="12" />
            <line class="plot-end" x1={at(interval[0])} x2={at(interval[0])} y1="6" y2="18" />
            <line class="plot-end" x1={at(interval[1])} x2={at(interval[1])} y1="6" y2="18" />
          </>
        )}
        {kind === 'own' ? (
          <circle class="plot-mark" cx={middle} cy="12" r="5" />
        ) : (
          <svg x={middle} y="12" overflow="visible" aria-hidden="true">
            <rect class="plot-mark" x="-5" y="-5" width="10" height="10" transform="rotate(45)" />
          </svg>
        )}
      </svg>
      <PlotEnds figure={figure} scale={scale} />
    </div>
  );
}

/** The scale's ends in words of its unit. */
export function PlotEnds({ figure, scale }: { figure: Figure; scale: PlotScale }) {
  const unit = figure === 'shareSatisfied' ? '%' : '';
  return (
    <span class="plot-ends" aria-hidden="true">
      <span>{`${scale.from}${unit}`}</span>
      <span>{`${scale.to}${unit}`}</span>
    </span>
  );
}
