// A refusal of a KPI operation in the words of the person in front of the screen, with every place the server found.

import { Notice } from '../components/Notice.tsx';
import { errorText } from '../http/error-text.ts';
import { ApiError } from '../http/request.ts';
import { t } from '../i18n/locale.ts';
import { type KpiKey, knownKpiText, kpiText } from './texts.ts';

const placesShownMax = 50;

/** `row 3, column quantity` as people read it; anything else as the server wrote it. */
function placeText(path: string): string {
  const [, row, column] = /^row (\d+)(?:, column (.*))?$/.exec(path) ?? [];
  if (row === undefined) return path;
  return column === undefined
    ? kpiText('problem.row', { row })
    : kpiText('problem.rowColumn', { row, column });
}

/** What the server says of a place, by the beginning or the end of its sentence; anything else stays in its own words. */
const reasons: readonly (readonly [RegExp, KpiKey])[] = [
  [/received undefined$|^is (?:needed|missing)\b|expected string to have >=1/, 'fault.missing'],
  [/received NaN|expected number to be >=0|^is not a plain decimal/, 'fault.not-a-number'],
  [/^is above 100$/, 'fault.above-100'],
  [/^no officer has the code/, 'fault.unknown-officer'],
  [/is given twice for/, 'fault.twice'],
  [/has not begun$/, 'fault.not-begun'],
  [/is no month such as/, 'fault.not-a-month'],
  [/days worked of \d|has no \S+ days$/, 'fault.days'],
  [/^is no column of figures$/, 'fault.column'],
  [/has no (?:general criteria|task part|index|indices|place for the figure)/, 'fault.no-place'],
  [/has no position /, 'fault.no-position'],
  [/knows no mark /, 'fault.no-mark'],
];

function Reason({ message }: { message: string }) {
  const key = reasons.find(([pattern]) => pattern.test(message))?.[1];
  return key === undefined ? <td lang="en">{message}</td> : <td>{kpiText(key)}</td>;
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
                <Reason message={message.split(`${path}: `).at(-1)!} />
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
