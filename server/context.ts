// The one composition root: builds every part on one data directory and takes it down again. Tests boot this same
// service with another clock or on another port; nothing else names a concrete store.
import { randomBytes, randomUUID } from 'node:crypto';
import type { BackupState } from '../shared/contract/backups.ts';
import type { Documents } from '../shared/contract/documents.ts';
import type { Centre } from '../shared/contract/policy.ts';
import { servicePolicySchema } from '../shared/contract/policy.ts';
import type { RenderSlip } from '../shared/contract/slip.ts';
import type { RenderSurvey } from '../shared/contract/survey-page.ts';
import { Access } from './access/access.ts';
import { Accounts } from './access/accounts.ts';
import { AuditTrail } from './access/audit-trail.ts';
import { FirstAdministrator } from './access/first-administrator.ts';
import { IdentityProvider, readIdentityProvider } from './access/identity-provider.ts';
import { PasswordHashing } from './access/password-hashing.ts';
import { Revocations } from './access/revocations.ts';
import { Sessions } from './access/sessions.ts';
import { SignIn } from './access/sign-in.ts';
import { Alerts } from './alerts/alerts.ts';
import { ZoneCalendar } from './calendar.ts';
import { Comments } from './comments/comments.ts';
import { FieldSurveys } from './field-surveys/field-surveys.ts';
import { Indicators } from './indicators/indicators.ts';
import { UnitReports } from './indicators/unit-reports.ts';
import { Intake } from './intake/intake.ts';
import { PaperForms } from './intake/paper-forms.ts';
import { WalkUpPace } from './intake/walk-up-pace.ts';
import { workCalendarOf } from './kpi/calendar-file.ts';
import type { ClosedPeriods } from './kpi/closed-periods.ts';
import { FinalAnnouncements } from './kpi/final-announcements.ts';
import { Kpi } from './kpi/kpi.ts';
import { Languages } from './languages/languages.ts';
import { Log } from './ledger/log.ts';
import { nightEntries } from './ledger/night-entries.ts';
import { Kiosks } from './live/kiosks.ts';
import { LiveBoard } from './live/live-board.ts';
import { Presence } from './presence/presence.ts';
import { Printing } from './printing/printing.ts';
import { drawHere, type SlipDrawer } from './printing/slip-drawer.ts';
import { defaultQuestionnaire } from './questionnaire-default.ts';
import { Questionnaires } from './questionnaires/questionnaires.ts';
import { Roster } from './roster/roster.ts';
import { Seal } from './seal/seal.ts';
import type { Services, Stores } from './services.ts';
import type { Address } from './setup/address.ts';
import { backupState } from './setup/backup-state.ts';
import { Setup } from './setup/setup.ts';
import { TestVisits } from './setup/test-visits.ts';
import { AccessStore } from './storage/access-store.ts';
import { AccountStore } from './storage/account-store.ts';
import { AlertStore } from './storage/alert-store.ts';
import { AuditStore } from './storage/audit-store.ts';
import { lastBackup } from './storage/backup-note.ts';
import { CellExportStore } from './storage/cell-export-store.ts';
import { CentreStore } from './storage/centre-store.ts';
import { CommentKeys } from './storage/comment-keys.ts';
import { CommentStore } from './storage/comment-store.ts';
import { type DataFile, openDataFile } from './storage/database.ts';
import { FieldSurveyStore } from './storage/field-survey-store.ts';
import { GroupCommit, type GroupCommitLimits } from './storage/group-commit.ts';
import { InspectorateStore } from './storage/inspectorate-store.ts';
import { KpiStore } from './storage/kpi-store.ts';
import { LogStore } from './storage/log-store.ts';
import { PaperStore } from './storage/paper-store.ts';
import { PendingStore } from './storage/pending-store.ts';
import { PresenceStore } from './storage/presence-store.ts';
import { PrinterStore } from './storage/printer-store.ts';
import { QuestionnaireStore } from './storage/questionnaire-store.ts';
import { ResponseStore } from './storage/response-store.ts';
import { RosterStore } from './storage/roster-store.ts';
import { SealStore } from './storage/seal-store.ts';
import { openSecrets } from './storage/secrets.ts';
import { VisitStore } from './storage/visit-store.ts';
import { WebhookStore } from './storage/webhook-store.ts';
import { Visits } from './visits/visits.ts';
import { Webhooks } from './webhooks/webhooks.ts';

