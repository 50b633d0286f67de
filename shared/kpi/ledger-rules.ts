// The rules that stand in the ledger: which KPI policy is in force for a period, which weights a manager moved, what two
// persons decided where a policy holds. Pure functions of the ledger's open entries.
import { z } from 'zod';
import { entryLeafHash, type OpenEntry } from '../ledger/entry.ts';
import { lastDayOfPeriod } from './period.ts';
import { loadPolicy } from './policy.ts';
import { exactText, type GeneralAndTaskPolicy, type Policy, type PositionTemplate } from './policy-schema.ts';
import { adjustPosition } from './position.ts';
import type { HoldDecision } from './satisfaction.ts';

/** `id` of the policy entries of this part; the service's own policy has another. */
export const kpiPolicyId = 'kpi';
export const positionPolicyId = 'kpi-position';
export const holdSubject = 'satisfaction-hold';

/** A policy as activated: `number` is the version of its entry, counted in the centre. */
export interface ActivePolicy {
  number: number;
  effective: string;
  policy: Policy;
}

/** Every activated policy of the ledger, by number. */
export function activatedPolicies(entries: readonly OpenEntry[]): ActivePolicy[] {
  return entries
    .flatMap((entry) =>
      entry.kind === 'policy' && entry.id === kpiPolicyId
        ? [
            {
              number: Number(entry.version),
              effective: entry.effective,
              policy: loadPolicy(entry.document),
            },
          ]
        : [],
    )
    .sort((a, b) => a.number - b.number);
}

/** The policy in force on a day: of those effective by then the latest effective, of these the one activated last. */
export function policyOn(day: string, policies: readonly ActivePolicy[]): ActivePolicy | undefined {
  let found: ActivePolicy | undefined;
  for (const one of policies) {
    if (one.effective > day) continue;
    if (one.policy.effectiveTo !== undefined && one.policy.effectiveTo < day) continue;
    if (found === undefined || one.effective >= found.effective) found = one;
  }
  return found;
}

/** A period follows the policy in force on its last day. */
export function policyForPeriod(period: string, policies: readonly ActivePolicy[]): ActivePolicy | undefined {
  return policyOn(lastDayOfPeriod(period), policies);
}

/** A manager's weights, as the document of a policy entry `kpi-position`. */
export const positionDocumentSchema = z.strictObject({
  /** Number of the policy whose bounds they keep. */
  policy: z.int().min(1),
  position: z.string().min(1).max(64),
  /** For one officer alone; null: for everyone in the position. */
  officer: z.string().min(1).max(64).nullable(),
  weights: z
    .array(z.strictObject({ part: z.string().max(64), criterion: z.string().max(64), weight: exactText }))
    .min(1)
    .max(200),
  reason: z.string().min(1).max(1000),
});
export type PositionDocument = z.infer<typeof positionDocumentSchema>;

export interface PositionChange {
  number: number;
  effective: string;
  document: PositionDocument;
}

export function positionChanges(entries: readonly OpenEntry[]): PositionChange[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'policy' || entry.id !== positionPolicyId) return [];
    const document = positionDocumentSchema.safeParse(entry.document);
    return document.success
      ? [{ number: Number(entry.version), effective: entry.effective, document: document.data }]
      : [];
  });
}

/**
 * The template in force for an officer on a day, where a manager moved its weights under this policy; the officer's own
 * before the position's. Undefined: the policy's template stands.
 */
export function adjustedTemplate(
  changes: readonly PositionChange[],
  of: { officer: string; position: string; day: string; policy: GeneralAndTaskPolicy; policyNumber: number },
): PositionTemplate | undefined {
  let found: PositionChange | undefined;
  for (const change of changes) {
    const { document, effective } = change;
    if (document.policy !== of.policyNumber || document.position !== of.position) continue;
    if (effective > of.day || (document.officer !== null && document.officer !== of.officer)) continue;
    if (found === undefined || outranks(change, found)) found = change;
  }
  if (found === undefined) return undefined;
  const adjusted = adjustPosition(of.policy, found.document);
  return adjusted.state === 'adjusted' ? adjusted.position : undefined;
}

function outranks(a: PositionChange, b: PositionChange): boolean {
  const own = Number(a.document.officer !== null) - Number(b.document.officer !== null);
  if (own !== 0) return own > 0;
  return a.effective !== b.effective ? a.effective > b.effective : a.number > b.number;
}

/** What two persons decided for an officer and period where the policy holds. */
export function holdDecision(
  entries: readonly OpenEntry[],
  officer: string,
  period: string,
): HoldDecision | undefined {
  const decisions = entries.flatMap((entry): HoldDecision[] => {
    if (entry.kind !== 'decision' || entry.subject !== holdSubject) return [];
    if (entry.officer !== officer || entry.period !== period || entry.decidedBy.length < 2) return [];
    if (entry.outcome !== 'count' && entry.outcome !== 'leave-out') return [];
    return [{ choice: entry.outcome, entry: hexOf(entryLeafHash(entry)) }];
  });
  return decisions.sort((a, b) => (a.entry < b.entry ? -1 : 1)).at(-1);
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
