// GET /api/languages and PUT /api/languages/:language: the kiosk's language packs and which of them kiosks offer.
import { z } from 'zod';
import type { Questionnaire } from './questionnaire.ts';

/** Languages that a kiosk can offer at once: more buttons than these fit no screen. */
export const kioskLanguagesMax = 6;

/** What is in a pack, against the kiosk's own sentences and the questionnaire in use. */
export const packStateSchema = z.object({
  /** BCP 47. */
  language: z.string(),
  /** Its name in itself. */
  name: z.string(),
  /** A speaker has read it on the screen. */
  reviewed: z.boolean(),
  /** The rating page on citizens' phones has it too; that page's languages are built in. */
  phone: z.boolean(),
  /** Texts that kiosks show. */
  wanted: z.number().int().positive(),
  /** The Vietnamese of those that the pack lacks, which kiosks show in its place, with their key in the pack. */
  missing: z.array(z.object({ key: z.string(), vi: z.string() })),
});
export type PackState = z.infer<typeof packStateSchema>;
export type LanguagePacks = (questionnaire: Questionnaire) => PackState[];

export const languageListSchema = z
  .object({
    /** Vietnamese first, then those offered in the order of their buttons, then the rest. */
    packs: z.array(packStateSchema.extend({ offered: z.boolean() })),
    /** Languages of the service policy for which this program has no pack: no kiosk shows them. */
    withoutPack: z.array(z.string()),
    offeredMax: z.number().int(),
  })
  .meta({ id: 'LanguageList' });
export type LanguageList = z.infer<typeof languageListSchema>;

export const languageOfferSchema = z
  .strictObject({
    offered: z.boolean(),
    /** Needed to offer a pack that nobody has reviewed: said by who has taken a second look. */
    unreviewed: z.boolean().default(false),
  })
  .meta({ id: 'LanguageOffer' });
export type LanguageOffer = z.infer<typeof languageOfferSchema>;
