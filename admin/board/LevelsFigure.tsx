// The distribution of today's levels: a table whose bars are plain SVG, so that picture and table cannot differ.
import type { Levels } from '../../shared/contract/board.ts';
import { boardText as t } from '../i18n/board-text.ts';
import { formatCount, formatShare, locale } from '../i18n/locale.ts';
import { levelRows } from './board-figures.ts';

export function LevelsFigure({ levels }: { levels: Levels }) {
  const rows = levelRows(levels);
  if (levels.state !== 'ok' || rows === null) {
    return (
      <div class="empty">
        <p class="empty-title">{t('board.insufficient')}</p>
        {levels.state === 'insufficient-data' && (
          <p>{t('board.levelsInsufficientHint', { minimum: levels.minimum })}</p>
        )}
      </div>
    );
  }
  return (
    <>
      <p class="levels-summary">
        <strong>
          {t('board.levelsSatisfied', { share: formatShare(levels.shareSatisfied, locale.value) })}
        </strong>
        <span class="levels-base">{t('board.levelsBase', { n: levels.n })}</span>
      </p>
      <table class="table levels">
        <caption class="visually-hidden">{t('board.levelsCaption', { n: levels.n })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('board.level')}</th>
            <th scope="col">
              <span class="levels-head">{t('board.distribution')}</span>
            </th>
            <th scope="col" class="number">
              {t('board.count')}
            </th>
            <th scope="col" class="number">
              {t('board.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ level, count, share }) => (
            <tr key={level}>
              <th scope="row">{t(`level.${level}`)}</th>
              <td class="levels-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                  <rect class="levels-track" x="0" y="0" width="100" height="10" />
                  <rect
                    class={`levels-fill levels-fill-${level}`}
                    x="0"
                    y="0"
                    width={100 * share}
                    height="10"
                  />
                </svg>
              </td>
              <td class="number">{formatCount(count, locale.value)}</td>
              <td class="number">{formatShare(share, locale.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
