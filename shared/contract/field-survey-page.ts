// What the server hands to the page and the paper form of a field survey (kiosk/field-survey), which turn it into one HTML
// document each. Pure functions of these values.
import type { SurveyContent } from './field-surveys.ts';
import type { SurveyLocale } from './survey-page.ts';

interface PageBase {
  locale: SurveyLocale;
  centre: { name: string; sample: boolean };
}

export type FieldSurveyPage = PageBase &
  (
    | {
        kind: 'form';
        /** Path the form posts to; null in a preview, which posts nothing. */
        action: string | null;
        /** Random per page view, so that a repeated post is the same form. */
        formId: string;
        content: SurveyContent;
        /** Sent without a single answer. */
        isEmpty: boolean;
      }
    | { kind: 'thanks' | 'unknown' | 'early' | 'over' | 'used' | 'full' | 'busy' | 'invalid' | 'failure' }
  );

/** Paper forms of one survey, numbered, each on pages of its own. */
export interface FieldSurveyForms {
  locale: SurveyLocale;
  centre: { name: string; sample: boolean };
  content: SurveyContent;
  /** Number of the first form, from 1. */
  first: number;
  count: number;
}

/** Name of the form field of the question at `place` (from 0). */
export const surveyFieldName = (place: number): string => `q${place + 1}`;

export type RenderFieldSurvey = (page: FieldSurveyPage, nonce: string) => string;
export type RenderFieldSurveyForms = (forms: FieldSurveyForms, nonce: string) => string;
