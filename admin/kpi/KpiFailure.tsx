// A refusal of a KPI operation in the words of the person in front of the screen, with every place the server found.

import { Notice } from '../components/Notice.tsx';
import { errorText } from '../http/error-text.ts';
import { ApiError } from '../http/request.ts';
import { t } from '../i18n/locale.ts';
import { knownKpiText, kpiText } from './texts.ts';

const placesShownMax = 50;

/** `row 3, column quantity` as people read it; anything else as the server wrote it. */
function placeText(path: string): string {
  const [, row, column] = /^row (\d+)(?:, column (.*))?$/.exec(path) ?? [];
  if (row === undefined) return path;
  return column === undefined
    ? kpiText('problem.row', { row })
    : kpiText('problem.rowColumn', { row, column });
}

export function KpiFailure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const known = error instanceof ApiError ? knownKpiText(`problem.${error.code}`) : null;
  const places = error instanceof ApiError ? error.faults : [];
  const detail = error instanceof ApiError && places.length === 0 ? error.detail : null;
  return (
    <Notice tone="bad" title={known ?? errorText(error)} role="alert">
      {known !== null && detail !== null && (
        <p lang="en" class="kpi-detail">
          {kpiText('problem.detail', { detail })}
        </p>
      )}
      {places.length > 0 && (
        <table class="table kpi-places">
          <caption class="visually-hidden">{kpiText('problem.places')}</caption>
          <thead>
            <tr>
              <th scope="col">{kpiText('problem.place')}</th>
              <th scope="col">{kpiText('problem.why')}</th>
            </tr>
          </thead>
          <tbody>
            {places.slice(0, placesShownMax).map(({ path, message }, index) => (
              <tr key={index}>
                <th scope="row">{placeText(path)}</th>
                <td lang="en">{message.split(`${path}: `).at(-1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {places.length > placesShownMax && (
        <p>{kpiText('problem.more', { n: places.length - placesShownMax })}</p>
      )}
      {onRetry !== undefined && (
        <button type="button" class="button" onClick={onRetry}>
          {t('app.retry')}
        </button>
      )}
    </Notice>
  );
}
