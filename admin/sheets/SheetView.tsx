// One officer's sheet of a period: the result, every line with how it came about, the versions, and the way to petition.
import { useSignal } from '@preact/signals';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { locale } from '../i18n/locale.ts';
import { decimalText, shortDay } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import type { Sheet } from '../kpi/kpi-types.ts';
import { officerText } from '../kpi/officer-names.ts';
import { Level } from '../kpi/SheetsTable.tsx';
import { kpiText, levelText } from '../kpi/texts.ts';
import { follow } from '../navigation/router.ts';
import { PeriodChooser } from '../officers/PeriodChooser.tsx';
import { periodName, periodWords } from '../officers/periods.ts';
import { useAnswer } from '../officers/use-answer.ts';
import { SheetLines } from './SheetLines.tsx';
import { type OfficerSheets, readSheets } from './sheets-api.ts';
import { text, textOr } from './texts.ts';

interface ViewProps {
  officer: string;
  period: string;
  isOwn: boolean;
  addressOf: (period: string) => string;
}

export function SheetView({ officer, period, isOwn, addressOf }: ViewProps) {
  const { data, error, refresh } = useAnswer(`${officer} ${period}`, () =>
    readSheets(officer, period, isOwn),
  );
  return (
    <>
      <div class="officers-head">
        <h1>
          {isOwn ? text('titleOwn') : text('titleOf', { name: officerText(officer) })}
          <span class="print-only"> · {periodName(period, locale.value)}</span>
        </h1>
        <PeriodChooser period={period} addressOf={addressOf} />
      </div>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <Answer key={period} answer={data} officer={officer} period={period} isOwn={isOwn} />
      )}
    </>
  );
}

interface AnswerProps {
  answer: OfficerSheets;
  officer: string;
  period: string;
  isOwn: boolean;
}

function Answer({ answer, officer, period, isOwn }: AnswerProps) {
  const chosen = useSignal<number | null>(null);
  const { versions, preview, petitionUntil } = answer;
  const latest = versions.at(-1);
  const shown = versions.find(({ version }) => version === chosen.value) ?? latest;
  const sheet = shown?.sheet ?? preview;
  if (sheet === null) {
    const words = { officer, period: periodWords(period, locale.value) };
    return (
      <section class="card">
        <div class="empty">
          <p class="empty-title">{text(isOwn ? 'empty.own' : 'empty.other', words)}</p>
          <p>{text(isOwn ? 'empty.ownHint' : 'empty.otherHint')}</p>
        </div>
      </section>
    );
  }
  const isLatest = shown !== undefined && shown === latest;
  return (
    <>
      {shown === undefined && (
        <Notice tone="warning" title={text('preview')}>
          <p>{text('previewHint')}</p>
        </Notice>
      )}
      {shown?.provisional === true && (
        <Notice tone="warning" title={text('provisional')}>
          <p>{text('provisionalHint')}</p>
        </Notice>
      )}
      <section class="card" aria-label={text('total')}>
        {versions.length > 1 && (
          <div class="field kpi-version">
            <label for="sheet-version">{text('version')}</label>
            <select
              id="sheet-version"
              value={String(shown?.version ?? '')}
              onChange={(event) => {
                chosen.value = Number(event.currentTarget.value);
              }}
            >
              {[...versions].reverse().map(({ version, finalDay }) => (
                <option key={version} value={String(version)}>
                  {text('version.option', { n: version, day: shortDay(finalDay, locale.value) })}
                </option>
              ))}
            </select>
          </div>
        )}
        <Result sheet={sheet} />
        {shown !== undefined && shown.reason !== '' && (
          <p class="muted">{text('version.reason', { reason: shown.reason })}</p>
        )}
        <div class="row">
          <button type="button" class="button print-button" onClick={() => print()}>
            {kpiText('print')}
          </button>
          {shown !== undefined && (
            <a
              class="button print-button"
              href={`/api/kpi/sheets/${encodeURIComponent(officer)}.pdf?${new URLSearchParams({ period, version: String(shown.version) })}`}
            >
              {text('pdf')}
            </a>
          )}
        </div>
      </section>
      <SheetLines sheet={sheet} mayPetition={isOwn && isLatest} />
      {isOwn && isLatest && <Petition period={period} until={petitionUntil} />}
    </>
  );
}

function Result({ sheet }: { sheet: Sheet }) {
  const language = locale.value;
  const hasMarks = sheet.levelByPoints !== null && sheet.level !== sheet.levelByPoints;
  return (
    <dl class="facts facts-row sheet-result">
      <div>
        <dt>{text('total')}</dt>
        <dd class="figure-value">
          {sheet.totalShown === null ? '–' : decimalText(sheet.totalShown, language)}
        </dd>
        {sheet.total !== null && sheet.total !== trimmed(sheet.totalShown) && (
          <dd class="kpi-code">
            {text('exact', { value: sheet.totalExact ?? decimalText(sheet.total, language) })}
          </dd>
        )}
      </div>
      <div>
        <dt>{text('level')}</dt>
        <dd class="figure-words">
          <Level sheet={sheet} />
        </dd>
        {hasMarks && <dd class="kpi-code">{text('byPoints', { level: levelText(sheet.levelByPoints) })}</dd>}
      </div>
      {sheet.unit !== undefined && <Fact name={text('unit')} value={sheet.unit} />}
      {sheet.group !== undefined && <Fact name={text('group')} value={sheet.group} />}
      {sheet.position !== undefined && (
        <Fact name={text('position')} value={textOr(`position.${sheet.position}`, sheet.position)} />
      )}
      <Fact name={text('policy')} value={`${sheet.policy.id} v${sheet.policy.version}`} />
    </dl>
  );
}

/** Without the zeros that rounding for display adds. */
const trimmed = (shown: string | null): string | null =>
  shown === null || !shown.includes('.') ? shown : shown.replace(/\.?0+$/, '');

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Petition({ period, until }: { period: string; until: string | null }) {
  return (
    <section class="card print-button" aria-labelledby="petition-title">
      <h2 id="petition-title">{text('petition.title')}</h2>
      <p>{text('petition.lead')}</p>
      <p>
        <strong>
          {until === null
            ? text('petition.noDay')
            : text('petition.until', { day: shortDay(until, locale.value) })}
        </strong>
      </p>
      <div class="row">
        <a
          class="button button-primary"
          href={`/admin/petitions?${new URLSearchParams({ new: 'sheet', period })}`}
          onClick={follow}
        >
          {text('petition.new')}
        </a>
        <a class="button" href="/admin/petitions" onClick={follow}>
          {text('petition.mine')}
        </a>
      </div>
    </section>
  );
}
