import { type FaceLevel, faceLevels } from '../faces.ts';
import type { Controller } from './controller.ts';
import { FaceIcon } from './FaceIcon.tsx';
import { Header } from './Header.tsx';
import { textsOf } from './languages.ts';
import { OwnPhone } from './OwnPhone.tsx';

const Faces = () => (
  <span class="attract" aria-hidden="true">
    {faceLevels.map((level: FaceLevel) => (
      <FaceIcon key={level} level={level} />
    ))}
  </span>
);

/** What waits for the next citizen: at a counter one large target, at the exit the ways to name a visit. */
export function IdleScreen({ controller }: { controller: Controller }) {
  const texts = textsOf(controller.session.value.locale);
  const state = controller.state.value;
  if (!state) return null;
  const { counter } = state;
  return (
    <div class="screen idle-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.idleTitle}</h1>
        {counter ? (
          <button
            type="button"
            class="whole"
            onClick={() => controller.send({ kind: 'choose', subject: { kind: 'counter', ...counter } })}
          >
            <Faces />
            <span>{texts.idleTouch}</span>
          </button>
        ) : (
          <>
            <Faces />
            <p>{controller.settings.value?.hasScanner ? texts.idleExitScanner : texts.idleExit}</p>
            <div class="ways">
              <button
                type="button"
                class="primary"
                onClick={() => controller.send({ kind: 'open', view: 'code' })}
              >
                {texts.enterCode}
              </button>
              {controller.camera.value && (
                <button type="button" onClick={() => controller.send({ kind: 'open', view: 'camera' })}>
                  {texts.scanCamera}
                </button>
              )}
              <button type="button" onClick={() => controller.send({ kind: 'open', view: 'counters' })}>
                {texts.noSlip}
              </button>
            </div>
          </>
        )}
        <OwnPhone controller={controller} />
        <p class="privacy">{texts.privacyLine}</p>
      </main>
    </div>
  );
}
