// Who did the first step, who the second, and what happens then: the same drawing wherever two persons are needed.
import { locale } from '../i18n/locale.ts';
import { momentText, shortDay } from './figure-text.ts';
import { kpiText } from './texts.ts';

export interface Step {
  title: string;
  /** Who did it and when; null while nobody has. */
  by: string | null;
  at?: string | null;
  isDone: boolean;
  /** What is waited for, or what the step means. */
  note?: string | null;
}

export function TwoPersons({ steps, me }: { steps: readonly Step[]; me: string }) {
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <ol class="persons" aria-label={kpiText('persons.title')}>
      {steps.map((step, index) => (
        <li
          key={step.title}
          class="person"
          data-state={step.isDone ? 'done' : index === next ? 'next' : 'later'}
          aria-current={index === next ? 'step' : undefined}
        >
          <span class="person-number" aria-hidden="true">
            {index + 1}
          </span>
          <div>
            <p class="person-title">{step.title}</p>
            <p class="person-state">
              {step.isDone
                ? doneText(step, me)
                : kpiText(index === next ? 'persons.waiting' : 'persons.later')}
            </p>
            {step.note != null && <p class="person-note">{step.note}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function doneText({ by, at }: Step, me: string): string {
  const moment =
    at == null ? null : at.length > 10 ? momentText(at, locale.value) : shortDay(at, locale.value);
  if (by === null) return moment ?? kpiText('persons.done');
  const name = by === me ? kpiText('persons.me', { name: by }) : by;
  return moment === null ? name : kpiText('persons.by', { name, moment });
}
