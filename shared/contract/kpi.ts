// Wire shapes of the KPI part: figures entered by people or other systems, sheets in the feed, petitions and their outcomes.
// Shape and range alone; what a policy allows beyond that is shared/kpi's to check.
import { z } from 'zod';
import { certaintyNames, levelName } from '../kpi/policy-schema.ts';

const officer = z.string().min(1).max(200);
export const period = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/, 'is no month (2026-10), quarter (2026-Q4) or year (2026)');
/** Query of what is asked for a period. */
export const periodQuerySchema = z.strictObject({ period });

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month such as 2026-10');
const decimal = z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'is not a plain decimal >= 0 with a point');
const bilingual = z.strictObject({ vi: z.string(), en: z.string() });

/** Names of figures, indices and marks: as policies write them, short enough to stand in a ledger entry. */
const figureName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not lower-case words joined by hyphens')
  .max(40);

const figure = z.union([
  z.strictObject({ percent: decimal.refine((text) => !(Number(text) > 100), 'is above 100') }),
  z.strictObject({ achieved: decimal, assigned: decimal }),
]);

const count = z.int().min(0).max(1_000_000);

/** Work of one product in a month; turns into quantity, quality and progress by the policy's deductions. */
export const workItem = z
  .strictObject({
    product: z.string().min(1).max(200),
    assigned: decimal,
    completed: decimal,
    failedChecks: count,
    failedChecksObjective: count,
    delays: count,
    delaysObjective: count,
  })
  .refine((item) => item.failedChecksObjective <= item.failedChecks, {
    path: ['failedChecksObjective'],
    message: 'is more than failedChecks',
  })
  .refine((item) => item.delaysObjective <= item.delays, {
    path: ['delaysObjective'],
    message: 'is more than delays',
  });

/** One officer's figures for one month, as entered. The server adds who and when; the source is said by who enters. */
export const monthFiguresBody = z.strictObject({
  officer,
  month,
  unit: z.string().min(1).max(200).optional(),
  group: z.string().min(1).max(200).optional(),
  position: z.string().min(1).max(64).optional(),
  daysWorked: z.number().min(0).max(31).multipleOf(0.5),
  workingDays: z.number().min(0.5).max(31).multipleOf(0.5),
  handedOver: z.boolean().optional(),
  general: z.strictObject({ points: decimal, of: decimal }).optional(),
  figures: z.record(figureName, figure).optional(),
  work: z.array(workItem).max(2000).optional(),
  indices: z.record(figureName, decimal).optional(),
  marks: z.array(figureName).max(20).optional(),
  /** Where the figures come from: a system's name, a document number. */
  source: z.string().min(1).max(400),
});

const attestation = z.strictObject({
  by: z.string(),
  source: z.string(),
  at: z.iso.datetime({ offset: true }),
});
const withheld = z.strictObject({ code: z.string(), about: z.string(), text: bilingual });
const exactText = z.string();

export const sheetLine = z.strictObject({
  id: z.string(),
  part: z.string(),
  label: bilingual,
  state: z.enum(['counted', 'left-out', 'held', 'missing', 'evidence']),
  inputs: z.record(z.string(), z.string()),
  formula: bilingual,
  points: exactText.nullable(),
  pointsExact: exactText.optional(),
  max: exactText,
  notes: z.array(z.string()),
  standing: z.enum(['attested', 'from-responses']),
  attestation: attestation.optional(),
  source: z.string(),
  certainty: z.enum(certaintyNames),
  policy: z.string(),
});

export const sheet = z.strictObject({
  officer,
  period: z.string(),
  unit: z.string().optional(),
  group: z.string().optional(),
  position: z.string().optional(),
  policy: z.strictObject({ id: z.string(), version: z.int() }),
  lines: z.array(sheetLine),
  total: exactText.nullable(),
  totalExact: exactText.optional(),
  totalShown: z.string().nullable(),
  levelByPoints: levelName.nullable(),
  band: z.strictObject({ id: z.string(), label: bilingual }).nullable(),
  level: levelName.nullable(),
  marks: z.array(
    z.strictObject({
      mark: z.string(),
      level: levelName,
      label: bilingual,
      source: z.string(),
      certainty: z.enum(certaintyNames),
    }),
  ),
  withheld: z.array(withheld),
});

export const capWarning = z.strictObject({
  code: z.literal('cap-exceeded'),
  cap: z.string(),
  level: levelName,
  unit: z.string().optional(),
  group: z.string().optional(),
  officers: z.array(officer),
  count: z.int(),
  base: z.int(),
  allowed: z.int(),
  text: bilingual,
  source: z.string(),
  certainty: z.enum(certaintyNames),
});

/** One final version of a period; a reopened period has several, oldest first, each later one with the reason for it. */
export const feedPeriod = z.strictObject({
  period,
  version: z.int().min(1),
  provisional: z.boolean(),
  closedAt: z.iso.datetime({ offset: true }),
  /** SHA-256 of the published table, hex; stands in the ledger entry of the close. */
  tableHash: z.string().regex(/^[0-9a-f]{64}$/),
  reopenReason: z.string().optional(),
  policy: z.strictObject({ id: z.string(), version: z.int() }),
  sheets: z.array(sheet),
  warnings: z.array(capWarning),
});

/** The table of a version as it is published and hashed (shared/kpi/unit-table.ts). */
export const publishedTableSchema = feedPeriod
  .pick({ period: true, policy: true, sheets: true, warnings: true })
  .meta({ id: 'PublishedTable' });

/** What a petition is about. A group of responses is counter-officer-day, never a single rating. */
export const petitionSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sheet'), period }),
  z.strictObject({ kind: z.literal('responses'), counter: z.string().min(1).max(200), day: z.iso.date() }),
  z.strictObject({ kind: z.literal('attribution'), counter: z.string().min(1).max(200), day: z.iso.date() }),
  z.strictObject({ kind: z.literal('figure'), period, figure: z.string().min(1).max(64) }),
]);

export const petitionReasons = [
  'not-my-visit',
  'wrong-counter-or-day',
  'outside-my-control',
  'improper-pressure',
  'wrong-figure',
  'rule-misapplied',
  'other',
] as const;

export const petitionBody = z.strictObject({
  subject: petitionSubject,
  reason: z.enum(petitionReasons),
  text: z.string().min(1).max(4000),
});

export type MonthFiguresBody = z.infer<typeof monthFiguresBody>;
export type FeedPeriod = z.infer<typeof feedPeriod>;
export type PetitionBody = z.infer<typeof petitionBody>;
