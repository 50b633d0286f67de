// How citizens see the questions: the phone's page as the server makes it, in a frame that runs no script and sends no
// form; the kiosk's own screens in a frame of their own build. Nothing in either is stored or sent.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import {
  kioskPreviewPath,
  previewReady,
  type QuestionnaireShown,
} from '../../shared/contract/kiosk-preview.ts';
import type { Item } from '../../shared/contract/questionnaire.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { type Locale, locale } from '../i18n/locale.ts';
import { previewPage } from './questionnaires-api.ts';
import { text } from './texts.ts';

const screens = ['question', 'thanks', 'faces', 'items'] as const;
type Screen = (typeof screens)[number];

const languageNames: Record<Locale, string> = { vi: 'Tiếng Việt', en: 'English' };
/** Typing is let come to rest before the server is asked. */
const restMs = 400;

/** Words that are still missing leave a gap that can be seen, not a button without a name. */
const gap = '…';
const withGaps = ({ vi, en }: Item['labels']): Item['labels'] => ({ vi: vi || gap, en: en || gap });

export function Preview({ items: given }: { items: readonly Item[] }) {
  const items = given.map((item) => ({
    ...item,
    labels: withGaps(item.labels),
    scale: item.scale.map(({ value, label }) => ({ value, label: withGaps(label) })),
  }));
  const screen = useSignal<Screen>('thanks');
  const language = useSignal<Locale>(locale.peek());
  const shown = screen.value;
  const title = text('preview.frame', { screen: text(`preview.${shown}`) });
  return (
    <section class="card preview" aria-labelledby="preview">
      <h2 id="preview">{text('preview')}</h2>
      <p class="muted">{text('previewHint')}</p>
      <div class="preview-choices">
        <div class="field">
          <label for="preview-screen">{text('preview.screen')}</label>
          <select
            id="preview-screen"
            value={shown}
            onChange={(event) => {
              screen.value = event.currentTarget.value as Screen;
            }}
          >
            {screens.map((one) => (
              <option key={one} value={one}>
                {text(`preview.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="preview-language">{text('preview.language')}</label>
          <select
            id="preview-language"
            value={language.value}
            onChange={(event) => {
              language.value = event.currentTarget.value as Locale;
            }}
          >
            {(Object.keys(languageNames) as Locale[]).map((one) => (
              <option key={one} value={one} lang={one}>
                {languageNames[one]}
              </option>
            ))}
          </select>
        </div>
      </div>
      {shown === 'question' || shown === 'thanks' ? (
        <PhonePreview items={items} page={shown} language={language.value} title={title} />
      ) : (
        <KioskPreview items={items} screen={shown} language={language.value} title={title} />
      )}
    </section>
  );
}

interface PhoneProps {
  items: readonly Item[];
  page: 'question' | 'thanks';
  language: Locale;
  title: string;
}

function PhonePreview({ items, page, language, title }: PhoneProps) {
  const html = useSignal<string | null>(null);
  const failure = useSignal<unknown>(null);
  const attempts = useSignal(0);
  const asked = JSON.stringify([items, page, language, attempts.value]);
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(
      async () => {
        try {
          const answer = await previewPage(items, page, language);
          if (!isLatest) return;
          html.value = answer;
          failure.value = null;
        } catch (error) {
          if (isLatest) failure.value = error;
        }
      },
      html.peek() === null ? 0 : restMs,
    );
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [asked]);
  const retry = () => {
    attempts.value += 1;
  };
  if (failure.value !== null) return <Failure error={failure.value} onRetry={retry} />;
  if (html.value === null) return <Loading />;
  return <iframe class="preview-phone" title={title} sandbox="" srcdoc={html.value} />;
}

interface KioskProps {
  items: readonly Item[];
  screen: QuestionnaireShown['screen'];
  language: Locale;
  title: string;
}

const kioskWidthPx = 1280;

function KioskPreview({ items, screen, language, title }: KioskProps) {
  const room = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const scale = useSignal(0.4);
  const isReady = useSignal(false);
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return;
    const measure = () => {
      scale.value = element.clientWidth / kioskWidthPx;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scale]);
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      if (event.source !== frame.current?.contentWindow || event.origin !== location.origin) return;
      if (event.data === previewReady) isReady.value = true;
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [isReady]);
  const shown: QuestionnaireShown = {
    questionnaire: { version: 'preview', items: [...items] },
    screen,
    locale: language,
    centre: { name: '', sample: false },
  };
  const message = JSON.stringify(shown);
  useEffect(() => {
    if (isReady.value) frame.current?.contentWindow?.postMessage(JSON.parse(message), location.origin);
  }, [message, isReady.value]);
  return (
    <div ref={room} class="preview-kiosk">
      <iframe
        ref={frame}
        title={title}
        src={kioskPreviewPath}
        style={{ transform: `scale(${scale.value})` }}
      />
    </div>
  );
}
