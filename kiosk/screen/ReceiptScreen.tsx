import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';
import type { ReceiptPanelProps } from './ReceiptPanel.tsx';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** Opens the receipt from a thank-you screen; the choice stands from then on. */
export function KeepReceipt({ controller }: { controller: Controller }) {
  return (
    <button type="button" class="quiet" onClick={() => controller.send({ kind: 'receipt' })}>
      {textsOf(controller.session.value.locale).keepReceipt}
    </button>
  );
}

/** The receipt while it is wanted: gone with the session, like everything of a respondent. */
export function ReceiptScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'receipt' }>;
}) {
  const { locale } = controller.session.value;
  const [Panel, setPanel] = useState<FunctionComponent<ReceiptPanelProps> | null>(null);
  useEffect(() => {
    let shown = true;
    import('./ReceiptPanel.tsx').then(
      ({ ReceiptPanel }) => shown && setPanel(() => ReceiptPanel),
      (error: unknown) => {
        console.error('the receipt could not be loaded', error);
        controller.send({ kind: 'leave' });
      },
    );
    return () => {
      shown = false;
    };
  }, [controller]);
  return (
    <div class="screen receipt-screen">
      <main>
        {Panel && (
          <Panel
            responseId={view.responseId}
            promise={controller.promise.value}
            pageUrl={controller.receiptPageUrl}
            locale={locale}
          />
        )}
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {textsOf(locale).closeReceipt}
        </button>
      </footer>
    </div>
  );
}
