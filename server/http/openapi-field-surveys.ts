// The operations under /api/field-surveys as the OpenAPI document lists them.
import {
  fieldSurveySchema,
  paperEntrySchema,
  paperFormSchema,
  paperListSchema,
  surveyBeginSchema,
  surveyFormsQuerySchema,
  surveyLastDaySchema,
  surveyLinksRequestSchema,
  surveyLinksSchema,
  surveyListSchema,
  surveyOpenSchema,
  surveyPreviewQuerySchema,
  surveyResultsSchema,
  surveySaveSchema,
} from '../../shared/contract/field-surveys.ts';
import { askedOrMissing, media, missing, type Operation } from './openapi-operation.ts';

type Schema = NonNullable<Operation['request']>;
type Answer = NonNullable<Operation['answer']>;
const one = '/api/field-surveys/{id}';

const read = (
  path: string,
  summary: string,
  schema: Schema,
  more: Operation['problems'] = [],
): Operation => ({
  method: 'get',
  path,
  summary,
  answer: { status: 200, schema },
  problems: [...(path.includes('{') ? missing : []), ...more],
});

const change = (
  method: 'post' | 'put' | 'delete',
  path: string,
  summary: string,
  more: Operation['problems'],
  schemas: { request?: Schema; answer?: Answer } = {},
): Operation => ({
  method,
  path,
  summary,
  ...schemas,
  problems: [...(path.includes('{') ? missing : []), ...more],
});

const survey = (status: number): Answer => ({ status, schema: fieldSurveySchema });

export const fieldSurveyOperations: readonly Operation[] = [
  read('/api/field-surveys', 'Field surveys with the number of forms answered.', surveyListSchema),
  change('post', '/api/field-surveys', 'Begins a survey from a template.', ['limit-reached'], {
    request: surveyBeginSchema,
    answer: survey(201),
  }),
  read(one, 'One survey with its questions; never an answer.', fieldSurveySchema),
  change(
    'put',
    one,
    'Saves a draft over the revision that was changed.',
    ['draft-changed', 'survey-not-draft'],
    {
      request: surveySaveSchema,
      answer: survey(200),
    },
  ),
  change('delete', one, 'Deletes a draft, or a closed survey with its answers.', ['survey-open']),
  change(
    'post',
    `${one}/open`,
    'Opens a survey from one day to another; its questions stay from then on.',
    ['draft-changed', 'survey-not-draft', 'invalid-survey'],
    { request: surveyOpenSchema, answer: survey(200) },
  ),
  change('put', `${one}/last-day`, 'Moves the last day of an open survey.', ['survey-not-open'], {
    request: surveyLastDaySchema,
    answer: survey(200),
  }),
  change(
    'post',
    `${one}/close`,
    'Closes a survey for good: from here on results are shown.',
    ['survey-not-open'],
    {
      answer: survey(200),
    },
  ),
  change(
    'post',
    `${one}/links`,
    'Makes links that each take one form; told this once.',
    ['survey-not-open', 'limit-reached'],
    { request: surveyLinksRequestSchema, answer: { status: 201, schema: surveyLinksSchema } },
  ),
  {
    method: 'get',
    path: `${one}/preview`,
    summary: 'The page as citizens will see it; it sends nothing.',
    query: surveyPreviewQuerySchema,
    content: [media.html],
    problems: askedOrMissing,
  },
  {
    method: 'get',
    path: `${one}/forms`,
    summary: 'Numbered paper forms to print (A4).',
    query: surveyFormsQuerySchema,
    content: [media.html],
    problems: [...askedOrMissing, 'survey-not-open'],
  },
  read(`${one}/paper`, 'Numbers of the paper forms entered.', paperListSchema),
  read(`${one}/paper/{number}`, 'A paper form as entered, to be corrected.', paperFormSchema),
  change(
    'put',
    `${one}/paper/{number}`,
    'Enters or corrects a paper form until the close.',
    ['survey-not-open', 'limit-reached'],
    { request: paperEntrySchema, answer: { status: 200, schema: paperFormSchema } },
  ),
  change('delete', `${one}/paper/{number}`, 'Takes out a paper form entered by mistake.', [
    'survey-not-open',
  ]),
  read(
    `${one}/results`,
    'Results of a closed survey; nothing of a question, factor or survey with too few answers.',
    surveyResultsSchema,
    ['survey-not-closed'],
  ),
  {
    method: 'get',
    path: `${one}/results.csv`,
    summary: 'The same as CSV.',
    content: [media.csv],
    problems: [...missing, 'survey-not-closed'],
  },
];
