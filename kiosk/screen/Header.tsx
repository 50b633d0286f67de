import type { ComponentChildren } from 'preact';
import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';
import { isFree } from './session.ts';

/** Holding the name of the place this long opens the staff menu, where a PIN was set. */
const holdMs = 3_000;
let holding: ReturnType<typeof setTimeout> | undefined;

/** Name of the place, language and sight aids: on every screen that citizens use, in the same corner. */
export function Header({
  controller,
  children,
}: {
  controller: Controller;
  /** A further aid of this one screen. */
  children?: ComponentChildren;
}) {
  const { locale, largeText, contrast } = controller.session.value;
  const texts = textsOf(locale);
  const state = controller.state.value;
  const { languages } = controller;
  const shown = languages.find((pack) => pack.language === locale);
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
        {children}
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
        {languages
          .filter((pack) => pack.language !== locale)
          .map((pack) => (
            <button
              key={pack.language}
              type="button"
              lang={pack.language}
              onClick={() => controller.send({ kind: 'language', locale: pack.language })}
            >
              {pack.name}
            </button>
          ))}
      </div>
      {shown?.reviewed === false && <p class="unreviewed">{texts.unreviewed}</p>}
    </header>
  );
}
