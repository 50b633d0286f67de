// Every HTTP route and who may call it: one table. A route takes its guard from its row (`allowed` in allowed.ts), and
// test/access/permissions.test.ts walks the real application: no route without a row, no row without a route, and every
// row x caller tried over HTTP.
//
// A name is `METHOD path`, the path as it is registered in Express. Rows are sorted by path, then method.
import { type Role, roles, type Scope } from '../../shared/contract/access.ts';

export interface Permission {
  /** Anyone, without proof of anything. */
  public?: true;
  /** Sessions of these roles; what changes state also needs the session's CSRF token. */
  roles?: readonly Role[];
  /** API keys with this scope. */
  scope?: Scope;
  /** Paired devices that sign the request. On a public route: a signature may be there and must then hold. */
  device?: true;
  /** The read-only board link, as `?link=`. */
  boardLink?: true;
  /** Name of the path parameter (else query parameter) that a session of the role officer may only give its own code. */
  ownOfficer?: string;
  /** The parameter names something of the asking person's own account: another's is not found. */
  ownId?: true;
  /** Open also while a second factor that the centre demands is not set up yet. */
  ownAccount?: true;
  /** The reading that the audit trail shows of a call that was answered. */
  reads?: string;
  /** The change that the audit trail shows of a call that succeeded; null where recording would join a citizen to a minute. */
  changes?: string | null;
}

const everyRole = roles;
const leaders = ['administrator', 'manager'] as const;
const administrator = ['administrator'] as const;
const supervisors = ['administrator', 'auditor'] as const;
const readersOfAll = ['administrator', 'manager', 'personnel', 'auditor'] as const;
const readersOfReports = ['manager', 'personnel', 'auditor'] as const;
/** Who enters figures, closes and confirms periods, decides petitions: always two different ones of them. */
const deciders = ['administrator', 'manager', 'personnel'] as const;
const questionnaireReaders = ['administrator', 'manager', 'auditor'] as const;
const everyReader = [...readersOfAll, 'officer'] as const;

