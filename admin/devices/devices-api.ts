// Calls of the devices page, with the answers it reads.
import { z } from 'zod';
import { codeSchema } from '../../shared/contract/common.ts';
import { type Device, deviceListSchema, pairingCodeAnswerSchema } from '../../shared/contract/devices.ts';
import { request } from '../http/request.ts';

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
