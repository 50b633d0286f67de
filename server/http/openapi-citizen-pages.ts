// The pages for citizens as the OpenAPI document lists them: plain documents and forms, what goes wrong is a page too.
// Looking rates nothing.
import {
  completionFormSchema,
  fieldSurveyFormSchema,
  pageQuerySchema,
  presenceFormSchema,
  ratingFormSchema,
  sayMoreFormSchema,
} from '../../shared/contract/citizen-forms.ts';
import {
  completionProblems,
  media,
  missing,
  type Operation,
  redeemProblems,
  responseProblems,
  tryProblems,
} from './openapi-operation.ts';

const look = (path: string, summary: string, problems: Operation['problems'] = []): Operation => ({
  method: 'get',
  path,
  summary,
  query: pageQuerySchema,
  content: [media.html],
  failsWithPage: true,
  problems,
});

/** A form of bounded size that leads on to another page. */
const post = (
  path: string,
  summary: string,
  form: NonNullable<Operation['form']>,
  problems: Operation['problems'],
): Operation => ({
  method: 'post',
  path,
  summary,
  query: pageQuerySchema,
  form,
  redirect: 303,
  failsWithPage: true,
  problems: [...problems, 'body-too-large', 'malformed-body'],
});

const surveyProblems = [
  'invalid-request',
  ...missing,
  'already-rated',
  'not-yet-open',
  'limit-reached',
  'survey-not-open',
  'link-expired',
  ...tryProblems,
] as const;

const surveyPages = (path: string): readonly Operation[] => [
  // A survey that is over is gone (410), as a link past its time.
  look(path, 'A field survey; with a token behind it, by a link that takes one form.', [
    ...missing,
    'not-yet-open',
    'already-rated',
    'link-expired',
  ]),
  post(path, 'Takes a form of a field survey. Nothing of the sender is kept.', fieldSurveyFormSchema, [
    ...surveyProblems,
  ]),
];

export const citizenPageOperations: readonly Operation[] = [
  look('/r/{token}', "The rating page behind a slip's QR code.", [
    'unknown-invitation',
    'invitation-expired',
  ]),
  post('/r/{token}', 'Rates.', ratingFormSchema, [...redeemProblems, ...responseProblems]),
  {
    method: 'post',
    path: '/r/{token}/contest',
    summary: '"It was not me": the invitation was redeemed by somebody else.',
    query: pageQuerySchema,
    content: [media.html],
    failsWithPage: true,
    problems: ['unknown-invitation', 'not-spent'],
  },
  look('/r/thanks', 'Thanks, the receipt, and optional items.'),
  post('/r/thanks', 'Optional items and a comment, once.', completionFormSchema, [
    ...completionProblems,
    'invalid-request',
  ]),
  look('/r/more', 'Going on from a kiosk: asks for the code it showed.'),
  post('/r/more', 'Takes the code.', sayMoreFormSchema, missing),
  look('/r/more/answers', 'Optional items after a rating at a kiosk.', missing),
  post('/r/more/answers', 'Takes them, once.', completionFormSchema, [
    ...completionProblems,
    'invalid-request',
  ]),
  look('/r/privacy', 'What is kept of a rating and what is not.'),
  look('/p/{code}', 'The rating page behind the changing code in the hall.', [
    'presence-expired',
    'overloaded',
  ]),
  post('/r/presence', 'Rates by it.', presenceFormSchema, [
    'presence-expired',
    'presence-used-up',
    'unknown-counter',
    ...responseProblems,
  ]),
  look('/c/{counter}', "The rating page behind a counter's poster.", ['unknown-counter']),
  post('/c/{counter}', 'Rates by it, as a walk-up of the counter.', ratingFormSchema, [
    'unknown-counter',
    ...responseProblems,
    ...tryProblems,
  ]),
  ...surveyPages('/s/{id}'),
  ...surveyPages('/s/{id}/{token}'),
  look('/s/{id}/thanks', 'Thanks after a field survey.'),
];
