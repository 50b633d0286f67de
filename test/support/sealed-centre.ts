// A data directory as weeks of real work leave it: made through intake and the real seal, with multi-answer items,
// walk-ups, groups that went at once, coarsened, or late, and some that still wait.
import { randomUUID } from 'node:crypto';
import {
  Clock,
  dayMs,
  openContext,
  procedures,
  putSampleRoster,
  takeRating,
  temporaryFolder,
} from './server.ts';

/** The month of most responses, over at the last seal. */
export const sealedMonth = '2026-10';

/**
 * Of October: CB01 12 responses of the 14th (one procedure rare) and 7 of the 15th, which are in the month's rest, CB02 6 that went by the week, CB03 3 that
 * went only at the month's end; 5 walk-ups at Q01. Of November: CB02 2 that wait.
 */
export async function sealedCentre(dataDir: string = temporaryFolder()): Promise<string> {
  const clock = new Clock('2026-10-14T09:00:00+07:00');
  const { context } = await openContext({ dataDir, clock });
  await putSampleRoster(context);
  let number = 0;
  const rate = (officer: string, procedure: number, level: number, reasons?: number[]) => {
    number += 1;
    const visit = {
      externalId: `HS-${number}`,
      officer,
      counter: `Q${officer.slice(2)}`,
      procedure: procedures[procedure]!.code,
    };
    const answers = { officer: level, ...(reasons === undefined ? {} : { reasons }) };
    return takeRating(context, visit, level, { answers });
  };
  const seal = (at: string) => {
    clock.set(at);
    context.seal.run();
  };
  for (let i = 0; i < 12; i += 1)
    await rate('CB01', i < 11 ? 0 : 2, 1 + (i % 5), i % 3 === 0 ? [1, 3] : undefined);
  for (let i = 0; i < 3; i += 1) await rate('CB02', 0, 4);
  for (let i = 0; i < 5; i += 1) {
    await context.intake.take(
      {
        responseId: randomUUID(),
        counter: 'Q01',
        questionnaire: '2026-1',
        answers: { officer: 2 + (i % 2) },
        locale: 'vi',
        ageSeconds: 0,
      },
      'kiosk',
    );
  }
  seal('2026-10-14T22:00:00+07:00');
  clock.advance(dayMs / 2);
  for (let i = 0; i < 7; i += 1) await rate('CB01', i % 2, 5, [2]);
  for (let i = 0; i < 3; i += 1) await rate('CB02', 1, 3);
  for (let i = 0; i < 3; i += 1) await rate('CB03', 1, 1 + i);
  seal('2026-10-15T22:00:00+07:00');
  seal('2026-10-18T22:00:00+07:00');
  clock.set('2026-11-17T09:00:00+07:00');
  for (let i = 0; i < 2; i += 1) await rate('CB02', 1, 5);
  seal('2026-11-17T22:00:00+07:00');
  await context.close();
  return dataDir;
}
