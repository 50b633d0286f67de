// Counts by way of answering and by procedure, and levels for those whose groups were published whole.
import type { UnitReport } from '../../shared/contract/unit-report.ts';
import { formatCount, locale } from '../i18n/locale.ts';
import { formatFigure, formatInterval, hundred } from '../officers/figure-text.ts';
import { IntervalPlot, PlotEnds } from '../officers/IntervalPlot.tsx';
import { scaleOf } from '../officers/plot-scale.ts';
import { text as officersText } from '../officers/texts.ts';
import { text } from './texts.ts';

type Group = UnitReport['modes'][number]['group'];

interface Line {
  key: string;
  label: string;
  /** null: it has no count of its own. */
  visits: number | null;
  responses: number | null;
  group: Group;
}

export function GroupSections({ report }: { report: UnitReport }) {
  const { modes, procedures, rules, ungrouped } = report;
  const modeLines: Line[] = modes
    .filter(({ responses, group }) => responses > 0 || group !== null)
    .map(({ mode, responses, group }) => ({
      key: mode,
      label: officersText(`breakdown.mode.${mode}`),
      visits: null,
      responses,
      group,
    }));
  const procedureLines = procedures.map(
    ({ label, name, visits, responses, group }): Line => ({
      key: label,
      label: procedureLabel(label, name),
      visits,
      responses,
      group,
    }),
  );
  return (
    <>
      <section class="card" aria-labelledby="report-modes">
        <h2 id="report-modes">{text('modes.title')}</h2>
        <p class="lead">{text('groups.lead', { n: rules.groupMinimum })}</p>
        <GroupTable name="report-modes" head={text('modes.mode')} lines={modeLines} hasVisits={false} />
        {ungrouped > 0 && <p class="muted">{text('groups.ungrouped', { n: ungrouped })}</p>}
      </section>
      <section class="card" aria-labelledby="report-procedures">
        <h2 id="report-procedures">{text('procedures.title')}</h2>
        <GroupTable
          name="report-procedures"
          head={text('procedures.procedure')}
          lines={procedureLines}
          hasVisits
        />
        <p class="muted">{text('procedures.hint')}</p>
      </section>
    </>
  );
}

const fieldMark = 'field:';

function procedureLabel(label: string, name: string | null): string {
  if (label === 'other') return officersText('breakdown.other');
  if (label.startsWith(fieldMark)) {
    return officersText('breakdown.field', { field: label.slice(fieldMark.length) });
  }
  return name ?? label;
}

interface GroupTableProps {
  name: string;
  head: string;
  lines: readonly Line[];
  hasVisits: boolean;
}

function GroupTable({ name, head, lines, hasVisits }: GroupTableProps) {
  const language = locale.value;
  const percent = (decimal: string) => hundred('shareSatisfied', decimal);
  const scale = scaleOf(
    lines.flatMap(({ group }) =>
      group === null
        ? []
        : [
            [percent(group.shareSatisfied.interval[0]), percent(group.shareSatisfied.interval[1])] as [
              number,
              number,
            ],
          ],
    ),
  );
  const counted = (count: number | null) => (count === null ? '–' : formatCount(count, language));
  return (
    <table class="table table-stacked officers" aria-labelledby={name}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {hasVisits && (
            <th scope="col" class="number">
              {text('figure.visits')}
            </th>
          )}
          <th scope="col" class="number">
            {text('groups.responses')}
          </th>
          <th scope="col" class="number">
            {text('groups.n')}
          </th>
          <th scope="col">{text('figure.share')}</th>
          <th scope="col" class="plot-column">
            {officersText('list.interval')}
            <PlotEnds figure="shareSatisfied" scale={scale} />
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, visits, responses, group }) => (
          <tr key={key} data-group={key}>
            <th scope="row">{label}</th>
            {hasVisits && (
              <td class="number" data-label={text('figure.visits')}>
                {counted(visits)}
              </td>
            )}
            <td class="number" data-label={text('groups.responses')}>
              {counted(responses)}
            </td>
            <td class="number" data-label={text('groups.n')}>
              {formatCount(group?.n ?? 0, language)}
            </td>
            <td data-label={text('figure.share')}>
              {group === null ? (
                <span class="muted">{text('insufficient')}</span>
              ) : (
                <strong>{formatFigure('shareSatisfied', group.shareSatisfied.value, language)}</strong>
              )}
            </td>
            <td class="plot-column" data-label={officersText('list.interval')}>
              {group === null ? (
                <span class="muted">–</span>
              ) : (
                <>
                  <span class="plot-words">
                    {formatInterval('shareSatisfied', group.shareSatisfied.interval, language)}
                  </span>
                  <IntervalPlot
                    figure="shareSatisfied"
                    estimate={group.shareSatisfied.value}
                    interval={group.shareSatisfied.interval}
                    scale={scale}
                  />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
