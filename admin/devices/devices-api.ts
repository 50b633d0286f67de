// Calls of the devices page, with the answers it reads.
import { z } from 'zod';
import { codeSchema } from '../../shared/contract/common.ts';
import { pairingCodeAnswerSchema } from '../../shared/contract/devices.ts';
import { request } from '../http/request.ts';

export const deviceSchema = z.object({
  id: z.uuid(),
  label: z.string(),
  place: z.enum(['counter', 'exit']),
  counter: codeSchema.nullable(),
  state: z.enum(['online', 'dark']),
  lastSeenAt: z.string().nullable(),
  outboxSize: z.number().int().nonnegative(),
  /** Of a device that is online, and where it tells. */
  version: z.string().nullable(),
  battery: z.number().nullable(),
  revoked: z.boolean(),
});
export type Device = z.infer<typeof deviceSchema>;

const deviceListSchema = z.object({ devices: z.array(deviceSchema) });

/** Of the roster, what choosing a counter needs. */
const countersSchema = z.object({ counters: z.array(z.object({ code: codeSchema, name: z.string() })) });
export type Counter = z.infer<typeof countersSchema>['counters'][number];

export type Placement = { place: 'counter'; counter: string } | { place: 'exit' };

export const listDevices = async (): Promise<Device[]> =>
  (await request(deviceListSchema, 'GET', '/api/devices')).devices;

export const listCounters = async (): Promise<Counter[]> =>
  (await request(countersSchema, 'GET', '/api/roster')).counters;

export const createPairingCode = (placement: Placement) =>
  request(pairingCodeAnswerSchema, 'POST', '/api/devices/pairing-codes', { body: placement });

export const revokeDevice = (id: string): Promise<unknown> =>
  request(z.unknown(), 'DELETE', `/api/devices/${encodeURIComponent(id)}`);
