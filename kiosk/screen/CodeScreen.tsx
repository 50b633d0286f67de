import type { Controller } from './controller.ts';
import { Header } from './Header.tsx';
import { type KioskTexts, textsOf } from './languages.ts';
import type { LookupState, View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

const codeLength = 7;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'erase', '0'] as const;

const stateText = (state: LookupState, texts: KioskTexts): string =>
  ({
    typing: '',
    looking: texts.codeLooking,
    unknown: texts.codeUnknown,
    spent: texts.codeSpent,
    closed: texts.codeClosed,
    'too-many': texts.codeTooMany,
    offline: texts.codeOffline,
  })[state];

/** The slip's seven digits, on a keypad of its own: no keyboard slides over a public screen. */
export function CodeScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'code' }>;
}) {
  const texts = textsOf(controller.session.value.locale);
  const { digits, state } = view;
  const enter = (next: string): void => {
    controller.send({ kind: 'digits', digits: next });
    if (next.length === codeLength) void controller.lookUp(next);
  };
  const press = (key: (typeof keys)[number]): void => {
    if (state === 'looking') return;
    if (key === 'erase') enter(digits.slice(0, -1));
    else if (digits.length < codeLength) enter(digits + key);
    else enter(key);
  };
  return (
    <div class="screen code-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.enterCode}</h1>
        <p>{texts.enterCodeText}</p>
        <output class="digits" aria-live="polite" aria-label={digits.split('').join(' ')}>
          {digits.padEnd(codeLength, '·')}
        </output>
        <p class="failure" role="status">
          {stateText(state, texts)}
        </p>
        <div class="keypad">
          {keys.map((key) => (
            <button key={key} type="button" class={key} onClick={() => press(key)}>
              {key === 'erase' ? texts.erase : key}
            </button>
          ))}
        </div>
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <button type="button" onClick={() => controller.send({ kind: 'open', view: 'counters' })}>
          {texts.noSlip}
        </button>
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {texts.back}
        </button>
      </footer>
    </div>
  );
}
