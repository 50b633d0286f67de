// Setting up: what is there, what is to do, and the centre's own name and zone. Facts decide over marks: a step that a
// fact shows done is done, whatever anybody said of it.
import {
  type CentreChange,
  type SetupStanding,
  type SetupState,
  type SetupStep,
  setupSteps,
} from '../../shared/contract/setup.ts';
import type { Actor } from '../access/audit-trail.ts';
import { ZoneCalendar } from '../calendar.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { Tx } from '../storage/database.ts';
import { type Address, addressState } from './address.ts';
import type { TestVisits } from './test-visits.ts';

export interface SetupParts {
  tests: TestVisits;
  address(): Address;
  lastBackupAt(): number | null;
  policyStanding(): SetupState['policy'];
}

export class Setup {
  readonly #services: Services;
  readonly #parts: SetupParts;
  #zoneChanged: () => void = () => {};

  constructor(services: Services, parts: SetupParts) {
    this.#services = services;
    this.#parts = parts;
  }

  /** What runs by the centre's clock asks here to be told when that is another one. */
  onZoneChanged(listener: () => void): void {
    this.#zoneChanged = listener;
  }

  state(): SetupState {
    const { centre, calendar, stores, kiosks, clock, policy } = this.#services;
    const lines = kiosks.lines();
    const lastBackup = this.#parts.lastBackupAt();
    const roster = {
      officers: stores.roster.officers().length,
      counters: stores.roster.counters().length,
      procedures: stores.roster.procedures().length,
      onDuty: stores.roster.onDutyCount(clock()),
    };
    const devices = {
      paired: lines.length,
      online: lines.filter(({ state }) => state === 'online').length,
    };
    const test = this.#parts.tests.state();
    const policyStanding = this.#parts.policyStanding();
    const marks = stores.centre.setupMarks();
    const isShown: Partial<Record<SetupStep, boolean>> = {
      roster: roster.officers > 0 && roster.counters > 0 && roster.procedures > 0,
      policy: policyStanding !== 'none',
      devices: devices.paired > 0,
      test: test.rated > 0,
    };
    const standingOf = (step: SetupStep): SetupStanding =>
      isShown[step] === true ? 'done' : (marks[step] ?? 'todo');
    return {
      centre: { ...centre, zoneFixed: this.#isZoneFixed() },
      address: addressState(this.#parts.address(), (at) => calendar.iso(at)),
      roster,
      policy: policyStanding,
      devices,
      test,
      backup: { lastAt: lastBackup === null ? null : calendar.iso(lastBackup) },
      sealAt: policy().sealAt,
      steps: Object.fromEntries(setupSteps.map((step) => [step, standingOf(step)])) as SetupState['steps'],
    };
  }

  /** Says of a step that it is done or passed over, or takes that back. */
  async mark(step: SetupStep, standing: SetupStanding, by: Actor): Promise<void> {
    const { commit, audit } = this.#services;
    await commit.submit((tx) => {
      this.#mark(tx, step, standing);
      audit.record(tx, { actor: by, action: 'setup.step', subject: `step:${step}`, detail: { standing } });
    });
  }

  /**
   * Names the centre and its zone. Refuses with invalid-request (no such zone) | zone-fixed (visits have been closed, or
   * the last seal's day would come again).
   */
  async changeCentre({ name, zone }: CentreChange, by: Actor): Promise<void> {
    const { centre, calendar, stores, commit, audit, live } = this.#services;
    const movesZone = zone !== centre.zone;
    if (movesZone) this.#checkZone(zone);
    const before = { name: centre.name, zone: centre.zone };
    await commit.submit(
      (tx) => {
        // Asked again where nothing comes between: a visit may have been closed since.
        if (movesZone && this.#isZoneFixed()) throw zoneFixed();
        stores.centre.setCentre(tx, { ...centre, name, zone });
        this.#mark(tx, 'centre', 'done');
        audit.record(tx, {
          actor: by,
          action: 'centre.change',
          subject: 'centre',
          detail: { before, after: { name, zone } },
        });
      },
      () => {
        // One object, which every part holds.
        Object.assign(centre, { name, zone });
        if (!movesZone) return;
        calendar.moveTo(zone);
        live.reload();
        this.#zoneChanged();
      },
    );
  }

  #checkZone(zone: string): void {
    let today: string;
    try {
      today = new ZoneCalendar(zone).dayOf(this.#services.clock());
    } catch {
      throw new Refusal('invalid-request', `${zone} is not a known time zone`, {
        errors: [{ path: 'zone', message: 'is not a known time zone' }],
      });
    }
    if (this.#isZoneFixed()) throw zoneFixed();
    const lastSealed = this.#services.stores.seals.lastDay();
    if (lastSealed !== null && today < lastSealed) {
      throw new Refusal('zone-fixed', `the day ${lastSealed} is sealed, and would come again in that zone`);
    }
  }

  /** Days are read by the zone: once a visit or a response belongs to one, it stays. */
  #isZoneFixed(): boolean {
    const { visits, responses } = this.#services.stores;
    return visits.hasVisits() || responses.hasTags();
  }

  #mark(tx: Tx, step: SetupStep, standing: SetupStanding): void {
    const { centre } = this.#services.stores;
    const { [step]: _old, ...rest } = centre.setupMarks();
    centre.setSetupMarks(tx, standing === 'todo' ? rest : { ...rest, [step]: standing });
  }
}

const zoneFixed = (): Refusal =>
  new Refusal('zone-fixed', 'visits or ratings have a day in the present zone already');
