// Presence: codes that change every half-minute, the tickets given for them, and how often one code can be used.
//
// Outline
//   shown    A place (a counter, or the hall) shows the HMAC of the half-minute and the place, under a key outside the
//            database. Nothing is stored to make it.
//   scanned  A code is taken during its own half-minute and its two neighbours. It answers with a ticket: an HMAC over
//            place, half-minute and one responseId. A look spends nothing: link previews look too.
//   rated    One effect a responseId makes the ticket single-use, for ever, across the seal. Besides, one code gives at
//            most a few responses, by primary key, so that a film of the screen is worth no more than having stood there;
//            and many at one counter in a short time are taken with a flag. The policy says how many.
//   sealed   What was used up is forgotten by the seal: a ticket lives on for minutes only.
import type { ServicePolicy } from '../../shared/contract/policy.ts';
import { type PresenceShown, presenceWindowMs } from '../../shared/contract/presence.ts';
import type { Secrets } from '../storage/secrets.ts';

/** A counter's code, or null for the hall. */
export type PresencePlace = string | null;

export interface ScannedPresence {
  place: PresencePlace;
  /** Number of the half-minute since 1970. */
  window: number;
}

export interface PresenceParts {
  clock(): number;
  secrets: Secrets;
  policy(): ServicePolicy;
  /** Codes of the counters there are. */
  counters(): string[];
  publicUrl(): string;
}

const ticketBytes = 20;
const placeParts = (place: PresencePlace): string[] => (place === null ? ['hall'] : ['counter', place]);

export class Presence {
  readonly #parts: PresenceParts;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  #windowNow(): number {
    return Math.floor(this.#parts.clock() / presenceWindowMs);
  }

  #code(place: PresencePlace, window: number): string {
    const mac = this.#parts.secrets.mac('presence-code', ...placeParts(place), String(window));
    return mac.subarray(0, 16).toString('base64url');
  }

  /** What a place shows now. It is replaced after `presenceWindowMs`, and still taken for as long again. */
  shown(place: PresencePlace): PresenceShown {
    const window = this.#windowNow();
    const endsAt = (window + 1) * presenceWindowMs;
    return {
      url: `${this.#parts.publicUrl()}/p/${this.#code(place, window)}`,
      staleAfterSeconds: Math.ceil((endsAt + presenceWindowMs - this.#parts.clock()) / 1000),
    };
  }

  /** Milliseconds until the next code. */
  untilNextMs(): number {
    return presenceWindowMs - (this.#parts.clock() % presenceWindowMs);
  }

  /** Where and when a code was shown; null when it is none of the last, this or the next half-minute. */
  scanned(code: string): ScannedPresence | null {
    const now = this.#windowNow();
    const places: PresencePlace[] = [null, ...this.#parts.counters()];
    for (const window of [now, now - 1, now + 1]) {
      const place = places.find((candidate) => this.#code(candidate, window) === code);
      if (place !== undefined) return { place, window };
    }
    return null;
  }

  #ticketMac({ place, window }: ScannedPresence, responseId: string): Buffer {
    const parts = [...placeParts(place), String(window), responseId.toLowerCase()];
    return this.#parts.secrets.mac('presence-ticket', ...parts).subarray(0, 16);
  }

  /** The right to one response under `responseId`. */
  ticket(scanned: ScannedPresence, responseId: string): string {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(scanned.window);
    return Buffer.concat([head, this.#ticketMac(scanned, responseId)]).toString('base64url');
  }

  /** What a ticket stands for; null when it was not given for this responseId and (a place that covers) this counter. */
  opened(ticket: string, responseId: string, counter: string): ScannedPresence | null {
    const bytes = Buffer.from(ticket, 'base64url');
    if (bytes.length !== ticketBytes || bytes.toString('base64url') !== ticket) return null;
    const window = bytes.readUInt32BE(0);
    for (const place of [counter, null]) {
      const scanned = { place, window };
      if (this.#ticketMac(scanned, responseId).equals(bytes.subarray(4))) return scanned;
    }
    return null;
  }

  /** Epoch ms at which a ticket of the half-minute ends. */
  expiresAt(window: number): number {
    return (window + 1) * presenceWindowMs + this.#parts.policy().presenceMinutes * 60_000;
  }

  /** What the database keeps of a used code, and how often it may be used. */
  use({ place, window }: ScannedPresence): { code: Buffer; usesMax: number } {
    const { presencePerCode, presencePerHallCode } = this.#parts.policy();
    const mac = this.#parts.secrets.mac('presence-use', ...placeParts(place), String(window));
    return { code: mac.subarray(0, 16), usesMax: place === null ? presencePerHallCode : presencePerCode };
  }
}

/** Epoch ms in the middle of a half-minute: when the citizen stood there. */
export const momentOf = (window: number): number => window * presenceWindowMs + presenceWindowMs / 2;
