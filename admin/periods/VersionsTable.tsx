// Every version of a period, newest first: who closed and confirmed it, when, why, and the hash that stands in the log.
import { locale } from '../i18n/locale.ts';
import { momentText, shortDay } from '../kpi/figure-text.ts';
import type { PeriodVersion } from '../kpi/kpi-types.ts';
import { officerText } from '../kpi/officer-names.ts';
import { kpiText } from '../kpi/texts.ts';
import { text } from './texts.ts';

export function VersionsTable({ versions }: { versions: readonly PeriodVersion[] }) {
  return (
    <section class="card" aria-labelledby="versions-title">
      <h2 id="versions-title">{text('versions.title')}</h2>
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{text('versions.version')}</th>
            <th scope="col">{text('versions.state')}</th>
            <th scope="col">{text('versions.persons')}</th>
            <th scope="col">{text('versions.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {[...versions].reverse().map((version) => (
            <Row key={version.version} version={version} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ version }: { version: PeriodVersion }) {
  const { closedBy, closedAt, confirmedBy, confirmedAt, finalDay, officers, reason } = version;
  return (
    <tr>
      <th scope="row">{text('version.n', { n: version.version })}</th>
      <td data-label={text('versions.state')}>
        <span class="kpi-state" data-state={version.state}>
          {kpiText(`state.${version.state}`)}
          {version.provisional && ` · ${kpiText('provisional')}`}
        </span>
      </td>
      <td data-label={text('versions.persons')}>
        <ul class="kpi-reasons">
          <li>{text('versions.closedBy', { name: closedBy, moment: momentText(closedAt, locale.value) })}</li>
          {confirmedBy !== null && confirmedAt !== null && (
            <li>
              {text('versions.confirmedBy', {
                name: confirmedBy,
                moment: momentText(confirmedAt, locale.value),
              })}
            </li>
          )}
          {finalDay !== null && (
            <li>{text('versions.finalDay', { day: shortDay(finalDay, locale.value) })}</li>
          )}
        </ul>
      </td>
      <td data-label={text('versions.reason')}>
        {reason !== '' && <p>{reason}</p>}
        <p class="muted">
          {officers === null
            ? text('versions.whole')
            : text('versions.some', { officers: officers.map(officerText).join(', ') })}
        </p>
        <details class="kpi-hash">
          <summary>{text('versions.hash')}</summary>
          <code>{version.tableHash}</code>
        </details>
      </td>
    </tr>
  );
}
