// The KPI sheet of one officer for one period: figures in, lines with points out, then the total and its level. Pure: the
// same figures under the same policy give the same sheet, and another policy's sheet is the simulation of that policy.
// A needed part that is missing withholds total and level and says why; it never counts as 0.
import {
  compare,
  divide,
  type Exact,
  exact,
  hundred,
  isDecimal,
  mean,
  multiply,
  smaller,
  subtract,
  sum,
  toDecimalText,
  toExactText,
  toFixedText,
  zero,
} from './exact.ts';
import { bandOf } from './level.ts';
import { policyName, sourceOf } from './policy.ts';
import type {
  Bilingual,
  Certainty,
  Criterion,
  GeneralAndTaskPolicy,
  IndicesPolicy,
  LevelName,
  Policy,
  PositionTemplate,
} from './policy-schema.ts';
import { positionOf } from './position.ts';
import {
  decideSatisfaction,
  type HoldDecision,
  type InsufficientReason,
  type SatisfactionEvidence,
  type SatisfactionOutcome,
} from './satisfaction.ts';
import { inWords } from './words.ts';

/** An entered figure: a percentage 0-100, or an amount achieved out of an amount assigned. Exact text. */
export type Figure = { percent: string } | { achieved: string; assigned: string };

/** Who entered a figure, from which source, when; shown as attested, not proven. */
export interface Attestation {
  by: string;
  source: string;
  at: string;
}

export interface OfficerFigures {
  officer: string;
  /** `2026-10`, `2026-Q4`, `2026`. */
  period: string;
  unit?: string;
  /** Officers with similar tasks, for caps. */
  group?: string;
  /** Position template; the policy's default where absent. */
  position?: string;
  /** A manager's adjusted template, where there is one; takes the place of `position`. */
  adjusted?: PositionTemplate;
  /** Points given for the general criteria a person rates, and of how many; satisfaction is not among them. */
  general?: { points: string; of: string };
  figures?: Record<string, Figure>;
  indices?: Record<string, string>;
  satisfaction?: SatisfactionEvidence;
  /** Evidence of the enclosing quarter, for policies that pool. */
  pooledSatisfaction?: SatisfactionEvidence;
  /** Mapped values of the months' satisfaction, for policies that average them; takes the place of the evidence. */
  monthlySatisfaction?: string[];
  decision?: HoldDecision;
  /** Findings that decide the level by themselves (policy.overrides). */
  marks?: string[];
  /** By figure name, `general` and index ids included. */
  attestations?: Record<string, Attestation>;
  /** Reasons found while a period was put together (period-sheet.ts) that withhold the sheet. */
  withheld?: Withheld[];
}

export type WithheldCode =
  | 'missing-figure'
  | 'nothing-assigned'
  | 'satisfaction-held'
  | 'nothing-left-to-weigh'
  | 'too-few-months-worked'
  | 'amounts-and-percentages-mixed';

export interface Withheld {
  code: WithheldCode;
  /** Figure, part or index it is about. */
  about: string;
  text: Bilingual;
}

export interface SheetLine {
  id: string;
  /** general, or the part of the task score, or `indices`, or `evidence`. */
  part: string;
  label: Bilingual;
  /** counted, or left out with its weight shared by the others, or waiting for a decision, or missing, or shown only. */
  state: 'counted' | 'left-out' | 'held' | 'missing' | 'evidence';
  inputs: Record<string, string>;
  /** The arithmetic in words, with the figures. */
  formula: Bilingual;
  /** Decimal text (12 places where it has no end); null where not counted. */
  points: string | null;
  /** The fraction, where the decimal has no end. */
  pointsExact?: string;
  /** Most points this line can give, weights as counted here. */
  max: string;
  /** Reasons of a line that is not counted, gates that could not be checked. */
  notes: string[];
  /** Entered by a person, or derived from responses in the ledger. */
  standing: 'attested' | 'from-responses';
  attestation?: Attestation;
  source: string;
  certainty: Certainty;
  policy: string;
}

