// Takes a whole roster or none of it. What is named again is updated; nothing is ever removed, so that visits of the
// past keep their officer, counter and procedure.
import type { RosterAnswer, Roster as RosterDocument } from '../../shared/contract/roster.ts';
import type { Actor } from '../access/audit-trail.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Photo } from '../storage/roster-store.ts';

const photoBytesMax = 512 * 1024;

export interface DutyInterval {
  counter: string;
  officer: string;
  startsAt: number;
  endsAt: number | null;
}

export class Roster {
  readonly #services: Services;
  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Applies a roster document in one transaction. Refuses with unknown-officer | unknown-counter (duty that names what
   * is neither in the document nor known) | roster-conflict (codes given twice, duty that ends before it starts).
   */
  async put(document: RosterDocument, by: Actor = 'system'): Promise<RosterAnswer> {
    const { stores, commit, live, audit } = this.#services;
    rejectRepeats(
      'officers',
      document.officers.map(({ code }) => code),
    );
    rejectRepeats(
      'counters',
      document.counters.map(({ code }) => code),
    );
    rejectRepeats(
      'procedures',
      document.procedures.map(({ code }) => code),
    );
    const photos = document.officers.flatMap(({ code, photo }) =>
      photo === undefined ? [] : [{ code, photo: readPhoto(Buffer.from(photo, 'base64')) }],
    );
    const duty = document.duty.map((row, index): DutyInterval => {
      const startsAt = Date.parse(row.from);
      const endsAt = row.to === undefined ? null : Date.parse(row.to);
      if (endsAt !== null && endsAt <= startsAt) {
        throw new Refusal('roster-conflict', 'a duty ends before it starts', {
          errors: [{ path: `duty.${index}.to`, message: 'is not after from' }],
        });
      }
      return { counter: row.counter, officer: row.officer, startsAt, endsAt };
    });
    const answer = await commit.submit((tx) => {
      for (const { code, name, position } of document.officers) {
        stores.roster.putOfficer(tx, { code, name, position: position ?? '' });
      }
      for (const row of document.counters) stores.roster.putCounter(tx, row);
      for (const row of document.procedures) stores.roster.putProcedure(tx, row);
      for (const { code, photo } of photos) stores.roster.putPhoto(tx, code, photo);
      for (const row of duty) {
        if (stores.roster.counter(row.counter) === undefined) {
          throw new Refusal('unknown-counter', `duty names the counter ${row.counter}, which is not known`);
        }
        if (stores.roster.officer(row.officer) === undefined) {
          throw new Refusal('unknown-officer', `duty names the officer ${row.officer}, who is not known`);
        }
        stores.roster.putDuty(tx, row);
      }
      const counts = {
        officers: document.officers.length,
        counters: document.counters.length,
        procedures: document.procedures.length,
        duty: document.duty.length,
      };
      audit.record(tx, { actor: by, action: 'roster.put', subject: 'roster', detail: counts });
      return counts;
    });
    live.reload();
    return answer;
  }
}

/** Checks a picture by its first bytes; throws Refusal('invalid-request'). */
export function readPhoto(bytes: Buffer): Photo {
  if (bytes.length > photoBytesMax) {
    throw new Refusal('invalid-request', `a photo has at most ${photoBytesMax} bytes`);
  }
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return { type: 'image/png', bytes };
  if (starts(0xff, 0xd8, 0xff)) return { type: 'image/jpeg', bytes };
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes.toString('latin1', 8, 12) === 'WEBP')
    return { type: 'image/webp', bytes };
  throw new Refusal('invalid-request', 'a photo must be PNG, JPEG or WebP');
}

function rejectRepeats(list: string, codes: string[]): void {
  const seen = new Set<string>();
  codes.forEach((code, index) => {
    if (seen.has(code)) {
      throw new Refusal('roster-conflict', `${list} name the code ${code} twice`, {
        errors: [{ path: `${list}.${index}.code`, message: 'appears twice' }],
      });
    }
    seen.add(code);
  });
}
