import type { FaceLevel } from '../faces.ts';
import type { Controller } from './controller.ts';
import { FaceIcon } from './FaceIcon.tsx';
import { Header } from './Header.tsx';
import { answerText, clipUrl, itemText, textsOf } from './languages.ts';
import { OfficerCard } from './OfficerCard.tsx';
import type { SpokenPart } from './read-aloud.ts';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** The question: who is rated, five faces, the privacy line before the tap. */
export function FacesScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'faces' }>;
}) {
  const { locale } = controller.session.value;
  const texts = textsOf(locale);
  const questionnaire = controller.questionnaire.value;
  const item = questionnaire?.items.find((candidate) => candidate.id === 'officer');
  if (!questionnaire || !item) return null;
  const { subject, pressed } = view;
  const known = subject.kind === 'visit' && subject.officer !== null;
  const question = known
    ? itemText(questionnaire, item, locale)
    : subject.kind === 'visit'
      ? texts.slipQuestion
      : texts.counterQuestion;
  // The question and every label in the same order, whoever listens.
  const spoken: SpokenPart[] = [
    { text: question, language: locale, clip: known ? clipUrl(locale, 'question') : null },
    ...item.scale.map((step) => ({
      text: answerText(questionnaire, item, step, locale),
      language: locale,
      clip: clipUrl(locale, `officer.${step.value}`),
    })),
  ];
  return (
    <div class="screen faces-screen">
      <Header controller={controller}>
        {controller.reading.canRead(spoken) && (
          <button
            type="button"
            aria-pressed={controller.reading.speaking.value}
            onClick={() =>
              controller.reading.speaking.value ? controller.reading.stop() : controller.reading.start(spoken)
            }
          >
            {controller.reading.speaking.value ? texts.stopReading : texts.readAloud}
          </button>
        )}
      </Header>
      <main>
        {subject.kind === 'visit' && subject.officer && (
          <OfficerCard key={subject.invitation} officer={subject.officer} caption={texts.officer} />
        )}
        {subject.kind === 'counter' && <p class="subject">{subject.name}</p>}
        <h1 id="question">{question}</h1>
        <p class="privacy">{texts.privacyLine}</p>
        {/* biome-ignore lint/a11y/useSemanticElements: browsers do not stretch the grid inside a fieldset */}
        <div class="faces" role="group" aria-labelledby="question">
          {item.scale.map((step) => {
            const { value } = step;
            return (
              <button
                key={value}
                type="button"
                class={pressed === value ? 'pressed' : undefined}
                aria-disabled={pressed !== null || controller.shownNow.value < view.armedAtMs}
                onClick={() => void controller.press(value as FaceLevel)}
              >
                <FaceIcon level={value as FaceLevel} />
                <span>{answerText(questionnaire, item, step, locale)}</span>
              </button>
            );
          })}
        </div>
        <p class="failure" role="alert">
          {view.failed === 'full' && texts.notStoredFull}
          {view.failed === 'storage' && texts.notStoredStorage}
        </p>
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {texts.skip}
        </button>
      </footer>
    </div>
  );
}
