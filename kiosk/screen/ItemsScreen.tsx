import { useState } from 'preact/hooks';
import type { Answers, Item } from '../../shared/contract/questionnaire.ts';
import { commentCharsMax } from '../../shared/contract/responses.ts';
import type { ReportAnswer } from '../../shared/contract/sealed-report.ts';
import type { Controller } from './controller.ts';
import { Header } from './Header.tsx';
import { answerText, itemText, textsOf } from './languages.ts';
import { ReportQuestion } from './ReportQuestion.tsx';
import { SayMore } from './SayMore.tsx';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** The answer after `value` of `item` was tapped; a second tap takes it back. */
function toggled(answers: Answers, item: Item, value: number): Answers {
  const { [item.id]: old, ...rest } = answers;
  if (item.kind !== 'tags') return old === value ? rest : { ...answers, [item.id]: value };
  const chosen = Array.isArray(old) ? old : [];
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  return next.length === 0 ? rest : { ...answers, [item.id]: next };
}

const isChosen = (answers: Answers, item: Item, value: number): boolean => {
  const answer = answers[item.id];
  return Array.isArray(answer) ? answer.includes(value) : answer === value;
};

/** Optional questions on one screen, nothing chosen beforehand, no typing. */
export function ItemsScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'items' }>;
}) {
  const [answers, setAnswers] = useState<Answers>({});
  const [comment, setComment] = useState('');
  const [payment, setPayment] = useState<ReportAnswer | null>(null);
  const { locale } = controller.session.value;
  const texts = textsOf(locale);
  const questionnaire = controller.questionnaire.value;
  const { inspectorate } = controller;
  // No typing at a counter, where the officer sits opposite, nor where no keyboard stands.
  const mayType = controller.state.value?.place === 'exit' && controller.settings.value?.hasKeyboard === true;
  const any = Object.keys(answers).length > 0 || comment.trim() !== '' || payment !== null;
  if (!questionnaire) return null;
  return (
    <div class="screen items-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.itemsTitle}</h1>
        <p>{texts.itemsText}</p>
        <div class="beside">
          <div>
            {controller.optionalItems.map((item) => (
              <fieldset key={item.id}>
                <legend>
                  {itemText(questionnaire, item, locale)}{' '}
                  {item.kind === 'tags' && <small>{texts.tagsHint}</small>}
                </legend>
                <div class="choices">
                  {item.scale.map((step) => (
                    <button
                      key={step.value}
                      type="button"
                      aria-pressed={isChosen(answers, item, step.value)}
                      onClick={() => setAnswers(toggled(answers, item, step.value))}
                    >
                      {answerText(questionnaire, item, step, locale)}
                    </button>
                  ))}
                </div>
              </fieldset>
            ))}
            {mayType && (
              <fieldset>
                <legend>
                  <label for="comment">{texts.comment}</label>
                </legend>
                <p id="comment-consent">{texts.commentConsent}</p>
                <textarea
                  id="comment"
                  value={comment}
                  maxLength={commentCharsMax}
                  autocomplete="off"
                  spellcheck={false}
                  aria-describedby="comment-consent"
                  onInput={(event) => setComment(event.currentTarget.value)}
                />
              </fieldset>
            )}
            {inspectorate && (
              <ReportQuestion
                inspectorate={inspectorate}
                locale={locale}
                answer={payment}
                onAnswer={setPayment}
              />
            )}
          </div>
          <SayMore controller={controller} responseId={view.responseId} />
        </div>
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {texts.skip}
        </button>
        <button
          type="button"
          class="primary"
          aria-disabled={!any}
          onClick={() => any && void controller.addAnswers(answers, comment, payment)}
        >
          {texts.send}
        </button>
      </footer>
    </div>
  );
}
