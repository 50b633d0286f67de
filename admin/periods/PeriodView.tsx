// One period: where it stands, what to look at before closing, the sheets, and every version there has been.

import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { locale } from '../i18n/locale.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import type { PeriodPreview } from '../kpi/kpi-types.ts';
import { SheetsTable } from '../kpi/SheetsTable.tsx';
import { kpiText } from '../kpi/texts.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { PeriodChooser } from '../officers/PeriodChooser.tsx';
import { periodName } from '../officers/periods.ts';
import { Changes, changesOf } from './Changes.tsx';
import { CloseSteps } from './CloseSteps.tsx';
import { Findings } from './Findings.tsx';
import { Holds } from './Holds.tsx';
import { type PeriodAnswer, readPeriod } from './periods-api.ts';
import { text } from './texts.ts';
import { VersionsTable } from './VersionsTable.tsx';

// Every reading of sheets stands in the audit trail: an open page asks seldom.
const everyMs = 600_000;

export function PeriodView({ period, session }: PageProps & { period: string }) {
  const { state, refresh } = usePolled(() => readPeriod(period), everyMs);
  const { data, error } = state.value;
  const closed = data?.closed ?? null;
  const changes = closed === null ? [] : changesOf(closed.sheets, data?.preview.sheets ?? []);
  const mayDecide = session.role !== 'auditor';
  return (
    <>
      <div class="officers-head">
        <h1>{periodName(period, locale.value)}</h1>
        <PeriodChooser period={period} addressOf={(chosen) => `/admin/periods?period=${chosen}`} />
      </div>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <>
          <CloseSteps preview={data.preview} me={session.name} mayDecide={mayDecide} onChanged={refresh} />
          <Findings preview={data.preview} />
          <Holds
            period={period}
            holds={data.holds}
            held={heldOfficers(data.preview)}
            me={session.name}
            mayDecide={mayDecide}
            onChanged={refresh}
          />
          <Sheets answer={data} />
          {changes.length > 0 && <Changes changes={changes} />}
          {data.preview.versions.length > 0 && <VersionsTable versions={data.preview.versions} />}
        </>
      )}
    </>
  );
}

const heldOfficers = ({ sheets }: PeriodPreview): string[] =>
  sheets
    .filter(({ withheld }) => withheld.some(({ code }) => code === 'satisfaction-held'))
    .map(({ officer }) => officer);

/** The table that was closed, where there is one: it is what a second person confirms. Otherwise the preview. */
function Sheets({ answer: { preview, closed } }: { answer: PeriodAnswer }) {
  const title =
    closed === null ? 'sheets.preview' : preview.state === 'final' ? 'sheets.final' : 'sheets.closed';
  const treeSize = closed === null ? preview.treeSize : closed.version.treeSize;
  return (
    <section class="card" aria-labelledby="sheets-title">
      <div class="section-head">
        <h2 id="sheets-title">{text(title)}</h2>
        {closed !== null && (
          <span class="muted">{text('sheets.version', { n: closed.version.version })}</span>
        )}
        {closed?.version.provisional === true && (
          <strong class="kpi-withheld">{kpiText('provisional')}</strong>
        )}
        <button type="button" class="button print-button" onClick={() => print()}>
          {text('print')}
        </button>
      </div>
      {closed === null && preview.sheets.length > 0 && <p>{text('sheets.previewHint')}</p>}
      <SheetsTable sheets={closed?.sheets ?? preview.sheets} period={preview.period} />
      {preview.policy !== null && (
        <p class="muted">
          {text('sheets.basis', { policy: `${preview.policy.id} v${preview.policy.version}`, n: treeSize })}
        </p>
      )}
      <Caps preview={preview} />
      {preview.versions.some(({ state }) => state === 'final') && <Files period={preview.period} />}
    </section>
  );
}

function Caps({ preview }: { preview: PeriodPreview }) {
  if (preview.warnings.length === 0) return null;
  return (
    <Notice tone="warning" title={text('caps.title')}>
      <ul class="kpi-reasons">
        {preview.warnings.map((warning) => (
          <li key={`${warning.cap} ${warning.unit ?? ''} ${warning.group ?? ''}`}>
            {warning.text[locale.value]}
            <span class="kpi-source">
              {warning.source} · {kpiText(`certainty.${warning.certainty}`)}
            </span>
          </li>
        ))}
      </ul>
      <p>{text('caps.hint')}</p>
    </Notice>
  );
}

function Files({ period }: { period: string }) {
  const of = new URLSearchParams({ period });
  return (
    <nav class="kpi-files" aria-label={text('files.title')}>
      <h3>{text('files.title')}</h3>
      <ul class="row">
        <li>
          <a href={`/api/kpi/feed.xlsx?${of}`}>{text('files.xlsx')}</a>
        </li>
        <li>
          <a href={`/api/kpi/feed.csv?${of}`}>{text('files.csv')}</a>
        </li>
        <li>
          <a href={`/api/kpi/feed.csv?${of}&rows=lines`}>{text('files.lines')}</a>
        </li>
        <li>
          <a href={`/api/kpi/summary.pdf?${of}`}>{text('files.summary')}</a>
        </li>
        <li>
          <a href={`/api/kpi/levels.pdf?${of}`}>{text('files.levels')}</a>
        </li>
      </ul>
    </nav>
  );
}
