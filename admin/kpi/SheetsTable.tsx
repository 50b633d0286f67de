// Sheets of a period, a row an officer: total, level or why it is withheld, and the way to the whole sheet.
import { locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { shortDecimal } from './figure-text.ts';
import type { Sheet } from './kpi-types.ts';
import { officerName } from './officer-names.ts';
import { kpiText, levelText, sentenceText } from './texts.ts';

export function SheetsTable({ sheets, period }: { sheets: readonly Sheet[]; period: string }) {
  if (sheets.length === 0) {
    return (
      <div class="empty">
        <p class="empty-title">{kpiText('table.none')}</p>
        <p>{kpiText('table.noneHint')}</p>
      </div>
    );
  }
  return (
    <table class="table table-stacked kpi-sheets">
      <caption class="visually-hidden">{kpiText('table.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{kpiText('table.officer')}</th>
          <th scope="col" class="number">
            {kpiText('table.total')}
          </th>
          <th scope="col">{kpiText('table.level')}</th>
        </tr>
      </thead>
      <tbody>
        {sheets.map((sheet) => (
          <tr key={sheet.officer}>
            <th scope="row">
              <a href={sheetAddress(sheet.officer, period)} onClick={follow}>
                {officerName(sheet.officer) ?? sheet.officer}
              </a>
              <span class="kpi-code">{sheet.officer}</span>
            </th>
            <td class="number" data-label={kpiText('table.total')}>
              {sheet.totalShown === null ? '–' : shortDecimal(sheet.totalShown, locale.value)}
            </td>
            <td data-label={kpiText('table.level')}>
              <Level sheet={sheet} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The level, or why there is none; and findings that lowered it. */
export function Level({ sheet }: { sheet: Sheet }) {
  return (
    <>
      <span class={sheet.level === null ? 'kpi-withheld' : 'kpi-level'}>{levelText(sheet.level)}</span>
      {sheet.withheld.length > 0 && (
        <ul class="kpi-reasons">
          {sheet.withheld.map(({ code, about, text }) => (
            <li key={`${code} ${about}`}>{sentenceText(text[locale.value])}</li>
          ))}
        </ul>
      )}
      {sheet.marks.map(({ mark, label }) => (
        <span key={mark} class="kpi-mark">
          {label[locale.value]}
        </span>
      ))}
    </>
  );
}

export const sheetAddress = (officer: string, period: string): string =>
  `/admin/sheets?${new URLSearchParams({ officer, period })}`;
