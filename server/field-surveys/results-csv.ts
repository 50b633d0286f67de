// The results of a survey as one CSV table: a row a count, a share or an index. Aggregated figures alone; what had too few
// answers is named and left empty.
import type { SurveyResults, SurveyShare } from '../../shared/contract/field-surveys.ts';
import { byteOrderMark, csvLine } from '../reports/csv-text.ts';

const columns = ['row', 'factor', 'question', 'text_vi', 'text_en', 'n', 'value', 'lower', 'upper'] as const;
type Cell = string | number;

const decimal = (value: number): string => value.toFixed(4);
const shareCells = (share: SurveyShare): Cell[] =>
  share.state === 'ok'
    ? [share.n, decimal(share.share), decimal(share.interval[0]), decimal(share.interval[1])]
    : ['', '', '', ''];

/** UTF-8 with BOM, RFC 4180; `value` is a proportion, for `answer` rows a count. */
export function resultsCsv({ title, overall, factors, answered }: SurveyResults): string {
  const rows: Cell[][] = [
    ['answered', '', '', title.vi, title.en, answered, '', '', ''],
    ['overall', '', '', title.vi, title.en, ...shareCells(overall)],
  ];
  let number = 0;
  factors.forEach(({ label, index, questions }, place) => {
    const factor = place + 1;
    if (index !== null) rows.push(['factor', factor, '', label.vi, label.en, ...shareCells(index)]);
    for (const question of questions) {
      number += 1;
      const { n, satisfied, counts } = question;
      const texts = [question.label.vi, question.label.en];
      rows.push([
        'question',
        factor,
        number,
        ...texts,
        ...(satisfied === null ? [n ?? '', '', '', ''] : shareCells(satisfied)),
      ]);
      for (const { label: answer, count } of counts ?? []) {
        rows.push(['answer', factor, number, answer.vi, answer.en, n ?? '', count, '', '']);
      }
    }
  });
  return byteOrderMark + [[...columns], ...rows].map(csvLine).join('');
}