export interface Context extends Services {
  visits: Visits;
  intake: Intake;
  paper: PaperForms;
  seal: Seal;
  roster: Roster;
  questionnaires: Questionnaires;
  fieldSurveys: FieldSurveys;
  indicators: Indicators;
  unitReports: UnitReports;
  access: Access;
  kpi: Kpi;
  /** Closed periods, for exports, feed and webhooks. */
  periods: ClosedPeriods;
  accounts: Accounts;
  sessions: Sessions;
  signIn: SignIn;
  firstAdministrator: FirstAdministrator;
  /** Null when people sign in here only. */
  identityProvider: IdentityProvider | null;
  revocations: Revocations;
  /** Passwords hashed and compared, a few at a time. */
  hashing: PasswordHashing;
  /** Final versions as webhook messages. */
  announcements: FinalAnnouncements;
  alerts: Alerts;
  setup: Setup;
  testVisits: TestVisits;
  backupState(): BackupState;
  /** Since the last backup began; null when none is known. */
  backupAgeSeconds(): number | null;
  languages: Languages;
  /** Where people reach the centre, as far as the server knows. */
  address(): Address;
  walkUpPace: WalkUpPace;
  printing: Printing;
  /** Address under which citizens and staff reach this server. */
  publicUrl(): string;
  /** Stops taking work, finishes what waits, closes the file. */
  close(): Promise<void>;
}

export interface ContextOptions {
  dataDir: string;
  /** Where slips point to, e.g. `https://danhgia.example.gov.vn`; may change until the first visit is closed. */
  publicUrl: () => string;
  /** What the server knows of its address and certificate; the public address alone when absent. */
  address?: () => Address;
  /** Make the data directory when it is not there. */
  create: boolean;
  /** What a new data directory is set up as. */
  newCentre?: Centre;
  /** Name of a new data directory's log for ever, e.g. `danhgia.example.gov.vn/log` (C2SP tlog-checkpoint). */
  newLogOrigin?: string;
  clock?: () => number;
  renderSurvey?: RenderSurvey;
  /** Draws slips for printers; absent, they are drawn in place. */
  slipDrawer?: SlipDrawer;
  renderSlip?: RenderSlip;
  documents?: Documents;
  commitLimits?: GroupCommitLimits;
}

const defaultCentre: Centre = {
  name: 'Trung tâm Phục vụ hành chính công',
  zone: 'Asia/Ho_Chi_Minh',
  sample: false,
};
/** For commands, which show no page. */
const noDocuments: Documents = {
  slipBlocks: () => [],
  languagePacks: () => [],
  renderPosters: () => '',
  renderInstallCa: () => '',
  renderPaperForm: () => '',
  renderFieldSurvey: () => '',
  renderFieldSurveyForms: () => '',
};
const defaultLogOrigin = 'localhost/log';
const defaultCommitLimits: GroupCommitLimits = { queueLengthMax: 8192, batchLengthMax: 512 };

