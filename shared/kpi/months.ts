// Months to a quarter or a year: which months count (worked, of which unit), general criteria as a mean of months, task
// figures as sums or as means, satisfaction from the period's own evidence or from the months. The outcome is one
// OfficerFigures for the whole period, so a quarter's sheet is computed by the same function as a month's.
import { add, divide, type Exact, exact, mean, multiply, sum, toExactText, zero } from './exact.ts';
import { type Figure, type OfficerFigures, percentOf, templateOf } from './officer-figures.ts';
import { monthsOf } from './period.ts';
import type { Bilingual, Policy } from './policy-schema.ts';
import { poolEvidence, type SatisfactionEvidence } from './satisfaction.ts';
import { outcomeOf } from './satisfaction-line.ts';
import type { Withheld } from './sheet-line.ts';

/** One officer's figures for one month at one unit; `period` is the month. Two entries share a month only on transfer. */
export interface MonthFigures extends OfficerFigures {
  /** Whole or half days. */
  daysWorked: number;
  /** Working days of that month for this entry. */
  workingDays: number;
  /** The month's result was handed over by the unit the officer left. */
  handedOver?: boolean;
}

export interface PeriodMonth {
  month: string;
  unit?: string;
  daysWorked: number;
  use: 'counted' | 'counted-as-zero' | 'not-worked' | 'other-unit';
}

export interface PeriodFigures {
  figures: OfficerFigures;
  /** Every month entry and what became of it, in order. */
  months: PeriodMonth[];
}

/**
 * Puts a period together for one officer. `evidence` is the indicator of the whole period; without it the months' counts
 * are pooled. Requires at least one entry, all of one officer, each in the period, no month twice for the same unit;
 * throws RangeError otherwise. The order of the entries does not matter.
 */
export function periodFigures(
  entries: readonly MonthFigures[],
  period: string,
  policy: Policy,
  evidence?: SatisfactionEvidence,
): PeriodFigures {
  const sorted = sortedEntries(entries, period);
  const last = sorted.at(-1) as MonthFigures;
  const rules = policy.aggregation;
  const daysByMonth = new Map<string, number>();
  for (const { period: month, daysWorked } of sorted) {
    daysByMonth.set(month, (daysByMonth.get(month) ?? 0) + daysWorked);
  }
  const months = sorted.map((entry): PeriodMonth => {
    const worked = (daysByMonth.get(entry.period) ?? 0) >= rules.monthWorkedDaysMin && entry.daysWorked > 0;
    const otherUnit = rules.transfer === 'last-unit-only' && entry.unit !== last.unit;
    const use = otherUnit
      ? 'other-unit'
      : worked
        ? 'counted'
        : rules.unworkedMonths === 'as-zero'
          ? 'counted-as-zero'
          : 'not-worked';
    return {
      month: entry.period,
      ...(entry.unit === undefined ? {} : { unit: entry.unit }),
      daysWorked: entry.daysWorked,
      use,
    };
  });
  const counted = sorted.filter((_, index) => months[index]?.use === 'counted');
  const zeroMonths = new Set(months.filter(({ use }) => use === 'counted-as-zero').map(({ month }) => month))
    .size;
  const withheld: Withheld[] = [];
  const monthsWorked = new Set(counted.map(({ period: month }) => month)).size;
  if (monthsWorked < rules.monthsWorkedMin) withheld.push(tooFewMonths(monthsWorked, rules.monthsWorkedMin));

  const figures: OfficerFigures = { officer: last.officer, period, withheld };
  for (const name of ['unit', 'group', 'position', 'adjusted'] as const) {
    if (last[name] !== undefined) Object.assign(figures, { [name]: last[name] });
  }
  const marks = [...new Set(sorted.flatMap((entry) => entry.marks ?? []))].sort();
  if (marks.length > 0) figures.marks = marks;
  if (policy.kind === 'indices') {
    figures.indices = meanIndices(counted, zeroMonths);
  } else {
    const general = meanGeneral(counted, zeroMonths, policy.general.max);
    if (general !== undefined) figures.general = general;
    figures.figures = taskFigures(counted, zeroMonths, policy, withheld);
  }
  const pooled =
    evidence ??
    poolEvidence(
      period,
      sorted.flatMap(({ satisfaction }) => satisfaction ?? []),
    );
  if (pooled !== undefined) figures.satisfaction = pooled;
  if (rules.satisfaction === 'mean-of-months') {
    const values = counted.flatMap((entry) => {
      const outcome = outcomeOf(entry, policy);
      return outcome.use === 'counted' ? [toExactText(outcome.value)] : [];
    });
    if (values.length > 0) figures.monthlySatisfaction = values;
  }
  return { figures, months };
}

function sortedEntries(entries: readonly MonthFigures[], period: string): MonthFigures[] {
  const within = new Set(monthsOf(period));
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (sorted.length === 0) throw new RangeError(`no month of ${period} given`);
  sorted.forEach((entry, index) => {
    const { officer, period: month, daysWorked, workingDays } = entry;
    if (officer !== sorted[0]?.officer)
      throw new RangeError(`months of ${officer} and ${sorted[0]?.officer} mixed`);
    if (!within.has(month)) throw new RangeError(`${officer}: ${month} is not in ${period}`);
    if (index > 0 && key(entry) === key(sorted[index - 1] as MonthFigures)) {
      throw new RangeError(`${officer}: ${month} appears twice for the same unit`);
    }
    const halves = Number.isInteger(daysWorked * 2) && Number.isInteger(workingDays * 2);
    if (!(halves && daysWorked >= 0 && workingDays > 0 && daysWorked <= workingDays)) {
      throw new RangeError(`${officer}: ${month} has ${daysWorked} days worked of ${workingDays}`);
    }
  });
  return sorted;
}

