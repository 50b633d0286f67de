import type { Controller } from './controller.ts';
import { isFree } from './session.ts';
import { kioskTexts } from './texts.ts';

/** Holding the name of the place this long opens the staff menu, where a PIN was set. */
const holdMs = 3_000;
let holding: ReturnType<typeof setTimeout> | undefined;

/** Name of the place, language and sight aids: on every screen that citizens use, in the same corner. */
export function Header({ controller }: { controller: Controller }) {
  const { locale, largeText, contrast } = controller.session.value;
  const texts = kioskTexts[locale];
  const state = controller.state.value;
  const hold = (): void => {
    if (!controller.settings.value?.pinHash || !isFree(controller.session.value.view)) return;
    holding = setTimeout(() => {
      controller.staff.value = true;
    }, holdMs);
  };
  const release = (): void => clearTimeout(holding);
  return (
    <header>
      <p
        class="place"
        onPointerDown={hold}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
      >
        <span>{state?.centre.name}</span>
        {state?.counter && <strong>{state.counter.name}</strong>}
        {state?.centre.sample && <em>{texts.sample}</em>}
      </p>
      <div class="aids">
        <button
          type="button"
          aria-pressed={largeText}
          onClick={() => controller.send({ kind: 'large-text' })}
        >
          {texts.largeText}
        </button>
        <button type="button" aria-pressed={contrast} onClick={() => controller.send({ kind: 'contrast' })}>
          {texts.contrast}
        </button>
        <button
          type="button"
          lang={locale === 'vi' ? 'en' : 'vi'}
          onClick={() => controller.send({ kind: 'language' })}
        >
          {texts.otherLanguage}
        </button>
      </div>
    </header>
  );
}
