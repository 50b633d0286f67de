// Positions: the templates of the policy in force, and the weights that managers move within its bounds. Every change is
// dated, never altered, and stands in the ledger from the next seal on.
import type { z } from 'zod';
import type { MonthFiguresBody } from '../../shared/contract/kpi.ts';
import type {
  HeldPositions,
  positionChangeSchema,
  positionListSchema,
} from '../../shared/contract/kpi-operations.ts';
import {
  type PositionDocument,
  policyOn,
  positionDocumentSchema,
  positionPolicyId,
} from '../../shared/kpi/ledger-rules.ts';
import { exactText } from '../../shared/kpi/policy-schema.ts';
import { adjustPosition } from '../../shared/kpi/position.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import { type Actor, ledgerName } from './actor.ts';
import type { LedgerView } from './ledger-view.ts';

const changesMax = 10_000;

export class KpiPositions {
  readonly #services: Services;
  readonly #ledger: LedgerView;
  constructor(services: Services, ledger: LedgerView) {
    this.#services = services;
    this.#ledger = ledger;
  }

  list(): z.infer<typeof positionListSchema> {
    const { stores, calendar, clock } = this.#services;
    const active = policyOn(calendar.dayOf(clock()), this.#ledger.policies());
    const task = active?.policy.kind === 'general-and-task' ? active.policy : undefined;
    const logged = new Set(
      this.#ledger
        .entries()
        .flatMap((entry) =>
          entry.kind === 'policy' && entry.id === positionPolicyId ? [entry.version] : [],
        ),
    );
    return {
      policy:
        active === undefined
          ? null
          : { number: active.number, id: active.policy.id, version: active.policy.version },
      bounds: task?.positionBounds ?? null,
      defaultPosition: task?.defaultPosition ?? null,
      templates: (task?.positions ?? []).map((template) => ({ ...template })),
      changes: stores.kpi.positions().map(({ number, effective, document, enteredBy, enteredAt }) => ({
        number,
        effective,
        ...(JSON.parse(document) as PositionDocument),
        enteredBy,
        enteredAt: calendar.iso(enteredAt),
        inLog: logged.has(String(number)),
      })),
    };
  }

  /** The roster's officers by position, each beside the template of that name and the one that the last figures name. */
  held(): HeldPositions {
    const { stores, calendar, clock } = this.#services;
    const today = calendar.dayOf(clock());
    const active = policyOn(today, this.#ledger.policies());
    const templates = active?.policy.kind === 'general-and-task' ? active.policy.positions : [];
    const named = new Map(
      stores.kpi.figuresOfLastMonths().map(({ officer, month, body }) => {
        const { position = null } = JSON.parse(body) as MonthFiguresBody;
        return [officer, { month, template: position }];
      }),
    );
    const positions = new Map<string, HeldPositions['positions'][number]>();
    for (const { code, name, position } of stores.roster.officers()) {
      const key = plainTitle(position);
      const template = templates.find(({ id, title }) =>
        [id, title.vi, title.en].map(plainTitle).includes(key),
      );
      const held = positions.get(key) ?? {
        title: position.trim(),
        template: template?.id ?? null,
        officers: [],
      };
      held.officers.push({ code, name, figures: named.get(code) ?? null });
      positions.set(key, held);
    }
    const rank = ({ title, template }: HeldPositions['positions'][number]): number =>
      title === '' ? 2 : template === null ? 0 : 1;
    return {
      today,
      positions: [...positions.values()].sort(
        (a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, 'vi'),
      ),
    };
  }

  /** Refuses with no-policy | unknown-officer | invalid-request (bounds, past dates), naming each place. */
  async change(wish: z.infer<typeof positionChangeSchema>, by: Actor): Promise<number> {
    const { stores, commit, calendar, clock, audit } = this.#services;
    const { position, officer, effective, reason } = wish;
    const fail = (path: string, message: string): never => {
      throw new Refusal('invalid-request', 'the change is not within the policy', {
        errors: [{ path, message }],
      });
    };
    if (effective < calendar.dayOf(clock())) fail('effective', 'lies in the past');
    const active = policyOn(effective, this.#ledger.policies());
    if (active === undefined || active.policy.kind !== 'general-and-task') {
      throw new Refusal('no-policy', `no policy with positions is in force on ${effective}`);
    }
    if (officer !== null && stores.roster.officer(officer) === undefined) {
      throw new Refusal('unknown-officer', `no officer has the code ${officer}`);
    }
    const weights = wish.weights.map(({ part, criterion, weight }, index) => {
      const read = exactText.safeParse(weight);
      if (!read.success) return fail(`weights.${index}.weight`, read.error.issues[0]!.message);
      return { part, criterion, weight: read.data };
    });
    const adjusted = adjustPosition(active.policy, { position, weights });
    if (adjusted.state === 'refused') {
      throw new Refusal('invalid-request', 'the change is not within the policy', {
        errors: adjusted.problems.map(({ path, reason: message }) => ({ path, message })),
      });
    }
    const document = positionDocumentSchema.parse({
      policy: active.number,
      position,
      officer,
      weights,
      reason,
    });
    return commit.submit((tx) => {
      if (stores.kpi.positions().length >= changesMax) {
        throw new Refusal('policy-conflict', `more than ${changesMax} changes have been made`);
      }
      const number = stores.kpi.addPosition(tx, {
        effective,
        document: JSON.stringify(document),
        enteredBy: by.name,
        enteredAt: clock(),
      });
      audit.record(tx, {
        actor: by.trail,
        action: 'kpi-position.change',
        subject: `kpi-position:${position}`,
        detail: { number, officer },
      });
      this.#ledger.propose(tx, [
        {
          kind: 'policy',
          v: 1,
          id: positionPolicyId,
          version: String(number),
          effective,
          document,
          approvedBy: [ledgerName(by.name)],
        },
      ]);
      return number;
    });
  }
}

/** Titles are typed by people: case, blanks and ways of writing an accent tell no two apart. */
const plainTitle = (title: string): string =>
  title.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('vi');
