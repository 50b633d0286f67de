// A slip as the picture that a thermal printer prints: its blocks one below the other, centred, text wrapped to the paper.
// Printers of 80 mm paper print 72 mm of it, those of 58 mm 48 mm, at 8 dots a millimetre.
import type { SlipBlock } from '../../shared/contract/documents.ts';
import type { Paper } from '../../shared/contract/printers.ts';
import { Bitmap } from './bitmap.ts';
import { drawText, textWidth, type Weight } from './letters.ts';

/** Dots across the printable width. */
export const paperDots: Readonly<Record<Paper, number>> = { '80mm': 576, '58mm': 384 };

/** Em in dots: 8 dots are 1 mm, so 24 is about 8.5 points. */
const textSizes: Readonly<Record<Paper, Readonly<Record<'small' | 'normal' | 'large', number>>>> = {
  '80mm': { small: 22, normal: 26, large: 48 },
  '58mm': { small: 20, normal: 23, large: 42 },
};
/** Width of a module of the code in dots, at least: 0.5 mm is read by any phone. */
const moduleDotsMax = 9;
const ruleDots = 2;
const marginDots = 12;
/** Longest slip: half a metre of paper. */
const heightDotsMax = 4000;

interface Line {
  height: number;
  draw(bitmap: Bitmap, top: number): void;
}

/** Throws RangeError when the slip does not fit half a metre of paper. */
export function slipImage(blocks: readonly SlipBlock[], paper: Paper): Bitmap {
  const width = paperDots[paper];
  const lines = blocks.flatMap((block) => linesOf(block, paper, width));
  const height = lines.reduce((sum, line) => sum + line.height, 2 * marginDots);
  if (height > heightDotsMax) throw new RangeError(`the slip is ${Math.ceil(height / 8)} mm long`);
  const bitmap = new Bitmap(width, height);
  let top = marginDots;
  for (const line of lines) {
    line.draw(bitmap, top);
    top += line.height;
  }
  return bitmap;
}

function linesOf(block: SlipBlock, paper: Paper, width: number): Line[] {
  switch (block.kind) {
    case 'rule':
      return [
        {
          height: ruleDots + 16,
          draw(bitmap, top) {
            for (let row = 0; row < ruleDots; row += 1) bitmap.blacken(top + 8 + row, 0, width);
          },
        },
      ];
    case 'code':
      return [codeLine(block.rows, block.quietZone, width)];
    case 'address':
      return textLines(
        breakAnywhere(block.text, textSizes[paper].small, width),
        textSizes[paper].small,
        'normal',
        width,
      );
    case 'text': {
      const size = textSizes[paper][block.size];
      const weight = block.bold ? 'bold' : 'normal';
      return textLines(wrap(block.text, size, weight, width), size, weight, width);
    }
  }
}

function textLines(texts: readonly string[], size: number, weight: Weight, width: number): Line[] {
  const height = Math.ceil(size * 1.32);
  return texts.map((text) => ({
    height,
    draw(bitmap, top) {
      const x = Math.max(0, Math.round((width - textWidth(text, size, weight)) / 2));
      drawText(bitmap, text, { x, baseline: top + Math.round(size * 1.02) }, size, weight);
    },
  }));
}

/** Every module as many whole dots as fit, so that edges stay sharp. */
function codeLine(rows: readonly (readonly boolean[])[], quietZone: number, width: number): Line {
  const modules = rows.length + 2 * quietZone;
  const dots = Math.min(moduleDotsMax, Math.floor(width / modules));
  const left = Math.floor((width - modules * dots) / 2);
  return {
    height: modules * dots,
    draw(bitmap, top) {
      rows.forEach((row, rowIndex) => {
        row.forEach((dark, column) => {
          if (!dark) return;
          const x = left + (column + quietZone) * dots;
          const y = top + (rowIndex + quietZone) * dots;
          for (let line = 0; line < dots; line += 1) bitmap.blacken(y + line, x, x + dots);
        });
      });
    },
  };
}

/**
 * Breaks between words, into as few lines as fit and these about equally long; a word that is wider than the paper is
 * broken anywhere.
 */
function wrap(text: string, size: number, weight: Weight, width: number): string[] {
  const words = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) =>
      textWidth(word, size, weight) <= width ? [word] : breakAnywhere(word, size, width, weight),
    )
    .map((word) => ({ word, wide: textWidth(word, size, weight) }));
  const space = textWidth(' ', size, weight);
  const within = (limit: number): string[] => {
    const lines: { text: string; used: number }[] = [];
    for (const { word, wide } of words) {
      const line = lines.at(-1);
      if (line === undefined || line.used + space + wide > limit) lines.push({ text: word, used: wide });
      else Object.assign(line, { text: `${line.text} ${word}`, used: line.used + space + wide });
    }
    return lines.map((line) => line.text);
  };
  const fewest = within(width);
  let [narrow, enough] = [Math.max(0, ...words.map(({ wide }) => wide)), width];
  for (let step = 0; step < 6; step += 1) {
    const middle = (narrow + enough) / 2;
    if (within(middle).length > fewest.length) narrow = middle;
    else enough = middle;
  }
  return within(enough);
}

function breakAnywhere(text: string, size: number, width: number, weight: Weight = 'normal'): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const letter of text.normalize('NFC')) {
    const wide = textWidth(letter, size, weight);
    if (line !== '' && used + wide > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += letter;
    used += wide;
  }
  return [...lines, line];
}