export interface Sheet {
  officer: string;
  period: string;
  unit?: string;
  group?: string;
  position?: string;
  policy: { id: string; version: number };
  lines: SheetLine[];
  /** Exact decimal; null while withheld. Where the decimal has no end, 12 places, and totalExact has the fraction. */
  total: string | null;
  totalExact?: string;
  /** For display alone, rounded half up after the level was decided. */
  totalShown: string | null;
  /** By points alone. */
  levelByPoints: LevelName | null;
  band: { id: string; label: Bilingual } | null;
  /** After findings that lower the level (`marks`); what a cap might move is not in here. */
  level: LevelName | null;
  marks: { mark: string; level: LevelName; label: Bilingual; source: string; certainty: Certainty }[];
  withheld: Withheld[];
}

interface Draft {
  line: SheetLine;
  points: Exact | null;
}

/** Computes the sheet. Throws RangeError, naming officer and figure, on a value outside its range: check input before. */
export function sheetOf(figures: OfficerFigures, policy: Policy): Sheet {
  const withheld: Withheld[] = [...(figures.withheld ?? [])];
  const drafts =
    policy.kind === 'indices'
      ? indexLines(figures, policy, withheld)
      : [...generalLines(figures, policy, withheld), ...taskLines(figures, policy, withheld)];
  if (policy.satisfaction.target.kind === 'evidence' && figures.satisfaction !== undefined) {
    drafts.push(evidenceLine(figures.satisfaction, policy));
  }
  const total = withheld.length > 0 ? null : sum(drafts.map(({ points }) => points ?? zero));
  const band = total === null ? null : bandOf(total, policy);
  const leader = policy.kind === 'general-and-task' && templateOf(figures, policy).leader;
  const marks = marksOf(figures, policy, leader);
  return {
    officer: figures.officer,
    period: figures.period,
    ...(figures.unit === undefined ? {} : { unit: figures.unit }),
    ...(figures.group === undefined ? {} : { group: figures.group }),
    ...(policy.kind === 'general-and-task' ? { position: templateOf(figures, policy).id } : {}),
    policy: { id: policy.id, version: policy.version },
    lines: drafts.map(({ line }) => line),
    total: total === null ? null : toDecimalText(total),
    ...(total === null || isDecimal(total) ? {} : { totalExact: toExactText(total) }),
    totalShown: total === null ? null : toFixedText(total, policy.display.decimals),
    levelByPoints: band?.level ?? null,
    band: band === null ? null : { id: band.id, label: band.label },
    level: band === null ? null : lowestOf(policy, [band.level, ...marks.map(({ level }) => level)]),
    marks,
    withheld,
  };
}

/** The template this officer's task part follows. */
export function templateOf(figures: OfficerFigures, policy: GeneralAndTaskPolicy): PositionTemplate {
  return figures.adjusted ?? positionOf(policy, figures.position);
}

/** A figure as a percentage, at most 100; undefined where nothing was assigned. Throws RangeError outside its range. */
export function percentOf(figure: Figure): Exact | undefined {
  if ('percent' in figure) {
    const percent = exact(figure.percent);
    if (compare(percent, zero) < 0 || compare(percent, hundred) > 0) {
      throw new RangeError(`${figure.percent} is not a percentage between 0 and 100`);
    }
    return percent;
  }
  const [achieved, assigned] = [exact(figure.achieved), exact(figure.assigned)];
  if (compare(achieved, zero) < 0 || compare(assigned, zero) < 0)
    throw new RangeError('an amount is below 0');
  if (compare(assigned, zero) === 0) return undefined;
  return smaller(hundred, multiply(hundred, divide(achieved, assigned)));
}

