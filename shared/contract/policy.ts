// The part of the policy that intake, seal and boards read. Every choice is a value here, none is a constant in code.
import { z } from 'zod';

export const servicePolicySchema = z
  .object({
    /** Minutes between the close of a visit and the opening of its invitation. */
    invitationOpensAfterMinutes: z.number().int().min(0).max(10_080).default(0),
    /** Days an invitation stays open; it ends with the last of them in the centre's zone. */
    invitationDays: z.number().int().min(1).max(60).default(7),
    /** Days that a response given in time may still arrive from a device that was offline. */
    offlineGraceDays: z.number().int().min(0).max(30).default(3),
    /** Minutes in which optional answers and a comment can be added. */
    completionMinutes: z.number().int().min(1).max(60).default(10),
    /** Seconds that a counter's kiosk offers a visit just closed. */
    offerSeconds: z.number().int().min(10).max(600).default(120),
    /** Smallest group of responses (officer, day or coarser) that is published or shown by level. */
    groupMinimum: z.number().int().min(2).max(100).default(5),
    /** Officers from whom a group on the live board must come. */
    groupOfficersMinimum: z.number().int().min(1).max(20).default(2),
    /** Responses of one procedure in a group below which the procedure is coarsened to its field, then to `other`. */
    procedureMinimum: z.number().int().min(1).max(100).default(5),
    /** Local time of the nightly seal, HH:MM. */
    sealAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .default('22:00'),
    /** Visits below which the board shows no response rate. */
    responseRateVisitsMinimum: z.number().int().min(1).max(1000).default(5),
    /** Slip codes a kiosk may try a minute. */
    codeTriesPerMinute: z.number().int().min(1).max(600).default(20),
    /** Minutes after a presence code was shown in which the phone that scanned it can rate. */
    presenceMinutes: z.number().int().min(1).max(120).default(30),
    /** Ratings for one code of a counter: as many as can stand there in half a minute. */
    presencePerCode: z.number().int().min(1).max(20).default(2),
    /** The same for a code shown to a whole hall. */
    presencePerHallCode: z.number().int().min(1).max(200).default(12),
    /** Ratings by presence at one counter within ten minutes from which on they are taken with a flag. */
    presenceBurst: z.number().int().min(2).max(1000).default(6),
    /** Languages that kiosks offer beside Vietnamese, in which they greet; packs under kiosk/languages. */
    kioskLanguages: z
      .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))
      .min(1)
      .max(6)
      .default(['vi', 'en']),
    /** Walk-ups from phones: how many of one counter come without a flag from one address, and are taken at all. */
    walkUps: z
      .object({
        /** From one address within ten minutes; more are taken with a flag. */
        unflagged: z.number().int().min(1).max(1000).default(6),
        /** A minute, from everywhere; four times as many at once. More are refused. */
        perMinute: z.number().int().min(1).max(10_000).default(30),
      })
      .prefault({}),
  })
  .meta({ id: 'ServicePolicy' });
export type ServicePolicy = z.infer<typeof servicePolicySchema>;

/** IANA zone of the centre, for days and periods. */
export const centreSchema = z.object({
  name: z.string().min(1).max(200),
  zone: z.string().min(1).max(64),
  sample: z.boolean(),
});
export type Centre = z.infer<typeof centreSchema>;
