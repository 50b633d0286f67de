// What the parts of the server share, as one interface: each part names here what it needs of the others and gets it
// from context.ts, the only place that builds them.

import type { Documents } from '../shared/contract/documents.ts';
import type { Centre, ServicePolicy } from '../shared/contract/policy.ts';
import type { Questionnaire } from '../shared/contract/questionnaire.ts';
import type { RenderSlip } from '../shared/contract/slip.ts';
import type { RenderSurvey } from '../shared/contract/survey-page.ts';
import type { WorkCalendar } from '../shared/kpi/working-days.ts';
import type { AuditTrail } from './access/audit-trail.ts';
import type { ZoneCalendar } from './calendar.ts';
import type { Comments } from './comments/comments.ts';
import type { Log } from './ledger/log.ts';
import type { Kiosks } from './live/kiosks.ts';
import type { LiveBoard } from './live/live-board.ts';
import type { Presence } from './presence/presence.ts';
import type { AccessStore } from './storage/access-store.ts';
import type { AccountStore } from './storage/account-store.ts';
import type { AlertStore } from './storage/alert-store.ts';
import type { AuditStore } from './storage/audit-store.ts';
import type { CellExportStore } from './storage/cell-export-store.ts';
import type { CentreStore } from './storage/centre-store.ts';
import type { CommentStore } from './storage/comment-store.ts';
import type { DataFile } from './storage/database.ts';
import type { FieldSurveyStore } from './storage/field-survey-store.ts';
import type { GroupCommit } from './storage/group-commit.ts';
import type { InspectorateStore } from './storage/inspectorate-store.ts';
import type { KpiStore } from './storage/kpi-store.ts';
import type { PaperStore } from './storage/paper-store.ts';
import type { PendingStore } from './storage/pending-store.ts';
import type { PresenceStore } from './storage/presence-store.ts';
import type { PrinterStore } from './storage/printer-store.ts';
import type { QuestionnaireStore } from './storage/questionnaire-store.ts';
import type { ResponseStore } from './storage/response-store.ts';
import type { RosterStore } from './storage/roster-store.ts';
import type { SealStore } from './storage/seal-store.ts';
import type { Secrets } from './storage/secrets.ts';
import type { VisitStore } from './storage/visit-store.ts';
import type { WebhookStore } from './storage/webhook-store.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

export interface Stores {
  centre: CentreStore;
  roster: RosterStore;
  questionnaires: QuestionnaireStore;
  visits: VisitStore;
  responses: ResponseStore;
  cellExport: CellExportStore;
  seals: SealStore;
  access: AccessStore;
  accounts: AccountStore;
  printers: PrinterStore;
  kpi: KpiStore;
  pending: PendingStore;
  comments: CommentStore;
  audit: AuditStore;
  webhooks: WebhookStore;
  alerts: AlertStore;
  presence: PresenceStore;
  paper: PaperStore;
  inspectorate: InspectorateStore;
  fieldSurveys: FieldSurveyStore;
}

export interface Services {
  /** Epoch ms. */
  clock(): number;
  /** Random bytes from the operating system. */
  random(length: number): Buffer;
  centre: Centre;
  calendar: ZoneCalendar;
  /** Working days, for terms. */
  workCalendar: WorkCalendar;
  policy(): ServicePolicy;
  questionnaire(version: string): Questionnaire | undefined;
  currentQuestionnaire(): Questionnaire;
  /** Address printed on a slip for a token. */
  invitationUrl(token: string): string;
  secrets: Secrets;
  log: Log;
  file: DataFile;
  commit: GroupCommit;
  stores: Stores;
  audit: AuditTrail;
  live: LiveBoard;
  kiosks: Kiosks;
  comments: Comments;
  webhooks: Webhooks;
  presence: Presence;
  renderSurvey: RenderSurvey;
  renderSlip: RenderSlip;
  documents: Documents;
}
