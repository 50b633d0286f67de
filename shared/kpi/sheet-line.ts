// A line of a KPI sheet, whatever its kind: its shape, what every line says of its source, and the reasons that withhold.
import { type Exact, isDecimal, toDecimalText, toExactText } from './exact.ts';
import type { Attestation, OfficerFigures } from './officer-figures.ts';
import { policyName, sourceOf } from './policy.ts';
import type { Bilingual, Certainty, Policy } from './policy-schema.ts';

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

export interface DraftLine {
  line: SheetLine;
  points: Exact | null;
}

export function lineBase(figures: OfficerFigures, policy: Policy, figure: string, path: string) {
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

export function pointsText(points: Exact): { points: string; pointsExact?: string } {
  return isDecimal(points)
    ? { points: toDecimalText(points) }
    : { points: toDecimalText(points), pointsExact: toExactText(points) };
}

export function missing(about: string, label: Bilingual): Withheld {
  return {
    code: 'missing-figure',
    about,
    text: { vi: `Chưa có số liệu: ${label.vi}`, en: `No figure yet: ${label.en}` },
  };
}

export const noFigure: Bilingual = { vi: 'Chưa có số liệu', en: 'No figure' };