/** Month, then what was handed over before what followed, then unit: the order of arrival says nothing. */
function key({ period, unit, handedOver }: MonthFigures): string {
  return `${period}\u0000${handedOver === true ? 0 : 1}\u0000${unit ?? ''}`;
}

/** Mean over months; entries that share a month count by their days worked in it. */
function meanOverMonths(
  values: { month: string; days: number; value: Exact }[],
  zeroMonths: number,
): Exact | undefined {
  const months = new Map<string, { weighted: Exact; days: Exact }>();
  for (const { month, days, value } of values) {
    const weight = exact(BigInt(days * 2));
    const before = months.get(month) ?? { weighted: zero, days: zero };
    months.set(month, {
      weighted: add(before.weighted, multiply(weight, value)),
      days: add(before.days, weight),
    });
  }
  const means = [...months.values()].map(({ weighted, days }) => divide(weighted, days));
  means.push(...Array.from({ length: zeroMonths }, () => zero));
  return means.length === 0 ? undefined : mean(means);
}

function meanGeneral(counted: MonthFigures[], zeroMonths: number, max: string): OfficerFigures['general'] {
  const values = counted.flatMap(({ period, daysWorked, general }) =>
    general === undefined
      ? []
      : [{ month: period, days: daysWorked, value: divide(exact(general.points), exact(general.of)) }],
  );
  if (values.length < counted.length) return undefined;
  const share = meanOverMonths(values, zeroMonths);
  if (share === undefined) return undefined;
  const ofs = new Set(counted.map(({ general }) => general?.of ?? max));
  const of = ofs.size === 1 ? ([...ofs][0] as string) : max;
  return { points: toExactText(multiply(share, exact(of))), of };
}

function meanIndices(counted: MonthFigures[], zeroMonths: number): Record<string, string> {
  const names = new Set(counted.flatMap(({ indices }) => Object.keys(indices ?? {})));
  const means: Record<string, string> = {};
  for (const name of [...names].sort()) {
    const values = counted.flatMap(({ period, daysWorked, indices }) => {
      const value = indices?.[name];
      return value === undefined ? [] : [{ month: period, days: daysWorked, value: exact(value) }];
    });
    if (values.length < counted.length) continue;
    const value = meanOverMonths(values, zeroMonths);
    if (value !== undefined) means[name] = toExactText(value);
  }
  return means;
}

/**
 * Each figure over the months. A month without a required figure leaves the figure out of the whole, so the sheet says it
 * is missing; a figure that is not required is taken over the months that have it.
 */
function taskFigures(
  counted: MonthFigures[],
  zeroMonths: number,
  policy: Policy & { kind: 'general-and-task' },
  withheld: Withheld[],
): Record<string, Figure> {
  const last = counted.at(-1);
  if (last === undefined) return {};
  const figures: Record<string, Figure> = {};
  for (const { figure: name, required, label } of templateOf(last, policy).parts.flatMap(
    ({ criteria }) => criteria,
  )) {
    if (name === 'satisfaction' || figures[name] !== undefined) continue;
    const months = counted.flatMap((entry) => {
      const figure = entry.figures?.[name];
      return figure === undefined ? [] : [{ entry, figure: forTimeWorked(figure, entry, policy) }];
    });
    if (months.length === 0 || (required && months.length < counted.length)) continue;
    const amounts = months.filter(({ figure }) => 'achieved' in figure);
    if (policy.aggregation.task === 'cumulative-sums' && amounts.length === months.length) {
      const add = (pick: 'achieved' | 'assigned') =>
        toExactText(
          sum(months.map(({ figure }) => exact((figure as { achieved: string; assigned: string })[pick]))),
        );
      figures[name] = { achieved: add('achieved'), assigned: add('assigned') };
      continue;
    }
    if (policy.aggregation.task === 'cumulative-sums' && amounts.length > 0) {
      withheld.push(mixed(name, label));
      continue;
    }
    const values = months.flatMap(({ entry, figure }) => {
      const value = percentOf(figure);
      return value === undefined ? [] : [{ month: entry.period, days: entry.daysWorked, value }];
    });
    const percent = meanOverMonths(values, zeroMonths);
    if (percent !== undefined) figures[name] = { percent: toExactText(percent) };
  }
  return figures;
}

/** Under `scaled-to-days-worked` the assigned amount stands for a whole month and is cut to the days worked. */
function forTimeWorked(figure: Figure, entry: MonthFigures, policy: Policy): Figure {
  if (policy.aggregation.leave === 'as-assigned' || 'percent' in figure) return figure;
  const share = divide(exact(BigInt(entry.daysWorked * 2)), exact(BigInt(entry.workingDays * 2)));
  return { achieved: figure.achieved, assigned: toExactText(multiply(exact(figure.assigned), share)) };
}

function tooFewMonths(worked: number, needed: number): Withheld {
  return {
    code: 'too-few-months-worked',
    about: 'months',
    text: {
      vi: `Làm việc ${worked} tháng trong kỳ, cần ít nhất ${needed} tháng để đánh giá`,
      en: `Worked ${worked} months of the period, rated from ${needed}`,
    },
  };
}

function mixed(figure: string, label: Bilingual): Withheld {
  return {
    code: 'amounts-and-percentages-mixed',
    about: figure,
    text: {
      vi: `${label.vi}: có tháng ghi số lượng, có tháng ghi tỷ lệ, không cộng dồn được`,
      en: `${label.en}: some months hold amounts, others percentages, which have no common sum`,
    },
  };
}
