// Setting up a centre, step by step: GET /api/setup and the calls that change what it answers (administrators).
import { z } from 'zod';
import { codeSchema, instantSchema, nameSchema } from './common.ts';

/** In the order in which they are done. Each is saved by itself and can be taken up later. */
export const setupSteps = ['centre', 'address', 'roster', 'policy', 'devices', 'test', 'posters'] as const;
export type SetupStep = (typeof setupSteps)[number];

/** `done` by what is there (an officer, a kiosk, a rating) or because somebody said so where nothing tells it. */
export const setupStandingSchema = z.enum(['todo', 'done', 'skipped']);
export type SetupStanding = z.infer<typeof setupStandingSchema>;

export const setupMarkRequestSchema = z
  .strictObject({ standing: setupStandingSchema })
  .meta({ id: 'SetupMark' });

export const setupMarksSchema = z.partialRecord(z.enum(setupSteps), z.enum(['done', 'skipped']));
export type SetupMarks = z.infer<typeof setupMarksSchema>;

export const centreChangeSchema = z
  .strictObject({
    name: nameSchema,
    /** IANA name; another one only while no visit has been closed. */
    zone: z.string().trim().min(1).max(64),
  })
  .meta({ id: 'CentreChange' });
export type CentreChange = z.infer<typeof centreChangeSchema>;

export const setupStateSchema = z
  .object({
    centre: z.object({
      name: z.string(),
      zone: z.string(),
      sample: z.boolean(),
      /** Days have something in them: the zone stays. */
      zoneFixed: z.boolean(),
    }),
    address: z.object({
      publicUrl: z.string(),
      /** Said at the start of the server (`--public-url`), not guessed from what it listens on. */
      given: z.boolean(),
      https: z.boolean(),
      /** Only this machine reaches such an address. */
      loopback: z.boolean(),
      /** Whether slips and posters can carry it. */
      printable: z.boolean(),
      /** The certificate this server itself shows; null behind a proxy or over plain HTTP. */
      certificate: z.object({ kind: z.enum(['own', 'files']), endsAt: instantSchema }).nullable(),
    }),
    roster: z.object({
      officers: z.number().int().nonnegative(),
      counters: z.number().int().nonnegative(),
      procedures: z.number().int().nonnegative(),
      /** Officers on duty at a counter now. */
      onDuty: z.number().int().nonnegative(),
    }),
    /** Of the KPI policies: none yet, one that waits for a second person, or one that was activated. */
    policy: z.enum(['none', 'proposed', 'active']),
    devices: z.object({ paired: z.number().int().nonnegative(), online: z.number().int().nonnegative() }),
    test: z.object({
      visits: z.number().int().nonnegative(),
      rated: z.number().int().nonnegative(),
      /** Test visits that this month still allows. */
      left: z.number().int().nonnegative(),
    }),
    backup: z.object({
      /** Of the last one made by this program beside this data directory; null when it knows of none. */
      lastAt: instantSchema.nullable(),
    }),
    /** Local time of the nightly seal, HH:MM: backups are made after it. */
    sealAt: z.string(),
    steps: z.record(z.enum(setupSteps), setupStandingSchema),
  })
  .meta({ id: 'SetupState' });
export type SetupState = z.infer<typeof setupStateSchema>;

/** What asking the public address from the centre's own machine gave. */
export const addressCheckSchema = z
  .object({
    url: z.string(),
    result: z.enum(['holds', 'unreachable', 'certificate-refused', 'another-server']),
  })
  .meta({ id: 'AddressCheck' });
export type AddressCheck = z.infer<typeof addressCheckSchema>;

const countOfNew = z.object({ known: z.number().int(), new: z.number().int() });
export const rosterCheckSchema = z
  .object({
    officers: countOfNew,
    counters: countOfNew,
    procedures: countOfNew,
    /** Rows of the file. */
    duty: z.number().int(),
    /** False when the file was only looked at. */
    written: z.boolean(),
  })
  .meta({ id: 'RosterCheck' });
export type RosterCheck = z.infer<typeof rosterCheckSchema>;

export const testVisitRequestSchema = z
  .strictObject({ requestId: z.uuid(), counter: codeSchema })
  .meta({ id: 'TestVisitRequest' });

export const testVisitAnswerSchema = z
  .object({
    /** Names the slip: `GET /api/setup/test-visits/{id}/slip`. */
    id: z.uuid(),
    counter: codeSchema,
    /** Kiosks at the counter that are connected and have been offered the visit. */
    kiosks: z.number().int().nonnegative(),
    left: z.number().int().nonnegative(),
  })
  .meta({ id: 'TestVisit' });
export type TestVisit = z.infer<typeof testVisitAnswerSchema>;

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** GET /api/setup/test-visits/:id/slip: the slip on either paper, or its form to fill in by hand. */
export const testSlipQuerySchema = z.object({
  format: z.enum(['a6', '80mm', 'form-a5', 'form-a4']).default('a6'),
});
