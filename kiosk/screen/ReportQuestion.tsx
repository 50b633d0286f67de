import {
  type Inspectorate,
  type ReportAnswer,
  reportAnswers,
  reportTexts,
} from '../../shared/contract/sealed-report.ts';
import type { KioskLocale } from './session.ts';

/** The question on unofficial payments, with its own consent line; a second tap takes an answer back. No typing. */
export function ReportQuestion({
  inspectorate,
  locale,
  answer,
  onAnswer,
}: {
  inspectorate: Inspectorate;
  locale: KioskLocale;
  answer: ReportAnswer | null;
  onAnswer: (answer: ReportAnswer | null) => void;
}) {
  // Only these two have been worded for it; another language reads it in Vietnamese, marked.
  const own = locale === 'vi' || locale === 'en';
  const texts = reportTexts[own ? locale : 'vi'];
  const mark = own ? '' : ' (vi)';
  return (
    <fieldset aria-describedby="report-consent">
      <legend>{texts.question + mark}</legend>
      <p id="report-consent">{texts.consent.replace('NAME', inspectorate.name)}</p>
      <div class="choices">
        {reportAnswers.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={answer === value}
            onClick={() => onAnswer(answer === value ? null : value)}
          >
            {texts.answers[value]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
