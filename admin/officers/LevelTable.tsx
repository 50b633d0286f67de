// The five levels as a table whose bars are plain SVG, so that picture and table cannot differ.
import { formatCount, locale, t } from '../i18n/locale.ts';
import { formatFigure } from './figure-text.ts';
import { text } from './texts.ts';

/** @param levels responses of level 1..5, at least one in all */
export function LevelTable({ levels, caption }: { levels: readonly number[]; caption: string }) {
  const language = locale.value;
  const n = levels.reduce((sum, count) => sum + count, 0);
  return (
    <table class="table levels">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{text('levels.level')}</th>
          <th scope="col">
            <span class="levels-head">{text('levels.distribution')}</span>
          </th>
          <th scope="col" class="number">
            {text('levels.count')}
          </th>
          <th scope="col" class="number">
            {text('levels.share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {([5, 4, 3, 2, 1] as const).map((level) => {
          const count = levels[level - 1] ?? 0;
          return (
            <tr key={level}>
              <th scope="row">{t(`level.${level}`)}</th>
              <td class="levels-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                  <rect class="levels-track" x="0" y="0" width="100" height="10" />
                  <rect
                    class={`levels-fill levels-fill-${level}`}
                    x="0"
                    y="0"
                    width={(100 * count) / n}
                    height="10"
                  />
                </svg>
              </td>
              <td class="number">{formatCount(count, language)}</td>
              <td class="number">{formatFigure('shareSatisfied', `${count / n}`, language)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr class="officers-total">
          <th scope="row">{text('levels.total')}</th>
          <td class="levels-bar" />
          <td class="number">{formatCount(n, language)}</td>
          <td class="number">{formatFigure('shareSatisfied', '1', language)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
