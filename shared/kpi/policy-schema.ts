// The shape of a KPI policy document: every choice that turns evidence into points, as data. What the shape alone cannot
// say (weights sum, boundaries cover every value once, ...) is checked in policy.ts. Numbers may be written as YAML
// numbers or as text; they are kept as exact text ("2.5", "1/3") and never become floating point again.
import { z } from 'zod';
import { exactTextPattern } from './exact.ts';

const plainNumberPattern = /^-?\d+(\.\d+)?$/;

/** An exact number: 30, "2.5" or "1/3". */
export const exactText = z
  .union([
    z.string().regex(exactTextPattern, 'is not a decimal such as 2.5 or a fraction such as 1/3'),
    z.number().refine((value) => plainNumberPattern.test(String(value)), 'is not a plain decimal'),
  ])
  .transform((value) => String(value));

const bilingual = z.strictObject({ vi: z.string().min(1).max(400), en: z.string().min(1).max(400) });
const identifier = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not lower-case words joined by hyphens')
  .max(64);
const dayText = z.iso.date();

/** What a level is called everywhere outside, the best first; several bands of one policy may share one (circular 01/2018 has five). */
export const levelNames = ['excellent', 'good', 'completed', 'not-completed'] as const;
export const levelName = z.enum(levelNames);
export type LevelName = z.infer<typeof levelName>;

/** published: seen in a published text; repository: a public repository's reading of the rule; recalled: not verified; chosen: no rule found, set here for the place to change. */
export const certaintyNames = ['published', 'repository', 'recalled', 'chosen'] as const;
export type Certainty = (typeof certaintyNames)[number];

/** Which figure of the indicator counts: share of levels 4 and 5, mean on 0-100, or the share adjusted to the reference. */
export const figureNames = ['share-satisfied', 'mean', 'adjusted'] as const;
export type FigureName = (typeof figureNames)[number];

const mapping = z.discriminatedUnion('kind', [
  /** The figure's share of `max`, brought onto the grid of `step`: down = a step counts when reached in full. */
  z.strictObject({
    kind: z.literal('steps'),
    max: exactText,
    step: exactText,
    rounding: z.enum(['down', 'nearest']),
  }),
  /** 0 at `from` and below, `max` at `to` and above, straight between. */
  z.strictObject({ kind: z.literal('linear'), max: exactText, from: exactText, to: exactText }),
  /** The points of the last row whose `from` the figure reaches. */
  z.strictObject({
    kind: z.literal('table'),
    max: exactText,
    rows: z
      .array(z.strictObject({ from: exactText, points: exactText }))
      .min(2)
      .max(101),
  }),
]);

const target = z.discriminatedUnion('kind', [
  /** One criterion among the general ones, `weight` points of theirs. */
  z.strictObject({ kind: z.literal('general'), weight: exactText }),
  /** The criteria of the position whose figure is `satisfaction`; their weights stand with the position. */
  z.strictObject({ kind: z.literal('position') }),
  /** One of the indices, where no value was entered for it. */
  z.strictObject({ kind: z.literal('index'), index: identifier }),
  /** Shown beside the sheet, worth nothing. */
  z.strictObject({ kind: z.literal('evidence') }),
]);

const onInsufficient = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('renormalise') }),
  z.strictObject({ rule: z.literal('hold') }),
  /** Take the evidence of the enclosing quarter; where that is insufficient too, or not known yet, `otherwise`. */
  z.strictObject({ rule: z.literal('pool'), otherwise: z.enum(['renormalise', 'hold']) }),
]);

const satisfaction = z.strictObject({
  figure: z.enum(figureNames),
  minimumResponses: z.int().min(1).max(100_000),
  /** Widest 95 % interval that still counts, in percentage points; null = not asked. */
  intervalWidthMax: exactText.nullable(),
  tiers: z.array(z.enum(['invited', 'presence', 'walk-up'])).min(1),
  modes: z.array(z.enum(['kiosk', 'qr', 'paper', 'link'])).min(1),
  /** Answered / invited, a proportion; null = not asked. */
  responseRateMin: exactText.nullable(),
  /** Visits opened by the officer's own button / visits, a proportion; null = not asked. */
  selfReportedShareMax: exactText.nullable(),
  onInsufficient,
  target,
  mapping,
});

const bound = z.strictObject({ value: exactText, operator: z.enum(['>=', '>']) });
const upperBound = z.strictObject({ value: exactText, operator: z.enum(['<=', '<']) });

const level = z.strictObject({
  id: identifier,
  level: levelName,
  label: bilingual,
  lower: bound,
  upper: upperBound,
});

const cap = z.strictObject({
  id: identifier,
  /** Level whose officers are counted. */
  level: levelName,
  /** Largest allowed number of them, as a share of those at the levels in `of`. */
  share: exactText,
  of: z.array(levelName).min(1),
  /** The officers among whom both are counted. */
  within: z.array(z.enum(['unit', 'group'])),
  rounding: z.enum(['down', 'nearest']),
  label: bilingual,
});

/** A finding that decides the level whatever the points are; a person enters the finding. */
const override = z.strictObject({
  mark: identifier,
  level: levelName,
  leadersOnly: z.boolean(),
  label: bilingual,
});

