// Series on paper as plain lines: bars of counts, points with their intervals, bars of a distribution. Grey alone: office
// printers have nothing else. Every chart stands above the table that says the same.
import type { Paper, Paragraph, TextStyle } from './paper.ts';

const label: TextStyle = { font: 'regular', size: 7.5, colour: '#333333' };
const grid = '#bbbbbb';
const ink = '#000000';
const light = '#dddddd';
const axisWidth = 34;
const footHeight = 14;
const labelsMax = 12;

/** Light bars of a whole with dark bars of its part. */
export function addBarSeries(
  paper: Paper,
  names: readonly string[],
  whole: readonly number[],
  part: readonly number[],
  height = 90,
): void {
  const top = niceTop(Math.max(1, ...whole));
  const plot = place(paper, names, height, [0, top], top / 4, String);
  const bar = (index: number, value: number, share: number, fill: string): void => {
    const width = plot.step * share;
    const y = plot.y(value);
    paper.pdf
      .lineWidth(0.6)
      .rect(plot.x(index) - width / 2, y, width, plot.bottom - y)
      .fillAndStroke(fill, ink);
  };
  whole.forEach((value, index) => {
    if (value > 0) bar(index, value, 0.7, light);
  });
  part.forEach((value, index) => {
    if (value > 0) bar(index, value, 0.4, '#555555');
  });
  plot.end();
}

/** Points, percent, with their intervals; nothing where there is null. */
export function addPointSeries(
  paper: Paper,
  names: readonly string[],
  points: readonly ({ value: number; interval: readonly [number, number] } | null)[],
  height = 90,
): void {
  const ends = points.flatMap((point) => point?.interval ?? []);
  const from = Math.min(80, Math.floor(Math.min(100, ...ends) / 10) * 10);
  const plot = place(paper, names, height, [from, 100], from < 50 ? 20 : 10, (value) => `${value}%`);
  points.forEach((point, index) => {
    if (point === null) return;
    const x = plot.x(index);
    const [low, high] = [plot.y(point.interval[0]), plot.y(point.interval[1])];
    paper.pdf
      .lineWidth(0.8)
      .strokeColor(ink)
      .moveTo(x, low)
      .lineTo(x, high)
      .moveTo(x - 4, low)
      .lineTo(x + 4, low)
      .moveTo(x - 4, high)
      .lineTo(x + 4, high)
      .stroke();
    paper.pdf.circle(x, plot.y(point.value), 2.5).fill(ink);
  });
  plot.end();
}

interface Plot {
  bottom: number;
  /** Width of one name. */
  step: number;
  x(index: number): number;
  y(value: number): number;
  /** Moves on below the chart. */
  end(): void;
}

/** Axes with names below and values at the left. */
function place(
  paper: Paper,
  names: readonly string[],
  height: number,
  [from, to]: readonly [number, number],
  every: number,
  valueText: (value: number) => string,
): Plot {
  paper.keepTogether(height + footHeight + 8);
  const top = paper.y + 4;
  const bottom = top + height;
  const left = paper.left + axisWidth;
  const width = paper.width - axisWidth;
  const step = width / Math.max(1, names.length);
  const x = (index: number): number => left + step * (index + 0.5);
  const y = (value: number): number => bottom - (height * (value - from)) / (to - from);
  paper.pdf
    .lineWidth(0.8)
    .strokeColor(ink)
    .moveTo(left, bottom)
    .lineTo(left + width, bottom)
    .stroke();
  for (let value = to; value >= from; value -= every) {
    paper.pdf
      .lineWidth(0.4)
      .strokeColor(grid)
      .moveTo(left, y(value))
      .lineTo(left + width, y(value))
      .stroke();
    const text: Paragraph = { text: valueText(value), style: label, align: 'right' };
    paper.setAt([text], paper.left, y(value) - 5, axisWidth - 5);
  }
  const namedEvery = Math.ceil(names.length / labelsMax);
  names.forEach((name, index) => {
    if (index % namedEvery !== 0) return;
    const wide = Math.max(step * namedEvery, 40);
    paper.setAt([{ text: name, style: label, align: 'center' }], x(index) - wide / 2, bottom + 3, wide);
  });
  return {
    bottom,
    step,
    x,
    y,
    end() {
      paper.y = bottom + footHeight + 6;
    },
  };
}

/** A number of whole fours at or above. */
function niceTop(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 2, 4, 6, 8, 10]) {
    const top = Math.max(4, Math.ceil((factor * unit) / 4) * 4);
    if (top >= value) return top;
  }
  return 20 * unit;
}

/** Shares of a distribution as horizontal bars, each with its text behind. */
export function addShareBars(
  paper: Paper,
  rows: readonly { name: string; share: number; text: string }[],
): void {
  const line = 16;
  const nameWidth = paper.width * 0.27;
  const textWidth = paper.width * 0.2;
  const barWidth = paper.width - nameWidth - textWidth;
  const style: TextStyle = { font: 'regular', size: 9.5 };
  paper.keepTogether(line * rows.length + 6);
  for (const { name, share, text } of rows) {
    paper.setAt([{ text: name, style }], paper.left, paper.y, nameWidth - 6);
    const x = paper.left + nameWidth;
    paper.pdf
      .lineWidth(0.6)
      .rect(x, paper.y + 1.5, barWidth, 9)
      .strokeColor(grid)
      .stroke();
    if (share > 0) {
      paper.pdf.rect(x, paper.y + 1.5, barWidth * share, 9).fillAndStroke('#777777', ink);
    }
    paper.setAt([{ text, style, align: 'right' }], x + barWidth, paper.y, textWidth);
    paper.y += line;
  }
  paper.y += 6;
}
