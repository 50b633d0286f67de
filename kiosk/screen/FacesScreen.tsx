import type { FaceLevel } from '../faces.ts';
import type { Controller } from './controller.ts';
import { FaceIcon } from './FaceIcon.tsx';
import { Header } from './Header.tsx';
import { OfficerCard } from './OfficerCard.tsx';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';
import { kioskTexts } from './texts.ts';

/** The question: who is rated, five faces, the privacy line before the tap. */
export function FacesScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'faces' }>;
}) {
  const { locale } = controller.session.value;
  const texts = kioskTexts[locale];
  const item = controller.questionnaire.value?.items.find((candidate) => candidate.id === 'officer');
  if (!item) return null;
  const { subject, pressed } = view;
  const known = subject.kind === 'visit' && subject.officer !== null;
  const question = known
    ? item.labels[locale]
    : subject.kind === 'visit'
      ? texts.slipQuestion
      : texts.counterQuestion;
  return (
    <div class="screen faces-screen">
      <Header controller={controller} />
      <main>
        {subject.kind === 'visit' && subject.officer && (
          <OfficerCard officer={subject.officer} caption={texts.officer} />
        )}
        {subject.kind === 'counter' && <p class="subject">{subject.name}</p>}
        <h1 id="question">{question}</h1>
        <p class="privacy">{texts.privacyLine}</p>
        {/* biome-ignore lint/a11y/useSemanticElements: browsers do not stretch the grid inside a fieldset */}
        <div class="faces" role="group" aria-labelledby="question">
          {item.scale.map(({ value, label }) => (
            <button
              key={value}
              type="button"
              class={pressed === value ? 'pressed' : undefined}
              aria-disabled={pressed !== null || controller.shownNow.value < view.armedAtMs}
              onClick={() => void controller.press(value as FaceLevel)}
            >
              <FaceIcon level={value as FaceLevel} />
              <span>{label[locale]}</span>
            </button>
          ))}
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
