// Webhooks: who is told (endpoints), of what (enqueue, in the transaction of the event itself), and what became of it
// (deliveries, dead letters, replay). Sending is delivery-worker.ts.
//
// Delivery is at least once: an attempt whose outcome was not recorded is made again after a restart, under the same
// webhook-id, by which receivers tell. Order is not promised. Every list has a bound: endpoints, deliveries that wait, days
// that outcomes are kept.
import { Webhook } from 'standardwebhooks';
import {
  type WebhookChange,
  type WebhookEventType,
  type WebhookRequest,
  webhookPingType,
} from '../../shared/contract/webhooks.ts';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../storage/database.ts';
import type { EndpointRow } from '../storage/webhook-store.ts';
import { DeliveryWorker, type WebhookServices } from './delivery-worker.ts';
import { checkTarget, TargetError } from './target.ts';

export interface WebhookEvent {
  type: WebhookEventType;
  /** JSON; goes to other systems as it is, so it holds nothing that the subscribers of the type must not have. */
  data: Record<string, unknown>;
}

const endpointsMax = 20;
const bodyBytesMax = 512 * 1024;
/** Deliveries an endpoint may have waiting; what comes on top is a dead letter at once. */
const pendingMax = 10_000;
const replayMax = 1_000;
/** How long the former secret still signs beside the new one. */
const secretOverlapMs = 24 * 3_600_000;
const secretPurpose = 'webhook-secret';
const secretBytes = 32;

export class Webhooks {
  readonly #services: WebhookServices;
  readonly #worker: DeliveryWorker;
  readonly #pendingMax: number;

