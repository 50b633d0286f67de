import { useLayoutEffect, useRef } from 'preact/hooks';
import { watch } from './camera-scan.ts';
import type { Controller } from './controller.ts';
import { Header } from './Header.tsx';
import { textsOf } from './languages.ts';
import { slipOf } from './scanner.ts';
import type { CameraState, View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** The slip before the camera. The camera is on exactly as long as this screen is shown. */
export function CameraScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'camera' }>;
}) {
  const texts = textsOf(controller.session.value.locale);
  const video = useRef<HTMLVideoElement>(null);
  // Begun before the screen is painted: a screen that is left at once leaves no camera on.
  useLayoutEffect(() => {
    const end = new AbortController();
    const say = (state: CameraState): void => controller.send({ kind: 'camera', state });
    const read = (text: string): void => {
      const slip = slipOf(text);
      if (slip === null) say('unreadable');
      else {
        end.abort();
        void controller.scanned(slip, 'camera');
      }
    };
    void watch(video.current!, read, end.signal).then((failure) => {
      if (!end.signal.aborted) say(failure ?? 'looking');
    });
    return () => end.abort();
  }, [controller]);
  const { state } = view;
  const failed = state === 'denied' || state === 'none';
  const said = { starting: texts.cameraStarting, looking: '', unreadable: texts.cameraUnreadable };
  return (
    <div class="screen camera-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.cameraTitle}</h1>
        <p>{texts.cameraText}</p>
        <p class="failure" role="status">
          {failed ? (state === 'denied' ? texts.cameraDenied : texts.cameraNone) : said[state]}
        </p>
        <video ref={video} muted playsInline aria-label={texts.cameraTitle} hidden={failed} />
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <button type="button" onClick={() => controller.send({ kind: 'open', view: 'code' })}>
          {texts.enterCode}
        </button>
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {texts.back}
        </button>
      </footer>
    </div>
  );
}
