import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';
import { KeepReceipt } from './ReceiptScreen.tsx';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** Thanks, the same for every choice, and five seconds in which the tap can be taken back. */
export function ThanksScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'thanks' }>;
}) {
  const texts = textsOf(controller.session.value.locale);
  return (
    <div class="screen thanks-screen">
      <main>
        <div role="status">
          <h1>{texts.thanks}</h1>
          <p>{texts.thanksText}</p>
        </div>
        <button type="button" aria-disabled={view.undoing} onClick={() => void controller.undo()}>
          {texts.undo}
        </button>
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <KeepReceipt controller={controller} />
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {texts.leave}
        </button>
      </footer>
    </div>
  );
}
