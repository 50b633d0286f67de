// The kiosks that are connected now: which counter each stands at, and the offer of a visit just closed.
import type { DeviceLine } from '../../shared/contract/board.ts';
import type { OfficerCard } from '../../shared/contract/common.ts';
import type { Offer } from '../../shared/contract/visits.ts';
import type { AccessStore, DeviceRow } from '../storage/access-store.ts';
import type { RosterStore } from '../storage/roster-store.ts';

/** What a connected kiosk can be told. */
export interface KioskConnection {
  offer(offer: Offer): void;
  /** Takes an offer back that nobody has touched yet. */
  withdraw(token: string): void;
  /** Has it ask again what it is and what it asks. */
  refresh(): void;
  disconnect(): void;
}

/** What a device says of itself. */
export interface DeviceReport {
  outboxSize: number;
  version: string;
  /** Charge in [0, 1]; null where the browser does not tell, or the device has no battery. */
  battery: number | null;
}

interface Connected {
  device: DeviceRow;
  connection: KioskConnection;
  report: DeviceReport;
}

export interface KiosksParts {
  access: AccessStore;
  roster: RosterStore;
  clock(): number;
  offerSeconds(): number;
  /** Called with all lines whenever one changes. */
  changed(devices: DeviceLine[]): void;
}

export class Kiosks {
  readonly #connected = new Map<string, Connected>();
  readonly #lastSeen = new Map<string, number>();
  readonly #parts: KiosksParts;

  constructor(parts: KiosksParts) {
    this.#parts = parts;
  }

  /** A device has proven itself; an earlier connection of the same device gives way. Returns the function that leaves. */
  join(device: DeviceRow, connection: KioskConnection, report: DeviceReport): () => void {
    this.#connected.get(device.id)?.connection.disconnect();
    const entry = { device, connection, report };
    this.#connected.set(device.id, entry);
    this.#seen(device.id);
    this.#changed();
    return () => {
      if (this.#connected.get(device.id) !== entry) return;
      this.#connected.delete(device.id);
      this.#seen(device.id);
      this.#changed();
    };
  }

  heartbeat(deviceId: string, report: DeviceReport): void {
    this.#seen(deviceId);
    const entry = this.#connected.get(deviceId);
    if (entry === undefined) return;
    const before = entry.report;
    entry.report = report;
    const same =
      before.outboxSize === report.outboxSize &&
      before.version === report.version &&
      percentOf(before.battery) === percentOf(report.battery);
    if (!same) this.#changed();
  }

  /** Shows a visit just closed on the kiosks of its counter. */
  offer(counter: string, token: string, officerCode: string): void {
    const there = [...this.#connected.values()].filter(({ device }) => device.counter === counter);
    const officer = there.length === 0 ? null : this.officerCard(officerCode);
    if (officer === null) return;
    const offer = { invitation: token, officer, counter, closesAfterSeconds: this.#parts.offerSeconds() };
    for (const { connection } of there) connection.offer(offer);
  }

  /** The invitation was redeemed elsewhere: its counter's kiosks need not ask any more. */
  withdraw(counter: string, token: string): void {
    for (const { device, connection } of this.#connected.values()) {
      if (device.counter === counter) connection.withdraw(token);
    }
  }

  /** What kiosks ask has changed. One that is away learns of it when it comes back. */
  refresh(): void {
    for (const { connection } of this.#connected.values()) connection.refresh();
  }

  revoked(deviceId: string): void {
    this.#connected.get(deviceId)?.connection.disconnect();
    this.#connected.delete(deviceId);
    this.#changed();
  }

  /** Every paired device that is not revoked, connected or not. */
  lines(): DeviceLine[] {
    return this.#parts.access
      .devices()
      .filter((device) => device.revoked === 0)
      .map(({ id, label, counter }) => {
        const entry = this.#connected.get(id);
        return {
          id,
          label,
          counter,
          state: entry === undefined ? ('dark' as const) : ('online' as const),
          outboxSize: entry?.report.outboxSize ?? 0,
          ...(entry !== undefined && {
            version: entry.report.version,
            ...(entry.report.battery !== null && { battery: percentOf(entry.report.battery)! / 100 }),
          }),
        };
      });
  }

  /** Epoch ms of the last sign of life since the server started. */
  lastSeenAt(deviceId: string): number | null {
    return this.#lastSeen.get(deviceId) ?? null;
  }

  officerCard(code: string): OfficerCard | null {
    const officer = this.#parts.roster.officer(code);
    if (officer === undefined) return null;
    return {
      code: officer.code,
      name: officer.name,
      ...(officer.position === '' ? {} : { position: officer.position }),
      ...(this.#parts.roster.hasPhoto(code)
        ? { photoUrl: `/api/officers/${encodeURIComponent(code)}/photo` }
        : {}),
    };
  }

  #seen(deviceId: string): void {
    this.#lastSeen.set(deviceId, this.#parts.clock());
  }
  #changed(): void {
    this.#parts.changed(this.lines());
  }
}

/** A board need not move with every thousandth. */
const percentOf = (battery: number | null): number | null =>
  battery === null ? null : Math.round(battery * 100);
