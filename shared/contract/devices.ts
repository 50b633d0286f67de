// Pairing of kiosks and the messages of socket.io `/kiosk`. How they sign: device-signing.ts.
import { z } from 'zod';
import { pairingCodePattern } from '../pairing-code.ts';
import { codeSchema, instantSchema, nameSchema } from './common.ts';
import { inspectorateSchema } from './sealed-report.ts';

/** Eight characters without look-alikes, shown to the person who sets up the kiosk. */
export const pairingCodeSchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(pairingCodePattern, 'is not a pairing code');

export const pairRequestSchema = z
  .strictObject({
    code: pairingCodeSchema,
    /** SubjectPublicKeyInfo (ECDSA P-256) of a key made on the device, base64. */
    publicKey: z.string().min(80).max(200),
    label: nameSchema.optional(),
  })
  .meta({ id: 'PairRequest' });

export const pairAnswerSchema = z
  .object({
    deviceId: z.uuid(),
    place: z.enum(['counter', 'exit']),
    counter: codeSchema.nullable(),
    centre: z.object({ name: z.string(), sample: z.boolean() }),
  })
  .meta({ id: 'PairAnswer' });
export type PairAnswer = z.infer<typeof pairAnswerSchema>;

/** POST /api/devices/pairing-codes (session of an administrator or key with scope devices:write). */
export const pairingCodeRequestSchema = z
  .strictObject({ place: z.enum(['counter', 'exit']).default('counter'), counter: codeSchema.optional() })
  .refine((body) => (body.place === 'counter') === (body.counter !== undefined), {
    message: 'a counter kiosk needs its counter, an exit kiosk has none',
    path: ['counter'],
  })
  .meta({ id: 'PairingCodeRequest' });
export const pairingCodeAnswerSchema = z
  .object({ code: z.string(), expiresAt: z.string() })
  .meta({ id: 'PairingCodeAnswer' });

export const deviceSchema = z.object({
  id: z.uuid(),
  label: z.string(),
  place: z.enum(['counter', 'exit']),
  counter: codeSchema.nullable(),
  state: z.enum(['online', 'dark']),
  lastSeenAt: instantSchema.nullable(),
  /** Responses waiting on the device when it was last heard from. */
  outboxSize: z.number().int().nonnegative(),
  /** Of a device that is online, and where it tells. */
  version: z.string().nullable(),
  battery: z.number().nullable(),
  revoked: z.boolean(),
});
export type Device = z.infer<typeof deviceSchema>;
/** GET /api/devices: every device that was ever paired. */
export const deviceListSchema = z.object({ devices: z.array(deviceSchema) }).meta({ id: 'DeviceList' });
export type DeviceList = z.infer<typeof deviceListSchema>;

/**
 * socket.io `/kiosk`. Server: `challenge {nonce}` at once after connecting; device: `hello` with the signature of
 * socketText(deviceId, nonce); server: `welcome`, then offers, and `presence` (presence.ts) with every new code.
 */
export const helloSchema = z.strictObject({
  deviceId: z.uuid(),
  signature: z.string().max(200),
  /** Responses waiting on the device. */
  outboxSize: z.number().int().min(0).max(1_000_000),
  version: z.string().max(32),
});
export const heartbeatSchema = z.strictObject({
  outboxSize: z.number().int().min(0).max(1_000_000),
  battery: z.number().min(0).max(1).optional(),
  version: z.string().max(32),
});
/** How the server acknowledges a heartbeat. */
export const heartbeatAnswerSchema = z.object({
  /** Since the last backup began, which holds all that was acknowledged before; null when none is known. */
  backupAgeSeconds: z.number().nonnegative().nullable(),
});
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;
export type Hello = z.infer<typeof helloSchema>;
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** Answer of GET /api/kiosk (signed): what a kiosk shows when idle. */
export const kioskStateSchema = z
  .object({
    place: z.enum(['counter', 'exit']),
    counter: z.object({ code: codeSchema, name: z.string() }).nullable(),
    counters: z.array(z.object({ code: codeSchema, name: z.string() })),
    centre: z.object({ name: z.string(), sample: z.boolean() }),
    /** Address under which phones reach the centre. */
    publicUrl: z.string(),
    /** Language packs offered here, first the one to greet in. */
    languages: z.array(z.string()).min(1),
    /** Whom the question on unofficial payments goes to; null: it is not asked on this kiosk. */
    inspectorate: inspectorateSchema.nullable(),
    /** Address of the public receipt page, as phones reach it. */
    receiptPage: z.string(),
  })
  .meta({ id: 'KioskState' });
export type KioskState = z.infer<typeof kioskStateSchema>;
