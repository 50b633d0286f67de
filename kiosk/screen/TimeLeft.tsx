import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';

/** How long the screen stays: in words and as a bar that needs no reading. Silent for screen readers, which would chant it. */
export function TimeLeft({
  controller,
  closesAtMs,
  spanMs,
}: {
  controller: Controller;
  closesAtMs: number;
  spanMs: number;
}) {
  const texts = textsOf(controller.session.value.locale);
  const leftMs = Math.max(0, Math.min(spanMs, closesAtMs - controller.shownNow.value));
  const seconds = Math.ceil(leftMs / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div class="time-left" role="timer" aria-live="off">
      <span>
        {texts.timeLeft} {clock}
      </span>
      <span class="time-bar" aria-hidden="true">
        <span style={{ width: `${(100 * leftMs) / spanMs}%` }} />
      </span>
    </div>
  );
}
