import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';
import { KeepReceipt } from './ReceiptScreen.tsx';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** Thanks for the optional answers, and once more the offer of a receipt: the first one stands for five seconds only. */
export function DoneScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'done' }>;
}) {
  const texts = textsOf(controller.session.value.locale);
  return (
    <div class="screen thanks-screen">
      <main>
        <div role="status">
          <h1>{texts.thanks}</h1>
          <p>{texts.thanksText}</p>
        </div>
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
