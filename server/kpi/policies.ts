// KPI policies of a centre: proposed by one person, checked whole, tried on a past period, activated by another. An active
// policy counts from the seal that puts it into the ledger, for every period whose last day is not before its first.
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { monthOf } from '../../shared/calendar.ts';
import type { KpiPolicyAnswer, policyProposalSchema } from '../../shared/contract/kpi-operations.ts';
import { type ActivePolicy, kpiPolicyId, policyForPeriod } from '../../shared/kpi/ledger-rules.ts';
import { officersFigures } from '../../shared/kpi/ledger-sheets.ts';
import { lastDayOfPeriod } from '../../shared/kpi/period.ts';
import { loadPolicy, PolicyError, policyName } from '../../shared/kpi/policy.ts';
import { policyHash } from '../../shared/kpi/policy-hash.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import { type Simulation, simulate } from '../../shared/kpi/simulation.ts';
import { EntryError, type OpenEntry, openEntryBytes } from '../../shared/ledger/entry.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { KpiPolicyRow } from '../storage/kpi-store.ts';
import { type Actor, ledgerName, requireSecondPerson } from './actor.ts';
import type { LedgerView } from './ledger-view.ts';
import { loadPreset, presetNames, presetText } from './policy-file.ts';

type Proposal = z.infer<typeof policyProposalSchema>;
export type PolicySource = Pick<Proposal, 'preset' | 'yaml' | 'document'>;

const problemsNamedMax = 200;
const policiesMax = 1000;

export class KpiPolicies {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  constructor(services: Services, ledger: LedgerView) {
    this.#services = services;
    this.#ledger = ledger;
  }

  list(): KpiPolicyAnswer[] {
    return this.#services.stores.kpi.policies().map((row) => this.#answer(row));
  }

  presets(): { id: string; title: Policy['title']; yaml: string }[] {
    return presetNames.map((id) => ({ id, title: loadPreset(id).title, yaml: presetText(id)! }));
  }

  /** Refuses with unknown-policy. */
  one(number: number): KpiPolicyAnswer {
    const row = this.#row(number);
    return { ...this.#answer(row), document: JSON.parse(row.document) };
  }

  /** Refuses with invalid-policy, naming every fault. */
  async propose(source: Proposal, by: Actor): Promise<KpiPolicyAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    const policy = policyOf(source);
    const effective = source.effectiveFrom ?? policy.effectiveFrom;
    if (effective < policy.effectiveFrom || effective > (policy.effectiveTo ?? '9999-12-31')) {
      throw new Refusal('invalid-policy', 'it would be in force on days for which it was not made', {
        errors: [
          { path: 'effectiveFrom', message: `the document is of ${policy.effectiveFrom} and later days` },
        ],
      });
    }
    if (stores.kpi.policies().length >= policiesMax) {
      throw new Refusal('policy-conflict', `more than ${policiesMax} policies have been proposed`);
    }
    try {
      openEntryBytes(entryOf(1, policy, effective, [by.name.slice(0, 40)]));
    } catch (error) {
      if (error instanceof EntryError)
        throw new Refusal('invalid-policy', `as a ledger entry it ${error.message}`);
      throw error;
    }
    const number = await commit.submit((tx) => {
      const added = stores.kpi.proposePolicy(tx, {
        document: JSON.stringify(policy),
        hash: policyHash(policy),
        effective,
        proposedBy: by.name,
        proposedAt: clock(),
      });
      audit.record(tx, { actor: by.trail, action: 'kpi-policy.propose', subject: `kpi-policy:${added}` });
      return added;
    });
    return this.one(number);
  }

