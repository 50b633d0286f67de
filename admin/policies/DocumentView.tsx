// What a policy says, in words, and on what each value rests.
import { locale } from '../i18n/locale.ts';
import { decimalText } from '../kpi/figure-text.ts';
import { kpiText } from '../kpi/texts.ts';
import type { PolicyDocument } from './policies-api.ts';
import { text } from './texts.ts';

const signs: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<' };

export function DocumentView({ document, headingLevel }: { document: PolicyDocument; headingLevel: 2 | 3 }) {
  const language = locale.value;
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  const decimal = (value: string | undefined) => decimalText(value ?? '', language);
  const { totalMax, general, task, satisfaction, closing, disputes } = document;
  const { target, mapping } = satisfaction;
  return (
    <div class="policy-document">
      <Heading>{text('doc.points')}</Heading>
      <p>
        {general === undefined || task === undefined
          ? text('doc.pointsTotal', { total: decimal(totalMax) })
          : text('doc.pointsText', {
              total: decimal(totalMax),
              general: decimal(general.max),
              task: decimal(task.max),
            })}
      </p>
      <Heading>{text('doc.satisfaction')}</Heading>
      <ul class="kpi-reasons">
        <li>
          {text('doc.figure', {
            figure: text(`figure.${satisfaction.figure}`),
            n: satisfaction.minimumResponses,
          })}
        </li>
        <li>
          {text(`target.${target.kind}`, { weight: decimal(target.weight), index: target.index ?? '' })}
        </li>
        <li>
          {text(`mapping.${mapping.kind}`, {
            step: decimal(mapping.step),
            max: decimal(mapping.max),
            from: decimal(mapping.from),
            to: decimal(mapping.to),
          })}
        </li>
        <li>{text(`insufficient.${satisfaction.onInsufficient.rule}`)}</li>
      </ul>
      <table class="table policy-levels">
        <caption>{text('doc.levels')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('doc.level')}</th>
            <th scope="col" class="number">
              {text('doc.from')}
            </th>
            <th scope="col" class="number">
              {text('doc.to')}
            </th>
          </tr>
        </thead>
        <tbody>
          {document.levels.map(({ id, label, lower, upper }) => (
            <tr key={id}>
              <th scope="row">{label[language]}</th>
              <td class="number">
                {signs[lower.operator]} {decimal(lower.value)}
              </td>
              <td class="number">
                {signs[upper.operator]} {decimal(upper.value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {document.caps.length > 0 && (
        <>
          <Heading>{text('doc.caps')}</Heading>
          <ul class="kpi-reasons">
            {document.caps.map(({ id, label }) => (
              <li key={id}>{label[language]}</li>
            ))}
          </ul>
        </>
      )}
      {document.overrides.length > 0 && (
        <>
          <Heading>{text('doc.overrides')}</Heading>
          <ul class="kpi-reasons">
            {document.overrides.map(({ mark, label }) => (
              <li key={mark}>{label[language]}</li>
            ))}
          </ul>
        </>
      )}
      <Heading>{text('doc.closing')}</Heading>
      <ul class="kpi-reasons">
        <li>
          {text('doc.closingText', {
            days: closing.invitationValidityDays + closing.offlineGraceDays,
            validity: closing.invitationValidityDays,
            grace: closing.offlineGraceDays,
          })}
        </li>
        {(['submit', 'decide'] as const).map((what) => {
          const { kind, days } = disputes[`${what}Within`];
          return <li key={what}>{text(`doc.${what}`, { n: days, kind: text(`days.${kind}`) })}</li>;
        })}
      </ul>
      <table class="table table-stacked">
        <caption>{text('doc.sources')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('doc.paths')}</th>
            <th scope="col">{text('doc.source')}</th>
            <th scope="col">{text('doc.certainty')}</th>
          </tr>
        </thead>
        <tbody>
          {document.sources.map(({ paths, source, certainty, note }) => (
            <tr key={paths.join()}>
              <th scope="row">
                <code>{paths.join(', ')}</code>
              </th>
              <td data-label={text('doc.source')}>
                {source}
                {note !== undefined && (
                  <span class="kpi-source" lang="en">
                    {note}
                  </span>
                )}
              </td>
              <td data-label={text('doc.certainty')}>
                <span class="certainty" data-certainty={certainty}>
                  {kpiText(`certainty.${certainty}`)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
