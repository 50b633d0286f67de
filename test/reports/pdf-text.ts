// Text of a PDF as an independent reader finds it, page by page, pieces in the order they were set.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PdfPage {
  text: string;
  width: number;
  height: number;
}

export async function readPdf(bytes: Buffer): Promise<{
  pages: PdfPage[];
  info: Record<string, unknown>;
  fonts: Set<string>;
}> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false });
  const pdf = await task.promise;
  const pages: PdfPage[] = [];
  const fonts = new Set<string>();
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const content = await page.getTextContent();
    const text = content.items
      .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
      .join('');
    for (const name of Object.values(content.styles)) fonts.add(name.fontFamily);
    pages.push({ text, width, height });
  }
  const { info } = await pdf.getMetadata();
  await task.destroy();
  return { pages, info: info as Record<string, unknown>, fonts };
}

/** Text as read aloud: breaks of lines and runs of blanks are one blank. */
export const flat = (text: string): string => text.replace(/\s+/g, ' ');