  /** Refuses with unknown-policy | already-decided | second-person-needed | policy-conflict. */
  async activate(number: number, by: Actor): Promise<KpiPolicyAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const row = this.#row(number);
      requireSecondPerson(row.proposedBy, by, `the policy was proposed`);
      if (!stores.kpi.decidePolicy(tx, { number, state: 'active', decidedBy: by.name, decidedAt: clock() })) {
        throw new Refusal('already-decided', `policy ${number} is ${row.state}`);
      }
      const closed = stores.kpi.closeStates().find(({ period }) => lastDayOfPeriod(period) >= row.effective);
      if (closed !== undefined) {
        throw new Refusal(
          'policy-conflict',
          `it would be in force from ${row.effective}, and ${closed.period} is closed under another`,
        );
      }
      audit.record(tx, { actor: by.trail, action: 'kpi-policy.activate', subject: `kpi-policy:${number}` });
      const persons = [row.proposedBy, by.name].map(ledgerName);
      this.#ledger.propose(tx, [
        entryOf(number, loadPolicy(JSON.parse(row.document)), row.effective, persons),
      ]);
    });
    return this.one(number);
  }

  /** Refuses with unknown-policy | already-decided. Whoever proposed it may take it back. */
  async reject(number: number, by: Actor): Promise<KpiPolicyAnswer> {
    const { stores, commit, clock, audit } = this.#services;
    await commit.submit((tx) => {
      const row = this.#row(number);
      const done = stores.kpi.decidePolicy(tx, {
        number,
        state: 'rejected',
        decidedBy: by.name,
        decidedAt: clock(),
      });
      if (!done) throw new Refusal('already-decided', `policy ${number} is ${row.state}`);
      audit.record(tx, { actor: by.trail, action: 'kpi-policy.reject', subject: `kpi-policy:${number}` });
    });
    return this.one(number);
  }

  /**
   * What the period would be under a draft, beside the policy in force. A draft may count other modes than all only where
   * the policy in force does: two choices of modes, subtracted, can be a single citizen's answer.
   * Refuses with invalid-policy | unknown-policy | invalid-request.
   */
  simulate(
    period: string,
    source: PolicySource & { policy?: number | undefined },
  ): Simulation & { current: string | null; draft: string } {
    const draft: Policy =
      source.policy === undefined
        ? policyOf(source)
        : loadPolicy(JSON.parse(this.#row(source.policy).document));
    const entries = this.#ledger.entriesAhead();
    const current = this.#ledger.policyFor(period);
    const modes = (policy: Policy): string => [...new Set(policy.satisfaction.modes)].sort().join();
    const all = 'kiosk,link,paper,qr';
    const usual = current === undefined ? all : modes(current.policy);
    if (modes(draft) !== all && modes(draft) !== usual) {
      throw new Refusal('invalid-request', 'a simulation counts all modes, or those of the policy in force', {
        errors: [{ path: 'satisfaction.modes', message: `must be all, or ${usual}` }],
      });
    }
    const minimum = this.#services.policy().groupMinimum;
    const prefix = this.#ledger.prefix(period, entries);
    const draftActive: ActivePolicy = { number: 0, effective: draft.effectiveFrom, policy: draft };
    try {
      const under = (active: ActivePolicy) => officersFigures(prefix, period, active, minimum);
      const base = current ?? draftActive;
      const simulation = simulate(period, under(base), base.policy, draft, under(draftActive));
      return {
        ...simulation,
        current: current === undefined ? null : policyName(current.policy),
        draft: policyName(draft),
      };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Refusal('invalid-request', `figures of ${period} do not fit: ${error.message}`);
    }
  }

  #row(number: number): KpiPolicyRow {
    const row = this.#services.stores.kpi.policy(number);
    if (row === undefined) throw new Refusal('unknown-policy', `there is no policy ${number}`);
    return row;
  }

  #answer(row: KpiPolicyRow): KpiPolicyAnswer {
    const { calendar, clock } = this.#services;
    const { id, version, title } = JSON.parse(row.document) as Policy;
    const inLog = this.#ledger.policies().some(({ number }) => number === row.number);
    const thisMonth = policyForPeriod(monthOf(calendar.dayOf(clock())), this.#ledger.policies());
    return {
      number: row.number,
      id,
      version,
      title,
      hash: row.hash,
      effective: row.effective,
      state: row.state,
      proposedBy: row.proposedBy,
      proposedAt: calendar.iso(row.proposedAt),
      decidedBy: row.decidedBy,
      decidedAt: row.decidedAt === null ? null : calendar.iso(row.decidedAt),
      inLog,
      inForce: thisMonth?.number === row.number,
    };
  }
}

/** Loads a preset, YAML text or a document. Refuses with invalid-policy, naming every fault. */
function policyOf({ preset, yaml, document }: PolicySource): Policy {
  if (preset !== undefined) {
    if (presetText(preset) === undefined) {
      throw new Refusal(
        'invalid-policy',
        `there is no preset ${preset}; there are ${presetNames.join(', ')}`,
      );
    }
    return loadPreset(preset);
  }
  let read: unknown = document;
  if (yaml !== undefined) {
    try {
      read = parse(yaml);
    } catch (error) {
      if (!(error instanceof YAMLParseError) && !(error instanceof ReferenceError)) throw error;
      throw new Refusal('invalid-policy', `not readable as YAML: ${error.message.split('\n')[0]}`);
    }
  }
  try {
    return loadPolicy(read);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new Refusal('invalid-policy', `the policy has ${error.problems.length} faults`, {
      errors: error.problems
        .slice(0, problemsNamedMax)
        .map(({ path, reason }) => ({ path, message: reason })),
    });
  }
}

function entryOf(number: number, policy: Policy, effective: string, approvedBy: string[]): OpenEntry {
  return {
    kind: 'policy',
    v: 1,
    id: kpiPolicyId,
    version: String(number),
    effective,
    document: JSON.parse(JSON.stringify(policy)),
    approvedBy,
  };
}
