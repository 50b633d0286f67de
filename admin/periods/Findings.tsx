// What a person should look at before a period is closed: one paragraph a kind, nothing where there is none.
import type { ComponentChildren } from 'preact';
import type { PeriodPreview } from '../kpi/kpi-types.ts';
import { officerText } from '../kpi/officer-names.ts';
import { missingText } from '../kpi/texts.ts';
import { follow } from '../navigation/router.ts';
import { text } from './texts.ts';

export function Findings({ preview }: { preview: PeriodPreview }) {
  const { missing, flagged, disputed, selfReported, pendingEntries, waitingResponses } = preview.findings;
  const count =
    missing.length +
    flagged.length +
    disputed.length +
    selfReported.length +
    pendingEntries +
    waitingResponses;
  return (
    <section class="card" aria-labelledby="findings-title">
      <h2 id="findings-title">{text('findings.title')}</h2>
      {count === 0 && <p>{text('findings.none')}</p>}
      <div class="findings">
        {missing.length > 0 && (
          <Finding title={text('findings.missing')} n={missing.length} hint={text('findings.missingHint')}>
            {missing.map(({ officer, what }) => (
              <li key={officer}>
                {officerText(officer)}: {what.map(missingText).join('; ')}
              </li>
            ))}
          </Finding>
        )}
        {flagged.length > 0 && (
          <Finding title={text('findings.flagged')} n={flagged.length} hint={text('findings.flaggedHint')}>
            {flagged.map(({ officer, responses }) => (
              <li key={officer}>
                {officerText(officer)}: {text('findings.flaggedRow', { n: responses })}
              </li>
            ))}
          </Finding>
        )}
        {disputed.length > 0 && (
          <Finding title={text('findings.disputed')} n={disputed.length} hint={text('findings.disputedHint')}>
            {disputed.map(({ officer, dispute }) => (
              <li key={dispute}>
                {officerText(officer)}:{' '}
                <a href={`/admin/petitions?id=${dispute}`} onClick={follow}>
                  {dispute}
                </a>
              </li>
            ))}
          </Finding>
        )}
        {selfReported.length > 0 && (
          <Finding
            title={text('findings.selfReported')}
            n={selfReported.length}
            hint={text('findings.selfReportedHint')}
          >
            {selfReported.map((row) => (
              <li key={row.officer}>
                {officerText(row.officer)}:{' '}
                {text('findings.selfReportedRow', { n: row.selfReported, all: row.visits })}
              </li>
            ))}
          </Finding>
        )}
        {pendingEntries > 0 && (
          <Finding title={text('findings.pending')} n={pendingEntries}>
            <li>{text('findings.pendingRow', { n: pendingEntries })}</li>
          </Finding>
        )}
        {waitingResponses > 0 && (
          <Finding title={text('findings.waiting')} n={waitingResponses}>
            <li>{text('findings.waitingRow', { n: waitingResponses })}</li>
          </Finding>
        )}
      </div>
    </section>
  );
}

interface FindingProps {
  title: string;
  n: number;
  hint?: string;
  children: ComponentChildren;
}

function Finding({ title, n, hint, children }: FindingProps) {
  return (
    <section class="finding">
      <h3>
        {title} <span class="finding-count">{n}</span>
      </h3>
      {hint !== undefined && <p class="field-hint">{hint}</p>}
      <ul class="kpi-reasons">{children}</ul>
    </section>
  );
}
