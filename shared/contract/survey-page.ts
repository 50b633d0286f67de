// What the server hands to the rating page (kiosk/survey), which turns it into one complete HTML document.
// The page is a pure function of this: no clock, no request, no network of the centre.

import type { OfficerCard } from './common.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { ResponsePromise } from './responses.ts';

export type SurveyLocale = 'vi' | 'en';

interface PageBase {
  locale: SurveyLocale;
  /** The answer to a form: its address cannot be asked for again, so it has no link to the other language. */
  answersForm?: boolean;
  centre: { name: string; sample: boolean };
}

export type SurveyPage = PageBase &
  (
    | {
        kind: 'ask';
        /** Path the five buttons post to, e.g. `/r/TOKEN`. */
        action: string;
        /** Random per page view; the form carries it, so that a repeated post is the same response. */
        responseId: string;
        officer: OfficerCard;
        procedure: string | null;
        /** Day of the visit as ISO date. */
        day: string;
        questionnaire: Questionnaire;
      }
    | {
        kind: 'thanks';
        /** Path the optional items post to; null when they can no longer be added. */
        action: string | null;
        questionnaire: Questionnaire;
        receipt: ResponsePromise | null;
        /** Address of the public receipt page, as other devices reach it. */
        receiptPage: string;
        completed: boolean;
        /** Whom the question on unofficial payments goes to; null: it is not asked. */
        inspectorate: string | null;
      }
    | {
        /** Rating by the presence code, of the counter it was shown at, or (null) of one of `counters`. */
        kind: 'presence';
        responseId: string;
        presence: string;
        counter: { code: string; name: string } | null;
        counters: readonly { code: string; name: string }[];
        questionnaire: Questionnaire;
      }
    | { kind: 'presence-expired' }
    | { kind: 'presence-used-up' }
    | { kind: 'presence-repeated' }
    /** Asks for the code that a kiosk shows after the tap; `minutes` is how long it is good. */
    | { kind: 'more'; minutes: number; failed: boolean; code: string }
    | { kind: 'already-rated'; contestAction: string; contested: boolean }
    | { kind: 'not-yet-open'; opensAt: string }
    | { kind: 'expired' }
    | { kind: 'unknown' }
    | { kind: 'invalid'; back: string }
    | {
        /** Rating of a counter from its poster. */
        kind: 'walk-up';
        action: string;
        responseId: string;
        counter: string;
        questionnaire: Questionnaire;
      }
    | { kind: 'unknown-counter' }
    /** Too much was sent; nothing was taken. */
    | { kind: 'busy' }
    /** Optional answers that can no longer be added. */
    | { kind: 'too-late' }
    | { kind: 'contested' }
    | { kind: 'failure' }
    | { kind: 'privacy' }
  );

/** Renders one page; `nonce` is for the page's inline style and script under the Content-Security-Policy. */
export type RenderSurvey = (page: SurveyPage, nonce: string) => string;
