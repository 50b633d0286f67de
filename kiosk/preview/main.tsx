// The kiosk's own screens with a questionnaire that is not in use, for the frame of the page that edits it. Stores
// nothing, sends nothing; the questionnaire comes from the page around the frame.
import { render } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { previewReady, type QuestionnaireShown } from '../../shared/contract/kiosk-preview.ts';
import { FacesScreen } from '../screen/FacesScreen.tsx';
import { ItemsScreen } from '../screen/ItemsScreen.tsx';
import '../screen/style.css';
import { PreviewController } from './preview-controller.ts';

const controller = new PreviewController();

function Preview() {
  const { view, locale } = controller.session.value;
  const settings = controller.settings.value;
  const { version = '' } = controller.questionnaire.value ?? {};
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.style.setProperty('--mm', `${settings?.pixelsPerMm}px`);
  }, [locale, settings]);
  if (view.kind === 'faces') return <FacesScreen controller={controller} view={view} />;
  if (view.kind === 'items') return <ItemsScreen key={version} controller={controller} view={view} />;
  return null;
}

addEventListener('message', (event) => {
  if (event.origin !== location.origin || event.source !== parent) return;
  controller.shown(event.data as QuestionnaireShown);
});

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
render(<Preview />, root);
parent.postMessage(previewReady, location.origin);
