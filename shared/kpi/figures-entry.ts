// Entered figures of one officer and month as an entry of the ledger, and back. The entry holds all of them, so that a sheet
// follows from the ledger alone; numbers stand under dotted names (`days.worked`, `figure.quantity.achieved`), texts under
// labels. Attested, not proven: the entry says who entered them, from which source, when.
import type { z } from 'zod';
import { type MonthFiguresBody, monthFiguresBody } from '../contract/kpi.ts';
import type { figuresEntrySchema, OpenEntry } from '../ledger/entry.ts';
import { exact, toDecimalText } from './exact.ts';

export type FiguresEntry = z.infer<typeof figuresEntrySchema>;

export interface EnteredBy {
  by: string;
  /** ISO 8601 with offset. */
  at: string;
  revision: number;
  /** Why an earlier revision is replaced; empty for the first. */
  reason: string;
}

const workNumbers = [
  'assigned',
  'completed',
  'failedChecks',
  'failedChecksObjective',
  'delays',
  'delaysObjective',
] as const;

/** What replaces what: the same officer, month and unit. */
export const figuresKey = (officer: string, month: string, unit: string | undefined): string =>
  JSON.stringify([officer, month, unit ?? '']);

export function figuresEntryOf(body: MonthFiguresBody, entered: EnteredBy): FiguresEntry {
  const values: Record<string, string> = {
    'days.worked': String(body.daysWorked),
    'days.working': String(body.workingDays),
  };
  const labels: Record<string, string> = {};
  const put = (name: string, value: string) => {
    values[name] = toDecimalText(exact(value));
  };
  for (const name of ['unit', 'group', 'position'] as const) {
    if (body[name] !== undefined) labels[name] = body[name];
  }
  if (body.handedOver === true) values['handed-over'] = '1';
  if (body.general !== undefined) {
    put('general.points', body.general.points);
    put('general.of', body.general.of);
  }
  for (const [name, figure] of Object.entries(body.figures ?? {})) {
    if ('percent' in figure) put(`figure.${name}`, figure.percent);
    else {
      put(`figure.${name}.achieved`, figure.achieved);
      put(`figure.${name}.assigned`, figure.assigned);
    }
  }
  for (const [index, item] of (body.work ?? []).entries()) {
    labels[`work.${index}`] = item.product;
    for (const name of workNumbers) put(`work.${index}.${name}`, String(item[name]));
  }
  for (const [name, value] of Object.entries(body.indices ?? {})) put(`index.${name}`, value);
  for (const mark of body.marks ?? []) values[`mark.${mark}`] = '1';
  return {
    kind: 'figures',
    v: 1,
    officer: body.officer,
    period: body.month,
    values,
    labels,
    enteredBy: entered.by,
    source: body.source,
    at: entered.at,
    revision: entered.revision,
    reason: entered.reason,
  };
}

/** What was entered; undefined where the entry holds other figures than those of a month as above. */
export function monthFiguresOfEntry(entry: FiguresEntry): MonthFiguresBody | undefined {
  const { values, labels = {} } = entry;
  const body: Record<string, unknown> = {
    officer: entry.officer,
    month: entry.period,
    daysWorked: Number(values['days.worked']),
    workingDays: Number(values['days.working']),
    source: entry.source,
  };
  for (const name of ['unit', 'group', 'position'] as const) {
    if (labels[name] !== undefined) body[name] = labels[name];
  }
  if (values['handed-over'] !== undefined) body.handedOver = true;
  if (values['general.points'] !== undefined) {
    body.general = { points: values['general.points'], of: values['general.of'] };
  }
  const figures: Record<string, Record<string, string>> = {};
  const indices: Record<string, string> = {};
  const marks: string[] = [];
  const work: Record<string, unknown>[] = [];
  for (const [key, value] of Object.entries(values)) {
    const [kind, name, part] = key.split('.') as [string, string | undefined, string | undefined];
    if (name === undefined) continue;
    if (kind === 'figure') figures[name] = { ...figures[name], [part ?? 'percent']: value };
    if (kind === 'index') indices[name] = value;
    if (kind === 'mark') marks.push(name);
    if (kind === 'work' && part !== undefined) {
      const item = { ...work[Number(name)] };
      item[part] = part === 'assigned' || part === 'completed' ? value : Number(value);
      work[Number(name)] = item;
    }
  }
  if (Object.keys(figures).length > 0) body.figures = figures;
  if (Object.keys(indices).length > 0) body.indices = indices;
  if (marks.length > 0) body.marks = marks.sort();
  if (work.length > 0) {
    body.work = work.map((item, index) => ({ product: labels[`work.${index}`], ...item }));
  }
  const parsed = monthFiguresBody.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

export interface CurrentFigures {
  entry: FiguresEntry;
  body: MonthFiguresBody;
}

/** The latest revision of every officer, month and unit, by key. Two of one revision: the order of their text decides. */
export function currentFigures(entries: readonly OpenEntry[]): Map<string, CurrentFigures> {
  const current = new Map<string, CurrentFigures>();
  for (const entry of entries) {
    if (entry.kind !== 'figures') continue;
    const body = monthFiguresOfEntry(entry);
    if (body === undefined) continue;
    const key = figuresKey(body.officer, body.month, body.unit);
    const known = current.get(key);
    if (known === undefined || isLater(entry, known.entry)) current.set(key, { entry, body });
  }
  return current;
}

function isLater(a: FiguresEntry, b: FiguresEntry): boolean {
  const [revision, other] = [a.revision ?? 0, b.revision ?? 0];
  return revision !== other ? revision > other : JSON.stringify(a) > JSON.stringify(b);
}
