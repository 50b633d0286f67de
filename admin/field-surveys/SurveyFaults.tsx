// What keeps a survey from being opened, each with a link to the field that mends it.
import type { SurveyFault } from '../../shared/field-survey/faults.ts';
import { Notice } from '../components/Notice.tsx';
import { fieldId } from './SurveyFields.tsx';
import { text } from './texts.ts';

/** Where a fault is, in words, and the field that mends it. */
function placeOf(path: string): { words: string; field: string } {
  const [head, factor, , question, part, ...rest] = path.split('.');
  const language = rest.at(-1) ?? part ?? factor;
  const words = [
    ...(head === 'factors' && factor !== undefined ? [text('factor', { n: Number(factor) + 1 })] : []),
    ...(question !== undefined && !Number.isNaN(Number(question)) && part !== undefined
      ? [text('question', { n: Number(question) + 1 })]
      : []),
    ...(language === 'vi' || language === 'en' ? [text(`language.${language}`)] : []),
  ];
  const field = part === 'answers' ? path.replace(/answers.*/, 'answers.vi') : path;
  return { words: words.length === 0 ? text('whole') : words.join(', '), field: fieldId(field) };
}

export function SurveyFaults({ faults }: { faults: readonly SurveyFault[] }) {
  return (
    <Notice tone="bad" title={text('faults', { n: faults.length })} role="alert">
      <ul class="fault-list">
        {faults.map(({ path, code }) => {
          const { words, field } = placeOf(path);
          return (
            <li key={`${path} ${code}`}>
              <a
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(field)?.focus();
                }}
              >
                {words}:
              </a>{' '}
              {text(`fault.${code}`)}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
