// Requests that succeed, for routes whose plain address (`x` for every parameter, an empty body) would not. Only who is
// let in is decided by the table; a sample lets the test also see what a call leaves in the audit trail.
import { randomUUID } from 'node:crypto';
import type { RouteName } from '../../server/http/permissions.ts';
import type { SurveyContent } from '../../shared/contract/field-surveys.ts';
import { procedures, TestKiosk, type TestServer } from '../support/server.ts';

export interface SampleRequest {
  /** Path with its parameters and query; the route's own with `x` for each parameter when absent. */
  path?: string;
  body?: unknown;
}

/** The officer whose resources samples of routes with an officer in the address ask for. */
export const sampleOfficer = 'CB01';

async function newUser({ context }: TestServer): Promise<string> {
  const name = `user-${randomUUID()}`;
  await context.accounts.create({ name, role: 'auditor', officer: null }, 'cli');
  return name;
}
const newComment = async ({ context }: TestServer, act: string): Promise<SampleRequest> => {
  context.file.transact((tx) =>
    context.comments.keep(tx, [{ officer: 'CB01', period: '2026-10', text: 'Cảm ơn' }]),
  );
  const question = { state: 'waiting', period: null, tag: null, text: '', after: null, limit: 1 } as const;
  const { id } = context.comments.list(question).comments[0]!;
  return { path: `/api/comments/${id}${act}`, body: { text: 'Cảm ơn', tags: [] } };
};

const figures = {
  officer: sampleOfficer,
  month: '2026-10',
  daysWorked: 22,
  workingDays: 22,
  general: { points: '25', of: '27.5' },
  source: 'mẫu',
};

const proposer = { name: 'proposer', officer: null, trail: 'user:proposer' } as const;

/** A policy that somebody else proposed, too early to be in anyone's way. */
const proposedPolicy = async ({ context }: TestServer, act: string): Promise<SampleRequest> => {
  const { number } = await context.kpi.policies.propose({ preset: 'decree-335-2025' }, proposer);
  return { path: `/api/kpi/policies/${number}${act}` };
};

const filedPetition = async ({ context }: TestServer, act: string): Promise<SampleRequest> => {
  const all = context.kpi.disputes.list('CB02');
  const known = all.find(({ state }) => state === 'open');
  const subject = { kind: 'figure', period: '2026-10', figure: `figure-${all.length}` } as const;
  const petition = { subject, reason: 'other', text: 'Xem lại' } as const;
  const by = { name: 'CB02', officer: 'CB02', trail: 'user:CB02' } as const;
  const { id } = known ?? (await context.kpi.disputes.file(petition, by));
  return { path: `/api/kpi/disputes/${id}${act}` };
};

/** Whoever is asked next may begin one. */
const closePaperBatches = ({ context: { file } }: TestServer): void => {
  file.sqlite.exec('UPDATE paper_batches SET closed = 1');
};

const newDraft = async ({ context }: TestServer, act: string, more: object = {}): Promise<SampleRequest> => {
  const by = { trail: 'cli', name: 'test' } as const;
  const drafts = context.questionnaires.list().drafts;
  for (const { id } of drafts) await context.questionnaires.discard(by, id);
  const { id, revision, items } = await context.questionnaires.begin(by, { name: 'Mẫu' });
  const fewer = items.slice(0, context.currentQuestionnaire().items.length === 1 ? 2 : 1);
  await context.questionnaires.save(by, id, { revision, name: 'Mẫu', items: fewer });
  return { path: `/api/questionnaires/drafts/${id}${act}`, body: { revision: revision + 1, ...more } };
};

/** A survey of one question in the state that the call needs; those of earlier calls make room. */
const newSurvey = async (
  { context }: TestServer,
  act: string,
  state: 'draft' | 'open' | 'closed',
  bodyOf: (survey: { revision: number; content: SurveyContent; today: string }) => object = () => ({}),
): Promise<SampleRequest> => {
  const by = { trail: 'cli', name: 'test' } as const;
  const { fieldSurveys, calendar, clock } = context;
  for (const { id, standing } of fieldSurveys.list()) {
    if (standing !== 'draft' && standing !== 'closed') await fieldSurveys.close(by, id);
    await fieldSurveys.delete(by, id);
  }
  const today = calendar.dayOf(clock());
  const begun = await fieldSurveys.begin(by, { template: 'five-factor', title: 'Mẫu' });
  const [factor] = begun.content.factors;
  const content: SurveyContent = {
    ...begun.content,
    title: { vi: 'Mẫu', en: 'Sample' },
    link: 'single-use',
    factors: [{ label: factor!.label, questions: factor!.questions.slice(0, 1) }],
  };
  const { id, revision } = await fieldSurveys.save(by, begun.id, begun.revision, content);
  if (state !== 'draft') {
    await fieldSurveys.open(by, id, { revision, opensOn: today, closesOn: today });
    await fieldSurveys.enterPaper(by, id, 1, [5]);
  }
  if (state === 'closed') await fieldSurveys.close(by, id);
  return { path: `/api/field-surveys/${id}${act}`, body: bodyOf({ revision, content, today }) };
};

