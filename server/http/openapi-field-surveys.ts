// The operations under /api/field-surveys as the OpenAPI document lists them.
import {
  fieldSurveySchema,
  paperEntrySchema,
  paperFormSchema,
  paperListSchema,
  surveyBeginSchema,
  surveyLastDaySchema,
  surveyLinksRequestSchema,
  surveyLinksSchema,
  surveyListSchema,
  surveyOpenSchema,
  surveyResultsSchema,
  surveySaveSchema,
} from '../../shared/contract/field-surveys.ts';
import type { Operation } from './openapi.ts';

type Schema = NonNullable<Operation['request']>;
type Answer = NonNullable<Operation['answer']>;
const asked: Operation['problems'] = ['unauthenticated', 'forbidden'];
const one = '/api/field-surveys/{id}';

const read = (
  path: string,
  summary: string,
  schema?: Schema,
  more: Operation['problems'] = [],
): Operation => ({
  method: 'get',
  path,
  summary,
  security: 'session',
  ...(schema === undefined ? {} : { answer: { status: 200, schema } }),
  problems: [...asked, ...(path.includes('{') ? (['not-found'] as const) : []), ...more],
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
  security: 'session',
  ...schemas,
  problems: [
    ...asked,
    ...(path.includes('{') ? (['not-found'] as const) : []),
    ...(schemas.request === undefined ? [] : (['malformed-body', 'invalid-request'] as const)),
    ...more,
  ],
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
  read(`${one}/preview`, 'The page as citizens will see it (HTML).', undefined, ['invalid-request']),
  read(`${one}/forms`, 'Numbered paper forms to print (HTML, A4).', undefined, [
    'survey-not-open',
    'invalid-request',
  ]),
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
  read(`${one}/results.csv`, 'The same as CSV.', undefined, ['survey-not-closed']),
];
