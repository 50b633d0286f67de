// The page's language, carried by every form: the page that answers it is read by the same person.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';
import { html, type Markup } from './markup.ts';

export const localeField = (locale: SurveyLocale): Markup =>
  html`<input type="hidden" name="locale" value="${locale}">`;
