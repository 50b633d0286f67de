// Webhook endpoints, events and deliveries: the outbox. Deliveries are removed with their endpoint, events when nothing
// delivers them any more.
import type { WebhookDeliveryState } from '../../shared/contract/webhooks.ts';
import type { Sqlite, Tx } from './database.ts';

export interface EndpointRow {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  secret: Buffer;
  previousSecret: Buffer | null;
  previousUntil: number | null;
  enabled: boolean;
  disabledReason: string | null;
  createdBy: string;
  createdAt: number;
}

export interface EventRow {
  id: string;
  type: string;
  createdAt: number;
  body: string;
}

export interface DeliveryRow {
  event: string;
  endpoint: string;
  type: string;
  state: WebhookDeliveryState;
  attempts: number;
  nextAttemptAt: number;
  createdAt: number;
  lastAttemptAt: number | null;
  lastStatus: number | null;
  lastFailure: string | null;
}

/** Where a page of deliveries ended, newest first. */
export interface DeliveryPosition {
  createdAt: number;
  event: string;
  endpoint: string;
}

const endpointColumns = `id, url, description, event_types AS eventTypes, secret, previous_secret AS previousSecret,
  previous_until AS previousUntil, enabled, disabled_reason AS disabledReason, created_by AS createdBy, created_at AS createdAt`;
const deliveryColumns = `d.event, d.endpoint, e.type, d.state, d.attempts, d.next_attempt_at AS nextAttemptAt,
  d.created_at AS createdAt, d.last_attempt_at AS lastAttemptAt, d.last_status AS lastStatus, d.last_failure AS lastFailure`;
const deliveryTables = 'webhook_deliveries AS d JOIN webhook_events AS e ON e.id = d.event';

type StoredEndpoint = Omit<EndpointRow, 'eventTypes' | 'enabled'> & { eventTypes: string; enabled: number };

const fromStored = (row: StoredEndpoint): EndpointRow => ({
  ...row,
  eventTypes: JSON.parse(row.eventTypes) as string[],
  enabled: row.enabled === 1,
});

export class WebhookStore {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  endpoints(): EndpointRow[] {
    return this.#sqlite
      .prepare<[], StoredEndpoint>(`SELECT ${endpointColumns} FROM webhook_endpoints ORDER BY created_at, id`)
      .all()
      .map(fromStored);
  }

  endpoint(id: string): EndpointRow | undefined {
    const row = this.#sqlite
      .prepare<[string], StoredEndpoint>(`SELECT ${endpointColumns} FROM webhook_endpoints WHERE id = ?`)
      .get(id);
    return row === undefined ? undefined : fromStored(row);
  }

  /** Adds an endpoint, or replaces the one of its id. */
  putEndpoint(_tx: Tx, row: EndpointRow): void {
    this.#sqlite
      .prepare(
        `INSERT INTO webhook_endpoints (id, url, description, event_types, secret, previous_secret, previous_until, enabled,
           disabled_reason, created_by, created_at)
         VALUES (@id, @url, @description, @eventTypes, @secret, @previousSecret, @previousUntil, @enabled,
           @disabledReason, @createdBy, @createdAt)
         ON CONFLICT (id) DO UPDATE SET description = excluded.description, event_types = excluded.event_types,
           secret = excluded.secret, previous_secret = excluded.previous_secret, previous_until = excluded.previous_until,
           enabled = excluded.enabled, disabled_reason = excluded.disabled_reason`,
      )
      .run({ ...row, eventTypes: JSON.stringify(row.eventTypes), enabled: row.enabled ? 1 : 0 });
  }

  /** Removes an endpoint, its deliveries, and the events nobody else is told of; false when there is none. */
  removeEndpoint(tx: Tx, id: string): boolean {
    const { changes } = this.#sqlite.prepare('DELETE FROM webhook_endpoints WHERE id = ?').run(id);
    this.#dropEventsWithoutDelivery(tx);
    return changes === 1;
  }

  addEvent(_tx: Tx, event: EventRow): void {
    this.#sqlite
      .prepare(
        'INSERT INTO webhook_events (id, type, created_at, body) VALUES (@id, @type, @createdAt, @body)',
      )
      .run(event);
  }

  addDelivery(
    _tx: Tx,
    row: Pick<DeliveryRow, 'event' | 'endpoint' | 'state' | 'createdAt' | 'lastFailure'>,
  ): void {
    this.#sqlite
      .prepare(
        `INSERT INTO webhook_deliveries (event, endpoint, state, next_attempt_at, created_at, last_failure)
         VALUES (@event, @endpoint, @state, @createdAt, @createdAt, @lastFailure)`,
      )
      .run(row);
  }

  /** Deliveries of an endpoint that are due, longest due first. */
  due(endpoint: string, now: number, limit: number): (DeliveryRow & { body: string })[] {
    return this.#sqlite
      .prepare<[string, number, number], DeliveryRow & { body: string }>(
        `SELECT ${deliveryColumns}, e.body FROM ${deliveryTables}
         WHERE d.endpoint = ? AND d.state = 'pending' AND d.next_attempt_at <= ?
         ORDER BY d.next_attempt_at, d.event LIMIT ?`,
      )
      .all(endpoint, now, limit);
  }

