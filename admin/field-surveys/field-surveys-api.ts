// Calls of the page of field surveys.
import { z } from 'zod';
import {
  type FieldSurvey,
  fieldSurveySchema,
  type PaperForm,
  paperFormSchema,
  paperListSchema,
  type SurveyAnswers,
  type SurveyContent,
  type SurveyResults,
  type SurveySummary,
  surveyLinksSchema,
  surveyListSchema,
  surveyResultsSchema,
} from '../../shared/contract/field-surveys.ts';
import { request } from '../http/request.ts';

const all = '/api/field-surveys';
const at = (id: string, act = ''): string => `${all}/${encodeURIComponent(id)}${act}`;

export const listSurveys = async (): Promise<SurveySummary[]> =>
  (await request(surveyListSchema, 'GET', all)).surveys;

export const beginSurvey = (template: 'five-factor' | 'empty', title: string): Promise<FieldSurvey> =>
  request(fieldSurveySchema, 'POST', all, { body: { template, title } });

export const readSurvey = (id: string): Promise<FieldSurvey> => request(fieldSurveySchema, 'GET', at(id));

export const saveSurvey = (id: string, revision: number, content: SurveyContent): Promise<FieldSurvey> =>
  request(fieldSurveySchema, 'PUT', at(id), { body: { revision, content } });

export const deleteSurvey = async (id: string): Promise<void> => {
  await request(z.null(), 'DELETE', at(id));
};

export const openSurvey = (
  id: string,
  body: { revision: number; opensOn: string; closesOn: string },
): Promise<FieldSurvey> => request(fieldSurveySchema, 'POST', at(id, '/open'), { body });

export const moveLastDay = (id: string, closesOn: string): Promise<FieldSurvey> =>
  request(fieldSurveySchema, 'PUT', at(id, '/last-day'), { body: { closesOn } });

export const closeSurvey = (id: string): Promise<FieldSurvey> =>
  request(fieldSurveySchema, 'POST', at(id, '/close'));

export const makeLinks = async (id: string, count: number): Promise<string[]> =>
  (await request(surveyLinksSchema, 'POST', at(id, '/links'), { body: { count } })).urls;

export const paperNumbers = async (id: string): Promise<number[]> =>
  (await request(paperListSchema, 'GET', at(id, '/paper'))).numbers;

export const readPaper = (id: string, number: number): Promise<PaperForm> =>
  request(paperFormSchema, 'GET', at(id, `/paper/${number}`));

export const enterPaper = (id: string, number: number, answers: SurveyAnswers): Promise<PaperForm> =>
  request(paperFormSchema, 'PUT', at(id, `/paper/${number}`), { body: { answers } });

export const removePaper = async (id: string, number: number): Promise<void> => {
  await request(z.null(), 'DELETE', at(id, `/paper/${number}`));
};

export const readResults = (id: string): Promise<SurveyResults> =>
  request(surveyResultsSchema, 'GET', at(id, '/results'));

export const previewUrl = (id: string, locale: string): string => at(id, `/preview?locale=${locale}`);
export const formsUrl = (id: string, locale: string, first: number, count: number): string =>
  at(id, `/forms?locale=${locale}&first=${first}&count=${count}`);
export const resultsCsvUrl = (id: string): string => at(id, '/results.csv');
