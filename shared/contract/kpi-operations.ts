// Wire shapes of the operations under /api/kpi: policies, positions, figures, periods, petitions, held levels. What people
// send is strict; what a policy allows beyond shape is shared/kpi's to check.
import { z } from 'zod';
import { levelName } from '../kpi/policy-schema.ts';
import { codeSchema } from './common.ts';
import { capWarning, monthFiguresBody, period, petitionBody, petitionReasons, sheet } from './kpi.ts';

const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });
const bilingual = z.object({ vi: z.string(), en: z.string() });
const reason = z.string().trim().min(1).max(1000);
const person = z.string();

/** A policy as a preset's name, YAML (or JSON) text, or a document; exactly one. */
const policySource = {
  preset: z.string().max(64).optional(),
  yaml: z.string().min(1).max(400_000).optional(),
  document: z.record(z.string(), z.unknown()).optional(),
};
const exactlyOne = (names: readonly string[]) => (body: Record<string, unknown>) =>
  names.filter((name) => body[name] !== undefined).length === 1;

export const policyProposalSchema = z
  .strictObject({
    ...policySource,
    /** First day on which it is in force; the document's own `effectiveFrom` where absent. */
    effectiveFrom: day.optional(),
  })
  .refine(exactlyOne(['preset', 'yaml', 'document']), 'needs exactly one of preset, yaml, document')
  .meta({ id: 'PolicyProposal' });

export const kpiPolicySchema = z
  .object({
    /** Counts the policies of this centre; ledger entry `policy`, id `kpi`, has it as version. */
    number: z.int(),
    id: z.string(),
    version: z.int(),
    title: bilingual,
    hash: z.string(),
    effective: day,
    state: z.enum(['proposed', 'active', 'rejected']),
    proposedBy: person,
    proposedAt: instant,
    decidedBy: person.nullable(),
    decidedAt: instant.nullable(),
    /** Whether the activation is in the ledger; it counts from then on. */
    inLog: z.boolean(),
    /** Whether sheets of today's month follow it. */
    inForce: z.boolean(),
    document: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'KpiPolicy' });
export type KpiPolicyAnswer = z.infer<typeof kpiPolicySchema>;

export const kpiPolicyListSchema = z
  .object({
    policies: z.array(kpiPolicySchema),
    presets: z.array(z.object({ id: z.string(), title: bilingual, yaml: z.string() })),
  })
  .meta({ id: 'KpiPolicyList' });

export const simulationRequestSchema = z
  .strictObject({
    period,
    ...policySource,
    /** Number of a policy of this centre. */
    policy: z.int().min(1).optional(),
  })
  .refine(
    exactlyOne(['preset', 'yaml', 'document', 'policy']),
    'needs exactly one of policy, preset, yaml, document',
  )
  .meta({ id: 'SimulationRequest' });

const simulatedSheet = z.object({
  total: z.string().nullable(),
  level: levelName.nullable(),
  withheld: z.array(z.object({ code: z.string(), about: z.string(), text: bilingual })),
});
const levelCount = z.object({ current: z.int(), draft: z.int() });
export const simulationSchema = z
  .object({
    period: z.string(),
    /** The policy in force that the draft is held against; null where none is: then the draft against itself. */
    current: z.string().nullable(),
    draft: z.string(),
    officers: z.array(
      z.object({
        officer: z.string(),
        current: simulatedSheet,
        draft: simulatedSheet,
        difference: z.string().nullable(),
        levelChanges: z.boolean(),
        notes: z.array(z.string()),
      }),
    ),
    warnings: z.object({ current: z.array(capWarning), draft: z.array(capWarning) }),
    counts: z.object({
      excellent: levelCount,
      good: levelCount,
      completed: levelCount,
      'not-completed': levelCount,
      none: levelCount,
    }),
  })
  .meta({ id: 'Simulation' });

export const positionChangeSchema = z
  .strictObject({
    position: z.string().min(1).max(64),
    /** For one officer alone; null or absent: for everyone in the position. */
    officer: codeSchema.nullable().default(null),
    weights: z
      .array(
        z.strictObject({
          part: z.string().min(1).max(64),
          criterion: z.string().min(1).max(64),
          weight: z.union([z.string().max(60), z.number()]),
        }),
      )
      .min(1)
      .max(200),
    /** First day on which they hold; not in the past. */
    effective: day,
    reason,
  })
  .meta({ id: 'PositionChange' });

