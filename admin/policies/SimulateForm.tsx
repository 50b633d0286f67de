// A draft tried on a past period: how many at each level, and officer by officer what would be other.
import { useSignal } from '@preact/signals';
import { previousPeriod } from '../../shared/statistics/period.ts';
import { locale } from '../i18n/locale.ts';
import { shortDecimal } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { officerName } from '../kpi/officer-names.ts';
import { levelText } from '../kpi/texts.ts';
import { isPeriod, periodWords } from '../officers/periods.ts';
import { presentMonth } from '../officers/present-month.ts';
import { type PolicyList, type Simulation, simulatePolicy } from './policies-api.ts';
import { SourceChooser, sourceOf, useSource } from './SourceChooser.tsx';
import { text } from './texts.ts';

export function SimulateForm({ list }: { list: PolicyList }) {
  const source = useSource(list);
  const period = useSignal(previousPeriod(presentMonth()));
  const isBad = useSignal(false);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const result = useSignal<Simulation | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    isBad.value = !isPeriod(period.value.trim());
    const chosen = await sourceOf(source);
    if (isBad.value || chosen === null) {
      document.getElementById(isBad.value ? 'simulate-period' : 'policy-file')?.focus();
      return;
    }
    busy.value = true;
    failure.value = null;
    result.value = null;
    try {
      result.value = await simulatePolicy(period.value.trim(), chosen);
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <form class="card kpi-form" onSubmit={submit} noValidate>
        <p>{text('simulate.lead')}</p>
        <SourceChooser list={list} source={source} hasPolicies />
        <div class="field">
          <label for="simulate-period">{text('simulate.period')}</label>
          <input
            id="simulate-period"
            type="text"
            maxLength={7}
            autocomplete="off"
            value={period.value}
            aria-invalid={isBad.value}
            aria-describedby="simulate-fault"
            onInput={(event) => {
              period.value = event.currentTarget.value;
            }}
          />
          <p id="simulate-fault" class="field-error" role="alert">
            {isBad.value && text('simulate.periodBad')}
          </p>
        </div>
        {failure.value !== null && <KpiFailure error={failure.value} />}
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {text(busy.value ? 'simulate.working' : 'simulate.button')}
        </button>
      </form>
      {result.value !== null && <Result simulation={result.value} />}
    </>
  );
}

const levels = ['excellent', 'good', 'completed', 'not-completed', 'none'] as const;

function Result({ simulation }: { simulation: Simulation }) {
  const { period, current, draft, officers, counts } = simulation;
  return (
    <section class="card simulation" aria-labelledby="simulation-title">
      <h2 id="simulation-title">{text('simulate.result', { period: periodWords(period, locale.value) })}</h2>
      <p role="status">
        {current === null
          ? text('simulate.noCurrent', { draft })
          : text('simulate.compared', { draft, current })}
      </p>
      {officers.length === 0 ? (
        <p>{text('simulate.none')}</p>
      ) : (
        <>
          <table class="table policy-levels">
            <caption>{text('simulate.counts')}</caption>
            <thead>
              <tr>
                <th scope="col">{text('simulate.level')}</th>
                <th scope="col" class="number">
                  {text('simulate.current')}
                </th>
                <th scope="col" class="number">
                  {text('simulate.draft')}
                </th>
              </tr>
            </thead>
            <tbody>
              {levels.map((level) => (
                <tr key={level}>
                  <th scope="row">{levelText(level === 'none' ? null : level)}</th>
                  <td class="number">{counts[level].current}</td>
                  <td class="number">{counts[level].draft}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Officers officers={officers} />
        </>
      )}
    </section>
  );
}

type SimulatedSheet = Simulation['officers'][number]['draft'];

function Officers({ officers }: { officers: Simulation['officers'] }) {
  const language = locale.value;
  const cell = ({ total, level, withheld }: SimulatedSheet) => (
    <>
      {total === null ? '' : `${shortDecimal(total, language)} · `}
      {levelText(level)}
      {withheld.map(({ code, about, text: words }) => (
        <span key={`${code} ${about}`} class="kpi-code">
          {words[language]}
        </span>
      ))}
    </>
  );
  return (
    <table class="table table-stacked">
      <caption class="visually-hidden">{text('simulate.officer')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('simulate.officer')}</th>
          <th scope="col">{text('simulate.current')}</th>
          <th scope="col">{text('simulate.draft')}</th>
          <th scope="col" class="number">
            {text('simulate.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {officers.map(({ officer, current, draft, difference, levelChanges, notes }) => (
          <tr key={officer}>
            <th scope="row">
              {officerName(officer) ?? officer}
              <span class="kpi-code">{officer}</span>
            </th>
            <td data-label={text('simulate.current')}>{cell(current)}</td>
            <td data-label={text('simulate.draft')}>
              {cell(draft)}
              {notes.map((note) => (
                <span key={note} class="kpi-code" lang="en">
                  {note}
                </span>
              ))}
            </td>
            <td class="number" data-label={text('simulate.difference')}>
              {difference === null ? '–' : shortDecimal(difference, language)}
              {levelChanges && <strong class="kpi-code kpi-withheld">{text('simulate.changes')}</strong>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
