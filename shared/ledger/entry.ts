// The kinds of ledger entries, each versioned with its schema. Every published number is a function of these and of
// nothing else. What belongs to several entries of one night never depends on their order, which is that of their hashes:
// an entry that revises another names it by leaf hash or carries a revision.
import { hexToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { entryBytesMax } from '../merkle/tile.ts';
import { canonicalBytes, canonicalText, leafHashOf } from './commitment.ts';
import { fromUtf8 } from './encoding.ts';
import { day, month, responseWhen, week } from './entry-dates.ts';
import { parseResponseLeaf } from './response-leaf.ts';
import { scanResponseEntry, scanTallyEntry } from './scan-entry.ts';

const code = z.string().min(1).max(64);
const text = z.string().max(2000);
const count = z.int().min(0).max(1_000_000_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'needs 64 lower-case hex digits');
const period = z.string().regex(/^\d{4}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$/, 'needs 2026-10, 2026-Q4 or 2026');
/** Exact decimal as text: what is mapped, hashed or compared is never a binary fraction. */
const decimal = z.string().regex(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/, 'needs a decimal number as text');
const document = z.record(z.string().max(200), z.json());
const answer = z.int().min(0).max(99);
/** A person's account code in the centre, never a name. */
const person = code;

/** Sealed: only its salted commitment is public. As fine in `when` and `procedure` as the seal allowed. */
export const responseEntrySchema = z.strictObject({
  kind: z.literal('response'),
  v: z.literal(1),
  /** Who served the visit; for presence and walk-up ratings the officer on duty, `unknown` where nobody was. */
  officer: code,
  counter: code,
  /** Procedure code, `field:NAME` or `other`. */
  procedure: code,
  mode: z.enum(['kiosk', 'qr', 'paper', 'link']),
  tier: z.enum(['invited', 'presence', 'walk-up']),
  /** A day, a week, a month, or what is left of a month (`2026-10-rest`), which no figure counts. */
  when: responseWhen,
  period: month,
  /** Version of the questionnaire answered. */
  questionnaire: code,
  /** Answers by item, several for items that take several; `officer` is always there, 1 to 5. */
  answers: z
    .record(code, z.union([answer, z.array(answer).max(12)]))
    .refine(
      ({ officer }) => typeof officer === 'number' && officer >= 1 && officer <= 5,
      'needs the item "officer" from 1 to 5',
    ),
  /** Coarse signs seen at intake, sorted; they never change a number. */
  flags: z.array(code).max(16),
});

/** Absolute counts of a day, officer and procedure. Attested by the centre: the log binds them, nothing proves them. */
export const tallyEntrySchema = z.strictObject({
  kind: z.literal('tally'),
  v: z.literal(1),
  day,
  officer: code,
  /** As coarse as the responses of the group. */
  procedure: code,
  /** 0 first; a later one replaces the whole tally of the same day, officer and procedure. */
  revision: z.int().min(0).max(1000),
  visits: z.strictObject({ integrated: count, selfReported: count }),
  invited: count,
  /** Redeemed invitations by mode; what was acknowledged, whether or not its entry is already in the log. */
  answered: z.strictObject({ kiosk: count, qr: count, paper: count, link: count }),
  /** Responses without an invitation, attributed to the officer on duty. */
  uninvited: z.strictObject({ presence: count, walkUp: count }),
  /** A count of the visits made elsewhere, such as tickets of the queue machine. */
  control: z.strictObject({ count, source: z.string().min(1).max(200) }).nullable(),
});

/** A response that does not count, decided by two persons. In force unless a reinstatement names it. */
export const exclusionEntrySchema = z.strictObject({
  kind: z.literal('exclusion'),
  v: z.literal(1),
  tag: hash,
  reason: code,
  proposedBy: person,
  approvedBy: person,
});

export const reinstatementEntrySchema = z.strictObject({
  kind: z.literal('reinstatement'),
  v: z.literal(1),
  /** Leaf hash of the exclusion that no longer holds. */
  exclusion: hash,
  reason: code,
  proposedBy: person,
  approvedBy: person,
});

/**
 * The officer of a whole (counter, officer, when) group was wrong: all its responses go to another. Tallies know no counter
 * and stay with the officer who announced the visits.
 */
export const correctionEntrySchema = z.strictObject({
  kind: z.literal('correction'),
  v: z.literal(1),
  counter: code,
  officer: code,
  when: z.union([day, week, month]),
  to: code,
  reason: code,
  proposedBy: person,
  approvedBy: person,
  /** Leaf hash of the correction of the same group that this one replaces. */
  supersedes: hash.nullable(),
});

/** A citizen's "it was not me" on a spent invitation. Changes no number by itself. */
export const contestEntrySchema = z.strictObject({
  kind: z.literal('contest'),
  v: z.literal(1),
  /** The response contested; null once the day is severed and nobody can tell. */
  tag: hash.nullable(),
  officer: code,
  when: z.union([day, week, month]),
  reason: code,
});

export const policyEntrySchema = z.strictObject({
  kind: z.literal('policy'),
  v: z.literal(1),
  id: code,
  version: code,
  effective: day,
  document,
  approvedBy: z.array(person).min(1).max(10),
});

export const questionnaireEntrySchema = z.strictObject({
  kind: z.literal('questionnaire'),
  v: z.literal(1),
  version: code,
  effective: day,
  document,
});

export const rosterChangeEntrySchema = z.strictObject({
  kind: z.literal('roster-change'),
  v: z.literal(1),
  subject: z.enum(['officer', 'counter', 'procedure', 'duty']),
  code,
  change: z.enum(['added', 'changed', 'removed']),
  effective: day,
  details: z.record(code, text),
});

/** Frozen figures of the centre or province that estimates are compared with. */
export const referenceEntrySchema = z.strictObject({
  kind: z.literal('reference'),
  v: z.literal(1),
  id: code,
  version: code,
  source: text,
  document,
});

/** KPI inputs that do not come from responses. */
export const figuresEntrySchema = z.strictObject({
  kind: z.literal('figures'),
  v: z.literal(1),
  officer: code,
  period,
  values: z.record(code, decimal),
  /** What is no number: unit, group, position, names of products. */
  labels: z.record(code, text).optional(),
  enteredBy: person,
  source: text,
  /** When it was entered. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** 0 (or absent) first; a later one replaces the whole entry of the same officer, period and unit, for a reason. */
  revision: z.int().min(0).max(10_000).optional(),
  reason: text.optional(),
});

export const decisionEntrySchema = z.strictObject({
  kind: z.literal('decision'),
  v: z.literal(1),
  officer: code.nullable(),
  period: period.nullable(),
  subject: code,
  outcome: code,
  reason: text,
  decidedBy: z.array(person).min(1).max(10),
});

/** From the checkpoint that first covers this entry, the log signs with this key. That checkpoint carries both. */
export const keyEntrySchema = z.strictObject({
  kind: z.literal('key'),
  v: z.literal(1),
  verifierKey: z.string().max(400),
  /** The key until now; null for the first of the origin. */
  replaces: z.string().max(400).nullable(),
  reason: code,
});

export const periodCloseEntrySchema = z.strictObject({
  kind: z.literal('period-close'),
  v: z.literal(1),
  period,
  /** Leaf hash of the policy in force. */
  policy: hash,
  /** Name and version of the method, as in `levels/1`. */
  method: code,
  /** Number of leaves the published tables were computed from. */
  treeSize: count,
  /** SHA-256 of each published table by its file name. */
  tables: z.record(z.string().regex(/^[a-z0-9][a-z0-9.-]{0,80}$/), hash),
  /** Acknowledged responses of the period whose groups stayed too small to publish: they are in no table. */
  withheld: count,
  /** 1 first; a period opened again has several closes, each naming all tables that hold from then on. */
  version: z.int().min(1).max(10_000).optional(),
  /** Closed before the invitations of the last visits had run out: more responses may follow. */
  provisional: z.boolean().optional(),
  /** Why there is another version than the first. */
  reason: text.optional(),
  closedBy: z.array(person).min(1).max(10).optional(),
});

/** First entry of a log that goes on after the end of an earlier one could not be restored. */
export const continuationEntrySchema = z.strictObject({
  kind: z.literal('continuation'),
  v: z.literal(1),
  origin: z.string().min(1).max(255),
  previous: z.strictObject({
    origin: z.string().min(1).max(255),
    /** Last checkpoint of the earlier log that is known here; its note as signed, where kept. */
    treeSize: count,
    rootHash: hash,
    checkpoint: z.string().max(20_000).nullable(),
  }),
  /** Leaves of the earlier log that this one begins with. */
  kept: count,
  reason: code,
});

/** Openings given to an auditor. */
export const releaseEntrySchema = z.strictObject({
  kind: z.literal('release'),
  v: z.literal(1),
  auditor: code,
  /** age recipient that the openings are encrypted to. */
  recipient: z.string().min(1).max(4000),
  period,
  treeSize: count,
  releasedBy: z.tuple([person, person]),
});

/** Entries that stand in the log as they are: all but responses. */
export const openEntrySchema = z.discriminatedUnion('kind', [
  tallyEntrySchema,
  exclusionEntrySchema,
  reinstatementEntrySchema,
  correctionEntrySchema,
  contestEntrySchema,
  policyEntrySchema,
  questionnaireEntrySchema,
  rosterChangeEntrySchema,
  referenceEntrySchema,
  figuresEntrySchema,
  decisionEntrySchema,
  keyEntrySchema,
  periodCloseEntrySchema,
  continuationEntrySchema,
  releaseEntrySchema,
]);

/** Stands for the officer of a walk-up rating at a counter where nobody was on duty. */
export const unknownOfficer = 'unknown';

export type ResponseEntry = z.infer<typeof responseEntrySchema>;
export type TallyEntry = z.infer<typeof tallyEntrySchema>;
export type OpenEntry = z.infer<typeof openEntrySchema>;
export type EntryKind = OpenEntry['kind'] | 'response';

export const entryKinds: readonly EntryKind[] = [
  'response',
  ...openEntrySchema.options.map((option) => option.shape.kind.value),
];

export class EntryError extends Error {
  override name = 'EntryError';
}

/** Kinds that two different persons must have decided. */
const twoPersons: ReadonlySet<string> = new Set(['exclusion', 'reinstatement', 'correction']);

/**
 * The bytes of an open entry as they enter the log, checked against its schema.
 * @throws EntryError when it does not fit, when one person decided alone, or when it is too long for a leaf
 */
export function openEntryBytes(entry: OpenEntry): Uint8Array {
  checkOpenEntry(entry);
  const bytes = canonicalBytes(entry);
  if (bytes.length > entryBytesMax) throw new EntryError(`an entry of ${bytes.length} bytes is too long`);
  return bytes;
}

/** Leaf hash by which other entries name this one. */
export function entryLeafHash(entry: OpenEntry): Uint8Array {
  return leafHashOf(openEntryBytes(entry));
}

/** What a leaf of the log holds. */
export type Leaf =
  | { kind: 'response'; commitment: Uint8Array; tag: Uint8Array }
  | { kind: 'open'; entry: OpenEntry }
  /** Canonical JSON of a kind or version that this code does not know: cannot be judged by it. */
  | { kind: 'unknown'; name: string };

/**
 * Reads the bytes of a leaf. They must be in canonical form, so that one meaning has one leaf.
 * @throws EntryError
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  const response = parseResponseLeaf(bytes);
  if (response !== undefined) return { kind: 'response', ...response };
  let json: string;
  try {
    json = fromUtf8(bytes);
  } catch (cause) {
    throw new EntryError('is not JSON', { cause });
  }
  const tally = scanTallyEntry(json);
  return tally === undefined ? parseOpenLeafBySchema(json) : { kind: 'open', entry: tally };
}

/**
 * Reads the text of a leaf that is no response by the schemas alone: reads every kind, and says what is wrong.
 * @throws EntryError
 */
export function parseOpenLeafBySchema(json: string): Exclude<Leaf, { kind: 'response' }> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new EntryError('is not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') {
    throw new EntryError('is neither a response nor an entry of a kind');
  }
  if (canonicalText(value) !== json) throw new EntryError('is not in canonical form');
  if (!entryKinds.includes(value.kind as EntryKind) || !('v' in value) || value.v !== 1) {
    return { kind: 'unknown', name: `${value.kind} v${'v' in value ? String(value.v) : '?'}` };
  }
  const parsed = openEntrySchema.safeParse(value);
  if (!parsed.success) throw new EntryError(`is no ${value.kind} entry: ${firstIssue(parsed.error)}`);
  checkTwoPersons(parsed.data);
  return { kind: 'open', entry: parsed.data };
}

