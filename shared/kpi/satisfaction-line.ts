// The line that satisfaction takes on a sheet, wherever the policy lets it enter: what it comes to, its evidence, its words.
import { divide, type Exact, exact, hundred, mean, multiply, toDecimalText } from './exact.ts';
import type { OfficerFigures } from './officer-figures.ts';
import { policyName, sourceOf } from './policy.ts';
import type { Bilingual, Policy } from './policy-schema.ts';
import {
  decideSatisfaction,
  type InsufficientReason,
  type SatisfactionEvidence,
  type SatisfactionOutcome,
} from './satisfaction.ts';
import { type DraftLine, lineBase, pointsText, type Withheld } from './sheet-line.ts';
import { inWords } from './words.ts';

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

export function satisfactionLine(
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
): DraftLine {
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

export function evidenceLine(evidence: SatisfactionEvidence, policy: Policy): DraftLine {
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

export function mappingWords(outcome: SatisfactionOutcome, policy: Policy): Bilingual {
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

export function heldReason(reasons: InsufficientReason[]): Withheld {
  return {
    code: 'satisfaction-held',
    about: 'satisfaction',
    text: {
      vi: `Mức độ hài lòng chưa đủ dữ liệu (${reasons.join(', ')}), chờ quyết định`,
      en: `Satisfaction has not enough data (${reasons.join(', ')}), waiting for a decision`,
    },
  };
}

export const attitudeLabel: Bilingual = {
  vi: 'Thái độ phục vụ: mức độ hài lòng của người dân',
  en: 'Attitude in serving: satisfaction of the people served',
};