/** Opens a data directory (setting up a new one) and wires the parts. */
export function createContext(options: ContextOptions): Context {
  const workCalendar = workCalendarOf(options.dataDir);
  const file = openDataFile(options.dataDir, { create: options.create });
  const stores: Stores = {
    centre: new CentreStore(file.sqlite),
    roster: new RosterStore(file.sqlite),
    questionnaires: new QuestionnaireStore(file.sqlite),
    visits: new VisitStore(file.sqlite),
    responses: new ResponseStore(file.sqlite),
    cellExport: new CellExportStore(file.sqlite),
    seals: new SealStore(file.sqlite),
    access: new AccessStore(file.sqlite),
    accounts: new AccountStore(file.sqlite),
    printers: new PrinterStore(file.sqlite),
    kpi: new KpiStore(file.sqlite),
    pending: new PendingStore(file.sqlite),
    comments: new CommentStore(file.sqlite),
    audit: new AuditStore(file.sqlite),
    webhooks: new WebhookStore(file.sqlite),
    alerts: new AlertStore(file.sqlite),
    presence: new PresenceStore(file.sqlite),
    paper: new PaperStore(file.sqlite),
    inspectorate: new InspectorateStore(file.sqlite),
    fieldSurveys: new FieldSurveyStore(file.sqlite),
  };
  const clock = options.clock ?? Date.now;
  const centre = setUp(file, stores, options, clock);
  const calendar = new ZoneCalendar(centre.zone);
  let policy = stores.centre.policy().document;
  const commit = new GroupCommit(file, options.commitLimits ?? defaultCommitLimits);
  const audit = new AuditTrail({ store: stores.audit, commit, clock });
  const questionnaires = new Questionnaires({ stores, commit, audit, clock, calendar, random: randomBytes });
  const services = {
    clock,
    random: randomBytes,
    centre,
    calendar,
    workCalendar,
    policy: () => policy,
    questionnaire: (version: string) => questionnaires.version(version),
    currentQuestionnaire: () => questionnaires.current(),
    invitationUrl: (token: string) => `${options.publicUrl()}/r/${token}`,
    secrets: openSecrets(options.dataDir),
    log: new Log({
      storage: new LogStore(file),
      dataDir: options.dataDir,
      origin: stores.centre.logOrigin(),
      clock,
      random: randomBytes,
    }),
    file,
    commit,
    stores,
    audit,
    renderSurvey: options.renderSurvey ?? (() => ''),
    renderSlip: options.renderSlip ?? (() => ''),
    documents: options.documents ?? noDocuments,
  };
  const live = new LiveBoard({
    clock,
    epoch: randomUUID(),
    centre,
    calendar,
    policy: services.policy,
    stores,
  });
  const kiosks = new Kiosks({
    access: stores.access,
    roster: stores.roster,
    clock,
    offerSeconds: () => policy.offerSeconds,
    changed: (lines) => live.devicesChanged(lines),
  });
  live.devicesChanged(kiosks.lines());
  questionnaires.onPublished(() => kiosks.refresh());
  const presence = new Presence({
    clock,
    secrets: services.secrets,
    policy: services.policy,
    counters: () => stores.roster.counters().map((counter) => counter.code),
    publicUrl: options.publicUrl,
  });
  const comments = new Comments(services, new CommentKeys(options.dataDir));
  const webhooks = new Webhooks(services);
  const all: Services = { ...services, live, kiosks, comments, webhooks, presence };
  const alerts = new Alerts({ ...all, publicUrl: options.publicUrl });
  const printing = new Printing({
    store: stores.printers,
    slipBlocks: services.documents.slipBlocks,
    drawer: options.slipDrawer ?? drawHere,
  });
  const visits = new Visits(all);
  const intake = new Intake(all, visits);
  const testVisits = new TestVisits(all, visits);
  const address =
    options.address ??
    (() => ({ publicUrl: options.publicUrl(), given: false, certificate: null, authority: null }));
  const indicators = new Indicators(all);
  const kpi = new Kpi(all, indicators);
  const setup = new Setup(all, {
    tests: testVisits,
    address,
    policyStanding: () => {
      const states = stores.kpi.policies().map(({ state }) => state);
      return states.includes('active') ? 'active' : states.includes('proposed') ? 'proposed' : 'none';
    },
    lastBackupAt: () => lastBackup(options.dataDir)?.at ?? null,
  });
  const seal = new Seal(all, [
    (tx, today) => nightEntries(all, tx, today),
    (_tx, today) => indicators.referenceToFreeze(today),
    (tx, today) => kpi.nightEntries(tx, today),
  ]);
  seal.onSealed(() => kpi.periods.afterSeal());
  const people = peopleOf(all, options);
  const announcements = new FinalAnnouncements(all, kpi.periods);
  return {
    ...all,
    visits,
    intake,
    paper: new PaperForms(all, visits, intake),
    seal,
    indicators,
    unitReports: new UnitReports(all, indicators),
    kpi,
    periods: kpi.periods,
    announcements,
    alerts,
    setup,
    testVisits,
    languages: new Languages(all, (kioskLanguages) => {
      policy = { ...policy, kioskLanguages };
      kiosks.refresh();
    }),
    backupState: () => backupState(all, lastBackup(options.dataDir)),
    backupAgeSeconds: () => {
      const last = lastBackup(options.dataDir);
      return last === null ? null : Math.max(0, clock() - last.at) / 1000;
    },
    address,
    roster: new Roster(all),
    questionnaires,
    fieldSurveys: new FieldSurveys(all, options.publicUrl),
    ...people,
    access: new Access(all, people),
    walkUpPace: new WalkUpPace(clock, () => policy.walkUps, randomBytes),
    printing,
    publicUrl: options.publicUrl,
    async close() {
      await printing.close();
      await all.audit.settled();
      await alerts.close();
      await webhooks.close();
      await all.commit.close();
      live.close();
      comments.close();
      file.close();
    },
  };
}

/** Accounts, sessions and the ways to sign in. */
function peopleOf(services: Services, { dataDir, publicUrl }: ContextOptions) {
  const revocations = new Revocations();
  const sessions = new Sessions({
    accounts: services.stores.accounts,
    commit: services.commit,
    audit: services.audit,
    revocations,
    clock: services.clock,
    settings: () => services.stores.centre.accessSettings(),
  });
  const hashing = new PasswordHashing();
  const accounts = new Accounts(services, hashing, sessions);
  const settings = readIdentityProvider(dataDir);
  return {
    revocations,
    sessions,
    hashing,
    accounts,
    signIn: new SignIn(services, { accounts, sessions, hashing }),
    firstAdministrator: new FirstAdministrator(services, accounts),
    identityProvider:
      settings === null ? null : new IdentityProvider(services, { accounts, settings, publicUrl }),
  };
}

function setUp(file: DataFile, stores: Stores, options: ContextOptions, clock: () => number): Centre {
  const known = stores.centre.centre();
  if (known !== null) return known;
  const newCentre = options.newCentre ?? defaultCentre;
  const calendar = new ZoneCalendar(newCentre.zone);
  file.transact((tx) => {
    stores.centre.setCentre(tx, newCentre);
    stores.centre.setLogOrigin(tx, options.newLogOrigin ?? defaultLogOrigin);
    if (!stores.centre.hasPolicy()) {
      stores.centre.addPolicy(tx, calendar.dayOf(clock()), servicePolicySchema.parse({}));
    }
    stores.questionnaires.publish(tx, {
      ...defaultQuestionnaire,
      usedFrom: calendar.dayOf(clock()),
      publishedBy: 'set-up',
    });
  });
  return newCentre;
}
