// What besides responses enters the ledger at night: tallies of visits, contests, policies, questionnaires and changes of
// the roster. Each is compared with what the ledger says already, so that asking twice adds nothing.
import { addDays, monthOf } from '../../shared/calendar.ts';
import type { OpenEntry, TallyEntry } from '../../shared/ledger/entry.ts';
import { reachFaultPoint } from '../fault-point.ts';
import { questionnaireEntry } from '../questionnaires/questionnaire-entry.ts';
import { coarseLabels } from '../seal/publishable-groups.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import type { TallyRow } from '../storage/visit-store.ts';

export function nightEntries(services: Services, tx: Tx, today: string): OpenEntry[] {
  return [
    ...step('night:tallies', tallies(services, tx, today)),
    ...step('night:contests', contests(services, tx)),
    ...step('night:policies', policies(services)),
    ...step('night:questionnaires', questionnaires(services)),
    ...step('night:roster', rosterChanges(services, today)),
  ];
}

function step(faultPoint: string, entries: OpenEntry[]): OpenEntry[] {
  reachFaultPoint(faultPoint);
  return entries;
}

type Counts = Pick<TallyEntry, 'visits' | 'invited' | 'answered' | 'uninvited' | 'control'>;

const noCounts = (): Counts => ({
  visits: { integrated: 0, selfReported: 0 },
  invited: 0,
  answered: { kiosk: 0, qr: 0, paper: 0, link: 0 },
  uninvited: { presence: 0, walkUp: 0 },
  control: null,
});

/** The counts of a tally as logged_tallies keeps them: the text that decides whether they are still the same. */
export function countsText({ visits, invited, answered, uninvited, control }: Counts): string {
  const { integrated, selfReported } = visits;
  const { kiosk, qr, paper, link } = answered;
  const { presence, walkUp } = uninvited;
  return JSON.stringify({
    visits: { integrated, selfReported },
    invited,
    answered: { kiosk, qr, paper, link },
    uninvited: { presence, walkUp },
    control: control === null ? null : { count: control.count, source: control.source },
  });
}

/**
 * A tally for each day, officer and procedure whose counts are not yet in the ledger as they are. Procedures of which the
 * officer had few visits that day are counted together: else a tally would tell that this one visitor answered.
 */
function tallies(services: Services, tx: Tx, today: string): OpenEntry[] {
  const { visits, roster } = services.stores;
  const policy = services.policy();
  const since = addDays(today, -(policy.invitationDays + policy.offlineGraceDays + 1));
  const fieldOf = (procedure: string): string => {
    const field = roster.procedure(procedure)?.field ?? '';
    return field === '' ? 'other' : `field:${field}`;
  };
  const now = new Map<string, Counts>();
  const at = (day: string, officer: string, procedure: string): Counts => {
    const key = JSON.stringify([day, officer, procedure]);
    const counts = now.get(key) ?? noCounts();
    now.set(key, counts);
    return counts;
  };
  const byDayAndOfficer = new Map<string, TallyRow[]>();
  for (const row of visits.talliesSince(since)) {
    const key = `${row.day}\t${row.officer}`;
    const rows = byDayAndOfficer.get(key);
    if (rows === undefined) byDayAndOfficer.set(key, [row]);
    else rows.push(row);
  }
  for (const rows of byDayAndOfficer.values()) {
    const labels = coarseLabels(
      rows.flatMap((row) => new Array<string>(row.visits).fill(row.procedure)),
      policy.procedureMinimum,
      fieldOf,
    );
    let first = 0;
    for (const row of rows) {
      // Every visit of a row has the same label; rows stand in the order in which the labels were made.
      const counts = at(row.day, row.officer, labels[first] ?? 'other');
      first += row.visits;
      counts.visits[row.source === 'integrated' ? 'integrated' : 'selfReported'] += row.visits;
      counts.invited += row.visits;
      for (const mode of ['kiosk', 'qr', 'paper', 'link'] as const) counts.answered[mode] += row[mode];
    }
  }
  for (const { day, officer, presence, walkUp } of visits.uninvitedSince(since)) {
    at(day, officer, 'other').uninvited = { presence, walkUp };
  }
  const logged = new Map(
    visits
      .loggedTalliesSince(since)
      .map((row) => [JSON.stringify([row.day, row.officer, row.procedure]), row] as const),
  );
  // A procedure that is counted elsewhere by now goes down to nothing where it was.
  for (const key of logged.keys()) if (!now.has(key)) now.set(key, noCounts());
  const entries: OpenEntry[] = [];
  for (const [key, counts] of now) {
    const [day, officer, procedure] = JSON.parse(key) as [string, string, string];
    const known = logged.get(key);
    const text = countsText(counts);
    if (known?.counts === text) continue;
    const revision = known === undefined ? 0 : known.revision + 1;
    reachFaultPoint('night:tally');
    visits.putLoggedTally(tx, { day, officer, procedure, revision, counts: text });
    entries.push({ kind: 'tally', v: 1, day, officer, procedure, revision, ...counts });
  }
  return entries;
}

/** By month: which of an officer's visits was contested is nobody's to know. A random end keeps equal ones apart. */
function contests(services: Services, tx: Tx): OpenEntry[] {
  return services.stores.visits.takeContests(tx).map(({ officer, day }) => ({
    kind: 'contest',
    v: 1,
    tag: null,
    officer,
    when: monthOf(day),
    reason: `not-me-${services.random(8).toString('hex')}`,
  }));
}

function policies(services: Services): OpenEntry[] {
  const { centre, responses } = services.stores;
  const known = new Set(
    responses
      .entriesOfKind('policy')
      .map((bytes) => (JSON.parse(bytes.toString('utf8')) as { version: string }).version),
  );
  return centre
    .policies()
    .filter(({ version }) => !known.has(String(version)))
    .map(({ version, effectiveFrom, document }) => ({
      kind: 'policy',
      v: 1,
      id: 'service',
      version: String(version),
      effective: effectiveFrom,
      document,
      approvedBy: ['set-up'],
    }));
}

function questionnaires({ stores }: Services): OpenEntry[] {
  const known = new Set(
    stores.responses
      .entriesOfKind('questionnaire')
      .map((bytes) => (JSON.parse(bytes.toString('utf8')) as { version: string }).version),
  );
  return stores.questionnaires
    .versions()
    .filter(({ version }) => !known.has(version))
    .map(questionnaireEntry);
}

/** Officers by code alone: a name in a public log could never be taken out again. */
function rosterChanges(services: Services, today: string): OpenEntry[] {
  const { roster, responses } = services.stores;
  const known = new Map<string, string>();
  for (const bytes of responses.entriesOfKind('roster-change')) {
    const { subject, code, details } = JSON.parse(bytes.toString('utf8')) as {
      subject: string;
      code: string;
      details: Record<string, string>;
    };
    known.set(`${subject}\t${code}`, JSON.stringify(details));
  }
  const present = [
    ...roster
      .officers()
      .map(({ code, position }) => ({ subject: 'officer' as const, code, details: { position } })),
    ...roster.counters().map(({ code, name }) => ({ subject: 'counter' as const, code, details: { name } })),
    ...roster
      .procedures()
      .map(({ code, name, field }) => ({ subject: 'procedure' as const, code, details: { field, name } })),
  ];
  return present.flatMap(({ subject, code, details }): OpenEntry[] => {
    const before = known.get(`${subject}\t${code}`);
    if (before === JSON.stringify(details)) return [];
    const change = before === undefined ? 'added' : 'changed';
    return [{ kind: 'roster-change', v: 1, subject, code, change, effective: today, details }];
  });
}
