// Series drawn with uPlot: bars of counts, or points with their intervals. Drawn at twice the size and shown at half, so
// that lines of one pixel and small letters stay sharp on paper. Colours differ in lightness, forms in kind: grey print
// tells them apart. Nothing here is the only place of a number: the chart's table holds them all.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface BarSeries {
  kind: 'bars';
  names: readonly string[];
  /** The wider, lighter bar behind. */
  whole: readonly number[];
  /** The narrower, darker bar before it; never larger than the whole. */
  part: readonly number[];
}

export interface PointSeries {
  kind: 'points';
  names: readonly string[];
  /** Percent; null where there is none. */
  values: readonly (number | null)[];
  /** Percent, lo and hi. */
  intervals?: readonly (readonly [number, number] | null)[];
}

export type Series = BarSeries | PointSeries;

export interface PlotSize {
  /** CSS pixels. */
  width: number;
  height: number;
}

const sharpness = 2;

/** Draws into `host`; the answer removes it. `numberText` writes the values of the upright axis. */
export function drawSeries(
  host: HTMLElement,
  series: Series,
  size: PlotSize,
  numberText: (value: number) => string,
): () => void {
  const style = getComputedStyle(host);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const font = `${13 * sharpness}px ${style.fontFamily}`;
  const count = series.names.length;
  const axis: uPlot.Axis = {
    font,
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: sharpness },
    ticks: { stroke: colour('--line-strong'), width: sharpness, size: 5 * sharpness },
    border: { show: true, stroke: colour('--line-strong'), width: sharpness },
  };
  const options: uPlot.Options = {
    width: size.width * sharpness,
    height: size.height * sharpness,
    padding: [10 * sharpness, 14 * sharpness, 0, 0],
    pxAlign: 1,
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: [-0.6, Math.max(0, count - 1) + 0.6] },
      y: { range: series.kind === 'bars' ? [0, topOf(series.whole)] : rangeOf(series) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 34 * sharpness,
        space: 64 * sharpness,
        incrs: [1, 2, 5, 10, 20, 50],
        values: (_plot, splits) => splits.map((at) => series.names[at] ?? ''),
      },
      {
        ...axis,
        size: 52 * sharpness,
        space: 32 * sharpness,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
        values: (_plot, splits) => splits.map(numberText),
      },
    ],
    series: seriesOf(series, colour),
    hooks: {
      ready: [fitToHost],
      ...(series.kind === 'points' && series.intervals !== undefined
        ? { drawClear: [(plot) => drawIntervals(plot, series.intervals!, colour('--accent'))] }
        : {}),
    },
  };
  const plot = new uPlot(options, dataOf(series), host);
  return () => plot.destroy();
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function dataOf(series: Series): uPlot.AlignedData {
  const x = indices(series.names.length);
  return series.kind === 'bars' ? [x, [...series.whole], [...series.part]] : [x, [...series.values]];
}

const topOf = (values: readonly number[]): number => Math.max(5, ...values) * 1.05;

/** Whole tens around all that is drawn, at least 20 wide. */
function rangeOf({ values, intervals }: PointSeries): [number, number] {
  const all = [...values, ...(intervals ?? []).flatMap((ends) => ends ?? [])].filter((one) => one !== null);
  if (all.length === 0) return [0, 100];
  let from = Math.max(0, Math.floor(Math.min(...all) / 10) * 10);
  const to = Math.min(100, Math.max(from + 20, Math.ceil(Math.max(...all) / 10) * 10));
  if (to - from < 20) from = to - 20;
  // Air for a point on the edge.
  return [from - 2, to + 2];
}

/** The library gives the drawing its full size; it is shown in the size of its place, on paper in that of the page. */
function fitToHost({ root }: uPlot): void {
  const wrap = root.querySelector<HTMLElement>('.u-wrap');
  wrap?.style.setProperty('width', '100%');
  wrap?.style.setProperty('height', '100%');
}

function seriesOf(series: Series, colour: (name: string) => string): uPlot.Series[] {
  if (series.kind === 'bars') {
    const bars = uPlot.paths.bars!;
    const one = (share: number, fill: string, stroke: string): uPlot.Series => ({
      paths: bars({ size: [share, 60 * sharpness] }),
      points: { show: false },
      fill,
      stroke,
      width: sharpness,
    });
    return [
      {},
      one(0.76, colour('--track'), colour('--line-strong')),
      one(0.46, colour('--accent'), colour('--accent')),
    ];
  }
  const ink = colour('--accent');
  return [
    {},
    {
      stroke: series.intervals === undefined ? ink : colour('--line-strong'),
      width: sharpness,
      spanGaps: false,
      ...(series.intervals === undefined ? {} : { dash: [6 * sharpness, 5 * sharpness] }),
      points: { show: true, size: 9 * sharpness, width: sharpness, stroke: ink, fill: ink },
    },
  ];
}

function drawIntervals(plot: uPlot, intervals: NonNullable<PointSeries['intervals']>, ink: string): void {
  intervals.forEach((ends, index) => {
    if (ends !== null) drawInterval(plot, index, ends, ink);
  });
}

/** An upright line with its two ends, before the point is drawn over it. */
function drawInterval(plot: uPlot, index: number, [lo, hi]: readonly [number, number], ink: string): void {
  const { ctx } = plot;
  const x = Math.round(plot.valToPos(index, 'x', true));
  const [bottom, top] = [lo, hi].map((end) => Math.round(plot.valToPos(end, 'y', true))) as [number, number];
  const half = 6 * sharpness;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.5 * sharpness;
  ctx.beginPath();
  ctx.moveTo(x, bottom);
  ctx.lineTo(x, top);
  for (const end of [bottom, top]) {
    ctx.moveTo(x - half, end);
    ctx.lineTo(x + half, end);
  }
  ctx.stroke();
  ctx.restore();
}