export const permissions = {
  'GET /': { public: true },
  'GET /admin': { public: true },
  'GET /admin/{*path}': { public: true },
  'GET /api/access-settings': { roles: supervisors },
  'PUT /api/access-settings': { roles: administrator, changes: 'access-settings.change' },
  'GET /api/account': { roles: everyRole, ownAccount: true },
  'PUT /api/account/password': { roles: everyRole, ownAccount: true, changes: 'user.password' },
  'DELETE /api/account/sessions': { roles: everyRole, ownAccount: true, changes: 'session.end-all' },
  'DELETE /api/account/sessions/:id': {
    roles: everyRole,
    ownAccount: true,
    ownId: true,
    changes: 'session.end',
  },
  // Nothing has changed before the code is confirmed.
  'POST /api/account/totp': { roles: everyRole, ownAccount: true, changes: null },
  'POST /api/account/totp/confirm': { roles: everyRole, ownAccount: true, changes: 'user.totp-on' },
  'POST /api/account/totp/off': { roles: everyRole, ownAccount: true, changes: 'user.totp-off' },
  'GET /api/api-keys': { roles: supervisors },
  'POST /api/api-keys': { roles: administrator, changes: 'api-key.create' },
  'DELETE /api/api-keys/:id': { roles: administrator, changes: 'api-key.revoke' },
  'GET /api/alerts': { roles: readersOfAll },
  'POST /api/alerts/:id/acknowledge': { roles: leaders, changes: 'alert.acknowledge' },
  'GET /api/alerts/settings': { roles: leaders },
  'PUT /api/alerts/settings': { roles: administrator, changes: 'alert.settings' },
  'POST /api/alerts/settings/try': { roles: administrator, changes: 'alert.try-mail' },
  'GET /api/audit': { roles: supervisors, reads: 'audit.read' },
  'GET /api/backups': { roles: supervisors },
  'GET /api/board': { roles: readersOfAll, scope: 'board:read', boardLink: true },
  'GET /api/board-links': { roles: leaders },
  'POST /api/board-links': { roles: leaders, changes: 'board-link.create' },
  'DELETE /api/board-links/:id': { roles: leaders, changes: 'board-link.revoke' },
  'GET /api/comments': { roles: ['manager', 'personnel', 'auditor'], reads: 'comments.read' },
  'DELETE /api/comments/:id': { roles: ['personnel'], changes: 'comment.erase' },
  'POST /api/comments/:id/release': { roles: ['personnel'], changes: 'comment.release' },
  'POST /api/comments/:id/withdraw': { roles: ['personnel'], changes: 'comment.withdraw' },
  'POST /api/contests': { public: true, changes: null },
  'GET /api/counter': { roles: ['officer'] },
  'POST /api/counter/visits': { roles: ['officer'], changes: null },
  'GET /api/counters/:code/poster': {
    roles: ['administrator', 'manager', 'personnel'],
    scope: 'roster:write',
  },
  'GET /api/devices': { roles: leaders },
  'DELETE /api/devices/:id': { roles: administrator, changes: 'device.revoke' },
  'POST /api/devices/pair': { public: true, changes: 'device.pair' },
  'POST /api/devices/pairing-codes': {
    roles: administrator,
    scope: 'devices:write',
    changes: 'device.pairing-code',
  },
  'GET /api/docs': { public: true },
  'GET /api/field-surveys': { roles: readersOfAll },
  'POST /api/field-surveys': { roles: leaders, changes: 'field-survey.begin' },
  'DELETE /api/field-surveys/:id': { roles: leaders, changes: 'field-survey.delete' },
  'GET /api/field-surveys/:id': { roles: readersOfAll },
  'PUT /api/field-surveys/:id': { roles: leaders, changes: 'field-survey.save' },
  'POST /api/field-surveys/:id/close': { roles: leaders, changes: 'field-survey.close' },
  'GET /api/field-surveys/:id/forms': { roles: deciders },
  'PUT /api/field-surveys/:id/last-day': { roles: leaders, changes: 'field-survey.last-day' },
  'POST /api/field-surveys/:id/links': { roles: leaders, changes: 'field-survey.links' },
  'POST /api/field-surveys/:id/open': { roles: leaders, changes: 'field-survey.open' },
  'GET /api/field-surveys/:id/paper': { roles: deciders },
  'DELETE /api/field-surveys/:id/paper/:number': {
    roles: deciders,
    changes: 'field-survey.paper-remove',
  },
  'GET /api/field-surveys/:id/paper/:number': { roles: deciders, reads: 'field-survey.paper-read' },
  'PUT /api/field-surveys/:id/paper/:number': { roles: deciders, changes: 'field-survey.paper' },
  'GET /api/field-surveys/:id/preview': { roles: readersOfAll },
  'GET /api/field-surveys/:id/results': { roles: readersOfAll },
  'GET /api/field-surveys/:id/results.csv': { roles: readersOfAll },
  'GET /api/identity-provider/callback': { public: true, changes: 'session.begin' },
  'GET /api/identity-provider/start': { public: true },
  'GET /api/exports/cells.csv': { roles: readersOfReports, reads: 'export.read' },
  'GET /api/exports/cells.xlsx': { roles: readersOfReports, reads: 'export.read' },
  'GET /api/indicators': { roles: readersOfAll, reads: 'figures.read' },
  'POST /api/invitations/lookup': { device: true, changes: null },
  'GET /api/kiosk': { device: true },
  'GET /api/kpi/disputes': { roles: readersOfAll, reads: 'petitions.read' },
  'GET /api/kpi/disputes/:id': { roles: readersOfAll, reads: 'petitions.read' },
  'POST /api/kpi/disputes/:id/approve': { roles: deciders, changes: 'petition.approve' },
  'POST /api/kpi/disputes/:id/proposal': { roles: deciders, changes: 'petition.propose' },
  'POST /api/kpi/disputes/:id/refuse': { roles: deciders, changes: 'petition.refuse' },
  'GET /api/kpi/feed': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/kpi/feed.csv': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/kpi/feed.xlsx': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/kpi/figures': { roles: readersOfAll, reads: 'kpi-figures.read' },
  'POST /api/kpi/figures': { roles: deciders, scope: 'figures:write', changes: 'kpi-figures.enter' },
  'POST /api/kpi/figures/import': {
    roles: deciders,
    scope: 'figures:write',
    changes: 'kpi-figures.enter',
  },
  'GET /api/kpi/holds': { roles: readersOfAll },
  'POST /api/kpi/holds': { roles: deciders, changes: 'kpi-hold.propose' },
  'POST /api/kpi/holds/:number/approve': { roles: deciders, changes: 'kpi-hold.approve' },
  'POST /api/kpi/holds/:number/reject': { roles: deciders, changes: 'kpi-hold.reject' },
  'GET /api/kpi/levels': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/kpi/levels.pdf': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/kpi/levels.xlsx': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/kpi/officers/:officer/petitions': {
    roles: everyReader,
    ownOfficer: 'officer',
    reads: 'petitions.read',
  },
  'POST /api/kpi/officers/:officer/petitions': {
    roles: ['officer'],
    ownOfficer: 'officer',
    changes: 'petition.file',
  },
  'GET /api/kpi/officers/:officer/sheets': {
    roles: everyReader,
    ownOfficer: 'officer',
    reads: 'sheets.read',
  },
  'GET /api/kpi/periods': { roles: readersOfAll },
  'GET /api/kpi/periods/:period': { roles: readersOfAll, reads: 'sheets.read' },
  'DELETE /api/kpi/periods/:period/close': { roles: deciders, changes: 'kpi-period.withdraw' },
  'POST /api/kpi/periods/:period/close': { roles: deciders, changes: 'kpi-period.close' },
  'POST /api/kpi/periods/:period/confirm': { roles: deciders, changes: 'kpi-period.confirm' },
  'GET /api/kpi/periods/:period/versions/:version/table': { roles: readersOfAll, reads: 'sheets.read' },
  'GET /api/kpi/policies': { roles: readersOfAll },
  'POST /api/kpi/policies': { roles: deciders, changes: 'kpi-policy.propose' },
  'GET /api/kpi/policies/:number': { roles: readersOfAll },
  'POST /api/kpi/policies/:number/activate': { roles: deciders, changes: 'kpi-policy.activate' },
  'POST /api/kpi/policies/:number/reject': { roles: deciders, changes: 'kpi-policy.reject' },
  'GET /api/kpi/positions': { roles: readersOfAll },
  'GET /api/kpi/positions/held': { roles: readersOfAll, reads: 'roster.read' },
  'POST /api/kpi/positions': { roles: leaders, changes: 'kpi-position.change' },
  'GET /api/kpi/sheets/:officer.pdf': {
    roles: everyReader,
    scope: 'kpi:read',
    ownOfficer: 'officer',
    reads: 'kpi.read',
  },
  'POST /api/kpi/simulations': { roles: deciders, changes: 'kpi-policy.simulate' },
  'GET /api/kpi/summary.pdf': { roles: readersOfAll, scope: 'kpi:read', reads: 'kpi.read' },
  'GET /api/languages': { roles: ['administrator', 'manager', 'auditor'] },
  'PUT /api/languages/:language': { roles: administrator, changes: 'language.offer' },
  'GET /api/officers/:code/photo': { public: true },
  'GET /api/officers/:id/indicator': { roles: everyReader, ownOfficer: 'id', reads: 'figures.read' },
  'GET /api/openapi.json': { public: true },
  // Who serves at a counter never keys: see http/paper.ts. A form keyed leaves no line of its own.
  'GET /api/paper-batches': { roles: ['personnel'] },
  'POST /api/paper-batches': { roles: ['personnel'], changes: 'paper-batch.open' },
  'POST /api/paper-batches/:number/close': { roles: ['personnel'], changes: 'paper-batch.close' },
  'POST /api/paper-batches/:number/forms': { roles: ['personnel'], changes: null },
  'GET /api/paper-form': { roles: deciders },
  'POST /api/password': { public: true, changes: 'user.password' },
  'POST /api/presence': { public: true, changes: null },
  'GET /api/posters': { roles: deciders },
  'GET /api/printers': { roles: leaders },
  'DELETE /api/printers/:counter': { roles: administrator, changes: 'printer.remove' },
  'PUT /api/printers/:counter': { roles: administrator, changes: 'printer.set' },
  'POST /api/printers/:counter/test': { roles: administrator, changes: 'printer.test' },
  'GET /api/questionnaire': { public: true },
  'GET /api/reports/unit': { roles: readersOfReports, reads: 'report.read' },
  'GET /api/reports/unit.pdf': { roles: readersOfReports, reads: 'report.read' },
  'GET /api/questionnaires': { roles: questionnaireReaders },
  'POST /api/questionnaires/drafts': { roles: administrator, changes: 'questionnaire.draft' },
  'DELETE /api/questionnaires/drafts/:id': { roles: administrator, changes: 'questionnaire.discard' },
  'GET /api/questionnaires/drafts/:id': { roles: questionnaireReaders },
  'PUT /api/questionnaires/drafts/:id': { roles: administrator, changes: 'questionnaire.draft-save' },
  'POST /api/questionnaires/drafts/:id/publish': { roles: administrator, changes: 'questionnaire.publish' },
  // Shows what is sent and writes nothing.
  'POST /api/questionnaires/preview': { roles: questionnaireReaders, changes: null },
  'POST /api/responses': { public: true, device: true, changes: null },
  'PATCH /api/responses/:responseId': { public: true, changes: null },
  'GET /api/roster': {
    roles: ['administrator', 'manager', 'personnel'],
    scope: 'roster:write',
    reads: 'roster.read',
  },
  'PUT /api/roster': { scope: 'roster:write', changes: 'roster.put' },
  'DELETE /api/session': { roles: everyRole, ownAccount: true, changes: 'session.end' },
  'GET /api/session': { roles: everyRole, ownAccount: true },
  'POST /api/session': { public: true, changes: 'session.begin' },
  'POST /api/session/second-factor': { public: true, changes: 'session.begin' },
  'GET /api/setup': { roles: administrator },
  'POST /api/setup/address/check': { roles: administrator, changes: null },
  'POST /api/setup/administrator': { public: true, changes: 'user.create' },
  'PUT /api/setup/centre': { roles: administrator, changes: 'centre.change' },
  'POST /api/setup/roster': { roles: administrator, changes: 'roster.put' },
  // Looks at a file and writes nothing.
  'POST /api/setup/roster/check': { roles: administrator, changes: null },
  'GET /api/setup/roster-template': { roles: administrator },
  'PUT /api/setup/steps/:step': { roles: administrator, changes: 'setup.step' },
  'POST /api/setup/test-visits': { roles: administrator, changes: 'setup.test-visit' },
  'GET /api/setup/test-visits/:id/slip': { roles: administrator },
  'GET /api/sign-in': { public: true },
  'POST /api/slips': { scope: 'visits:write', changes: null },
  'GET /api/users': { roles: supervisors, reads: 'users.read' },
  'POST /api/users': { roles: administrator, changes: 'user.create' },
  'PATCH /api/users/:name': { roles: administrator, changes: 'user.change' },
  'POST /api/users/:name/password-link': { roles: administrator, changes: 'user.password-link' },
  'DELETE /api/users/:name/totp': { roles: administrator, changes: 'user.totp-off' },
  'POST /api/slips/print': { scope: 'visits:write', changes: null },
  'POST /api/visits': { scope: 'visits:write', changes: null },
  'GET /api/webhooks': { roles: administrator },
  'POST /api/webhooks': { roles: administrator, changes: 'webhook.create' },
  'DELETE /api/webhooks/:id': { roles: administrator, changes: 'webhook.delete' },
  'PATCH /api/webhooks/:id': { roles: administrator, changes: 'webhook.change' },
  'GET /api/webhooks/:id/deliveries': { roles: administrator },
  'POST /api/webhooks/:id/deliveries/:event/replay': { roles: administrator, changes: 'webhook.replay' },
  'POST /api/webhooks/:id/ping': { roles: administrator, changes: 'webhook.ping' },
  'POST /api/webhooks/:id/replay': { roles: administrator, changes: 'webhook.replay' },
  'POST /api/webhooks/:id/secret': { roles: administrator, changes: 'webhook.secret' },
  'GET /c/:counter': { public: true },
  'POST /c/:counter': { public: true, changes: null },
  'GET /healthz': { public: true },
  'GET /install-ca': { public: true },
  'GET /install-ca/langnghe-ca.crt': { public: true },
  'GET /kiosk': { public: true },
  'GET /kiosk/{*path}': { public: true },
  'GET /kiosk-preview': { public: true },
  'GET /kiosk-preview/{*path}': { public: true },
  'GET /log/checkpoint': { public: true },
  'POST /log/cosignature': { public: true, changes: null },
  'GET /log/consistency': { public: true },
  'GET /log/key': { public: true },
  'GET /log/proof': { public: true },
  'POST /log/proof': { public: true, changes: null },
  'GET /log/tile/{*path}': { public: true },
  'GET /metrics': { public: true },
  'GET /p/:code': { public: true },
  'GET /r/:token': { public: true },
  'POST /r/:token': { public: true, changes: null },
  'POST /r/:token/contest': { public: true, changes: null },
  'GET /r/more': { public: true },
  'POST /r/more': { public: true, changes: null },
  'GET /r/more/answers': { public: true },
  'POST /r/more/answers': { public: true, changes: null },
  'POST /r/presence': { public: true, changes: null },
  'GET /r/privacy': { public: true },
  'GET /r/thanks': { public: true },
  'POST /r/thanks': { public: true, changes: null },
  'GET /readyz': { public: true },
  'GET /receipt': { public: true },
  'POST /receipt': { public: true, changes: null },
  'GET /receipt/verifier.html': { public: true },
  'GET /receipt/verifier.js': { public: true },
  'GET /s/:id': { public: true },
  'POST /s/:id': { public: true, changes: null },
  'GET /s/:id/:token': { public: true },
  'POST /s/:id/:token': { public: true, changes: null },
  'GET /s/:id/thanks': { public: true },
} as const satisfies Record<string, Permission>;

export type RouteName = keyof typeof permissions;
export const routeNames = Object.keys(permissions) as RouteName[];
export const permissionOf = (route: RouteName): Permission => permissions[route];
