// A quarter of a centre that the tests of its report look at: lived through by a clock, visits and ratings through the real
// intake, sealed every evening. Everything follows from the day and the officer, so that a test can count it again.
import { randomUUID } from 'node:crypto';
import type { Context } from '../../server/context.ts';
import { addDays } from '../../shared/calendar.ts';
import type { Mode } from '../../shared/statistics/cell.ts';

export interface Worker {
  officer: string;
  counter: string;
  procedures: readonly string[];
  /** Visits a day, of which the first `rated` are rated. */
  visits: number;
  rated: number;
  /** Levels, by turns over all of the officer's responses. */
  levels: readonly number[];
  mode: Exclude<Mode, 'paper'>;
  /** Days after the first of a month from which the officer works. */
  from?: number;
}

export interface LivedDay {
  day: string;
  officer: string;
  procedure: string;
  mode: Mode;
  visits: number;
  levels: number[];
}

/** Mondays to Fridays from `first` to `last`; every `step`th. */
export function workingDays(first: string, last: string, step = 1): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(day);
  }
  return days.filter((_, index) => index % step === 0);
}

/** Lives through the days, seals each evening; what happened, a line an officer and day. */
export async function liveDays(
  context: Context,
  setNow: (iso: string) => void,
  days: readonly string[],
  workers: readonly Worker[],
): Promise<LivedDay[]> {
  const lived: LivedDay[] = [];
  const turns = new Map<string, number>();
  for (const [index, day] of days.entries()) {
    setNow(`${day}T09:00:00+07:00`);
    for (const worker of workers) {
      if (Number(day.slice(8)) < (worker.from ?? 0)) continue;
      const procedure = worker.procedures[index % worker.procedures.length]!;
      const line: LivedDay = {
        day,
        officer: worker.officer,
        procedure,
        mode: worker.mode,
        visits: worker.visits,
        levels: [],
      };
      await Promise.all(
        Array.from({ length: worker.visits }, async (_, visit) => {
          const turn = turns.get(worker.officer) ?? 0;
          const level = worker.levels[turn % worker.levels.length]!;
          if (visit < worker.rated) {
            turns.set(worker.officer, turn + 1);
            line.levels.push(level);
          }
          const { token } = await context.visits.close(
            { externalId: randomUUID(), officer: worker.officer, counter: worker.counter, procedure },
            'integrated',
          );
          if (visit >= worker.rated) return;
          await context.intake.take(
            {
              responseId: randomUUID(),
              invitation: token,
              questionnaire: context.currentQuestionnaire().version,
              answers: { officer: level },
              locale: 'vi',
              ageSeconds: 0,
            },
            worker.mode,
          );
        }),
      );
      lived.push(line);
    }
    sealAt(context, setNow, `${day}T22:00:00+07:00`);
  }
  return lived;
}

export function sealAt(context: Context, setNow: (iso: string) => void, iso: string): void {
  setNow(iso);
  context.seal.run();
}