  constructor(services: WebhookServices, limits: { pendingMax?: number } = {}) {
    this.#services = services;
    this.#pendingMax = limits.pendingMax ?? pendingMax;
    this.#worker = new DeliveryWorker(services, (endpoint, id, at, body) =>
      this.#sign(endpoint, id, at, body),
    );
  }

  /** Starts sending, beginning with what waits from before. */
  start(): void {
    this.#worker.start();
  }

  /** Looks for due deliveries now; resolves when none is due and none under way. */
  flush(): Promise<void> {
    return this.#worker.flush();
  }

  /** Stops sending. Attempts under way are cut off and made again after the next start. */
  close(): Promise<void> {
    return this.#worker.close();
  }

  /**
   * Queues an event for every enabled endpoint that subscribes to its type. Durable with the transaction: the event is sent
   * when that commits, and never when it does not. Throws RangeError on data larger than 512 KiB.
   */
  enqueue(tx: Tx, event: WebhookEvent): void {
    const { stores } = this.#services;
    const told = stores.webhooks
      .endpoints()
      .filter(({ enabled, eventTypes }) => enabled && eventTypes.includes(event.type));
    if (told.length > 0) this.#queue(tx, event.type, event.data, told);
  }

  endpoints(): EndpointRow[] {
    return this.#services.stores.webhooks.endpoints();
  }

  endpoint(id: string): EndpointRow {
    const found = this.#services.stores.webhooks.endpoint(id);
    if (found === undefined) throw new Refusal('not-found', 'no such webhook endpoint');
    return found;
  }

  /** Adds an endpoint; the secret is given out here alone. Refuses with invalid-request. */
  add(tx: Tx, wish: WebhookRequest, by: string): { endpoint: EndpointRow; secret: string } {
    const { stores, random, clock } = this.#services;
    let url: URL;
    try {
      url = checkTarget(wish.url);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      throw new Refusal('invalid-request', 'the address cannot be a receiver', {
        errors: [{ path: 'url', message: error.message }],
      });
    }
    if (stores.webhooks.endpoints().length >= endpointsMax) {
      throw new Refusal('invalid-request', `there are ${endpointsMax} endpoints already; delete one first`, {
        errors: [{ path: 'url', message: 'no room for another endpoint' }],
      });
    }
    const id = `ep_${random(12).toString('base64url')}`;
    const { secret, encrypted } = this.#newSecret(id);
    const endpoint: EndpointRow = {
      id,
      url: url.href,
      description: wish.description,
      eventTypes: wish.eventTypes,
      secret: encrypted,
      previousSecret: null,
      previousUntil: null,
      enabled: true,
      disabledReason: null,
      createdBy: by,
      createdAt: clock(),
    };
    stores.webhooks.putEndpoint(tx, endpoint);
    return { endpoint, secret };
  }

  /** Changes what an endpoint subscribes to, or pauses it. While it is disabled nothing is queued for it and nothing sent. */
  change(tx: Tx, id: string, change: WebhookChange): EndpointRow {
    const before = this.endpoint(id);
    const after: EndpointRow = {
      ...before,
      description: change.description ?? before.description,
      eventTypes: change.eventTypes ?? before.eventTypes,
      enabled: change.enabled ?? before.enabled,
      disabledReason: change.enabled === undefined ? before.disabledReason : null,
    };
    this.#services.stores.webhooks.putEndpoint(tx, after);
    this.#worker.wake();
    return after;
  }

  /** A new secret; for 24 hours messages carry signatures of both. */
  renewSecret(tx: Tx, id: string): { endpoint: EndpointRow; secret: string } {
    const before = this.endpoint(id);
    const { secret, encrypted } = this.#newSecret(id);
    const endpoint = {
      ...before,
      secret: encrypted,
      previousSecret: before.secret,
      previousUntil: this.#services.clock() + secretOverlapMs,
    };
    this.#services.stores.webhooks.putEndpoint(tx, endpoint);
    return { endpoint, secret };
  }

  remove(tx: Tx, id: string): void {
    if (!this.#services.stores.webhooks.removeEndpoint(tx, id)) {
      throw new Refusal('not-found', 'no such webhook endpoint');
    }
  }

  /** Sends this endpoint a `webhook.ping`, whatever it subscribes to. */
  ping(tx: Tx, id: string): void {
    const endpoint = this.endpoint(id);
    if (!endpoint.enabled) throw new Refusal('invalid-request', 'the endpoint is disabled; enable it first');
    this.#queue(tx, webhookPingType, { centre: this.#services.centre.name }, [endpoint]);
  }

  /** Sends one message again, delivered, waiting or dead, under its own webhook-id. */
  replay(tx: Tx, event: string, endpoint: string): void {
    if (!this.#services.stores.webhooks.requeue(tx, event, endpoint, this.#services.clock())) {
      throw new Refusal('not-found', 'no such delivery');
    }
    this.#worker.wake();
  }

  /** Sends an endpoint's dead letters again, at most 1000 at a time; how many. */
  replayDead(tx: Tx, id: string): number {
    this.endpoint(id);
    const replayed = this.#services.stores.webhooks.requeueDead(tx, id, this.#services.clock(), replayMax);
    this.#worker.wake();
    return replayed;
  }

  #queue(tx: Tx, type: string, data: Record<string, unknown>, endpoints: readonly EndpointRow[]): void {
    const { stores, random, clock } = this.#services;
    const createdAt = clock();
    const body = JSON.stringify({ type, timestamp: new Date(createdAt).toISOString(), data });
    if (Buffer.byteLength(body) > bodyBytesMax)
      throw new RangeError(`a ${type} message is too large to send`);
    const event = `msg_${random(18).toString('base64url')}`;
    stores.webhooks.addEvent(tx, { id: event, type, createdAt, body });
    for (const { id } of endpoints) {
      const full = stores.webhooks.count(id, 'pending') >= this.#pendingMax;
      stores.webhooks.addDelivery(tx, {
        event,
        endpoint: id,
        createdAt,
        state: full ? 'dead' : 'pending',
        lastFailure: full ? 'queue-full' : null,
      });
    }
    this.#worker.wake();
  }

  #newSecret(id: string): { secret: string; encrypted: Buffer } {
    const { secrets, random } = this.#services;
    const key = random(secretBytes);
    return {
      secret: `whsec_${key.toString('base64')}`,
      encrypted: secrets.encrypt(secretPurpose, id, key),
    };
  }

  #sign(endpoint: EndpointRow, event: string, at: Date, body: string): string {
    const { secrets } = this.#services;
    const { id, secret, previousSecret, previousUntil } = endpoint;
    const keys = [secret];
    if (previousSecret !== null && previousUntil !== null && at.getTime() < previousUntil)
      keys.push(previousSecret);
    return keys
      .map((key) =>
        new Webhook(secrets.decrypt(secretPurpose, id, key), { format: 'raw' }).sign(event, at, body),
      )
      .join(' ');
  }
}