  /** When the next pending delivery of an enabled endpoint is due; null when none waits. */
  nextDueAt(): number | null {
    return this.#sqlite
      .prepare<[], { at: number | null }>(
        `SELECT min(d.next_attempt_at) AS at FROM webhook_deliveries AS d
         JOIN webhook_endpoints AS p ON p.id = d.endpoint WHERE d.state = 'pending' AND p.enabled = 1`,
      )
      .get()!.at;
  }

  /** What an attempt came to; false when the delivery is gone. */
  settle(
    _tx: Tx,
    row: Pick<
      DeliveryRow,
      'event' | 'endpoint' | 'state' | 'attempts' | 'nextAttemptAt' | 'lastStatus' | 'lastFailure'
    > & { lastAttemptAt: number },
  ): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE webhook_deliveries SET state = @state, attempts = @attempts, next_attempt_at = @nextAttemptAt,
             last_attempt_at = @lastAttemptAt, last_status = @lastStatus, last_failure = @lastFailure
           WHERE event = @event AND endpoint = @endpoint`,
        )
        .run(row).changes === 1
    );
  }

  /** Queues a delivery anew, whatever came of it; false when there is none. */
  requeue(_tx: Tx, event: string, endpoint: string, now: number): boolean {
    return (
      this.#sqlite
        .prepare(
          `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = ?
           WHERE event = ? AND endpoint = ?`,
        )
        .run(now, event, endpoint).changes === 1
    );
  }

  /** Queues an endpoint's dead letters anew, oldest first, at most `limit`; how many. */
  requeueDead(_tx: Tx, endpoint: string, now: number, limit: number): number {
    return this.#sqlite
      .prepare(
        `UPDATE webhook_deliveries SET state = 'pending', attempts = 0, next_attempt_at = @now
         WHERE endpoint = @endpoint AND event IN (
           SELECT event FROM webhook_deliveries WHERE endpoint = @endpoint AND state = 'dead'
           ORDER BY created_at, event LIMIT @limit)`,
      )
      .run({ endpoint, now, limit }).changes;
  }

  /** Newest first, after a position where one is given. */
  deliveries(wish: {
    endpoint?: string | undefined;
    state?: WebhookDeliveryState | undefined;
    after?: DeliveryPosition | undefined;
    limit: number;
  }): DeliveryRow[] {
    return this.#sqlite
      .prepare<[Record<string, unknown>], DeliveryRow>(
        `SELECT ${deliveryColumns} FROM ${deliveryTables}
         WHERE (@endpoint IS NULL OR d.endpoint = @endpoint) AND (@state IS NULL OR d.state = @state)
           AND (@at IS NULL OR (d.created_at, d.event, d.endpoint) < (@at, @afterEvent, @afterEndpoint))
         ORDER BY d.created_at DESC, d.event DESC, d.endpoint DESC LIMIT @limit`,
      )
      .all({
        endpoint: wish.endpoint ?? null,
        state: wish.state ?? null,
        at: wish.after?.createdAt ?? null,
        afterEvent: wish.after?.event ?? null,
        afterEndpoint: wish.after?.endpoint ?? null,
        limit: wish.limit,
      });
  }

  /** Deliveries of an endpoint in a state. */
  count(endpoint: string, state: WebhookDeliveryState): number {
    return this.#sqlite
      .prepare<[string, string], { n: number }>(
        'SELECT count(*) AS n FROM webhook_deliveries WHERE endpoint = ? AND state = ?',
      )
      .get(endpoint, state)!.n;
  }

  /** Forgets what was delivered, or given up, before these moments. */
  prune(tx: Tx, before: { delivered: number; dead: number }): void {
    this.#sqlite
      .prepare(
        `DELETE FROM webhook_deliveries WHERE (state = 'delivered' AND last_attempt_at < @delivered)
           OR (state = 'dead' AND coalesce(last_attempt_at, created_at) < @dead)`,
      )
      .run(before);
    this.#dropEventsWithoutDelivery(tx);
  }

  /** The last version of a period that was announced; 0 for none. */
  announcedVersion(period: string): number {
    return (
      this.#sqlite
        .prepare<[string], { version: number }>('SELECT version FROM kpi_announced WHERE period = ?')
        .get(period)?.version ?? 0
    );
  }

  announceVersion(_tx: Tx, period: string, version: number): void {
    this.#sqlite
      .prepare(
        'INSERT INTO kpi_announced (period, version) VALUES (?, ?) ON CONFLICT (period) DO UPDATE SET version = excluded.version',
      )
      .run(period, version);
  }

  #dropEventsWithoutDelivery(_tx: Tx): void {
    this.#sqlite
      .prepare('DELETE FROM webhook_events WHERE id NOT IN (SELECT event FROM webhook_deliveries)')
      .run();
  }
}