export const routeSamples: Partial<Record<RouteName, (server: TestServer) => Promise<SampleRequest>>> = {
  'GET /api/officers/:id/indicator': async () => ({
    path: `/api/officers/${sampleOfficer}/indicator?period=2026-10`,
  }),
  'PUT /api/setup/centre': async ({ context: { centre } }) => ({
    body: { name: centre.name, zone: centre.zone },
  }),
  'PUT /api/setup/steps/:step': async () => ({
    path: '/api/setup/steps/posters',
    body: { standing: 'skipped' },
  }),
  'POST /api/setup/test-visits': async () => ({ body: { requestId: randomUUID(), counter: 'Q01' } }),
  'GET /api/reports/unit': async () => ({ path: '/api/reports/unit?period=2026-10' }),
  'GET /api/reports/unit.pdf': async () => ({ path: '/api/reports/unit.pdf?period=2026-10' }),
  'GET /api/exports/cells.csv': async () => ({ path: '/api/exports/cells.csv?period=2026-10' }),
  'GET /api/exports/cells.xlsx': async () => ({ path: '/api/exports/cells.xlsx?period=2026-10' }),
  'GET /api/kpi/disputes/:id': (server) => filedPetition(server, ''),
  'POST /api/kpi/disputes/:id/proposal': async (server) => ({
    ...(await filedPetition(server, '/proposal')),
    body: { outcome: 'none', reason: 'other', text: 'Không có căn cứ' },
  }),
  'GET /api/kpi/figures': async () => ({ path: '/api/kpi/figures?period=2026-10' }),
  'POST /api/kpi/figures': async () => ({ body: { rows: [figures] } }),
  'GET /api/kpi/officers/:officer/petitions': async () => ({
    path: `/api/kpi/officers/${sampleOfficer}/petitions`,
  }),
  'POST /api/kpi/officers/:officer/petitions': async () => ({
    path: `/api/kpi/officers/${sampleOfficer}/petitions`,
    body: {
      subject: { kind: 'responses', counter: 'Q01', day: '2026-10-14' },
      reason: 'other',
      text: 'Xem lại',
    },
  }),
  'GET /api/kpi/officers/:officer/sheets': async () => ({
    path: `/api/kpi/officers/${sampleOfficer}/sheets?period=2026-10`,
  }),
  'GET /api/kpi/periods/:period': async () => ({ path: '/api/kpi/periods/2026-10' }),
  'POST /api/kpi/policies': async () => ({ body: { preset: 'draft-2025' } }),
  'GET /api/kpi/policies/:number': (server) => proposedPolicy(server, ''),
  'POST /api/kpi/policies/:number/activate': (server) => proposedPolicy(server, '/activate'),
  'POST /api/kpi/policies/:number/reject': (server) => proposedPolicy(server, '/reject'),
  'POST /api/kpi/simulations': async () => ({ body: { period: '2026-10', preset: 'draft-2025' } }),
  'POST /api/questionnaires/drafts': async () => ({ body: { name: 'Mẫu' } }),
  'GET /api/questionnaires/drafts/:id': (server) => newDraft(server, ''),
  'PUT /api/questionnaires/drafts/:id': (server) => newDraft(server, '', { name: 'Mẫu', items: [] }),
  'DELETE /api/questionnaires/drafts/:id': (server) => newDraft(server, ''),
  'POST /api/questionnaires/drafts/:id/publish': (server) => newDraft(server, '/publish'),
  'POST /api/field-surveys': async () => ({ body: { template: 'empty', title: 'Mẫu' } }),
  'GET /api/field-surveys/:id': (server) => newSurvey(server, '', 'draft'),
  'PUT /api/field-surveys/:id': (server) =>
    newSurvey(server, '', 'draft', ({ revision, content }) => ({ revision, content })),
  'DELETE /api/field-surveys/:id': (server) => newSurvey(server, '', 'closed'),
  'POST /api/field-surveys/:id/open': (server) =>
    newSurvey(server, '/open', 'draft', ({ revision, today }) => ({
      revision,
      opensOn: today,
      closesOn: today,
    })),
  'PUT /api/field-surveys/:id/last-day': (server) =>
    newSurvey(server, '/last-day', 'open', ({ today }) => ({ closesOn: today })),
  'POST /api/field-surveys/:id/close': (server) => newSurvey(server, '/close', 'open'),
  'POST /api/field-surveys/:id/links': (server) => newSurvey(server, '/links', 'open', () => ({ count: 1 })),
  'GET /api/field-surveys/:id/paper/:number': (server) => newSurvey(server, '/paper/1', 'open'),
  'PUT /api/field-surveys/:id/paper/:number': (server) =>
    newSurvey(server, '/paper/2', 'open', () => ({ answers: [4] })),
  'DELETE /api/field-surveys/:id/paper/:number': (server) => newSurvey(server, '/paper/1', 'open'),
  'PUT /api/access-settings': async () => ({ body: { secondFactor: 'optional' } }),
  'POST /api/api-keys': async () => ({ body: { label: 'Một cửa', scopes: ['visits:write'] } }),
  'DELETE /api/api-keys/:id': async ({ context }) => ({
    path: `/api/api-keys/${context.access.addApiKey(['board:read'], 'Cũ', 'cli').key.id}`,
  }),
  'POST /api/users': async () => ({ body: { name: `user-${randomUUID()}`, role: 'auditor' } }),
  'PATCH /api/users/:name': async (server) => ({
    path: `/api/users/${await newUser(server)}`,
    body: { role: 'manager' },
  }),
  'POST /api/users/:name/password-link': async (server) => ({
    path: `/api/users/${await newUser(server)}/password-link`,
  }),
  'DELETE /api/comments/:id': (server) => newComment(server, ''),
  'POST /api/comments/:id/release': (server) => newComment(server, '/release'),
  'POST /api/comments/:id/withdraw': (server) => newComment(server, '/withdraw'),
  'PUT /api/alerts/settings': async () => ({ body: {} }),
  'POST /api/session': async () => ({ body: { name: 'nobody', password: 'x'.repeat(8) } }),
  'POST /api/board-links': async () => ({ body: { label: 'Sảnh' } }),
  'DELETE /api/board-links/:id': async ({ context }) => ({
    path: `/api/board-links/${(await context.access.createBoardLink('Cửa')).id}`,
  }),
  'POST /api/devices/pairing-codes': async () => ({ body: { place: 'exit' } }),
  'POST /api/devices/pair': async ({ context }) => ({
    body: {
      code: (await context.access.createPairingCode('exit', null)).code,
      publicKey: new TestKiosk().publicKey,
    },
  }),
  'DELETE /api/devices/:id': async (server) => ({
    path: `/api/devices/${(await server.pairKiosk()).deviceId}`,
  }),
  'PUT /api/languages/:language': async ({ context }) => ({
    path: '/api/languages/en',
    body: { offered: !context.policy().kioskLanguages.includes('en') },
  }),
  'PUT /api/printers/:counter': async () => ({ path: '/api/printers/Q01', body: { host: '192.168.1.50' } }),
  'DELETE /api/printers/:counter': async ({ context: { file, stores } }) => {
    const setting = { host: '192.168.1.50', port: 9100, paper: '80mm', commandSet: 'escpos' } as const;
    file.transact((tx) => stores.printers.putPrinter(tx, { ...setting, atClose: false, counter: 'Q01' }));
    return { path: '/api/printers/Q01' };
  },
  'POST /api/paper-batches': async (server) => {
    closePaperBatches(server);
    return { body: { forms: 5 } };
  },
  'POST /api/paper-batches/:number/forms': async () => ({ path: '/api/paper-batches/1/forms' }),
  'PUT /api/roster': async () => ({ body: { officers: [], counters: [], procedures: [], duty: [] } }),
  'POST /api/visits': async () => ({
    body: { externalId: randomUUID(), counter: 'Q01', officer: 'CB01', procedure: procedures[0].code },
  }),
  'POST /api/counter/visits': async () => ({
    body: { requestId: randomUUID(), procedure: procedures[0].code },
  }),
  'POST /api/responses': async (server) => ({
    body: {
      responseId: randomUUID(),
      invitation: (await server.visit()).token,
      questionnaire: '2026-1',
      answers: { officer: 4 },
      locale: 'vi',
      ageSeconds: 0,
    },
  }),
  'GET /api/kpi/sheets/:officer.pdf': async () => ({
    path: `/api/kpi/sheets/${sampleOfficer}.pdf?period=2026-10`,
  }),
  'POST /api/webhooks': async () => ({
    body: { url: 'https://kpi.example.gov.vn/hook', eventTypes: ['kpi.sheet.final'] },
  }),
  'PATCH /api/webhooks/:id': async (server) => ({
    path: `/api/webhooks/${sampleEndpoint(server)}`,
    body: { description: 'Hệ thống KPI' },
  }),
  'DELETE /api/webhooks/:id': async (server) => ({ path: `/api/webhooks/${sampleEndpoint(server)}` }),
  'GET /api/webhooks/:id/deliveries': async (server) => ({
    path: `/api/webhooks/${sampleEndpoint(server)}/deliveries`,
  }),
  'POST /api/webhooks/:id/secret': async (server) => ({
    path: `/api/webhooks/${sampleEndpoint(server)}/secret`,
  }),
  'POST /api/webhooks/:id/replay': async (server) => ({
    path: `/api/webhooks/${sampleEndpoint(server)}/replay`,
  }),
};

/** The one endpoint of the samples, on an address that nothing answers. */
function sampleEndpoint({ context }: TestServer): string {
  const [known] = context.webhooks.endpoints();
  if (known !== undefined) return known.id;
  return context.file.transact((tx) =>
    context.webhooks.add(
      tx,
      { url: 'http://127.0.0.1:9/', description: '', eventTypes: ['kpi.sheet.final'] },
      'quản trị',
    ),
  ).endpoint.id;
}
