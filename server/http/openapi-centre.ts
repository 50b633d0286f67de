// The centre itself as the OpenAPI document lists it: setting it up, its roster, printers and posters.
import { backupStateSchema } from '../../shared/contract/backups.ts';
import { posterQuerySchema, postersQuerySchema } from '../../shared/contract/documents.ts';
import { languageListSchema, languageOfferSchema } from '../../shared/contract/languages.ts';
import {
  counterPrinterSchema,
  printAnswerSchema,
  printerListSchema,
  printerSettingSchema,
} from '../../shared/contract/printers.ts';
import { rosterAnswerSchema, rosterListsSchema, rosterSchema } from '../../shared/contract/roster.ts';
import {
  addressCheckSchema,
  centreChangeSchema,
  rosterCheckSchema,
  setupMarkRequestSchema,
  setupStateSchema,
  testSlipQuerySchema,
  testVisitAnswerSchema,
  testVisitRequestSchema,
} from '../../shared/contract/setup.ts';
import {
  askedOrMissing,
  fileProblems,
  media,
  missing,
  type Operation,
  slipProblems,
  tryProblems,
} from './openapi-operation.ts';

export const setupOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/setup',
    summary: 'What of setting up the centre is done and what is to do.',
    answer: { status: 200, schema: setupStateSchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/api/backups',
    summary: 'What is known of the last backup, and how many responses came since.',
    answer: { status: 200, schema: backupStateSchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/api/languages',
    summary: 'Language packs: what each lacks, whether it was reviewed, whether kiosks offer it.',
    answer: { status: 200, schema: languageListSchema },
    problems: [],
  },
  {
    method: 'put',
    path: '/api/languages/{language}',
    summary:
      'Whether kiosks offer a language, as a new version of the service policy. An unreviewed pack only with `unreviewed: true`.',
    request: languageOfferSchema,
    answer: { status: 200, schema: languageListSchema },
    problems: missing,
  },
  {
    method: 'put',
    path: '/api/setup/centre',
    summary: "The centre's name, and its time zone until the first visit is closed.",
    request: centreChangeSchema,
    answer: { status: 200, schema: setupStateSchema },
    problems: ['zone-fixed'],
  },
  {
    method: 'put',
    path: '/api/setup/steps/{step}',
    summary: 'Says of a step that it is done or passed over.',
    request: setupMarkRequestSchema,
    answer: { status: 200, schema: setupStateSchema },
    problems: missing,
  },
  {
    method: 'post',
    path: '/api/setup/address/check',
    summary: 'Calls the public address from the machine of the server.',
    answer: { status: 200, schema: addressCheckSchema },
    problems: tryProblems,
  },
  {
    method: 'get',
    path: '/api/setup/roster-template',
    summary: 'A workbook to fill in with officers, counters, procedures and duty.',
    content: [media.xlsx],
    problems: [],
  },
  {
    method: 'post',
    path: '/api/setup/roster/check',
    summary: 'What a filled-in workbook would change; writes nothing.',
    file: [media.xlsx],
    answer: { status: 200, schema: rosterCheckSchema },
    problems: [...fileProblems, 'invalid-roster'],
  },
  {
    method: 'post',
    path: '/api/setup/roster',
    summary: 'Takes a filled-in workbook, all of it or nothing.',
    file: [media.xlsx],
    answer: { status: 200, schema: rosterCheckSchema },
    problems: [...fileProblems, 'invalid-roster', 'roster-conflict'],
  },
  {
    method: 'post',
    path: '/api/setup/test-visits',
    summary: 'Closes a test visit, which counts for nobody, at a counter.',
    request: testVisitRequestSchema,
    answer: { status: 201, schema: testVisitAnswerSchema, again: 200 },
    problems: ['test-limit', 'unknown-counter'],
  },
  {
    method: 'get',
    path: '/api/setup/test-visits/{id}/slip',
    summary: 'The slip of a test visit as a page to print, or its form to fill in by hand.',
    query: testSlipQuerySchema,
    content: [media.html],
    problems: [...missing, ...slipProblems],
  },
];

export const rosterOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/roster',
    summary: 'Counters, officers and procedures as they are now.',
    answer: { status: 200, schema: rosterListsSchema },
    problems: [],
  },
  {
    method: 'put',
    path: '/api/roster',
    summary: 'Counters, officers, procedures and duty: all of it or nothing; what is known is updated.',
    request: rosterSchema,
    answer: { status: 200, schema: rosterAnswerSchema },
    problems: ['roster-conflict', 'unknown-officer', 'unknown-counter'],
  },
  {
    method: 'get',
    path: '/api/officers/{code}/photo',
    summary: 'The photo that stands on slips and kiosks.',
    content: [media.png, media.jpeg, media.webp],
    problems: missing,
  },
  {
    method: 'get',
    path: '/api/printers',
    summary: 'Printers of slips and what they have done since the server started.',
    answer: { status: 200, schema: printerListSchema },
    problems: [],
  },
  {
    method: 'put',
    path: '/api/printers/{counter}',
    summary: 'Where the slips of a counter are printed.',
    request: printerSettingSchema,
    answer: { status: 200, schema: counterPrinterSchema },
    problems: ['unknown-counter'],
  },
  {
    method: 'delete',
    path: '/api/printers/{counter}',
    summary: 'The slips of a counter are printed no more.',
    problems: missing,
  },
  {
    method: 'post',
    path: '/api/printers/{counter}/test',
    summary: 'Prints a page that says that it is a test.',
    answer: { status: 200, schema: printAnswerSchema },
    problems: ['no-printer', 'printer-failed'],
  },
  {
    method: 'get',
    path: '/api/counters/{code}/poster',
    summary: "A counter's poster with its walk-up code, as a page to print.",
    query: posterQuerySchema,
    content: [media.html],
    problems: askedOrMissing,
  },
  {
    method: 'get',
    path: '/api/posters',
    summary: 'Posters, a page a counter; `counter` stands once for every one.',
    query: postersQuerySchema,
    content: [media.html],
    problems: askedOrMissing,
  },
];
