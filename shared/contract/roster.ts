// PUT /api/roster: counters, officers, procedures and duty, all or nothing. Also the shape that file imports end in.
import { z } from 'zod';
import { codeSchema, instantSchema, nameSchema } from './common.ts';

/** Codes that stand for something else in the ledger: `unknown`, `other`, `field:…`, `test:…`. */
const ownCodeSchema = codeSchema.refine(
  (code) => !/^(unknown|other|(field|test):.*)$/i.test(code),
  'is a reserved word',
);

export const officerSchema = z.strictObject({
  code: ownCodeSchema,
  name: nameSchema,
  position: z.string().trim().max(200).optional(),
  /** PNG, JPEG or WebP, base64, at most 512 KiB decoded. */
  photo: z.string().max(720_000).optional(),
});
export const counterSchema = z.strictObject({ code: ownCodeSchema, name: nameSchema });
export const procedureSchema = z.strictObject({
  code: ownCodeSchema,
  name: nameSchema,
  /** Short enough for `field:NAME` to be a code itself. */
  field: z.string().trim().max(56),
});
export const dutySchema = z.strictObject({
  counter: codeSchema,
  officer: codeSchema,
  from: instantSchema,
  to: instantSchema.optional(),
});

export const rosterSchema = z
  .strictObject({
    officers: z.array(officerSchema).max(5000).default([]),
    counters: z.array(counterSchema).max(1000).default([]),
    procedures: z.array(procedureSchema).max(10_000).default([]),
    duty: z.array(dutySchema).max(50_000).default([]),
  })
  .meta({ id: 'Roster' });
export type Roster = z.infer<typeof rosterSchema>;

/** GET /api/roster: what is in the roster now; photos have addresses of their own. */
export const rosterListsSchema = z
  .object({
    officers: z.array(z.object({ code: z.string(), name: z.string(), position: z.string() })),
    counters: z.array(z.object({ code: z.string(), name: z.string() })),
    procedures: z.array(z.object({ code: z.string(), name: z.string(), field: z.string() })),
  })
  .meta({ id: 'RosterLists' });
export type RosterLists = z.infer<typeof rosterListsSchema>;

export const rosterAnswerSchema = z
  .object({ officers: z.number(), counters: z.number(), procedures: z.number(), duty: z.number() })
  .meta({ id: 'RosterAnswer' });
export type RosterAnswer = z.infer<typeof rosterAnswerSchema>;
