// The live board: a snapshot, then numbered frames that carry absolute values of what changed. A client that was away
// names the last frame it has; it gets exactly those it missed, or a new snapshot when they are no longer kept.
import { z } from 'zod';
import { codeSchema } from './common.ts';

const countSchema = z.number().int().nonnegative();

/** A proportion in [0,1] with its base, or why there is none. */
export const rateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ok'), value: z.number().min(0).max(1), n: countSchema }),
  z.object({ state: z.literal('insufficient-data'), n: countSchema }),
]);
export type Rate = z.infer<typeof rateSchema>;

/** Levels of the centre today: only responses of complete groups (at least `minimum`, from two officers). */
export const levelsSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('ok'),
    n: countSchema,
    /** Counts of levels 1..5, worst first. */
    counts: z.array(countSchema).length(5),
    shareSatisfied: z.number().min(0).max(1),
  }),
  z.object({ state: z.literal('insufficient-data'), minimum: countSchema }),
]);
export type Levels = z.infer<typeof levelsSchema>;

export const counterLineSchema = z.object({
  code: codeSchema,
  name: z.string(),
  officer: z.object({ code: codeSchema, name: z.string() }).nullable(),
  visits: countSchema,
  responses: countSchema,
});
export type CounterLine = z.infer<typeof counterLineSchema>;

export const deviceLineSchema = z.object({
  id: z.uuid(),
  label: z.string(),
  counter: codeSchema.nullable(),
  state: z.enum(['online', 'dark']),
  outboxSize: countSchema,
  /** Of a device that is online: the version of its screen, and its charge in [0, 1] where it tells. */
  version: z.string().optional(),
  battery: z.number().min(0).max(1).optional(),
});
export type DeviceLine = z.infer<typeof deviceLineSchema>;

export const boardStateSchema = z.object({
  centre: z.object({ name: z.string(), sample: z.boolean() }),
  /** Day in the centre's zone. */
  day: z.iso.date(),
  /** Visits closed today. */
  visits: countSchema,
  /** Responses received today, whatever the day of their visit. */
  responses: countSchema,
  /** Share of today's invited visits that have been answered so far. */
  responseRate: rateSchema,
  levels: levelsSchema,
  counters: z.array(counterLineSchema),
  devices: z.array(deviceLineSchema),
});
export type BoardState = z.infer<typeof boardStateSchema>;

export const boardSnapshotSchema = z
  .object({ epoch: z.string(), seq: countSchema, board: boardStateSchema })
  .meta({ id: 'BoardSnapshot' });
export type BoardSnapshot = z.infer<typeof boardSnapshotSchema>;

/** Top-level keys that changed, with their new values. Frame `seq` follows frame `seq - 1` of the same epoch. */
export const boardFrameSchema = z
  .object({ epoch: z.string(), seq: countSchema, changes: boardStateSchema.partial() })
  .meta({ id: 'BoardFrame' });
export type BoardFrame = z.infer<typeof boardFrameSchema>;

/** Handshake of socket.io `/board`: `auth` = {link?} or {key?} or the session cookie; `resume` after an absence. */
export const boardAuthSchema = z.object({
  link: z.string().max(100).optional(),
  key: z.string().max(200).optional(),
  resume: z.object({ epoch: z.string().max(64), seq: countSchema }).optional(),
});
export type BoardAuth = z.infer<typeof boardAuthSchema>;
