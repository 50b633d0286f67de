// The five levels of a satisfaction question, worst first: value 1 to 5.
import type { Label } from '../contract/questionnaire.ts';

export const satisfactionLevels: readonly Label[] = [
  { vi: 'Rất không hài lòng', en: 'Very dissatisfied' },
  { vi: 'Không hài lòng', en: 'Dissatisfied' },
  { vi: 'Bình thường', en: 'Neither satisfied nor dissatisfied' },
  { vi: 'Hài lòng', en: 'Satisfied' },
  { vi: 'Rất hài lòng', en: 'Very satisfied' },
];

/** Level from which an answer counts as satisfied. */
export const satisfiedFrom = 4;
