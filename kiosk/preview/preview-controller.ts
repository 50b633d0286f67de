// A controller of a kiosk that is none: it shows a screen, and what citizens do on it has no effect.
import type { QuestionnaireShown } from '../../shared/contract/kiosk-preview.ts';
import { Controller, type ControllerParts } from '../screen/controller.ts';
import { startSession, type View } from '../screen/session.ts';

const spanMs = 40_000;
/** A tablet of 10.1 inches: 1280 pixels are 217 mm. */
const pixelsPerMm = 5.9;

/** A preview holds no key and stores nothing: every method that would use these is overridden below. */
const noParts = {} as Pick<ControllerParts, 'device' | 'outbox'>;

export class PreviewController extends Controller {
  constructor() {
    super({ ...noParts, now: () => 0, newResponseId: () => '' });
    this.settings.value = {
      pixelsPerMm,
      pinHash: null,
      hasScanner: false,
      hasKeyboard: false,
      hallScreen: false,
    };
  }

  shown({ questionnaire, screen, locale, centre }: QuestionnaireShown): void {
    this.state.value = {
      place: 'exit',
      counter: null,
      counters: [],
      centre,
      publicUrl: '',
      languages: ['vi', 'en'],
      inspectorate: null,
      receiptPage: '',
    };
    this.questionnaire.value = questionnaire;
    this.session.value = { ...startSession(), locale, view: viewOf(screen, locale) };
  }

  override send(): void {}
  override async press(): Promise<void> {}
  override async addAnswers(): Promise<void> {}
  override async saveSettings(): Promise<void> {}
}

function viewOf(screen: QuestionnaireShown['screen'], locale: 'vi' | 'en'): View {
  const time = { closesAtMs: spanMs, spanMs };
  if (screen === 'items') return { kind: 'items', responseId: 'preview', ...time };
  const officer = { code: 'CB', name: locale === 'vi' ? 'Cán bộ (mẫu)' : 'Officer (sample)' };
  return {
    kind: 'faces',
    subject: { kind: 'visit', invitation: '', officer },
    touched: true,
    armedAtMs: 0,
    pressed: null,
    failed: null,
    ...time,
  };
}