function generalLines(figures: OfficerFigures, policy: GeneralAndTaskPolicy, withheld: Withheld[]): Draft[] {
  const { target } = policy.satisfaction;
  const max = exact(policy.general.max);
  const drafts: Draft[] = [];
  let rated = max;
  if (target.kind === 'general') {
    const outcome = outcomeOf(figures, policy);
    const weight = exact(target.weight);
    if (outcome.use === 'counted') rated = subtract(max, weight);
    if (outcome.use === 'held') withheld.push(heldReason(outcome.reasons));
    drafts.push(
      satisfactionLine(outcome, policy, {
        part: 'general',
        label: attitudeLabel,
        max: outcome.use === 'left-out' ? zero : weight,
        points: outcome.use === 'counted' ? outcome.value : null,
        path: 'satisfaction.target',
        formula: mappingWords(outcome, policy),
      }),
    );
  }
  const { general } = figures;
  const base = lineBase(figures, policy, 'general', 'general.max');
  if (general === undefined) {
    withheld.push(missing('general', { vi: 'tiêu chí chung', en: 'general criteria' }));
    drafts.unshift({
      points: null,
      line: {
        ...base,
        part: 'general',
        label: generalLabel,
        state: 'missing',
        inputs: {},
        formula: noFigure,
        points: null,
        max: toDecimalText(rated),
      },
    });
    return drafts;
  }
  const [points, of] = [exact(general.points), exact(general.of)];
  if (compare(of, zero) <= 0 || compare(points, zero) < 0 || compare(points, of) > 0) {
    throw new RangeError(`${figures.officer}: general ${general.points} is not between 0 and ${general.of}`);
  }
  const worth = multiply(divide(points, of), rated);
  drafts.unshift({
    points: worth,
    line: {
      ...base,
      part: 'general',
      label: generalLabel,
      state: 'counted',
      inputs: { points: general.points, of: general.of, weight: toDecimalText(rated) },
      formula:
        compare(of, rated) === 0
          ? inWords({ points, rated }, (f) => ({
              vi: `${f.points} điểm trên ${f.rated}`,
              en: `${f.points} points of ${f.rated}`,
            }))
          : inWords({ points, of, rated, worth }, (f) => ({
              vi: `${f.points} / ${f.of} × ${f.rated} điểm = ${f.worth}`,
              en: `${f.points} / ${f.of} × ${f.rated} points = ${f.worth}`,
            })),
      ...pointsText(worth),
      max: toDecimalText(rated),
    },
  });
  return drafts;
}

function taskLines(figures: OfficerFigures, policy: GeneralAndTaskPolicy, withheld: Withheld[]): Draft[] {
  const template = templateOf(figures, policy);
  const path =
    figures.adjusted === undefined ? `positions.${policy.positions.indexOf(template)}` : 'positionBounds';
  return template.parts.flatMap((part) => {
    const values = part.criteria.map((criterion) => criterionValue(criterion, figures, policy));
    const counted = part.criteria.filter((_, index) => values[index]?.state === 'counted');
    const weighed = sum(counted.map(({ weight }) => exact(weight)));
    const partMax = multiply(exact(part.share), exact(policy.task.max));
    if (counted.length === 0 && values.every(({ state }) => state === 'left-out')) {
      withheld.push({
        code: 'nothing-left-to-weigh',
        about: part.id,
        text: {
          vi: `Không còn tiêu chí nào để tính phần ${part.label.vi}`,
          en: `No criterion is left to count for ${part.label.en}`,
        },
      });
    }
    return part.criteria.map((criterion, index): Draft => {
      const value = values[index] as CriterionValue;
      if (value.state === 'missing' || value.state === 'held') withheld.push(value.reason);
      const weight =
        value.state === 'counted' ? divide(exact(criterion.weight), weighed) : exact(criterion.weight);
      const max = value.state === 'left-out' ? zero : multiply(weight, partMax);
      const points = value.state === 'counted' ? multiply(divide(value.percent, hundred), max) : null;
      const label = {
        vi: `${part.label.vi}: ${criterion.label.vi}`,
        en: `${part.label.en}: ${criterion.label.en}`,
      };
      if (criterion.figure === 'satisfaction' && value.outcome !== undefined) {
        return satisfactionLine(value.outcome, policy, {
          part: part.id,
          label,
          max,
          points,
          path,
          formula:
            value.state === 'counted' && points !== null
              ? taskWords(value.percent, weight, exact(part.share), exact(policy.task.max), points)
              : mappingWords(value.outcome, policy),
          inputs: { weight: toExactText(weight), share: part.share },
        });
      }
      const figure = figures.figures?.[criterion.figure];
      return {
        points,
        line: {
          ...lineBase(figures, policy, criterion.figure, path),
          id: `${part.id}.${criterion.id}`,
          part: part.id,
          label,
          state: value.state,
          inputs: {
            ...(figure === undefined ? {} : { ...figure }),
            ...(value.state === 'counted' ? { percent: toExactText(value.percent) } : {}),
            weight: toExactText(weight),
            share: part.share,
          },
          formula:
            value.state === 'counted' && points !== null
              ? taskWords(value.percent, weight, exact(part.share), exact(policy.task.max), points)
              : noFigure,
          ...(points === null ? { points: null } : pointsText(points)),
          max: toDecimalText(max),
        },
      };
    });
  });
}

