// Two months of a sample centre, lived through by its clock: visits and responses over HTTP, a seal every evening, the
// reference frozen on the night before the second month.
import { RunningCentre } from './running-centre.ts';

/** Sample day of an officer: ten visits, of which the first eight answer with these levels. */
type DayLevels = readonly number[];
const good: DayLevels = [5, 5, 4, 5, 5, 4, 5, 5];
const mixed: DayLevels = [5, 4, 5, 3, 5, 4, 5, 2];
const poor: DayLevels = [2, 3, 5, 1, 3, 2, 4, 3];

interface Worker {
  officer: string;
  counter: string;
  /** By turns, a day each. */
  procedures: readonly string[];
  levels: readonly DayLevels[];
  /** Working days in the second month. */
  days: number;
}

const shared = ['1.004222', '1.001193'];
const workers: readonly Worker[] = [
  { officer: 'CB01', counter: 'Q01', procedures: shared, levels: [good], days: 6 },
  { officer: 'CB02', counter: 'Q02', procedures: shared, levels: [poor], days: 6 },
  { officer: 'CB03', counter: 'Q03', procedures: shared, levels: [good, mixed], days: 6 },
  { officer: 'CB04', counter: 'Q04', procedures: shared, levels: [good], days: 2 },
  // Alone with a procedure of its own: nobody to compare with.
  { officer: 'CB06', counter: 'Q06', procedures: ['1.012817'], levels: [mixed], days: 6 },
];

const firstMonth = ['2026-08-24', '2026-08-25', '2026-08-26', '2026-08-27', '2026-08-28'];
const secondMonth = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04', '2026-09-07', '2026-09-08'];

export class CentreOfMonths {
  readonly centre: RunningCentre;
  readonly #setNow: (iso: string) => void;

  private constructor(centre: RunningCentre, setNow: (iso: string) => void) {
    this.centre = centre;
    this.#setNow = setNow;
  }

  static async start(): Promise<CentreOfMonths> {
    let now = Date.parse('2026-08-24T08:00:00+07:00');
    const centre = await RunningCentre.start(() => now);
    return new CentreOfMonths(centre, (iso) => {
      now = Date.parse(iso);
    });
  }

  /** One response that no seal has seen. */
  async openDay(): Promise<void> {
    await this.centre.rate(await this.centre.closeVisit('Q03', 'CB03'), 5);
  }

  /** Both months; afterwards it is the morning of 9 September 2026. */
  async live(): Promise<void> {
    for (const [index, day] of firstMonth.entries()) await this.#day(day, index, workers);
    // Nobody works on the last evening of the month; its seal freezes the reference of the next.
    await this.#seal('2026-08-31');
    for (const [index, day] of secondMonth.entries()) {
      await this.#day(
        day,
        index,
        workers.filter(({ days }) => index < days),
      );
    }
    this.#setNow('2026-09-09T08:00:00+07:00');
  }

  async #day(day: string, index: number, present: readonly Worker[]): Promise<void> {
    this.#setNow(`${day}T10:00:00+07:00`);
    await Promise.all(
      present.map(async ({ officer, counter, procedures, levels }) => {
        const answers = levels[index % levels.length]!;
        for (let visit = 0; visit < 10; visit++) {
          const procedure = procedures[index % procedures.length]!;
          const invitation = await this.centre.closeVisit(counter, officer, procedure);
          const level = answers[visit];
          if (level !== undefined) await this.centre.rate(invitation, level);
        }
      }),
    );
    await this.#seal(day);
  }

  async #seal(day: string): Promise<void> {
    this.#setNow(`${day}T22:00:00+07:00`);
    this.centre.context.seal.run();
    this.centre.context.indicators.refresh();
  }
}
