// Calls of the languages page.
import '../http/zod-setup.ts';
import { type LanguageList, languageListSchema } from '../../shared/contract/languages.ts';
import { request } from '../http/request.ts';

export const readLanguages = (): Promise<LanguageList> =>
  request(languageListSchema, 'GET', '/api/languages');

/** @param unreviewed said by who has taken a second look at a pack that nobody has reviewed */
export const offerLanguage = (
  language: string,
  offered: boolean,
  unreviewed: boolean,
): Promise<LanguageList> =>
  request(languageListSchema, 'PUT', `/api/languages/${encodeURIComponent(language)}`, {
    body: { offered, unreviewed },
  });
