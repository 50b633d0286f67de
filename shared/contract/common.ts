// Shapes that several operations share.
import { z } from 'zod';

/** Codes come from the centre's own systems: opaque text, bounded, without control characters. */
export const codeSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}]+$/u, 'has control characters');

export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, 'has control characters');

export const instantSchema = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with offset' });

export const localeSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a BCP 47 tag')
  .max(35);

/** 128 random-looking bits, base64url: 22 characters. */
export const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not an invitation token');

/** Six digits and a Damm check digit. */
export const slipCodeSchema = z.string().regex(/^\d{7}$/, 'is not a 7-digit code');

export const modeSchema = z.enum(['kiosk', 'qr', 'paper', 'link']);
export const tierSchema = z.enum(['invited', 'presence', 'walk-up']);

/** What a kiosk or a rating page may show of an officer. */
export const officerCardSchema = z.object({
  code: codeSchema,
  name: nameSchema,
  position: z.string().max(200).optional(),
  photoUrl: z.string().optional(),
});
export type OfficerCard = z.infer<typeof officerCardSchema>;
