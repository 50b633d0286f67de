// Calls of the page of the rating questions.
import { z } from 'zod';
import type { Item } from '../../shared/contract/questionnaire.ts';
import {
  type QuestionnaireDraft,
  type QuestionnaireList,
  questionnaireDraftSchema,
  questionnaireListSchema,
  questionnairePreviewAnswerSchema,
} from '../../shared/contract/questionnaires.ts';
import { request } from '../http/request.ts';
import type { Locale } from '../i18n/locale.ts';

const drafts = '/api/questionnaires/drafts';
const draftPath = (id: string): string => `${drafts}/${encodeURIComponent(id)}`;

export const readQuestionnaires = (): Promise<QuestionnaireList> =>
  request(questionnaireListSchema, 'GET', '/api/questionnaires');

export const beginDraft = (name: string, from?: string): Promise<QuestionnaireDraft> =>
  request(questionnaireDraftSchema, 'POST', drafts, {
    body: { name, ...(from === undefined ? {} : { from }) },
  });

export const readDraft = (id: string): Promise<QuestionnaireDraft> =>
  request(questionnaireDraftSchema, 'GET', draftPath(id));

export const saveDraft = (
  id: string,
  draft: { revision: number; name: string; items: Item[] },
): Promise<QuestionnaireDraft> => request(questionnaireDraftSchema, 'PUT', draftPath(id), { body: draft });

export const discardDraft = async (id: string): Promise<void> => {
  await request(z.null(), 'DELETE', draftPath(id));
};

export const publishDraft = (id: string, revision: number): Promise<QuestionnaireList> =>
  request(questionnaireListSchema, 'POST', `${draftPath(id)}/publish`, { body: { revision } });

/** The phone's page as HTML. */
export const previewPage = async (
  items: readonly Item[],
  page: 'question' | 'thanks',
  locale: Locale,
): Promise<string> =>
  (
    await request(questionnairePreviewAnswerSchema, 'POST', '/api/questionnaires/preview', {
      body: { items, page, locale },
    })
  ).html;
