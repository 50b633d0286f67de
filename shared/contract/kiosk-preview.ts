// What the administration tells the preview of a kiosk in its frame, and the message by which the preview says that it
// listens. Both pages are of this server.
import type { Questionnaire } from './questionnaire.ts';

export const kioskPreviewPath = '/kiosk-preview/';

export const previewReady = 'langnghe-preview-ready';

export interface QuestionnaireShown {
  questionnaire: Questionnaire;
  screen: 'faces' | 'items';
  locale: 'vi' | 'en';
  centre: { name: string; sample: boolean };
}
