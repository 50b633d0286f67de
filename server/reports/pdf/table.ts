// A ruled table that runs over pages: its head is repeated, a row stays on one page, long text wraps in its cell. A row
// higher than a whole page continues on the next, paragraph by paragraph.
import type { Paper, Paragraph, TextStyle } from './paper.ts';
import { styles } from './paper.ts';

export interface TableColumn {
  heading: string;
  /** Share of the width, in parts of the sum over all columns. */
  share: number;
  align?: Paragraph['align'];
}

/** A cell: text in the column's alignment, or paragraphs of its own. */
export type TableCell = string | readonly Paragraph[];

const padding = 3;
const headFill = '#eeeeee';

/** Draws the table at the paper's place and moves on below it. */
export function addTable(
  paper: Paper,
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
): void {
  const shares = columns.reduce((all, { share }) => all + share, 0);
  const widths = columns.map(({ share }) => (paper.width * share) / shares);
  const head = columns.map(({ heading }): Paragraph[] => [
    { text: heading, style: styles.cellBold, align: 'center' },
  ]);
  const headHeight = heightOfRow(paper, head, widths);
  const drawHead = (): void => drawRow(paper, head, widths, headHeight, headFill);

  const bodies = rows.map((row) =>
    row.map((cell, index) => paragraphsOf(cell, styles.cell, columns[index]?.align)),
  );
  const firstHeight = bodies[0] === undefined ? 0 : heightOfRow(paper, bodies[0], widths);
  paper.keepTogether(Math.min(headHeight + firstHeight, paper.roomMax));
  drawHead();
  for (const body of bodies) {
    let rest = body;
    while (rest.some((cell) => cell.length > 0)) {
      const height = heightOfRow(paper, rest, widths);
      if (height > paper.room && height <= paper.roomMax - headHeight) {
        paper.newPage();
        drawHead();
        continue;
      }
      if (height <= paper.room) {
        drawRow(paper, rest, widths, height);
        break;
      }
      const [fitting, later] = split(paper, rest, widths);
      if (fitting.every((cell) => cell.length === 0)) {
        // Nothing fits into what is left of this page; on a fresh one the first paragraph is set whatever its height.
        if (paper.room < paper.roomMax - headHeight) {
          paper.newPage();
          drawHead();
          continue;
        }
        drawRow(paper, rest, widths, Math.min(height, paper.room));
        break;
      }
      drawRow(paper, fitting, widths, heightOfRow(paper, fitting, widths));
      rest = later;
      paper.newPage();
      drawHead();
    }
  }
}

/** What of each cell fits into the rest of the page, by whole paragraphs, and what is left. */
function split(paper: Paper, row: Paragraph[][], widths: readonly number[]): [Paragraph[][], Paragraph[][]] {
  const fitting = row.map((cell, index) => {
    let height = 2 * padding;
    return cell.slice(
      0,
      cell.findIndex((paragraph) => {
        height += paper.heightOf([paragraph], (widths[index] ?? 0) - 2 * padding);
        return height > paper.room;
      }) >>> 0,
    );
  });
  return [fitting, row.map((cell, index) => cell.slice(fitting[index]?.length ?? 0))];
}

function paragraphsOf(cell: TableCell, style: TextStyle, align: Paragraph['align']): Paragraph[] {
  const paragraphs = typeof cell === 'string' ? [{ text: cell, style }] : cell;
  return paragraphs.map((paragraph) => ({ ...(align === undefined ? {} : { align }), ...paragraph }));
}

function heightOfRow(paper: Paper, row: Paragraph[][], widths: readonly number[]): number {
  return (
    2 * padding +
    Math.max(...row.map((cell, index) => paper.heightOf(cell, (widths[index] ?? 0) - 2 * padding)))
  );
}

function drawRow(
  paper: Paper,
  row: Paragraph[][],
  widths: readonly number[],
  height: number,
  fill?: string,
): void {
  let x = paper.left;
  row.forEach((cell, index) => {
    const width = widths[index] ?? 0;
    paper.pdf.lineWidth(0.5).strokeColor('#555555').rect(x, paper.y, width, height);
    if (fill === undefined) paper.pdf.stroke();
    else paper.pdf.fillAndStroke(fill, '#555555');
    paper.setAt(cell, x + padding, paper.y + padding, width - 2 * padding);
    x += width;
  });
  paper.y += height;
}
