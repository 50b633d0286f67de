// Calls of the policies page.
import '../http/zod-setup.ts';
import { z } from 'zod';
import {
  type KpiPolicyAnswer,
  kpiPolicyListSchema,
  kpiPolicySchema,
  simulationSchema,
} from '../../shared/contract/kpi-operations.ts';
import { request } from '../http/request.ts';

export type PolicyList = z.infer<typeof kpiPolicyListSchema>;
export type Simulation = z.infer<typeof simulationSchema>;
/** Exactly one of them. */
export type PolicySource = { preset: string } | { yaml: string } | { policy: number };

export const listPolicies = (): Promise<PolicyList> =>
  request(kpiPolicyListSchema, 'GET', '/api/kpi/policies');

export const readPolicy = (number: number): Promise<KpiPolicyAnswer> =>
  request(kpiPolicySchema, 'GET', `/api/kpi/policies/${number}`);

export const proposePolicy = (
  source: Exclude<PolicySource, { policy: number }>,
  effectiveFrom: string,
): Promise<KpiPolicyAnswer> =>
  request(kpiPolicySchema, 'POST', '/api/kpi/policies', {
    body: { ...source, ...(effectiveFrom === '' ? {} : { effectiveFrom }) },
  });

export const decidePolicy = (number: number, what: 'activate' | 'reject'): Promise<KpiPolicyAnswer> =>
  request(kpiPolicySchema, 'POST', `/api/kpi/policies/${number}/${what}`);

export const simulatePolicy = (period: string, source: PolicySource): Promise<Simulation> =>
  request(simulationSchema, 'POST', '/api/kpi/simulations', { body: { period, ...source } });

const words = z.object({ vi: z.string(), en: z.string() });
const number = z.union([z.number(), z.string()]).transform(String);
const bound = z.object({ operator: z.string(), value: number });
const term = z.object({ kind: z.enum(['working', 'calendar']), days: z.number() });

/** What the page shows of a policy document, as written (YAML) or as kept (exact text). */
export const documentSchema = z.object({
  totalMax: number,
  general: z.object({ max: number }).optional(),
  task: z.object({ max: number }).optional(),
  satisfaction: z.object({
    figure: z.enum(['share-satisfied', 'mean', 'adjusted']),
    minimumResponses: z.number(),
    onInsufficient: z.object({ rule: z.enum(['renormalise', 'hold', 'pool']) }),
    target: z.object({
      kind: z.enum(['general', 'position', 'index', 'evidence']),
      weight: number.optional(),
      index: z.string().optional(),
    }),
    mapping: z.object({
      kind: z.enum(['steps', 'linear', 'table']),
      max: number,
      step: number.optional(),
      from: number.optional(),
      to: number.optional(),
    }),
  }),
  levels: z.array(z.object({ id: z.string(), label: words, lower: bound, upper: bound })),
  caps: z.array(z.object({ id: z.string(), label: words })),
  overrides: z.array(z.object({ mark: z.string(), label: words })),
  closing: z.object({ invitationValidityDays: z.number(), offlineGraceDays: z.number() }),
  disputes: z.object({ submitWithin: term, decideWithin: term }),
  sources: z.array(
    z.object({
      paths: z.array(z.string()),
      source: z.string(),
      certainty: z.enum(['published', 'repository', 'recalled', 'chosen']),
      note: z.string().optional(),
    }),
  ),
});
export type PolicyDocument = z.infer<typeof documentSchema>;
