// A month of a sample centre up to the day on which it can be closed: policy of two persons, two rated days, nights sealed.
// Figures are not entered: that is left to the screens.
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../server/kpi/actor.ts';
import { takeRating } from '../support/server.ts';
import { RunningCentre } from './running-centre.ts';

export const month = '2026-10';

export class CentreOfKpiMonth {
  readonly centre: RunningCentre;
  readonly #setNow: (iso: string) => void;

  private constructor(centre: RunningCentre, setNow: (iso: string) => void) {
    this.centre = centre;
    this.#setNow = setNow;
  }

  /** CB02 and CB03 rated 20 times each on 14 October and 20 and 30 times on the 15th; it is 11 November, 9 o'clock. */
  static async start(): Promise<CentreOfKpiMonth> {
    let now = Date.parse('2026-10-14T09:00:00+07:00');
    const centre = await RunningCentre.start(() => now);
    const lived = new CentreOfKpiMonth(centre, (iso) => {
      now = Date.parse(iso);
    });
    await centre.addUser('personnel', 'personnel');
    const { policies } = centre.context.kpi;
    const { number } = await policies.propose({ preset: 'decree-335-2025' }, personOf('personnel'));
    await policies.activate(number, personOf('manager'));
    await lived.#rate('CB03', [...Array(12).fill(5), ...Array(8).fill(1)]);
    await lived.#rate('CB02', [...Array(18).fill(5), 2, 2]);
    lived.seal('2026-10-14T22:00:00+07:00');
    lived.#setNow('2026-10-15T09:00:00+07:00');
    await lived.#rate('CB03', Array(30).fill(5));
    await lived.#rate('CB02', [...Array(18).fill(4), 1, 1]);
    lived.seal('2026-10-15T22:00:00+07:00');
    lived.seal('2026-11-11T09:00:00+07:00');
    return lived;
  }

  /** @param iso the moment that it is then */
  seal(iso: string): void {
    this.#setNow(iso);
    this.centre.context.seal.run();
  }

  async #rate(officer: string, levels: readonly number[]): Promise<void> {
    const { context } = this.centre;
    const at = { officer, counter: `Q${officer.slice(2)}`, procedure: '1.001193' };
    for (const level of levels) await takeRating(context, { externalId: randomUUID(), ...at }, level);
  }
}

/** An account of the centre, for what is not the screens' to show. */
export const personOf = (name: string): Actor => ({ name, officer: null, trail: `user:${name}` });
