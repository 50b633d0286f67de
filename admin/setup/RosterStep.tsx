// The roster from a workbook: the template, a look at the filled-in file, its faults by sheet, row and column, and writing
// it. What stands in the roster now is shown below.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { RosterCheck } from '../../shared/contract/setup.ts';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { useTask } from '../components/use-task.ts';
import { ApiError, type Fault } from '../http/request.ts';
import { StepFailure } from './StepFailure.tsx';
import { checkRoster, readRoster, templateUrl, writeRoster } from './setup-api.ts';
import type { StepProps } from './step-props.ts';
import { type SetupText, text, vi } from './texts.ts';

interface Looked {
  file: File;
  outcome: RosterCheck | readonly Fault[];
}

const rosterEveryMs = 60_000;
/** As many as the server names at most. */
const faultsMax = 100;

export function RosterStep({ state, refresh }: StepProps) {
  const field = useRef<HTMLInputElement>(null);
  const isMissing = useSignal(false);
  const looked = useSignal<Looked | null>(null);
  const task = useTask();
  const roster = usePolled(readRoster, rosterEveryMs);

  const look = (file: File, call: (file: File) => Promise<RosterCheck>) =>
    task.run(async () => {
      try {
        looked.value = { file, outcome: await call(file) };
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'invalid-roster') throw error;
        looked.value = { file, outcome: error.faults };
      }
      await Promise.all([refresh(), roster.refresh()]);
    });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const file = field.current?.files?.[0];
    isMissing.value = file === undefined;
    looked.value = null;
    if (file === undefined) field.current?.focus();
    else await look(file, checkRoster);
  };
  const { officers, counters, procedures, onDuty } = state.roster;
  const lists = roster.state.value.data;
  return (
    <>
      <section class="card" aria-label={text('step.roster')}>
        <div>
          <a class="button" href={templateUrl} download>
            {text('roster.download')}
          </a>
          <p class="field-hint">{text('roster.downloadHint')}</p>
        </div>
        <form onSubmit={submit} noValidate>
          <div class="field setup-wide">
            <label for="roster-file">{text('roster.choose')}</label>
            <input
              ref={field}
              id="roster-file"
              class="setup-file"
              type="file"
              accept=".xlsx"
              aria-describedby="roster-file-fault"
              aria-invalid={isMissing.value}
              onChange={() => {
                isMissing.value = false;
                looked.value = null;
              }}
            />
            <p id="roster-file-fault" class="field-error" role="alert">
              {isMissing.value && text('roster.missing')}
            </p>
          </div>
          <button
            type="submit"
            class={looked.value === null ? 'button button-primary' : 'button'}
            aria-disabled={task.busy.value}
          >
            {text(task.busy.value ? 'roster.checking' : 'roster.check')}
          </button>
        </form>
        <StepFailure error={task.failure.value} />
        {looked.value !== null && (
          <Outcome
            looked={looked.value}
            isBusy={task.busy.value}
            onWrite={(file) => void look(file, writeRoster)}
          />
        )}
      </section>
      <section class="card" aria-labelledby="roster-now">
        <h2 id="roster-now">{text('roster.now')}</h2>
        <p>{text('roster.nowCounts', { officers, counters, procedures, duty: onDuty })}</p>
        {officers > 0 && onDuty === 0 && <Notice tone="warning" title={text('roster.noDuty')} />}
        {lists !== null && lists.procedures.length > 0 && (
          <details>
            <summary>{text('roster.procedures')}</summary>
            <table class="table table-stacked">
              <thead>
                <tr>
                  <th scope="col">{text('roster.procedureName')}</th>
                  <th scope="col">{text('roster.procedureCode')}</th>
                  <th scope="col">{text('roster.procedureField')}</th>
                </tr>
              </thead>
              <tbody>
                {lists.procedures.map(({ code, name, field }) => (
                  <tr key={code}>
                    <th scope="row">{name}</th>
                    <td data-label={text('roster.procedureCode')}>{code}</td>
                    <td data-label={text('roster.procedureField')}>{field}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
      </section>
    </>
  );
}

interface OutcomeProps {
  looked: Looked;
  isBusy: boolean;
  onWrite: (file: File) => void;
}

function Outcome({ looked: { file, outcome }, isBusy, onWrite }: OutcomeProps) {
  if (!('officers' in outcome)) return <Faults file={file.name} faults={outcome} />;
  const rows = (['officers', 'counters', 'procedures'] as const).map((sheet) => ({
    sheet,
    count: text('roster.count', {
      n: outcome[sheet].new + outcome[sheet].known,
      fresh: outcome[sheet].new,
      known: outcome[sheet].known,
    }),
  }));
  return (
    <>
      <Notice
        tone={outcome.written ? 'good' : 'info'}
        title={text(outcome.written ? 'roster.written' : 'roster.checked', { file: file.name })}
        role="status"
      />
      <dl class="setup-facts">
        {rows.map(({ sheet, count }) => (
          <div key={sheet} class="setup-fact">
            <dt>{text(`sheet.${sheet}`)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
        <div class="setup-fact">
          <dt>{text('sheet.duty')}</dt>
          <dd>{text('roster.countDuty', { n: outcome.duty })}</dd>
        </div>
      </dl>
      {!outcome.written && (
        <div class="row">
          <button
            type="button"
            class="button button-primary"
            aria-disabled={isBusy}
            onClick={() => onWrite(file)}
          >
            {text(isBusy ? 'roster.writing' : 'roster.write')}
          </button>
        </div>
      )}
    </>
  );
}

function Faults({ file, faults }: { file: string; faults: readonly Fault[] }) {
  const isCut = faults.length >= faultsMax;
  return (
    <>
      <Notice
        tone="bad"
        title={text(isCut ? 'roster.faultsMost' : 'roster.faults', { file, n: faults.length })}
        role="alert"
      />
      <table class="table table-stacked setup-faults">
        <thead>
          <tr>
            <th scope="col">{text('roster.sheet')}</th>
            <th scope="col">{text('roster.row')}</th>
            <th scope="col">{text('roster.column')}</th>
            <th scope="col">{text('roster.fault')}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault, index) => {
            const [sheet = '', row = '', column = ''] = fault.path.split('/');
            return (
              <tr key={index}>
                <th scope="row">{sheet === '' ? text('roster.wholeFile') : word('sheet', sheet)}</th>
                <td data-label={text('roster.row')}>{row}</td>
                <td data-label={text('roster.column')}>{column === '' ? '' : word('column', column)}</td>
                <td data-label={text('roster.fault')}>
                  {fault.fault === undefined ? fault.message : word('fault', fault.fault)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** A word of the server's in the language of the page; itself when there is none for it. */
function word(kind: 'sheet' | 'column' | 'fault', name: string): string {
  const key = `${kind}.${name}`;
  return key in vi ? text(key as SetupText) : name;
}
