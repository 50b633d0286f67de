// Text as black dots. Few thermal printers have every Vietnamese letter, and those that do keep them in code pages of their
// own choosing; so slips are printed as pictures, drawn here from the outlines of the font that the screens use too.
// A dot is black when at least half of it is covered: outlines are cut into four lines a dot, coverage along a line is exact.
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Bitmap } from './bitmap.ts';

interface PathCommand {
  command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
  args: number[];
}
interface GlyphPosition {
  xAdvance: number;
  xOffset: number;
  yOffset: number;
}
/** What is used of a font as pdfkit has opened it (fontkit). Lengths in font units. */
interface OutlineFont {
  unitsPerEm: number;
  layout(text: string): {
    glyphs: { id: number; path: { commands: PathCommand[] } }[];
    positions: GlyphPosition[];
  };
}
/** An edge between two points of an outline, in dots. */
interface Edge {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

const files = {
  normal: '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
  bold: '@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf',
} as const;
export type Weight = keyof typeof files;

const linesPerDot = 4;
const curveSteps = 8;

/** A row of black dots [from, until), from the glyph's origin. */
interface Run {
  row: number;
  from: number;
  until: number;
}

/** Glyphs drawn before, by weight, size and number: at most those of the fonts in the few sizes of a slip. */
const shapes = new Map<string, readonly Run[]>();
const fonts = new Map<Weight, OutlineFont>();

/** pdfkit opens font files for the sheets; its parsed font also knows outlines, which its drawing interface hides. */
function fontOf(weight: Weight): OutlineFont {
  let font = fonts.get(weight);
  if (font === undefined) {
    const path = createRequire(import.meta.url).resolve(files[weight]);
    const document = new PDFDocument({ font: path }) as unknown as { _font: { font: OutlineFont } };
    font = document._font.font;
    fonts.set(weight, font);
  }
  return font;
}

/** Width of a line of text in dots. `size` is the em in dots. */
export function textWidth(text: string, size: number, weight: Weight): number {
  const font = fontOf(weight);
  const { positions } = font.layout(text.normalize('NFC'));
  return (positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0) * size) / font.unitsPerEm;
}

/** Draws one line of text, its left end at `x` and its base line at `baseline`. */
export function drawText(
  bitmap: Bitmap,
  text: string,
  at: { x: number; baseline: number },
  size: number,
  weight: Weight,
): void {
  const font = fontOf(weight);
  const scale = size / font.unitsPerEm;
  const { glyphs, positions } = font.layout(text.normalize('NFC'));
  let pen = at.x;
  glyphs.forEach((glyph, index) => {
    const { xAdvance, xOffset, yOffset } = positions[index]!;
    const key = `${weight} ${size} ${glyph.id}`;
    let shape = shapes.get(key);
    if (shape === undefined) {
      shape = shapeOf(edgesOf(glyph.path.commands, { x: 0, y: 0 }, scale));
      shapes.set(key, shape);
    }
    const left = Math.round(pen + xOffset * scale);
    const base = Math.round(at.baseline - yOffset * scale);
    for (const { row, from, until } of shape) bitmap.blacken(base + row, left + from, left + until);
    pen += xAdvance * scale;
  });
}

/** Outline as straight edges, y downwards. */
function edgesOf(commands: readonly PathCommand[], origin: { x: number; y: number }, scale: number): Edge[] {
  const edges: Edge[] = [];
  let start: [number, number] = [0, 0];
  let last: [number, number] = [0, 0];
  const point = (args: readonly number[], index: number): [number, number] => [
    origin.x + args[index]! * scale,
    origin.y - args[index + 1]! * scale,
  ];
  const lineTo = (next: [number, number]): void => {
    edges.push({ x1: last[0], y1: last[1], x2: next[0], y2: next[1] });
    last = next;
  };
  for (const { command, args } of commands) {
    switch (command) {
      case 'moveTo':
        start = point(args, 0);
        last = start;
        break;
      case 'lineTo':
        lineTo(point(args, 0));
        break;
      case 'closePath':
        lineTo(start);
        break;
      default: {
        const controls = [
          last,
          ...args.flatMap((_arg, index) => (index % 2 === 0 ? [point(args, index)] : [])),
        ];
        for (let step = 1; step <= curveSteps; step += 1) lineTo(onCurve(controls, step / curveSteps));
      }
    }
  }
  return edges;
}

/** De Casteljau: the point at `t` of a Bézier curve of any degree. */
function onCurve(points: readonly [number, number][], t: number): [number, number] {
  let row = points;
  while (row.length > 1) {
    row = row.slice(1).map((right, index): [number, number] => {
      const left = row[index]!;
      return [left[0] + (right[0] - left[0]) * t, left[1] + (right[1] - left[1]) * t];
    });
  }
  return row[0]!;
}

/** The black dots within an outline, by the non-zero winding rule. */
function shapeOf(edges: readonly Edge[]): Run[] {
  if (edges.length === 0) return [];
  const ys = edges.flatMap(({ y1, y2 }) => [y1, y2]);
  const xs = edges.flatMap(({ x1, x2 }) => [x1, x2]);
  const left = Math.floor(Math.min(...xs));
  const coverage = new Float64Array(Math.ceil(Math.max(...xs)) - left + 1);
  const runs: Run[] = [];
  for (let row = Math.floor(Math.min(...ys)); row <= Math.floor(Math.max(...ys)); row += 1) {
    coverage.fill(0);
    for (let line = 0; line < linesPerDot; line += 1)
      cover(coverage, edges, row + (line + 0.5) / linesPerDot, left);
    let from = -1;
    for (let dot = 0; dot <= coverage.length; dot += 1) {
      const black = dot < coverage.length && coverage[dot]! >= linesPerDot / 2;
      if (black && from < 0) from = dot;
      if (!black && from >= 0) {
        runs.push({ row, from: left + from, until: left + dot });
        from = -1;
      }
    }
  }
  return runs;
}

/** Adds, for each dot, the length of the line at `y` that lies inside the outline. */
function cover(coverage: Float64Array, edges: readonly Edge[], y: number, left: number): void {
  const crossings = edges
    .filter(({ y1, y2 }) => y1 <= y !== y2 <= y)
    .map(({ x1, y1, x2, y2 }) => ({ x: x1 + ((y - y1) / (y2 - y1)) * (x2 - x1), turn: y2 > y1 ? 1 : -1 }))
    .sort((a, b) => a.x - b.x);
  let winding = 0;
  crossings.forEach(({ x, turn }, index) => {
    winding += turn;
    const next = crossings[index + 1];
    if (winding === 0 || next === undefined) return;
    const [from, until] = [x - left, next.x - left];
    for (let dot = Math.floor(from); dot < until; dot += 1) {
      coverage[dot] = coverage[dot]! + Math.min(until, dot + 1) - Math.max(from, dot);
    }
  });
}
