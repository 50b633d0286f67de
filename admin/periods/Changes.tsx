// What a new version would change in a period that is closed: officers whose sheet the log says otherwise of by now.
import { locale } from '../i18n/locale.ts';
import { shortDecimal } from '../kpi/figure-text.ts';
import type { Sheet } from '../kpi/kpi-types.ts';
import { officerText } from '../kpi/officer-names.ts';
import { levelText } from '../kpi/texts.ts';
import { text } from './texts.ts';

interface Change {
  officer: string;
  before: Sheet | null;
  after: Sheet | null;
}

/** Officers with another total, another level or other reasons; each officer once, in order. */
export function changesOf(closed: readonly Sheet[], now: readonly Sheet[]): Change[] {
  const of = (sheets: readonly Sheet[]) => new Map(sheets.map((sheet) => [sheet.officer, sheet]));
  const [before, after] = [of(closed), of(now)];
  const says = (sheet: Sheet | undefined) =>
    sheet && JSON.stringify([sheet.total, sheet.totalExact, sheet.level, sheet.withheld]);
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((officer) => says(before.get(officer)) !== says(after.get(officer)))
    .map((officer) => ({
      officer,
      before: before.get(officer) ?? null,
      after: after.get(officer) ?? null,
    }));
}

export function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <section class="card" aria-labelledby="changes-title">
      <h2 id="changes-title">{text('changes.title')}</h2>
      <p>{text('changes.lead')}</p>
      <ul class="kpi-reasons">
        {changes.map(({ officer, before, after }) => (
          <li key={officer}>
            {text('changes.row', {
              officer: officerText(officer),
              before: sheetText(before),
              after: sheetText(after),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function sheetText(sheet: Sheet | null): string {
  if (sheet === null) return text('changes.none');
  const level = levelText(sheet.level);
  return sheet.totalShown === null ? level : `${shortDecimal(sheet.totalShown, locale.value)} (${level})`;
}