export const positionListSchema = z
  .object({
    policy: z.object({ number: z.int(), id: z.string(), version: z.int() }).nullable(),
    bounds: z.object({ weightChangeMax: z.string(), weightMin: z.string() }).nullable(),
    defaultPosition: z.string().nullable(),
    /** Templates of the policy in force. */
    templates: z.array(z.record(z.string(), z.unknown())),
    changes: z.array(
      z.object({
        number: z.int(),
        effective: day,
        policy: z.int(),
        position: z.string(),
        officer: z.string().nullable(),
        weights: z.array(z.object({ part: z.string(), criterion: z.string(), weight: z.string() })),
        reason: z.string(),
        enteredBy: person,
        enteredAt: instant,
        inLog: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'PositionList' });
export type PositionList = z.infer<typeof positionListSchema>;

/** Who holds which position by the roster, beside the template of the policy in force that has its name. */
export const heldPositionsSchema = z
  .object({
    /** The centre's day: the first on which a change can take effect. */
    today: day,
    /** Positions without a template first, officers without a position last. */
    positions: z.array(
      z.object({
        /** As the roster writes it; empty for officers of whom it names none. */
        title: z.string(),
        /** Id of the template with this title; null: none has it. */
        template: z.string().nullable(),
        officers: z.array(
          z.object({
            code: z.string(),
            name: z.string(),
            /** The last month with figures, and the template they name (null: none); null without figures. */
            figures: z.object({ month: z.string(), template: z.string().nullable() }).nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'HeldPositions' });
export type HeldPositions = z.infer<typeof heldPositionsSchema>;

/** One row or many; `reason` is needed where a row replaces figures entered before. */
export const figuresRequestSchema = z
  .strictObject({
    rows: z.array(monthFiguresBody).min(1).max(2000),
    reason: z.string().trim().max(1000).default(''),
  })
  .meta({ id: 'FiguresRequest' });

export const figuresAnswerSchema = z
  .object({ rows: z.int(), created: z.int(), revised: z.int(), unchanged: z.int() })
  .meta({ id: 'FiguresAnswer' });
export type FiguresAnswer = z.infer<typeof figuresAnswerSchema>;

export const figuresListSchema = z
  .object({
    period: z.string(),
    figures: z.array(
      z.object({
        revision: z.int(),
        /** The last revision of the officer, month and unit. */
        current: z.boolean(),
        enteredBy: person,
        enteredAt: instant,
        reason: z.string(),
        inLog: z.boolean(),
        body: monthFiguresBody,
      }),
    ),
  })
  .meta({ id: 'FiguresList' });

export const periodVersionSchema = z.object({
  version: z.int(),
  state: z.enum(['closed', 'confirmed', 'final']),
  provisional: z.boolean(),
  /** Officers whose sheets it replaces; null for all. */
  officers: z.array(z.string()).nullable(),
  reason: z.string(),
  closedBy: person,
  closedAt: instant,
  confirmedBy: person.nullable(),
  confirmedAt: instant.nullable(),
  /** Day of the seal that put it into the ledger. */
  finalDay: day.nullable(),
  tableHash: z.string(),
  treeSize: z.int(),
});

export const periodListSchema = z
  .object({
    periods: z.array(
      z.object({
        period: z.string(),
        state: z.enum(['open', 'closed', 'confirmed', 'final']),
        version: z.int().nullable(),
        provisional: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'KpiPeriodList' });

/** What a period would be closed as, and what a person should look at before. */
export const periodPreviewSchema = z
  .object({
    period: z.string(),
    state: z.enum(['open', 'closed', 'confirmed', 'final']),
    /** What a close today would be. */
    close: z.enum(['not-over', 'provisional', 'final']),
    /** First day of a close that is final; null where no policy is in force. */
    finalFrom: day.nullable(),
    policy: z.object({ number: z.int(), id: z.string(), version: z.int() }).nullable(),
    /** Leaves of the ledger the sheets follow from. */
    treeSize: z.int(),
    findings: z.object({
      /** Officers of the roster without entered figures, and sheets whose level is withheld. */
      missing: z.array(z.object({ officer: z.string(), what: z.array(z.string()) })),
      flagged: z.array(z.object({ officer: z.string(), responses: z.int() })),
      disputed: z.array(z.object({ officer: z.string(), dispute: z.string() })),
      selfReported: z.array(z.object({ officer: z.string(), visits: z.int(), selfReported: z.int() })),
      /** Entries of the period that enter the ledger with the next seal: until then it cannot be closed. */
      pendingEntries: z.int(),
      /** Responses of the period that are not in the ledger yet. */
      waitingResponses: z.int(),
    }),
    sheets: z.array(sheet),
    warnings: z.array(capWarning),
    versions: z.array(periodVersionSchema),
  })
  .meta({ id: 'KpiPeriod' });

export const closeRequestSchema = z
  .strictObject({
    /** Needed for every version after the first. */
    reason: z.string().trim().max(1000).default(''),
    /** Says that a close before the last invitations ran out is meant. */
    provisional: z.boolean().default(false),
  })
  .meta({ id: 'CloseRequest' });
export const confirmRequestSchema = z
  .strictObject({ version: z.int().min(1), tableHash: z.string().regex(/^[0-9a-f]{64}$/) })
  .meta({ id: 'ConfirmRequest' });

export const sheetAnswerSchema = z
  .object({
    officer: z.string(),
    period: z.string(),
    /** Final versions that hold a sheet of the officer, oldest first; the same sheet where a version did not move it. */
    versions: z.array(
      z.object({
        version: z.int(),
        provisional: z.boolean(),
        finalDay: day,
        tableHash: z.string(),
        reason: z.string(),
        sheet,
      }),
    ),
    /** Last day to petition about the latest version; null before there is one. */
    petitionUntil: day.nullable(),
  })
  .meta({ id: 'OfficerSheets' });

export const petitionRequestSchema = petitionBody.meta({ id: 'Petition' });

const groupName = z.strictObject({
  counter: z.string().min(1).max(64),
  /** Day, week or month: as fine as the seal published the group. */
  when: z.string().regex(/^\d{4}-(\d{2}(-\d{2})?|W\d{2})$/, 'is no day, week or month'),
});

/** Proposed by one person, approved by another; neither of them the petitioner. */
export const disputeProposalSchema = z
  .strictObject({
    outcome: z.enum(['none', 'exclusion', 'reinstatement', 'correction']),
    reason: z.enum(petitionReasons),
    /** For the petitioner and the second person; not in the log. */
    text: z.string().trim().min(1).max(4000),
    /** The group that is excluded or corrected. */
    group: groupName.optional(),
    /** Officer to whom a corrected group goes. */
    to: codeSchema.optional(),
    /** Petition whose exclusion is taken back. */
    dispute: z.string().max(40).optional(),
    /** Figures as they should be. */
    figures: monthFiguresBody.optional(),
  })
  .meta({ id: 'DisputeProposal' });
export type DisputeProposal = z.infer<typeof disputeProposalSchema>;

export const disputeSchema = z
  .object({
    id: z.string(),
    officer: z.string(),
    petition: petitionBody,
    filedBy: person,
    filedAt: instant,
    /** Last day for the decision. */
    decideBy: day,
    overdue: z.boolean(),
    state: z.enum(['open', 'proposed', 'decided', 'logged', 'settled']),
    proposal: disputeProposalSchema.nullable(),
    proposedBy: person.nullable(),
    approvedBy: person.nullable(),
    /** Day of the seal that put the decision into the ledger. */
    loggedDay: day.nullable(),
    /** Published groups that the petition can be about, by count alone; null count: fewer than the minimum. */
    groups: z
      .array(z.object({ counter: z.string(), when: z.string(), responses: z.int().nullable() }))
      .optional(),
  })
  .meta({ id: 'Dispute' });
export type DisputeAnswer = z.infer<typeof disputeSchema>;
export const disputeListSchema = z.object({ disputes: z.array(disputeSchema) }).meta({ id: 'DisputeList' });

export const holdRequestSchema = z
  .strictObject({ officer: codeSchema, period, choice: z.enum(['count', 'leave-out']), reason })
  .meta({ id: 'HoldRequest' });
export const holdSchema = z
  .object({
    number: z.int(),
    officer: z.string(),
    period: z.string(),
    choice: z.enum(['count', 'leave-out']),
    reason: z.string(),
    state: z.enum(['proposed', 'decided', 'rejected']),
    proposedBy: person,
    decidedBy: person.nullable(),
  })
  .meta({ id: 'Hold' });
export const holdListSchema = z.object({ holds: z.array(holdSchema) }).meta({ id: 'HoldList' });

/** GET /api/kpi/figures: of one officer, or everybody's. */
export const figuresQuerySchema = z.object({ period, officer: z.string().optional() });
const importText = z.string().max(400).optional();
/** POST /api/kpi/figures/import: what the file itself does not say; `reason` where figures are replaced. */
export const figuresImportQuerySchema = z.object({
  month: importText,
  source: importText,
  reason: importText,
});
