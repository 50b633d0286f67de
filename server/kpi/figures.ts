// Figures that do not come from citizens, entered by people and other systems for an officer and month. All rows of a call or
// none; the same again changes nothing; other figures for what was entered before are a new revision and need a reason.
import type { z } from 'zod';
import { lastDayOfMonth } from '../../shared/calendar.ts';
import type { MonthFiguresBody } from '../../shared/contract/kpi.ts';
import type { FiguresAnswer, figuresListSchema } from '../../shared/contract/kpi-operations.ts';
import { monthFiguresOf } from '../../shared/kpi/entered-figures.ts';
import { compare, exact } from '../../shared/kpi/exact.ts';
import { type FiguresEntry, figuresEntryOf, figuresKey } from '../../shared/kpi/figures-entry.ts';
import { monthsOf } from '../../shared/kpi/period.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import { sheetOf } from '../../shared/kpi/sheet.ts';
import { EntryError, openEntryBytes } from '../../shared/ledger/entry.ts';
import { InputError, InputErrors } from '../cli/command.ts';
import type { Table } from '../cli/table.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import { type Actor, ledgerName } from './actor.ts';
import { type FileRow, figuresOfTable } from './figures-file.ts';
import type { LedgerView } from './ledger-view.ts';

/** A row that cannot be taken: index into the rows given, the field, and why. */
export interface RowFault {
  row: number;
  field: string;
  message: string;
}

export class FigureFaults extends Error {
  override name = 'FigureFaults';
  readonly code: 'invalid-figures' | 'figures-conflict';
  readonly faults: RowFault[];
  constructor(code: FigureFaults['code'], faults: RowFault[]) {
    super(faults[0]?.message ?? 'the figures do not fit');
    this.code = code;
    this.faults = faults;
  }
}

/** Who enters: a person, another system by its key, the command line. */
export type FigureSource = Pick<Actor, 'name' | 'trail'>;

const faultsMax = 1000;

export class EnteredFigures {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  constructor(services: Services, ledger: LedgerView) {
    this.#services = services;
    this.#ledger = ledger;
  }

  /** Takes all rows or none. Throws FigureFaults. */
  async enter(rows: readonly MonthFiguresBody[], by: FigureSource, reason: string): Promise<FiguresAnswer> {
    this.check(rows);
    const { commit, audit } = this.#services;
    return commit.submit((tx) => {
      const { rows: given, ...counts } = this.enterWithin(tx, rows, by.name, reason);
      audit.record(tx, {
        actor: by.trail,
        action: 'kpi-figures.enter',
        subject: 'kpi-figures',
        detail: counts,
      });
      return { rows: given, ...counts };
    });
  }

  /** The rows of a table, with how its faults name it. Throws InputError(s). */
  async enterTable(
    table: Table,
    by: FigureSource,
    options: { month?: string | undefined; source: string; reason: string },
  ): Promise<FiguresAnswer> {
    const rows = figuresOfTable(table, {
      month: options.month,
      source: options.source,
      policyOf: (month) => this.#ledger.policyFor(month)?.policy,
      calendar: this.#services.workCalendar,
    });
    try {
      return await this.enter(
        rows.map(({ body }) => body),
        by,
        options.reason,
      );
    } catch (error) {
      if (!(error instanceof FigureFaults)) throw error;
      throw new InputErrors(error.faults.map(inFile(rows, table.file)));
    }
  }

