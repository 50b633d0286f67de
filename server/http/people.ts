// The live board, board links, devices, the roster: what people and their systems ask for.
import { Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import {
  type BoardLinkCreated,
  type BoardLinkList,
  boardLinkRequestSchema,
} from '../../shared/contract/board-links.ts';
import {
  type DeviceList,
  type KioskState,
  type PairAnswer,
  pairingCodeRequestSchema,
  pairRequestSchema,
} from '../../shared/contract/devices.ts';
import { type RosterLists, rosterSchema } from '../../shared/contract/roster.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { allowed } from './allowed.ts';
import { bodyOf, jsonBody } from './request.ts';

const smallBodyBytesMax = 4 * 1024;
const rosterBodyBytesMax = 64 * 1024 * 1024;
const pairingTriesPerMinute = 10;

export function peopleRoutes(context: Context): Router {
  const router = Router();
  const { stores, kiosks, access, live } = context;
  const pairingTries = new RateLimiterMemory({ points: pairingTriesPerMinute, duration: 60 });

  const limit = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
    try {
      await limiter.consume(key);
    } catch {
      throw new Refusal('too-many-attempts', 'too many attempts; please wait a minute', {
        retryAfterSeconds: 60,
      });
    }
  };

  /** 200 snapshot; 401, 403. By session, key with board:read, or a board link (boardLinkHeader or `?link=`). */
  router.get('/api/board', async (request, response) => {
    allowed(context, request, 'GET /api/board');
    await live.settled();
    response.json(live.snapshot());
  });

  router.get('/api/board-links', (request, response) => {
    allowed(context, request, 'GET /api/board-links');
    const links = stores.access.boardLinks().filter((link) => link.revoked === 0);
    const list: BoardLinkList = { links: links.map(({ id, label }) => ({ id, label })) };
    response.json(list);
  });
  /** 201 with the address, shown this once. */
  router.post('/api/board-links', jsonBody(smallBodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/board-links');
    const { label } = bodyOf(request, boardLinkRequestSchema);
    const { id, token } = await access.createBoardLink(label, actor);
    // After `#`: browsers keep that part to themselves, so that no proxy or log sees it.
    const url = `${context.publicUrl()}/admin/board#link=${token}`;
    response.status(201).json({ id, label, url } satisfies BoardLinkCreated);
  });
  router.delete('/api/board-links/:id', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/board-links/:id');
    if (!(await access.revokeBoardLink(request.params.id, actor)))
      throw new Refusal('not-found', 'no such board link');
    response.status(204).end();
  });

  router.post('/api/devices/pairing-codes', jsonBody(smallBodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'POST /api/devices/pairing-codes');
    const body = bodyOf(request, pairingCodeRequestSchema);
    const { code, expiresAt } = await access.createPairingCode(body.place, body.counter ?? null, actor);
    response.status(201).json({ code, expiresAt: context.calendar.iso(expiresAt) });
  });

  /** 201; 404 unknown-code, 410 pairing-expired, 422 (key), 429. */
  router.post('/api/devices/pair', jsonBody(smallBodyBytesMax), async (request, response) => {
    // Only failures count: a whole hall of kiosks is set up from one address.
    const address = request.ip ?? '';
    if (((await pairingTries.get(address))?.remainingPoints ?? 1) <= 0) await limit(pairingTries, address);
    const body = bodyOf(request, pairRequestSchema);
    const device = await access.pair(body.code, body.publicKey, body.label).catch(async (error: unknown) => {
      await limit(pairingTries, address);
      throw error;
    });
    const { name, sample } = context.centre;
    const answer: PairAnswer = {
      deviceId: device.id,
      place: device.place,
      counter: device.counter,
      centre: { name, sample },
    };
    response.status(201).json(answer);
  });

  router.get('/api/devices', (request, response) => {
    allowed(context, request, 'GET /api/devices');
    const lines = new Map(kiosks.lines().map((line) => [line.id, line]));
    const list: DeviceList = {
      devices: stores.access.devices().map(({ id, label, place, counter, revoked }) => {
        const seen = kiosks.lastSeenAt(id);
        return {
          id,
          label,
          place,
          counter,
          state: lines.get(id)?.state ?? 'dark',
          outboxSize: lines.get(id)?.outboxSize ?? 0,
          version: lines.get(id)?.version ?? null,
          battery: lines.get(id)?.battery ?? null,
          lastSeenAt: seen === null ? null : context.calendar.iso(seen),
          revoked: revoked === 1,
        };
      }),
    };
    response.json(list);
  });
  router.delete('/api/devices/:id', async (request, response) => {
    const { actor } = allowed(context, request, 'DELETE /api/devices/:id');
    if (!(await access.revokeDevice(request.params.id, actor)))
      throw new Refusal('not-found', 'no such device');
    response.status(204).end();
  });

  /** What a kiosk shows when idle (signed). */
  router.get('/api/kiosk', (request, response) => {
    const { device } = allowed(context, request, 'GET /api/kiosk');
    const { name, sample } = context.centre;
    const state: KioskState = {
      place: device.place,
      counter: (device.counter === null ? undefined : stores.roster.counter(device.counter)) ?? null,
      counters: stores.roster.counters(),
      centre: { name, sample },
      publicUrl: context.publicUrl(),
      languages: context.policy().kioskLanguages,
      inspectorate: device.place === 'exit' ? stores.inspectorate.inspectorate() : null,
      receiptPage: `${context.publicUrl()}/receipt`,
    };
    response.json(state);
  });

  /** 200; 409 roster-conflict, 422. All or nothing. */
  router.put('/api/roster', jsonBody(rosterBodyBytesMax), async (request, response) => {
    const { actor } = allowed(context, request, 'PUT /api/roster');
    response.json(await context.roster.put(bodyOf(request, rosterSchema), actor));
  });
  router.get('/api/roster', (request, response) => {
    const { actor } = allowed(context, request, 'GET /api/roster');
    context.audit.read(actor, 'roster.read', 'roster');
    const lists: RosterLists = {
      officers: stores.roster.officers(),
      counters: stores.roster.counters(),
      procedures: stores.roster.procedures(),
    };
    response.json(lists);
  });

  /** Photos stand on slips and kiosks: public, like the officer's name plate. */
  router.get('/api/officers/:code/photo', (request, response) => {
    const photo = stores.roster.photo(request.params.code);
    if (photo === undefined) throw new Refusal('not-found', 'no photo');
    response.set({
      'Content-Type': photo.type,
      'Cache-Control': 'max-age=3600',
      'X-Content-Type-Options': 'nosniff',
    });
    response.send(photo.bytes);
  });

  return router;
}
