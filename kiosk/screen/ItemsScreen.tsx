import { useState } from 'preact/hooks';
import type { Answers, Item } from '../../shared/contract/questionnaire.ts';
import type { Controller } from './controller.ts';
import { Header } from './Header.tsx';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';
import { kioskTexts } from './texts.ts';

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
  const { locale } = controller.session.value;
  const texts = kioskTexts[locale];
  const any = Object.keys(answers).length > 0;
  return (
    <div class="screen items-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.itemsTitle}</h1>
        <p>{texts.itemsText}</p>
        {controller.optionalItems.map((item) => (
          <fieldset key={item.id}>
            <legend>
              {item.labels[locale]} {item.kind === 'tags' && <small>{texts.tagsHint}</small>}
            </legend>
            <div class="choices">
              {item.scale.map(({ value, label }) => (
                <button
                  key={value}
                  type="button"
                  aria-pressed={isChosen(answers, item, value)}
                  onClick={() => setAnswers(toggled(answers, item, value))}
                >
                  {label[locale]}
                </button>
              ))}
            </div>
          </fieldset>
        ))}
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
          onClick={() => any && void controller.addAnswers(answers)}
        >
          {texts.send}
        </button>
      </footer>
    </div>
  );
}
