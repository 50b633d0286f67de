import { useLayoutEffect } from 'preact/hooks';
import { CameraScreen } from './CameraScreen.tsx';
import { CodeScreen } from './CodeScreen.tsx';
import { CountersScreen } from './CountersScreen.tsx';
import type { Controller } from './controller.ts';
import { DoneScreen } from './DoneScreen.tsx';
import { FacesScreen } from './FacesScreen.tsx';
import { HallScreen } from './HallScreen.tsx';
import { IdleScreen } from './IdleScreen.tsx';
import { PairScreen } from './PairScreen.tsx';
import { ReceiptScreen } from './ReceiptScreen.tsx';
import { ThanksScreen } from './ThanksScreen.tsx';

function CitizenScreen({ controller }: { controller: Controller }) {
  const { view } = controller.session.value;
  const Later = controller.later.value;
  switch (view.kind) {
    case 'idle':
      return <IdleScreen controller={controller} />;
    case 'code':
      return <CodeScreen controller={controller} view={view} />;
    case 'camera':
      return <CameraScreen controller={controller} view={view} />;
    case 'counters':
      return <CountersScreen controller={controller} view={view} />;
    case 'faces':
      return <FacesScreen controller={controller} view={view} />;
    case 'thanks':
      return <ThanksScreen controller={controller} view={view} />;
    case 'receipt':
      return <ReceiptScreen controller={controller} view={view} />;
    case 'items':
      return Later && <Later.ItemsScreen key={view.responseId} controller={controller} view={view} />;
    case 'done':
      return <DoneScreen controller={controller} view={view} />;
  }
}

/** Null controller: this page can hold no key, since it came neither over HTTPS nor from localhost. */
export function App({ controller }: { controller: Controller | null }) {
  if (controller === null) {
    return (
      <div class="screen pair-screen">
        <main>
          <h1>Cần HTTPS · HTTPS is needed</h1>
          <p>
            Máy đánh giá chỉ chạy qua HTTPS hoặc trên localhost. Xin mở trang này bằng địa chỉ bắt đầu bằng
            https://
          </p>
          <p lang="en">
            The kiosk works only over HTTPS or on localhost: without it the browser gives no key store. Please
            open this page by an address that begins with https://
          </p>
        </main>
      </div>
    );
  }
  return <Ready controller={controller} />;
}

function Ready({ controller }: { controller: Controller }) {
  const { locale, largeText, contrast, view } = controller.session.value;
  const settings = controller.settings.value;
  const service = controller.service.value;
  const Later = controller.later.value;
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = locale;
    root.className = [largeText && 'large-text', contrast && 'contrast'].filter(Boolean).join(' ');
    if (settings) root.style.setProperty('--mm', `${settings.pixelsPerMm}px`);
  }, [locale, largeText, contrast, settings]);
  // A new screen begins at its top, and no button of the last one keeps the focus: also when one respondent's faces are
  // followed by the next one's. Its heading takes the focus, so that a screen reader says what is asked.
  const shown = view.kind === 'faces' ? view.subject : view.kind;
  useLayoutEffect(() => {
    scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const heading = document.querySelector<HTMLElement>('main h1');
    if (heading === null || view.kind === 'idle') return;
    heading.tabIndex = -1;
    heading.focus();
  }, [shown]);
  if (service === 'unpaired' || service === 'revoked') {
    return <PairScreen controller={controller} revoked={service === 'revoked'} />;
  }
  if (service === 'starting') {
    return (
      <div class="screen pair-screen">
        <main>
          <h1>Đang nối với máy chủ… · Connecting…</h1>
        </main>
      </div>
    );
  }
  if (controller.staff.value && Later) return <Later.StaffMenu controller={controller} />;
  if (settings?.hallScreen) return <HallScreen controller={controller} />;
  return <CitizenScreen controller={controller} />;
}
