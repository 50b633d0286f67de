// What was entered for a period, by whom, when and from where; replaced revisions on demand.
import { useSignal } from '@preact/signals';
import { Loading } from '../components/Loading.tsx';
import type { Locale } from '../i18n/locale.ts';
import { decimalText, momentText } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { officerName } from '../kpi/officer-names.ts';
import { figureTitle } from '../kpi/texts.ts';
import { follow } from '../navigation/router.ts';
import { PeriodChooser } from '../officers/PeriodChooser.tsx';
import { periodName, periodWords } from '../officers/periods.ts';
import { useAnswer } from '../officers/use-answer.ts';
import { type FiguresRow, listFigures } from './figures-api.ts';
import { text } from './texts.ts';

interface ListProps {
  period: string;
  mayEnter: boolean;
  language: Locale;
}

export function FiguresList({ period, mayEnter, language }: ListProps) {
  const { data, error, refresh } = useAnswer(period, () => listFigures(period));
  const hasHistory = useSignal(false);
  const replaced = data?.filter(({ current }) => !current).length ?? 0;
  const shown = data?.filter(({ current }) => current || hasHistory.value) ?? [];
  return (
    <>
      <div class="row">
        <PeriodChooser period={period} addressOf={(chosen) => `/admin/figures?period=${chosen}`} />
        {replaced > 0 && (
          <label class="check">
            <input
              type="checkbox"
              checked={hasHistory.value}
              onChange={(event) => {
                hasHistory.value = event.currentTarget.checked;
              }}
            />
            {text('list.history', { n: replaced })}
          </label>
        )}
      </div>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <section class="card" aria-label={text('tab.list')}>
          {shown.length === 0 ? (
            <div class="empty">
              <p class="empty-title">{text('list.none', { period: periodWords(period, language) })}</p>
              <p>{text('list.noneHint')}</p>
            </div>
          ) : (
            <table class="table table-stacked sheet-lines">
              <thead>
                <tr>
                  <th scope="col">{text('list.officer')}</th>
                  <th scope="col">{text('list.figures')}</th>
                  <th scope="col">{text('list.entered')}</th>
                  {mayEnter && <th scope="col">{text('list.action')}</th>}
                </tr>
              </thead>
              <tbody>
                {shown.map((row) => (
                  <Row
                    key={`${row.body.officer} ${row.body.month} ${row.body.unit ?? ''} ${row.revision}`}
                    row={row}
                    mayEnter={mayEnter}
                    language={language}
                  />
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
    </>
  );
}

function Row({ row, mayEnter, language }: { row: FiguresRow; mayEnter: boolean; language: Locale }) {
  const { body, revision, current, enteredBy, enteredAt, reason, inLog } = row;
  const name = officerName(body.officer) ?? body.officer;
  return (
    <tr>
      <th scope="row">
        {name}
        <span class="kpi-code">
          {body.officer} · {periodName(body.month, language)}
        </span>
      </th>
      <td data-label={text('list.figures')}>
        <ul class="kpi-reasons">
          {factsOf(body, language).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      </td>
      <td data-label={text('list.entered')}>
        {text('list.by', { by: enteredBy, moment: momentText(enteredAt, language) })}
        <span class="kpi-code">{text('list.source', { source: body.source })}</span>
        {revision > 0 && <span class="kpi-code">{text('list.revision', { n: revision })}</span>}
        {reason !== '' && <span class="kpi-code">{text('list.reason', { reason })}</span>}
        {!inLog && <span class="kpi-code kpi-withheld">{text('list.waiting')}</span>}
        {!current && <span class="kpi-code">{text('list.replaced')}</span>}
      </td>
      {mayEnter && (
        <td>
          {current && (
            <a
              class="button"
              href={correctionAddress(body)}
              aria-label={text('list.correctOf', { officer: name, month: periodWords(body.month, language) })}
              onClick={follow}
            >
              {text('list.correct')}
            </a>
          )}
        </td>
      )}
    </tr>
  );
}

function correctionAddress({ officer, month, unit }: FiguresRow['body']): string {
  const search = new URLSearchParams({ part: 'form', period: month, officer });
  if (unit !== undefined) search.set('unit', unit);
  return `/admin/figures?${search}`;
}

/** What a row says, a sentence a figure. */
export function factsOf(body: FiguresRow['body'], language: Locale): string[] {
  const decimal = (value: string | number) => decimalText(String(value), language);
  return [
    text('days.n', { n: decimal(body.daysWorked), of: decimal(body.workingDays) }),
    ...(body.general === undefined
      ? []
      : [text('general', { points: decimal(body.general.points), of: decimal(body.general.of) })]),
    ...Object.entries(body.figures ?? {}).map(([name, figure]) =>
      'percent' in figure
        ? `${figureTitle(name)}: ${decimal(figure.percent)}%`
        : `${figureTitle(name)}: ${decimal(figure.achieved)}/${decimal(figure.assigned)}`,
    ),
    ...Object.entries(body.indices ?? {}).map(([name, value]) => `${name}: ${decimal(value)}`),
    ...(body.work === undefined ? [] : [text('work', { n: body.work.length })]),
    ...(body.marks === undefined || body.marks.length === 0
      ? []
      : [text('marks', { marks: body.marks.join(', ') })]),
    ...(body.unit === undefined ? [] : [text('unit', { unit: body.unit })]),
    ...(body.handedOver === true ? [text('handedOver')] : []),
  ];
}