  /** The same within an open transaction; the rows have been checked or come from `check`ed ones. */
  enterWithin(tx: Tx, rows: readonly MonthFiguresBody[], by: string, reason: string): FiguresAnswer {
    const { stores, clock, calendar } = this.#services;
    const answer: FiguresAnswer = { rows: rows.length, created: 0, revised: 0, unchanged: 0 };
    const faults: RowFault[] = [];
    const at = clock();
    for (const [index, body] of rows.entries()) {
      const unit = body.unit ?? '';
      const known = stores.kpi.latestFigures(body.officer, body.month, unit);
      const text = JSON.stringify(comparable(body));
      if (known !== undefined && JSON.stringify(comparable(JSON.parse(known.body))) === text) {
        answer.unchanged += 1;
        continue;
      }
      if (known !== undefined && reason === '') {
        faults.push({
          row: index,
          field: 'reason',
          message: `${body.officer} has other figures for ${body.month} already (revision ${known.revision}, by ${known.enteredBy}); say why they are replaced`,
        });
        continue;
      }
      const revision = known === undefined ? 0 : known.revision + 1;
      const why = known === undefined ? '' : reason;
      stores.kpi.addFigures(tx, {
        officer: body.officer,
        month: body.month,
        unit,
        revision,
        body: JSON.stringify(body),
        enteredBy: by,
        enteredAt: at,
        reason: why,
      });
      this.#ledger.propose(tx, [
        figuresEntryOf(body, { by: ledgerName(by), at: calendar.iso(at), revision, reason: why }),
      ]);
      if (revision === 0) answer.created += 1;
      else answer.revised += 1;
    }
    if (faults.length > 0) throw new FigureFaults('figures-conflict', faults.slice(0, faultsMax));
    return answer;
  }

  /** Throws FigureFaults where a row names nobody, or has no place in the policy of its month. */
  check(rows: readonly MonthFiguresBody[]): void {
    const { stores, calendar, clock } = this.#services;
    const today = calendar.dayOf(clock());
    const faults: RowFault[] = [];
    const seen = new Map<string, number>();
    rows.forEach((body, row) => {
      const fault = (field: string, message: string) => {
        if (faults.length < faultsMax) faults.push({ row, field, message });
      };
      const key = figuresKey(body.officer, body.month, body.unit);
      const before = seen.get(key);
      if (before !== undefined) fault('officer', `${body.officer} is given twice for ${body.month}`);
      seen.set(key, row);
      if (stores.roster.officer(body.officer) === undefined) {
        fault('officer', `no officer has the code ${body.officer}`);
      }
      if (`${body.month}-01` > today) fault('month', `${body.month} has not begun`);
      if (body.daysWorked > body.workingDays) {
        fault('daysWorked', `${body.daysWorked} days worked of ${body.workingDays}`);
      }
      if (body.workingDays > Number(lastDayOfMonth(body.month).slice(8))) {
        fault('workingDays', `${body.month} has no ${body.workingDays} days`);
      }
      try {
        openEntryBytes(
          figuresEntryOf(body, { by: 'x', at: '2026-01-01T00:00:00Z', revision: 0, reason: '' }),
        );
      } catch (error) {
        if (!(error instanceof EntryError)) throw error;
        fault('work', `as a ledger entry it ${error.message}`);
      }
      const active = this.#ledger.policyFor(body.month);
      if (active !== undefined)
        for (const one of policyFaults(body, active.policy)) fault(one.field, one.message);
    });
    if (faults.length > 0) throw new FigureFaults('invalid-figures', faults);
  }

  list(period: string, officer?: string): z.infer<typeof figuresListSchema> {
    const { stores, calendar } = this.#services;
    const rows = stores.kpi.figures(monthsOf(period), officer);
    const logged = new Set(
      this.#ledger.entries().flatMap((entry) => (entry.kind === 'figures' ? [entryKey(entry)] : [])),
    );
    return {
      period,
      figures: rows.map((row, index) => {
        const body = JSON.parse(row.body) as MonthFiguresBody;
        const next = rows[index + 1];
        const current = next?.officer !== row.officer || next.month !== row.month || next.unit !== row.unit;
        return {
          revision: row.revision,
          current,
          enteredBy: row.enteredBy,
          enteredAt: calendar.iso(row.enteredAt),
          reason: row.reason,
          inLog: logged.has(JSON.stringify([row.officer, row.month, row.unit, row.revision])),
          body,
        };
      }),
    };
  }
}

const entryKey = ({ officer, period, labels, revision }: FiguresEntry): string =>
  JSON.stringify([officer, period, labels?.unit ?? '', revision ?? 0]);

/** The same figures in the same order of names, whatever the order in which they were written. */
function comparable(body: MonthFiguresBody): unknown {
  return figuresEntryOf(body, { by: '', at: '', revision: 0, reason: '' });
}

/** What of the row has no place in the policy, or lies outside its range. */
export function policyFaults(body: MonthFiguresBody, policy: Policy): { field: string; message: string }[] {
  const faults: { field: string; message: string }[] = [];
  const name = `policy ${policy.id}`;
  for (const mark of body.marks ?? []) {
    if (!policy.overrides.some((override) => override.mark === mark)) {
      faults.push({ field: 'marks', message: `${name} knows no mark ${mark}` });
    }
  }
  if (policy.kind === 'indices') {
    if (body.general !== undefined)
      faults.push({ field: 'general', message: `${name} has no general criteria` });
    if (body.work !== undefined) faults.push({ field: 'work', message: `${name} has no task part` });
    for (const [index, value] of Object.entries(body.indices ?? {})) {
      const values = policy.indices.find(({ id }) => id === index)?.values;
      if (values === undefined) faults.push({ field: index, message: `${name} has no index ${index}` });
      else if (!values.some((one) => compare(exact(one), exact(value)) === 0)) {
        faults.push({ field: index, message: `${value} is not one of ${values.join(', ')}` });
      }
    }
  } else {
    if (body.indices !== undefined) faults.push({ field: 'indices', message: `${name} has no indices` });
    if (body.position !== undefined && !policy.positions.some(({ id }) => id === body.position)) {
      const known = policy.positions.map(({ id }) => id).join(', ');
      faults.push({
        field: 'position',
        message: `${name} has no position ${body.position}; it has ${known}`,
      });
    }
    const known = new Set(
      policy.positions.flatMap(({ parts }) =>
        parts.flatMap(({ criteria }) => criteria.map(({ figure }) => figure)),
      ),
    );
    for (const figure of Object.keys(body.figures ?? {})) {
      if (!known.has(figure) || figure === 'satisfaction') {
        faults.push({ field: figure, message: `${name} has no place for the figure ${figure}` });
      }
    }
  }
  if (faults.length > 0) return faults;
  try {
    sheetOf(monthFiguresOf(body, { by: '', at: '' }, policy), policy);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push({ field: 'figures', message: error.message });
  }
  return faults;
}

/** Where a fault of a row stands in the file it came from. */
export function inFile(rows: readonly FileRow[], file: string) {
  return ({ row, field, message }: RowFault): InputError =>
    new InputError(message, { file, row: rows[row]!.row, column: field });
}

/** A FigureFaults as the answer to a request: `rows.3.general`. */
export function refusalOf(error: FigureFaults, place: (fault: RowFault) => string): Refusal {
  return new Refusal(error.code, error.message, {
    errors: error.faults.slice(0, faultsMax).map((fault) => ({ path: place(fault), message: fault.message })),
  });
}
