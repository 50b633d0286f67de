// What the server loads of the kiosk's documents beside the rating page and the printed slip.
import type { Documents } from '../shared/contract/documents.ts';
import { renderFieldSurvey } from './field-survey/page.ts';
import { renderFieldSurveyForms } from './field-survey/paper.ts';
import { renderInstallCa } from './install-ca/render.ts';
import { languagePacks } from './language-packs.ts';
import { renderPaperForm } from './paper-form/render.ts';
import { renderPosters } from './poster/render.ts';
import { slipBlocks } from './slip/blocks.ts';

export const documents: Documents = {
  slipBlocks,
  languagePacks,
  renderPosters,
  renderInstallCa,
  renderPaperForm,
  renderFieldSurvey,
  renderFieldSurveyForms,
};