const criterion = z.strictObject({
  id: identifier,
  kind: z.enum(['quantitative', 'qualitative', 'process']),
  /** Name of the figure that fills it; `satisfaction` is the indicator, the others are entered figures. */
  figure: identifier,
  /** Share of the part; the weights of a part sum to 1. */
  weight: exactText,
  /** true: without it the level is withheld; false: left out, the part's other weights renormalised. */
  required: z.boolean(),
  label: bilingual,
});

export const positionTemplate = z.strictObject({
  id: identifier,
  title: bilingual,
  leader: z.boolean(),
  /** Parts of the task score; shares sum to 1. */
  parts: z
    .array(
      z.strictObject({
        id: identifier,
        share: exactText,
        label: bilingual,
        criteria: z.array(criterion).min(1).max(20),
      }),
    )
    .min(1)
    .max(12),
});

const aggregation = z.strictObject({
  general: z.enum(['mean-of-months-worked']),
  task: z.enum(['cumulative-sums', 'mean-of-months-worked']),
  satisfaction: z.enum(['evidence-of-period', 'mean-of-months']),
  /** A month counts as worked from this many days worked. */
  monthWorkedDaysMin: z.int().min(1).max(31),
  /** Fewer months worked in the period: not rated. */
  monthsWorkedMin: z.int().min(1).max(12),
  unworkedMonths: z.enum(['left-out', 'as-zero']),
  transfer: z.enum(['all-units', 'last-unit-only']),
  /** as-assigned: assigned amounts already stand for the time worked; scaled: assigned x days worked / working days. */
  leave: z.enum(['as-assigned', 'scaled-to-days-worked']),
});

const termDays = z.int().min(1).max(366);
const term = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('working'), days: termDays }),
  z.strictObject({
    kind: z.literal('calendar'),
    days: termDays,
    /** Whether a term whose last day is a day off ends on the next working day. */
    lastDayOff: z.enum(['moves-to-working-day', 'stays']),
  }),
]);

const sourceLabel = z.strictObject({
  /** Dotted paths of values this label stands for; a path covers everything below it. */
  paths: z.array(z.string().min(1)).min(1),
  source: z.string().min(1).max(600),
  certainty: z.enum(certaintyNames),
  note: z.string().min(1).max(1000).optional(),
});

const common = {
  schema: z.literal('langnghe-kpi-policy/1'),
  id: identifier,
  version: z.int().min(1),
  title: bilingual,
  effectiveFrom: dayText,
  effectiveTo: dayText.optional(),
  /** What all points sum to. */
  totalMax: exactText,
  satisfaction,
  levels: z.array(level).min(2).max(12),
  caps: z.array(cap).max(8),
  overrides: z.array(override).max(20),
  aggregation,
  /** A period may be closed for good once invitations of its last visits have run out. */
  closing: z.strictObject({
    invitationValidityDays: z.int().min(1).max(90),
    offlineGraceDays: z.int().min(0).max(90),
  }),
  disputes: z.strictObject({ submitWithin: term, decideWithin: term }),
  /** Display only; levels are decided before. Half up. */
  display: z.strictObject({ decimals: z.int().min(0).max(6) }),
  sources: z.array(sourceLabel).min(1),
};

const generalAndTask = z.strictObject({
  ...common,
  kind: z.literal('general-and-task'),
  general: z.strictObject({ max: exactText }),
  task: z.strictObject({
    max: exactText,
    /** Taken off a product's quality (progress) for each failed check (delay), as a proportion, never below 0. */
    failureDeduction: exactText,
    /** Whether failures with a confirmed objective cause are left out of the count. */
    objectiveCausesExcepted: z.boolean(),
  }),
  positions: z.array(positionTemplate).min(1).max(200),
  defaultPosition: identifier,
  /** How far a manager may move a criterion's weight from its template, and its floor; both as proportions of the part. */
  positionBounds: z.strictObject({ weightChangeMax: exactText, weightMin: exactText }),
});

const indices = z.strictObject({
  ...common,
  kind: z.literal('indices'),
  indices: z
    .array(
      z.strictObject({
        id: identifier,
        label: bilingual,
        per: z.enum(['dossier', 'unit', 'dossier-and-unit']),
        values: z.array(exactText).min(2).max(11),
      }),
    )
    .min(1)
    .max(50),
});

export const policySchema = z.discriminatedUnion('kind', [generalAndTask, indices]);

export type Policy = z.infer<typeof policySchema>;
export type GeneralAndTaskPolicy = z.infer<typeof generalAndTask>;
export type IndicesPolicy = z.infer<typeof indices>;
export type SatisfactionPolicy = Policy['satisfaction'];
export type Mapping = z.infer<typeof mapping>;
export type PositionTemplate = z.infer<typeof positionTemplate>;
export type Criterion = z.infer<typeof criterion>;
export type Bilingual = z.infer<typeof bilingual>;
export type Cap = z.infer<typeof cap>;
export type Band = z.infer<typeof level>;
export type SourceLabel = z.infer<typeof sourceLabel>;
export type Term = z.infer<typeof term>;

/** JSON Schema (2020-12) of a policy document as written, before its numbers become exact text. */
export function policyJsonSchema(): Record<string, unknown> {
  return {
    ...(z.toJSONSchema(policySchema, { io: 'input', reused: 'ref' }) as Record<string, unknown>),
    title: 'langnghe KPI policy',
  };
}
