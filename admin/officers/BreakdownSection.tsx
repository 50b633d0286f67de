// The officer's responses by procedure and by the way they were sent. Each line adds up whole groups as they were sealed,
// so that no line, and no difference of lines, is fewer people than a group.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { formatCount, locale } from '../i18n/locale.ts';
import { formatFigure } from './figure-text.ts';
import { text } from './texts.ts';

type Breakdown = NonNullable<IndicatorResponse['breakdown']>;
type Mode = Breakdown['modes'][number]['name'];

export interface BreakdownSectionProps {
  indicator: IndicatorResponse;
  procedureNames: Record<string, string>;
}

export function BreakdownSection({ indicator, procedureNames }: BreakdownSectionProps) {
  const { breakdown, own } = indicator;
  return (
    <section class="card" aria-labelledby="breakdown">
      <h2 id="breakdown">{text('breakdown.title')}</h2>
      {breakdown === null ? (
        <p class="muted">{text(own.n === 0 ? 'result.none' : 'breakdown.none')}</p>
      ) : (
        <>
          <p class="lead">{text('breakdown.lead', { minimum: breakdown.minimum })}</p>
          <GroupTable
            head="breakdown.procedure"
            groups={breakdown.procedures.map((group) => ({
              ...group,
              label: procedureLabel(group.name, procedureNames),
            }))}
          />
          <GroupTable
            head="breakdown.mode"
            groups={breakdown.modes.map((group) => ({ ...group, label: modeLabel(group.name) }))}
          />
          {breakdown.excluded > 0 && (
            <p class="muted">{text('breakdown.excluded', { n: breakdown.excluded })}</p>
          )}
        </>
      )}
    </section>
  );
}

type Head = 'breakdown.procedure' | 'breakdown.mode';

interface Group {
  name: string;
  label: string;
  n: number;
  levels: readonly number[];
}

const levelsBestFirst = [5, 4, 3, 2, 1] as const;

function GroupTable({ head, groups }: { head: Head; groups: readonly Group[] }) {
  const language = locale.value;
  return (
    <table class="table table-stacked breakdown">
      <caption>{text(`${head}.caption`)}</caption>
      <thead>
        <tr>
          <th scope="col">{text(head)}</th>
          <th scope="col" class="number">
            {text('list.n')}
          </th>
          {levelsBestFirst.map((level) => (
            <th key={level} scope="col" class="number">
              {text(`breakdown.level.${level}`)}
            </th>
          ))}
          <th scope="col" class="number">
            {text('breakdown.satisfied')}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ name, label, n, levels }) => (
          <tr key={name} data-group={name}>
            <th scope="row">{label}</th>
            <td class="number" data-label={text('list.n')}>
              {formatCount(n, language)}
            </td>
            {levelsBestFirst.map((level) => (
              <td key={level} class="number" data-label={text(`breakdown.level.${level}`)}>
                {formatCount(levels[level - 1]!, language)}
              </td>
            ))}
            <td class="number" data-label={text('breakdown.satisfied')}>
              {formatFigure('shareSatisfied', `${(levels[3]! + levels[4]!) / n}`, language)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const fieldMark = 'field:';

function procedureLabel(name: string, names: Record<string, string>): string {
  if (name === 'other') return text('breakdown.other');
  if (name.startsWith(fieldMark)) return text('breakdown.field', { field: name.slice(fieldMark.length) });
  return names[name] ?? name;
}

const modeLabel = (name: Mode): string => text(`breakdown.mode.${name}`);
