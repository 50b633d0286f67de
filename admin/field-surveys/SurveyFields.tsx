// The fields of a survey's draft: a text in both languages, and what is wrong with it.
import type { Label } from '../../shared/contract/questionnaire.ts';
import type { SurveyFault } from '../../shared/field-survey/faults.ts';
import { type TextKey, text } from './texts.ts';

export const languages = ['vi', 'en'] as const;
export const fieldId = (path: string): string => `survey-${path.replaceAll('.', '-')}`;

interface PairProps {
  path: string;
  names: readonly [vi: TextKey, en: TextKey];
  value: Label;
  charsMax: number;
  isLong?: boolean;
  faults: readonly SurveyFault[];
  onInput: (value: Label) => void;
}

/** One text in both languages. */
export function Pair({ path, names, value, charsMax, isLong = false, faults, onInput }: PairProps) {
  return (
    <div class="question-pair">
      {languages.map((language, index) => {
        const id = fieldId(`${path}.${language}`);
        const own = faults.filter((fault) => fault.path === `${path}.${language}`);
        const shared = {
          id,
          lang: language,
          maxLength: charsMax,
          value: value[language],
          'aria-invalid': own.length > 0,
          'aria-describedby': `${id}-error`,
          onInput: (event: { currentTarget: { value: string } }) =>
            onInput({ ...value, [language]: event.currentTarget.value }),
        };
        return (
          <div key={language} class="field">
            <label for={id}>{text(names[index]!)}</label>
            {isLong ? (
              <textarea rows={3} {...shared} />
            ) : (
              <input type="text" autocomplete="off" {...shared} />
            )}
            <FaultLine id={`${id}-error`} faults={own} />
          </div>
        );
      })}
    </div>
  );
}

export const FaultLine = ({ id, faults }: { id?: string; faults: readonly SurveyFault[] }) => (
  <p {...(id === undefined ? {} : { id })} class="field-error">
    {[...new Set(faults.map(({ code }) => text(`fault.${code}`)))].join(' ')}
  </p>
);
