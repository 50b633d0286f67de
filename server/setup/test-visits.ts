// Trying the way from visit to board while setting up. A test visit is a visit like any other but for whose it is: an
// officer and a procedure with codes of their own, which no roster can hold and no list shows. It is counted on the
// board and stays in the ledger under those codes; it counts for nobody.
//
// Less than a group's minimum a month is let through, so that the answers to test visits never make a group: what has no
// group enters no figure of an officer and no reference (indicators/released-cells.ts).

import type { PaperForm } from '../../shared/contract/paper.ts';
import type { SetupState, TestVisit } from '../../shared/contract/setup.ts';
import type { Slip } from '../../shared/contract/slip.ts';
import type { Actor } from '../access/audit-trail.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Visits } from '../visits/visits.ts';

const testOfficer = { code: 'test:officer', name: 'Cán bộ thử', position: 'Lượt thử khi thiết lập' };
const testProcedure = { code: 'test:procedure', name: 'Lượt thử khi thiết lập', field: '' };

/** Apart from every self-reported visit: the code of its officer is in no roster. */
const externalIdOf = (id: string): string => `${testOfficer.code}:${id}`;

export class TestVisits {
  readonly #services: Services;
  readonly #visits: Visits;

  constructor(services: Services, visits: Visits) {
    this.#services = services;
    this.#visits = visits;
  }

  state(): SetupState['test'] {
    const { visits, answered } = this.#services.stores.visits.tallySince(testOfficer.code, '');
    return { visits, rated: answered, left: this.#left() };
  }

  /**
   * Closes a test visit at a counter, which its kiosks offer. The same id again is the same visit.
   * Refuses with unknown-counter | test-limit.
   */
  async close(id: string, counter: string, by: Actor): Promise<{ created: boolean; visit: TestVisit }> {
    const { stores, commit, audit, kiosks } = this.#services;
    if (stores.roster.counter(counter) === undefined) {
      throw new Refusal('unknown-counter', `no counter has the code ${counter}`);
    }
    const externalId = externalIdOf(id);
    let created = false;
    if (!this.#visits.isKnown(externalId, 'self-reported')) {
      await commit.submit((tx) => {
        if (this.#left() <= 0) {
          throw new Refusal('test-limit', 'more test visits would make a group this month');
        }
        stores.roster.putOfficer(tx, testOfficer);
        stores.roster.putProcedure(tx, testProcedure);
        audit.record(tx, { actor: by, action: 'setup.test-visit', subject: `counter:${counter}` });
      });
      const visit = { externalId, counter, officer: testOfficer.code, procedure: testProcedure.code };
      ({ created } = await this.#visits.close(visit, 'self-reported'));
    }
    const there = kiosks.lines().filter((line) => line.counter === counter && line.state === 'online');
    return { created, visit: { id, counter, kiosks: there.length, left: this.#left() } };
  }

  /** The slip of a test visit, and of no other. Refuses with unknown-invitation | already-rated. */
  slip(id: string): Slip {
    return this.#visits.slipOf(externalIdOf(id), 'self-reported').slip;
  }

  /** The form of a test visit. Refuses as `slip` does. */
  form(id: string): PaperForm {
    return this.#visits.formOf(externalIdOf(id), 'self-reported');
  }

  /** This month's test visits that are still below a group. */
  #left(): number {
    const { stores, calendar, clock, policy } = this.#services;
    const firstDay = `${calendar.dayOf(clock()).slice(0, 7)}-01`;
    const { visits } = stores.visits.tallySince(testOfficer.code, firstDay);
    return Math.max(0, policy().groupMinimum - 1 - visits);
  }
}
