// What a person or another system entered for a month, as figures of that month: work turned into quantity, quality and
// progress by the policy's deductions, every figure marked with who entered it, from which source, when.
import type { MonthFiguresBody } from '../contract/kpi.ts';
import type { MonthFigures } from './months.ts';
import type { Attestation, Figure } from './officer-figures.ts';
import type { Policy } from './policy-schema.ts';
import { workFigures } from './work.ts';

/** Throws RangeError where the same figure is entered both directly and as work, or work is entered under indices. */
export function monthFiguresOf(
  body: MonthFiguresBody,
  entered: Pick<Attestation, 'by' | 'at'>,
  policy: Policy,
): MonthFigures {
  const figures: Record<string, Figure> = { ...(body.figures ?? {}) };
  if (body.work !== undefined) {
    if (policy.kind !== 'general-and-task')
      throw new RangeError(`policy ${policy.id} has no task part for work`);
    for (const [name, amount] of Object.entries(workFigures(body.work, policy.task))) {
      if (figures[name] !== undefined)
        throw new RangeError(`${body.officer}: ${name} is entered twice, once as work`);
      figures[name] = amount;
    }
  }
  const attestation: Attestation = { by: entered.by, source: body.source, at: entered.at };
  const names = [
    ...Object.keys(figures),
    ...Object.keys(body.indices ?? {}),
    ...(body.general === undefined ? [] : ['general']),
  ];
  const { officer, month, daysWorked, workingDays } = body;
  const entry: MonthFigures = {
    officer,
    period: month,
    daysWorked,
    workingDays,
    attestations: Object.fromEntries(names.map((name) => [name, attestation])),
  };
  for (const name of ['unit', 'group', 'position', 'handedOver', 'general', 'indices', 'marks'] as const) {
    if (body[name] !== undefined) Object.assign(entry, { [name]: body[name] });
  }
  if (Object.keys(figures).length > 0) entry.figures = figures;
  return entry;
}