/**
 * Reads the entry of an opening. The text must be canonical: the commitment is over these bytes.
 * @throws EntryError
 */
export function parseResponseEntry(json: string): ResponseEntry {
  return scanResponseEntry(json) ?? parseResponseEntryBySchema(json);
}

/**
 * The same by the schema alone: reads everything, and says what is wrong.
 * @throws EntryError
 */
export function parseResponseEntryBySchema(json: string): ResponseEntry {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new EntryError('is not JSON', { cause });
  }
  const parsed = responseEntrySchema.safeParse(value);
  if (!parsed.success) throw new EntryError(`is no response entry: ${firstIssue(parsed.error)}`);
  if (canonicalText(parsed.data) !== json) throw new EntryError('is not in canonical form');
  return parsed.data;
}

function checkOpenEntry(entry: OpenEntry): void {
  const parsed = openEntrySchema.safeParse(entry);
  if (!parsed.success) throw new EntryError(`is no ledger entry: ${firstIssue(parsed.error)}`);
  checkTwoPersons(entry);
}

function checkTwoPersons(entry: OpenEntry): void {
  if (twoPersons.has(entry.kind) && 'proposedBy' in entry && entry.proposedBy === entry.approvedBy) {
    throw new EntryError(`is ${entry.kind} that one person proposed and approved`);
  }
  if (entry.kind === 'release' && entry.releasedBy[0] === entry.releasedBy[1]) {
    throw new EntryError('is a release by one person');
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unknown reason' : `${issue.path.join('.') || 'entry'}: ${issue.message}`;
}

/** Leaf hash in the hex form that entries carry. @throws RangeError on other than 64 hex digits */
export function leafHashFromHex(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new RangeError('a leaf hash is 64 lower-case hex digits');
  return hexToBytes(hex);
}
