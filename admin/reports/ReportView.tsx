// The sections of a report that has something in it, in the order in which they are printed.
import type { ComponentChildren } from 'preact';
import type { UnitReport } from '../../shared/contract/unit-report.ts';
import { SampleMark } from '../board/SampleMark.tsx';
import { formatCount, locale } from '../i18n/locale.ts';
import { formatDayOf, formatFigure, formatInterval, formatMoment } from '../officers/figure-text.ts';
import { LevelTable } from '../officers/LevelTable.tsx';
import { periodWords } from '../officers/periods.ts';
import { GroupSections } from './GroupSections.tsx';
import { OfficersTable } from './OfficersTable.tsx';
import { HistorySection, VisitsSection, WeeksSection } from './SeriesSections.tsx';
import { text } from './texts.ts';

export function ReportView({ report }: { report: UnitReport }) {
  return (
    <>
      <HeadSection report={report} />
      <HeadFigures report={report} />
      <LevelSection report={report} />
      <VisitsSection report={report} />
      <WeeksSection report={report} />
      <HistorySection report={report} />
      <GroupSections report={report} />
      <section class="card" aria-labelledby="report-officers">
        <h2 id="report-officers">{text('officers.title')}</h2>
        <p class="lead">{text('officers.lead')}</p>
        <OfficersTable report={report} />
      </section>
      <DecisionsSection report={report} />
      <MethodSection report={report} />
    </>
  );
}

