// Every line of a sheet: the arithmetic in words, the inputs, who answers for them, and the rule it follows.
import { locale } from '../i18n/locale.ts';
import { decimalText, momentText, shortDecimal } from '../kpi/figure-text.ts';
import type { Sheet, SheetLine } from '../kpi/kpi-types.ts';
import { kpiText } from '../kpi/texts.ts';
import { follow } from '../navigation/router.ts';
import { periodName } from '../officers/periods.ts';
import { inputRank, text, textOr } from './texts.ts';

export function SheetLines({ sheet, mayPetition }: { sheet: Sheet; mayPetition: boolean }) {
  return (
    <section class="card" aria-labelledby="lines-title">
      <h2 id="lines-title">{text('lines.title')}</h2>
      <table class="table table-stacked sheet-lines">
        <thead>
          <tr>
            <th scope="col">{text('lines.criterion')}</th>
            <th scope="col" class="number">
              {text('lines.points')}
            </th>
            <th scope="col">{text('lines.source')}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.lines.map((line) => (
            <Line key={line.id} line={line} period={mayPetition ? sheet.period : null} />
          ))}
          <tr class="sheet-total">
            <th scope="row">{text('lines.total')}</th>
            <td class="number" data-label={text('lines.points')}>
              {sheet.totalShown === null ? '–' : decimalText(sheet.totalShown, locale.value)}
            </td>
            <td class="sheet-nothing" />
          </tr>
        </tbody>
      </table>
      {sheet.marks.length > 0 && (
        <>
          <h3>{text('marks.title')}</h3>
          <ul class="kpi-reasons">
            {sheet.marks.map(({ mark, label, source, certainty }) => (
              <li key={mark}>
                {label[locale.value]}
                <span class="kpi-source">
                  {source} · {kpiText(`certainty.${certainty}`)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** @param period of the petition that may be filed about the line; null where none may */
function Line({ line, period }: { line: SheetLine; period: string | null }) {
  const language = locale.value;
  const { attestation, state } = line;
  return (
    <tr class={`sheet-line-${state}`}>
      <th scope="row">
        {line.label[language]}
        {state !== 'counted' && (
          <span class={state === 'evidence' || state === 'left-out' ? 'kpi-code' : 'kpi-code kpi-withheld'}>
            {text(`line.${state}`)}
          </span>
        )}
        <span class="kpi-code">{line.formula[language]}</span>
        {line.notes.map((note) => (
          <span key={note} class="kpi-code">
            {textOr(`note.${note}`, note)}
          </span>
        ))}
      </th>
      <td class="number" data-label={text('lines.points')}>
        {line.points === null ? '–' : shortDecimal(line.points, language)}
        <span class="kpi-code">{text('lines.of', { max: shortDecimal(line.max, language) })}</span>
      </td>
      <td data-label={text('lines.source')}>
        <Inputs inputs={line.inputs} />
        <p>
          {line.standing === 'from-responses'
            ? text('standing.from-responses')
            : attestation === undefined
              ? text('standing.attestedPlain')
              : text('standing.attested', {
                  by: attestation.by,
                  moment: momentText(attestation.at, language),
                  source: attestation.source,
                })}
        </p>
        <span class="kpi-source">
          {line.source} · {kpiText(`certainty.${line.certainty}`)} · {line.policy}
        </span>
        {period !== null && line.standing === 'attested' && (
          <a
            class="back-link print-button"
            href={`/admin/petitions?${new URLSearchParams({ new: 'figure', period, figure: line.id })}`}
            onClick={follow}
          >
            {text('petition.line')}
            <span class="visually-hidden">: {line.label[language]}</span>
          </a>
        )}
      </td>
    </tr>
  );
}

function Inputs({ inputs }: { inputs: SheetLine['inputs'] }) {
  const entries = Object.entries(inputs).sort(([a], [b]) => inputRank(a) - inputRank(b));
  if (entries.length === 0) return null;
  return (
    <dl class="sheet-inputs">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{textOr(`input.${name}`, name)}:</dt>
          <dd>{inputText(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function inputText(name: string, value: string): string {
  const language = locale.value;
  if (name === 'figure') return textOr(`value.${value}`, value);
  if (name === 'period') return periodName(value, language);
  if (name === 'interval') {
    return value
      .split('..')
      .map((end) => shortDecimal(end, language))
      .join(' – ');
  }
  return shortDecimal(value, language);
}
