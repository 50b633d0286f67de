// What the groups of citizens' pages share with the rating page (survey.ts).
import type { Request, RequestHandler, Response } from 'express';
import type { ResponsePromise } from '../../shared/contract/responses.ts';
import type { SurveyPage } from '../../shared/contract/survey-page.ts';

export type PageContent = SurveyPage extends infer Page
  ? Page extends SurveyPage
    ? Omit<Page, 'locale' | 'centre' | 'answersForm'>
    : never
  : never;

/** `tag` names the response whose questionnaire goes on; null when there is none any more. */
export interface Thanked {
  action: string | null;
  completed: boolean;
  receipt: ResponsePromise | null;
  tag: Buffer | null;
}

/** What the other groups of citizens' pages share with this one. */
export interface SurveyPages {
  /** Reads a form post of bounded size; what is wrong with it is for `page` to tell. */
  form: RequestHandler;
  /** Runs a handler; whatever goes wrong becomes a page that a citizen can read. */
  page(
    handle: (request: Request, response: Response, token: string | null) => void | Promise<void>,
  ): (request: Request, response: Response) => Promise<void>;
  send(request: Request, response: Response, status: number, content: PageContent): void;
  sendThanks(request: Request, response: Response, thanks: Thanked): void;
  /** After a rating: the short cookie, and the way to the thank-you page. */
  thank(request: Request, response: Response, responseId: string, promise: ResponsePromise): void;
  /** The language that a form was sent in, for the page that follows it. */
  keepLanguage(request: Request, response: Response): void;
  /** Adds what a form of optional items said; with the question on unofficial payments offered, also a sealed record. */
  complete(tag: Buffer, body: Record<string, unknown>): Promise<void>;
}
