// A chart with its table. The picture is for eyes alone; the table is what screen readers get and what is printed beside
// it, and a switch shows it on the screen too.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount, locale } from '../i18n/locale.ts';
import { loadPlot } from './load-plot.ts';
import type { Series } from './series-plot.ts';
import { text } from './texts.ts';

export interface ChartProps {
  series: Series;
  /** What the forms stand for, beside the chart. */
  legend?: ComponentChildren;
  height?: number;
}

export function SeriesChart({ series, legend, height = 220 }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const isMissing = useSignal(false);
  const language = locale.value;
  const unit = series.kind === 'points' ? '%' : '';

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      width.value = Math.floor(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [width]);

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null || width.value === 0) return;
    let remove = () => {};
    let isGone = false;
    // The chart's letters are drawn, not laid out: the font has to be there first.
    void Promise.all([loadPlot(), document.fonts.ready]).then(
      ([{ drawSeries }]) => {
        if (isGone) return;
        remove = drawSeries(
          element,
          series,
          { width: width.value, height },
          (value) => `${formatCount(value, language)}${unit}`,
        );
      },
      () => {
        if (!isGone) isMissing.value = true;
      },
    );
    return () => {
      isGone = true;
      remove();
    };
  }, [series, width.value, height, language, unit, isMissing]);

  // The table says the same: a chart that cannot be drawn leaves no hole.
  if (isMissing.value) return null;
  return (
    <div class="series" aria-hidden="true">
      {legend !== undefined && <p class="series-legend">{legend}</p>}
      <div ref={host} class="series-plot" style={{ '--series-height': `${height}px` }} />
    </div>
  );
}

/** Charts of one section above the table that says the same. */
export function ChartWithTable({
  name,
  charts,
  children,
}: {
  name: string;
  charts: ComponentChildren;
  children: ComponentChildren;
}) {
  const isShown = useSignal(false);
  return (
    <>
      {charts}
      <p class="series-switch">
        <button
          type="button"
          class="button"
          aria-pressed={isShown.value}
          aria-describedby={name}
          onClick={() => {
            isShown.value = !isShown.value;
          }}
        >
          {text('chart.showTable')}
        </button>
      </p>
      <div class={isShown.value ? 'series-table' : 'series-table series-table-apart'}>{children}</div>
    </>
  );
}
