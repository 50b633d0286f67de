// A document on A4 that flows from the top: paragraphs, blocks that stay together, a foot on every page. Margins and the
// place of the page number follow Decree 30/2020/NĐ-CP, annex I: left 30 mm, right 15 mm, top and bottom 20 mm; numbers in
// the middle of the top margin, from the second page on. The same input gives the same bytes: no clock, no random id.
import PdfDocument from 'pdfkit';
import { type FontName, fontBytes, fontNames } from './fonts.ts';

export interface TextStyle {
  font: FontName;
  /** Points. */
  size: number;
  colour?: string;
}

export interface Paragraph {
  text: string;
  style: TextStyle;
  align?: 'left' | 'center' | 'right';
}

export const styles = {
  body: { font: 'regular', size: 10.5 },
  bodyBold: { font: 'bold', size: 10.5 },
  bodyItalic: { font: 'italic', size: 10.5 },
  small: { font: 'regular', size: 8.5, colour: '#333333' },
  smallItalic: { font: 'italic', size: 8.5, colour: '#333333' },
  cell: { font: 'regular', size: 9.5 },
  cellBold: { font: 'bold', size: 9.5 },
  foot: { font: 'regular', size: 7.5, colour: '#444444' },
} as const satisfies Record<string, TextStyle>;

export interface PaperOptions {
  landscape: boolean;
  title: string;
  author: string;
  /** Stands as creation date in the file; of what is printed, not of the printing. */
  createdAt: Date;
  /** Line at the foot of every page, so that a page that comes loose says where it belongs. */
  foot: string;
}

export const mm = 72 / 25.4;
const a4 = { short: 595.28, long: 841.89 };
const margins = { left: 30 * mm, right: 15 * mm, top: 20 * mm, bottom: 20 * mm };
const lineGap = 1.5;
const black = '#000000';

export class Paper {
  readonly pdf: PDFKit.PDFDocument;
  readonly left = margins.left;
  readonly width: number;
  /** Where the next block starts. */
  y = margins.top;
  readonly #bottom: number;
  readonly #foot: string;
  readonly #bytes: Promise<Buffer>;

  constructor(options: PaperOptions) {
    this.pdf = new PdfDocument({
      size: 'A4',
      layout: options.landscape ? 'landscape' : 'portrait',
      // Our own margins decide where a page ends; the library's would break pages by themselves.
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      lang: 'vi-VN',
      displayTitle: true,
      info: {
        Title: clean(options.title),
        Author: clean(options.author),
        Creator: 'Lắng Nghe',
        Producer: 'Lắng Nghe',
        CreationDate: options.createdAt,
        ModDate: options.createdAt,
      },
    });
    for (const name of fontNames) this.pdf.registerFont(name, fontBytes(name));
    const [width, height] = options.landscape ? [a4.long, a4.short] : [a4.short, a4.long];
    this.width = width - margins.left - margins.right;
    this.#bottom = height - margins.bottom;
    this.#foot = clean(options.foot);
    const chunks: Buffer[] = [];
    this.#bytes = new Promise((resolve, reject) => {
      this.pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.pdf.on('end', () => resolve(Buffer.concat(chunks)));
      this.pdf.on('error', reject);
    });
  }

  /** Height left on this page. */
  get room(): number {
    return this.#bottom - this.y;
  }

  /** Height of a page's body. */
  get roomMax(): number {
    return this.#bottom - margins.top;
  }

  newPage(): void {
    this.pdf.addPage();
    this.y = margins.top;
  }

  /** Starts a new page where less than `height` is left. */
  keepTogether(height: number): void {
    if (height > this.room && this.y > margins.top) this.newPage();
  }

  /** Height of paragraphs set one below the other in a column. */
  heightOf(paragraphs: readonly Paragraph[], width: number): number {
    return paragraphs.reduce((height, { text, style }) => {
      this.#use(style);
      return height + this.pdf.heightOfString(clean(text), { width, lineGap });
    }, 0);
  }

  /** Sets paragraphs at a place without moving `y`. */
  setAt(paragraphs: readonly Paragraph[], x: number, y: number, width: number): void {
    let top = y;
    for (const { text, style, align } of paragraphs) {
      this.#use(style);
      this.pdf.text(clean(text), x, top, { width, lineGap, align: align ?? 'left' });
      top += this.pdf.heightOfString(clean(text), { width, lineGap });
    }
  }

  /** Sets paragraphs over the whole width, on the next page where they do not fit. */
  add(paragraphs: readonly Paragraph[], gapAfter = 4): void {
    for (const paragraph of paragraphs) {
      const height = this.heightOf([paragraph], this.width);
      this.keepTogether(height);
      this.setAt([paragraph], this.left, this.y, this.width);
      this.y += height;
    }
    this.y += gapAfter;
  }

  widthOf(text: string, style: TextStyle): number {
    this.#use(style);
    return this.pdf.widthOfString(clean(text));
  }

  line(x1: number, y1: number, x2: number, y2: number): void {
    this.pdf.lineWidth(0.6).strokeColor(black).moveTo(x1, y1).lineTo(x2, y2).stroke();
  }

  /** Numbers the pages and gives the file's bytes. Nothing can be added afterwards. */
  finish(): Promise<Buffer> {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.pdf.switchToPage(start + index);
      const foot = `${this.#foot} · Trang ${index + 1}/${count}`;
      this.setAt([{ text: foot, style: styles.foot }], this.left, this.#bottom + 5 * mm, this.width);
      if (index === 0) continue;
      const number: Paragraph = { text: String(index + 1), style: styles.body, align: 'center' };
      this.setAt([number], this.left, margins.top / 2, this.width);
    }
    this.pdf.end();
    return this.#bytes;
  }

  #use({ font, size, colour }: TextStyle): void {
    this.pdf.font(font, size).fillColor(colour ?? black);
  }
}

/** Text as it may be set: composed letters (NFC), no control characters. */
function clean(text: string): string {
  return text.normalize('NFC').replace(/\p{Cc}+/gu, ' ');
}