type CriterionValue = { outcome?: SatisfactionOutcome } & (
  | { state: 'counted'; percent: Exact }
  | { state: 'left-out' }
  | { state: 'missing' | 'held'; reason: Withheld }
);

function criterionValue(
  criterion: Criterion,
  figures: OfficerFigures,
  policy: GeneralAndTaskPolicy,
): CriterionValue {
  if (criterion.figure === 'satisfaction') {
    const outcome = outcomeOf(figures, policy);
    if (outcome.use === 'counted') return { state: 'counted', percent: outcome.value, outcome };
    if (outcome.use === 'held') return { state: 'held', reason: heldReason(outcome.reasons), outcome };
    return { state: 'left-out', outcome };
  }
  const figure = figures.figures?.[criterion.figure];
  if (figure === undefined) {
    return criterion.required
      ? { state: 'missing', reason: missing(criterion.figure, criterion.label) }
      : { state: 'left-out' };
  }
  const percent = percentOf(figure);
  if (percent !== undefined) return { state: 'counted', percent };
  const text = {
    vi: `Không có công việc được giao để tính: ${criterion.label.vi}`,
    en: `Nothing was assigned to measure by: ${criterion.label.en}`,
  };
  return { state: 'missing', reason: { code: 'nothing-assigned', about: criterion.figure, text } };
}

function indexLines(figures: OfficerFigures, policy: IndicesPolicy, withheld: Withheld[]): Draft[] {
  const { target } = policy.satisfaction;
  return policy.indices.map((index, position): Draft => {
    const max = index.values.map((value) => exact(value)).reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    const given = figures.indices?.[index.id];
    if (given === undefined && target.kind === 'index' && target.index === index.id) {
      const outcome = outcomeOf(figures, policy);
      if (outcome.use === 'held') withheld.push(heldReason(outcome.reasons));
      if (outcome.use === 'left-out') withheld.push(missing(index.id, index.label));
      return satisfactionLine(outcome, policy, {
        part: 'indices',
        id: index.id,
        label: index.label,
        max,
        points: outcome.use === 'counted' ? outcome.value : null,
        path: 'satisfaction.mapping',
        formula: mappingWords(outcome, policy),
      });
    }
    const base = {
      ...lineBase(figures, policy, index.id, `indices.${position}`),
      part: 'indices',
      label: index.label,
    };
    if (given === undefined) {
      withheld.push(missing(index.id, index.label));
      return {
        points: null,
        line: {
          ...base,
          state: 'missing',
          inputs: {},
          formula: noFigure,
          points: null,
          max: toDecimalText(max),
        },
      };
    }
    const points = exact(given);
    if (compare(points, zero) < 0 || compare(points, max) > 0) {
      throw new RangeError(
        `${figures.officer}: ${index.id} ${given} is not between 0 and ${toDecimalText(max)}`,
      );
    }
    return {
      points,
      line: {
        ...base,
        state: 'counted',
        inputs: { value: given },
        formula: inWords({ points, max }, (f) => ({
          vi: `${f.points} điểm trên ${f.max}`,
          en: `${f.points} points of ${f.max}`,
        })),
        ...pointsText(points),
        max: toDecimalText(max),
      },
    };
  });
}

