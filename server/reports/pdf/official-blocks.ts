// The blocks a Vietnamese administrative document has around its content, laid out after Decree 30/2020/NĐ-CP, annex I: the
// issuing body on the left; the country's name, its motto with a line of the motto's length below, place and date on the
// right; the name of the document in the middle; signatures at the end. Place, date, number and signatures are left to be
// filled in by hand: who signs, where and when is not the software's to say.
import type { Paper, Paragraph } from './paper.ts';

const countryName = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
const motto = 'Độc lập - Tự do - Hạnh phúc';
const placeAndDate = '……………, ngày …… tháng …… năm ………';
const number = 'Số: ………………';

/** Head of the first page. `body` is who issues the document. */
export function addOfficialHead(paper: Paper, body: string): void {
  const leftWidth = paper.width * 0.42;
  const rightWidth = paper.width - leftWidth;
  const rightX = paper.left + leftWidth;
  const top = paper.y;
  const bodyName: Paragraph[] = [
    { text: body.toUpperCase(), style: { font: 'bold', size: 11 }, align: 'center' },
  ];
  const bodyHeight = paper.heightOf(bodyName, leftWidth - 10);
  paper.setAt(bodyName, paper.left, top, leftWidth - 10);
  const leftMiddle = paper.left + (leftWidth - 10) / 2;
  paper.line(
    leftMiddle - leftWidth * 0.18,
    top + bodyHeight + 2,
    leftMiddle + leftWidth * 0.18,
    top + bodyHeight + 2,
  );
  paper.setAt(
    [{ text: number, style: { font: 'regular', size: 11 }, align: 'center' }],
    paper.left,
    top + bodyHeight + 6,
    leftWidth - 10,
  );

  const country: Paragraph[] = [{ text: countryName, style: { font: 'bold', size: 11 }, align: 'center' }];
  const countryHeight = paper.heightOf(country, rightWidth);
  paper.setAt(country, rightX, top, rightWidth);
  const mottoStyle = { font: 'bold', size: 12 } as const;
  const mottoTop = top + countryHeight;
  const mottoParagraph: Paragraph[] = [{ text: motto, style: mottoStyle, align: 'center' }];
  const mottoHeight = paper.heightOf(mottoParagraph, rightWidth);
  paper.setAt(mottoParagraph, rightX, mottoTop, rightWidth);
  const mottoWidth = paper.widthOf(motto, mottoStyle);
  const rightMiddle = rightX + rightWidth / 2;
  const lineY = mottoTop + mottoHeight + 2;
  paper.line(rightMiddle - mottoWidth / 2, lineY, rightMiddle + mottoWidth / 2, lineY);
  const place: Paragraph[] = [{ text: placeAndDate, style: { font: 'italic', size: 11 }, align: 'center' }];
  paper.setAt(place, rightX, lineY + 6, rightWidth);
  paper.y = Math.max(
    lineY + 6 + paper.heightOf(place, rightWidth),
    top +
      bodyHeight +
      6 +
      paper.heightOf([{ text: number, style: { font: 'regular', size: 11 } }], leftWidth),
  );
  paper.y += 14;
}

/** Name of the document and what it is about, with the short line below. */
export function addTitle(paper: Paper, name: string, about: readonly string[]): void {
  paper.add([{ text: name, style: { font: 'bold', size: 14 }, align: 'center' }], 1);
  paper.add(
    about.map((text): Paragraph => ({ text, style: { font: 'bold', size: 11.5 }, align: 'center' })),
    2,
  );
  const middle = paper.left + paper.width / 2;
  paper.line(middle - 50, paper.y, middle + 50, paper.y);
  paper.y += 10;
}

/** One column a signer, kept on one page: the capacity, how to sign, room for the signature. */
export function addSignatures(
  paper: Paper,
  signers: readonly { capacity: string; how: string }[],
  gapBefore = 14,
): void {
  const width = paper.width / signers.length;
  const blocks = signers.map(({ capacity, how }): Paragraph[] => [
    { text: capacity, style: { font: 'bold', size: 10.5 }, align: 'center' },
    { text: how, style: { font: 'italic', size: 9.5 }, align: 'center' },
  ]);
  const roomToSign = 62;
  const height = Math.max(...blocks.map((block) => paper.heightOf(block, width - 8))) + roomToSign;
  paper.keepTogether(gapBefore + height);
  paper.y += gapBefore;
  blocks.forEach((block, index) => {
    paper.setAt(block, paper.left + index * width + 4, paper.y, width - 8);
  });
  paper.y += height;
}
