// The kiosk's own font: fetched after the first paint, and taken up only while the screen waits for the next citizen,
// since the change can move what stands under a finger by a pixel or a line. Until then a font of the device stands in
// (shared/styles/be-vietnam-pro.css).
import type { Signal } from '@preact/signals';
import type { Session } from './session.ts';

/** Letters of both files of a weight, Latin and Vietnamese. */
const letters = 'aế';

/** Rejects when a file of the font does not come; it is then asked for with the next start. */
export async function takeUpFont(session: Signal<Session>): Promise<void> {
  await Promise.all(
    [400, 600].map((weight) => document.fonts.load(`${weight} 1em "Be Vietnam Pro"`, letters)),
  );
  session.subscribe(({ view }) => {
    if (view.kind === 'idle') document.documentElement.dataset.font = 'own';
  });
}