function evidenceLine(evidence: SatisfactionEvidence, policy: Policy): Draft {
  const base = lineBase({ officer: '', period: '' }, policy, 'satisfaction', 'satisfaction.target');
  return {
    points: null,
    line: {
      ...base,
      part: 'evidence',
      label: attitudeLabel,
      state: 'evidence',
      standing: 'from-responses',
      inputs: evidenceInputs(evidence, policy),
      formula: { vi: 'Chỉ là minh chứng, không tính điểm', en: 'Evidence only, worth no points' },
      points: null,
      max: '0',
    },
  };
}

/** What satisfaction comes to for this officer: the months' mapped values where the policy averages them, else evidence. */
export function outcomeOf(figures: OfficerFigures, policy: Policy): SatisfactionOutcome {
  const { satisfaction, pooledSatisfaction, monthlySatisfaction, decision } = figures;
  if (monthlySatisfaction !== undefined && monthlySatisfaction.length > 0) {
    const value = mean(monthlySatisfaction.map((text) => exact(text)));
    const figure = multiply(hundred, divide(value, exact(policy.satisfaction.mapping.max)));
    return {
      use: 'counted',
      value,
      figure,
      evidence: { period: figures.period, figures: {} },
      unchecked: [],
    };
  }
  return decideSatisfaction(satisfaction, pooledSatisfaction, policy.satisfaction, decision);
}

function satisfactionLine(
  outcome: SatisfactionOutcome,
  policy: Policy,
  given: {
    part: string;
    id?: string;
    label: Bilingual;
    max: Exact;
    points: Exact | null;
    path: string;
    formula: Bilingual;
    inputs?: Record<string, string>;
  },
): Draft {
  return {
    points: given.points,
    line: {
      id: given.id ?? `${given.part}.satisfaction`,
      part: given.part,
      label: given.label,
      state: outcome.use,
      inputs: {
        ...(outcome.use === 'counted' ? evidenceInputs(outcome.evidence, policy) : {}),
        ...(given.inputs ?? {}),
      },
      formula: given.formula,
      ...(given.points === null ? { points: null } : pointsText(given.points)),
      max: toDecimalText(given.max),
      notes:
        outcome.use === 'counted' ? outcome.unchecked.map((gate) => `unchecked:${gate}`) : outcome.reasons,
      standing: 'from-responses',
      ...sourceOf(policy, given.path),
      policy: policyName(policy),
    },
  };
}

function evidenceInputs(evidence: SatisfactionEvidence, policy: Policy): Record<string, string> {
  const { figure } = policy.satisfaction;
  const inputs: Record<string, string> = { figure, period: evidence.period };
  const value = evidence.figures[figure];
  if (value !== undefined) inputs.value = value;
  if (evidence.responses !== undefined) inputs.responses = String(evidence.responses);
  if (evidence.interval !== undefined)
    inputs.interval = `${evidence.interval.low}..${evidence.interval.high}`;
  for (const name of ['invited', 'answered', 'visits', 'selfReportedVisits'] as const) {
    const count = evidence[name];
    if (count !== undefined) inputs[name] = String(count);
  }
  return inputs;
}

function mappingWords(outcome: SatisfactionOutcome, policy: Policy): Bilingual {
  if (outcome.use === 'held') {
    return {
      vi: 'Chưa đủ dữ liệu, chờ người có thẩm quyền quyết định',
      en: 'Not enough data, waiting for a decision',
    };
  }
  if (outcome.use === 'left-out') {
    return {
      vi: 'Chưa đủ dữ liệu: bỏ qua, trọng số chia cho các tiêu chí còn lại',
      en: 'Not enough data: left out, its weight shared by the other criteria',
    };
  }
  const { mapping } = policy.satisfaction;
  const { figure, value } = outcome;
  const max = exact(mapping.max);
  switch (mapping.kind) {
    case 'steps':
      return inWords({ figure, value, max, step: exact(mapping.step) }, (f) => ({
        vi: `${f.figure} % của ${f.max} điểm, ${mapping.rounding === 'down' ? 'làm tròn xuống' : 'làm tròn'} theo bước ${f.step} = ${f.value}`,
        en: `${f.figure} % of ${f.max} points, ${mapping.rounding === 'down' ? 'down to' : 'to the nearest of'} steps of ${f.step} = ${f.value}`,
      }));
    case 'linear':
      return inWords({ figure, value, max, from: exact(mapping.from), to: exact(mapping.to) }, (f) => ({
        vi: `(${f.figure} − ${f.from}) / (${f.to} − ${f.from}) × ${f.max} = ${f.value}`,
        en: `(${f.figure} − ${f.from}) / (${f.to} − ${f.from}) × ${f.max} = ${f.value}`,
      }));
    case 'table':
      return inWords({ figure, value, max }, (f) => ({
        vi: `${f.figure} % theo bảng quy đổi = ${f.value} trên ${f.max} điểm`,
        en: `${f.figure} % by the table = ${f.value} of ${f.max} points`,
      }));
  }
}

