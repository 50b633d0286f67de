// Who acts in the KPI part, and the rule that nobody decides alone. People act in their own name, through a session; an API
// key may enter figures and read, and can never be one of two persons.
import { createHash } from 'node:crypto';
import type { Actor as TrailActor } from '../access/audit-trail.ts';
import { Refusal } from '../refusal.ts';

export interface Actor {
  /** Account name. */
  name: string;
  /** How the audit trail names them. */
  trail: TrailActor;
  /** The officer whose account it is. */
  officer: string | null;
}

const ledgerNameLengthMax = 64;

/** An account name as ledger entries carry it: itself, or its beginning and a hash of the whole. */
export function ledgerName(name: string): string {
  if (name.length <= ledgerNameLengthMax) return name;
  return `${name.slice(0, 40)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** Refuses with second-person-needed where the same person, under any spelling, would decide what they began. */
export function requireSecondPerson(first: string, second: Pick<Actor, 'name'>, what: string): void {
  const spelt = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
  if (spelt(first) === spelt(second.name) || ledgerName(first) === ledgerName(second.name)) {
    throw new Refusal('second-person-needed', `${what} by ${first}: another person has to confirm it`);
  }
}