function HeadSection({ report: { centre, standing, asOf, rules } }: { report: UnitReport }) {
  const language = locale.value;
  const { policy } = rules;
  return (
    <section class="card report-about" aria-label={centre.name}>
      <p class="report-centre">
        <strong>{centre.name}</strong>
        {centre.sample && <SampleMark />}
      </p>
      <dl class="facts facts-row">
        <Fact name={text('head.standing')}>{text(`standing.${standing}`)}</Fact>
        {asOf.sealedDay !== null && (
          <Fact name={text('head.asOf')}>
            {text('head.sealed', { day: formatDayOf(asOf.sealedDay, language) })}
          </Fact>
        )}
        <Fact name={text('head.checkpoint')}>
          {asOf.checkpoint === null ? (
            text('head.noCheckpoint')
          ) : (
            <>
              {text('head.leaves', { n: asOf.checkpoint.treeSize, origin: asOf.checkpoint.origin })}
              <span class="report-root">
                {text('head.root')}: <code>{asOf.checkpoint.rootHash}</code>
              </span>
            </>
          )}
        </Fact>
        <Fact name={text('head.policy')}>
          {policy === null
            ? text('head.policyDefault')
            : text('head.policyOf', {
                title: policy.title[language],
                id: policy.id,
                version: policy.version,
              })}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function HeadFigures({ report }: { report: UnitReport }) {
  const { counts, level, rules } = report;
  const language = locale.value;
  const count = (n: number) => formatCount(n, language);
  const uninvited = counts.uninvited.presence + counts.uninvited.walkUp;
  const { figure } = rules;
  const shown = figure === 'shareSatisfied' ? level.shareSatisfied : level.meanHundred;
  return (
    <dl class="figures">
      <Figure
        name="visits"
        label={text('figure.visits')}
        value={count(counts.visits)}
        note={counts.selfReported > 0 && text('figure.selfReported', { n: counts.selfReported })}
      />
      <Figure
        name="responses"
        label={text('figure.responses')}
        value={count(counts.responses)}
        note={uninvited > 0 && text('figure.uninvited', { n: uninvited })}
      />
      {counts.rate === null ? (
        <Figure
          name="rate"
          label={text('figure.rate')}
          value={text('figure.noRate')}
          isWords
          note={text('figure.noRateHint')}
        />
      ) : (
        <Figure
          name="rate"
          label={text('figure.rate')}
          value={formatFigure('shareSatisfied', counts.rate, language)}
          note={text('figure.rateOf', { answered: counts.answered, invited: counts.invited })}
        />
      )}
      {level.state === 'ok' && shown !== null ? (
        <Figure
          name="level"
          label={text(figure === 'shareSatisfied' ? 'figure.share' : 'figure.mean')}
          value={formatFigure(figure, shown.value, language)}
          note={
            shown.interval !== null &&
            text('figure.interval', { interval: formatInterval(figure, shown.interval, language) })
          }
        />
      ) : (
        <Figure
          name="level"
          label={text(figure === 'shareSatisfied' ? 'figure.share' : 'figure.mean')}
          value={text('insufficient')}
          isWords
          note={
            level.n < rules.responsesMin
              ? text('insufficient.hint', { n: level.n, min: rules.responsesMin })
              : text('insufficient.wide', { n: level.n })
          }
        />
      )}
    </dl>
  );
}

interface FigureProps {
  name: string;
  label: string;
  value: string;
  isWords?: boolean;
  note: ComponentChildren;
}

function Figure({ name, label, value, isWords = false, note }: FigureProps) {
  return (
    <div class="card figure" data-figure={name}>
      <dt class="figure-label">{label}</dt>
      <dd class={isWords ? 'figure-value figure-words' : 'figure-value'}>{value}</dd>
      {note !== false && <dd class="figure-note">{note}</dd>}
    </div>
  );
}

function LevelSection({ report }: { report: UnitReport }) {
  const { level, counts, rules, period, excluded } = report;
  const language = locale.value;
  const words = periodWords(period, language);
  return (
    <section class="card" aria-labelledby="report-level">
      <h2 id="report-level">{text('level.title')}</h2>
      <p class="lead">
        {text('level.lead', { confidence: formatFigure('shareSatisfied', rules.confidence, language, 0) })}
      </p>
      {level.n === 0 ? (
        <p class="muted">{text('level.none')}</p>
      ) : (
        <LevelTable levels={level.levels} caption={text('level.caption', { period: words })} />
      )}
      <dl class="facts facts-row">
        {level.state === 'ok' && level.shareSatisfied !== null && (
          <Fact name={text('level.share')}>
            {formatFigure('shareSatisfied', level.shareSatisfied.value, language)}{' '}
            <span class="report-plain">
              ({formatInterval('shareSatisfied', level.shareSatisfied.interval, language)})
            </span>
          </Fact>
        )}
        {level.state === 'ok' && level.meanHundred !== null && (
          <Fact name={text('level.mean')}>
            {formatFigure('meanHundred', level.meanHundred.value, language)}{' '}
            {level.meanHundred.interval !== null && (
              <span class="report-plain">
                ({formatInterval('meanHundred', level.meanHundred.interval, language)})
              </span>
            )}
          </Fact>
        )}
        <Fact name={text('level.counted')}>{formatCount(level.n, language)}</Fact>
        {counts.unpublished > 0 && (
          <Fact name={text('level.unpublished')}>
            {formatCount(counts.unpublished, language)}{' '}
            <span class="report-plain">({text('level.unpublishedHint')})</span>
          </Fact>
        )}
        {excluded > 0 && level.withExcluded.shareSatisfied !== null && (
          <Fact name={text('level.withExcluded')}>
            {text('level.withExcludedOf', {
              value: formatFigure('shareSatisfied', level.withExcluded.shareSatisfied.value, language),
              n: level.withExcluded.n,
            })}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function DecisionsSection({ report: { contests, excluded } }: { report: UnitReport }) {
  const language = locale.value;
  return (
    <section class="card" aria-labelledby="report-decisions">
      <h2 id="report-decisions">{text('decisions.title')}</h2>
      <dl class="facts facts-row">
        <Fact name={text('decisions.contests')}>{formatCount(contests, language)}</Fact>
        <Fact name={text('decisions.excluded')}>{formatCount(excluded, language)}</Fact>
      </dl>
      <p class="muted">{text('decisions.hint')}</p>
    </section>
  );
}

function MethodSection({ report: { rules, method, asOf } }: { report: UnitReport }) {
  const isInvitedAlone = rules.tiers.every((tier) => tier === 'invited');
  return (
    <section class="card" aria-labelledby="report-method">
      <h2 id="report-method">{text('method.title')}</h2>
      <ul class="report-method">
        <li>{text('method.published', { n: rules.groupMinimum })}</li>
        <li>{text(isInvitedAlone ? 'method.tiers.invited' : 'method.tiers.more')}</li>
        <li>{text('method.interval')}</li>
        <li>{text('method.rate')}</li>
        <li>{text('method.check')}</li>
      </ul>
      <p class="muted">
        {text('method.version', { name: method, moment: formatMoment(asOf.computedAt, locale.value) })}
      </p>
    </section>
  );
}