function taskWords(percent: Exact, weight: Exact, share: Exact, max: Exact, points: Exact): Bilingual {
  const of = `${toExactText(weight)} × ${toExactText(share)}`;
  return inWords({ percent, max, points }, (f) => ({
    vi: `${f.percent} % × ${of.replaceAll('.', ',')} × ${f.max} điểm = ${f.points}`,
    en: `${f.percent} % × ${of} × ${f.max} points = ${f.points}`,
  }));
}

function lineBase(figures: OfficerFigures, policy: Policy, figure: string, path: string) {
  const attestation = figures.attestations?.[figure];
  return {
    id: figure,
    notes: [] as string[],
    standing: 'attested' as const,
    ...(attestation === undefined ? {} : { attestation }),
    ...sourceOf(policy, path),
    policy: policyName(policy),
  };
}

function pointsText(points: Exact): { points: string; pointsExact?: string } {
  return isDecimal(points)
    ? { points: toDecimalText(points) }
    : { points: toDecimalText(points), pointsExact: toExactText(points) };
}

function missing(about: string, label: Bilingual): Withheld {
  return {
    code: 'missing-figure',
    about,
    text: { vi: `Chưa có số liệu: ${label.vi}`, en: `No figure yet: ${label.en}` },
  };
}

function heldReason(reasons: InsufficientReason[]): Withheld {
  return {
    code: 'satisfaction-held',
    about: 'satisfaction',
    text: {
      vi: `Mức độ hài lòng chưa đủ dữ liệu (${reasons.join(', ')}), chờ quyết định`,
      en: `Satisfaction has not enough data (${reasons.join(', ')}), waiting for a decision`,
    },
  };
}

function marksOf(figures: OfficerFigures, policy: Policy, leader: boolean): Sheet['marks'] {
  const marks = figures.marks ?? [];
  for (const mark of marks) {
    if (!policy.overrides.some((override) => override.mark === mark)) {
      throw new RangeError(`${figures.officer}: policy ${policy.id} knows no mark ${mark}`);
    }
  }
  return policy.overrides.flatMap((override, index) =>
    marks.includes(override.mark) && (leader || !override.leadersOnly)
      ? [
          {
            mark: override.mark,
            level: override.level,
            label: override.label,
            ...sourceOf(policy, `overrides.${index}`),
          },
        ]
      : [],
  );
}

/** The lowest of some levels in the policy's own order. */
function lowestOf(policy: Policy, levels: [LevelName, ...LevelName[]]): LevelName {
  const rank = (name: LevelName): Exact =>
    policy.levels.filter(({ level }) => level === name).map(({ lower }) => exact(lower.value))[0] ?? zero;
  return levels.reduce((lowest, level) => (compare(rank(level), rank(lowest)) < 0 ? level : lowest));
}

const generalLabel: Bilingual = { vi: 'Tiêu chí chung', en: 'General criteria' };
const attitudeLabel: Bilingual = {
  vi: 'Thái độ phục vụ: mức độ hài lòng của người dân',
  en: 'Attitude in serving: satisfaction of the people served',
};
const noFigure: Bilingual = { vi: 'Chưa có số liệu', en: 'No figure' };
